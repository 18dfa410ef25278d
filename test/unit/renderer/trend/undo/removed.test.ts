/** What was removed from the trends comes back: what is asked of the station for it, under whose name. */
import { beforeEach, expect, test } from 'vitest';
import { bringBack } from '../../../../../renderer/trend/undo/removed.ts';
import type { TrendPreset } from '../../../../../shared/model/trend-preset.ts';

type Client = Parameters<typeof bringBack>[0];

let asked: [name: string, input: unknown][] = [];
const call = async (name: string, input: unknown): Promise<unknown> => {
  asked.push([name, input]);
  return null;
};
const client: Client = { call: call as Client['call'] };

beforeEach(() => {
  asked = [];
});

test('a preset is saved anew as it was, and never over one that has its name meanwhile', async () => {
  const setup = { pens: [{ tag: 'PT-1101', isHidden: false, dash: 2 }, null], spanMs: 3_600_000, plots: 'one' };
  const name = { zh: '早班', en: '早班' };
  const preset: TrendPreset = { id: 'p1', version: 4, name, setup, isOfProject: false, who: '王工', at: 1 };
  await bringBack(client, { kind: 'preset', preset, who: '李工' });
  expect(asked).toEqual([['presets.save', { name: '早班', setup, who: '李工', replaces: null }]]);
});

test('an annotation is there again as the version after the one that took it away', async () => {
  await bringBack(client, { kind: 'annotation', annotation: { id: 'a1', version: 3, text: '校验' }, who: '李工' });
  expect(asked).toEqual([['annotations.edit', { id: 'a1', version: 3, text: '校验', who: '李工' }]]);
});
