/** Which signals the I/O list shows. */
import { describe, expect, test } from 'vitest';
import { tagEntriesOf } from '../../../../../renderer/navigation/palette/entries.ts';
import { indexOf } from '../../../../../renderer/navigation/palette/find.ts';
import {
  ALL_SIGNALS,
  isFiltering,
  limitsOf,
  type SignalFilter,
  type SignalOrder,
  shownSignals,
} from '../../../../../renderer/support/io/signals.ts';
import type { TagDefinition } from '../../../../../shared/model/tag.ts';

const tag = (name: string, handle: number, rest: Partial<TagDefinition> = {}): TagDefinition => ({
  name,
  handle,
  description: { zh: '进站压力', en: 'Inlet pressure' },
  area: '1100',
  equipment: '',
  signalClass: 'AI',
  unit: 'MPa',
  decimals: 3,
  low: 0,
  high: 6,
  limits: {},
  device: 'PLC',
  address: 'holding:0',
  periodMs: 1_000,
  staleAfterMs: 3_000,
  writable: false,
  logging: { kind: 'none' },
  isStepped: false,
  ...rest,
});

const TAGS = [
  tag('XV-1001', 0, { description: { zh: '切断阀', en: 'Valve' }, signalClass: 'DI', address: 'discrete:10' }),
  tag('PT-1101', 1, { address: 'holding:10' }),
  tag('PT-1102', 2, { device: 'SIS', address: 'holding:2' }),
  tag('FI-1400', 3, {
    description: { zh: '总流量', en: 'Total flow' },
    signalClass: 'CALC',
    device: null,
    address: '',
  }),
  tag('PT-1103', 4, { address: 'holding:9' }),
];

const shown = (
  filter: Partial<SignalFilter>,
  order: SignalOrder = 'project',
  overrides: readonly { readonly tag: string }[] = [],
) =>
  shownSignals({ tags: TAGS, index: indexOf(tagEntriesOf(TAGS)), overrides }, { ...ALL_SIGNALS, ...filter }, order).map(
    ({ name }) => name,
  );

describe('the list of signals', () => {
  test('has all of them in the order of the project', () => {
    expect(shown({})).toEqual(['XV-1001', 'PT-1101', 'PT-1102', 'FI-1400', 'PT-1103']);
  });

  test('is narrowed by what is typed as the search is, and keeps its order', () => {
    expect(shown({ typed: 'jzyl' })).toEqual(['PT-1101', 'PT-1102', 'PT-1103']);
    expect(shown({ typed: 'pt110' })).toEqual(['PT-1101', 'PT-1102', 'PT-1103']);
    expect(shown({ typed: '切断' })).toEqual(['XV-1001']);
  });

  test('is narrowed by device, the calculated ones among them, by class and by what people have put in', () => {
    expect(shown({ device: 'SIS' })).toEqual(['PT-1102']);
    expect(shown({ device: '' })).toEqual(['FI-1400']);
    expect(shown({ signalClass: 'DI' })).toEqual(['XV-1001']);
    expect(shown({ isOverridden: true }, 'project', [{ tag: 'PT-1103' }])).toEqual(['PT-1103']);
    expect(shown({ device: 'SIS', signalClass: 'DI' })).toEqual([]);
  });

  test('is ordered by tag, or by device and address with numbers as numbers', () => {
    expect(shown({}, 'tag')).toEqual(['FI-1400', 'PT-1101', 'PT-1102', 'PT-1103', 'XV-1001']);
    expect(shown({}, 'address')).toEqual(['FI-1400', 'XV-1001', 'PT-1103', 'PT-1101', 'PT-1102']);
  });

  test('says whether it is narrowed', () => {
    expect(isFiltering(ALL_SIGNALS)).toBe(false);
    expect(isFiltering({ ...ALL_SIGNALS, typed: '  ' })).toBe(false);
    expect(isFiltering({ ...ALL_SIGNALS, device: '' })).toBe(true);
  });

  test('names the limits that there are, lowest first', () => {
    expect(limitsOf({ limits: { HH: 4, L: 2.5 } })).toEqual([
      ['L', 2.5],
      ['HH', 4],
    ]);
  });
});
