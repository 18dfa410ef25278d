/** Tag definitions as a test needs them: everything usual but what is said. */
import type { TagDefinition } from '../../../../../shared/model/tag.ts';

let handle = 0;

export const tagOf = (name: string, part: Partial<TagDefinition> = {}): TagDefinition => ({
  name,
  handle: handle++,
  description: { zh: name, en: name },
  area: '1000',
  equipment: '',
  signalClass: 'AI',
  unit: 'MPa',
  decimals: 3,
  low: 0,
  high: 1,
  limits: {},
  device: 'PLC',
  address: '',
  periodMs: 1_000,
  logging: { kind: 'all' },
  isStepped: false,
  staleAfterMs: 3_000,
  writable: false,
  ...part,
});

export const byName = (...tags: readonly TagDefinition[]): ReadonlyMap<string, TagDefinition> =>
  new Map(tags.map(tag => [tag.name, tag]));
