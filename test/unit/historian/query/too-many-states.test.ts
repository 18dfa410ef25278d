/** A counter that somebody takes for a tag of states. */
import { expect, it } from 'vitest';
import { MOST_STATES, timeInState } from '../../../../main/historian/query/time-in-state.ts';
import { blocksOf, memoryPart } from '../../../../main/historian/reader/blocks.ts';
import { GOOD } from '../../../../shared/model/quality.ts';

const counting = (count: number) => {
  const t = Float64Array.from({ length: count }, (_, i) => i * 1_000);
  const samples = { t, seq: t.map((_, i) => i + 1), v: t.map((_, i) => i), q: new Uint16Array(count).fill(GOOD) };
  const blocks = blocksOf([memoryPart(samples, 'stepped')], { interpolation: 'stepped', keepVersions: false });
  return timeInState({ interpolation: 'stepped', blocks, knownUntil: count * 1_000 }, { from: 0, to: count * 1_000 });
};

it('time in state keeps no more states than one register can tell, and says that there are more', () => {
  const most = counting(MOST_STATES);
  expect([most.states.size, most.isTooMany, most.percentGood]).toEqual([MOST_STATES, false, 100]);
  const more = counting(MOST_STATES + 5);
  expect([more.states.size, more.isTooMany, more.percentGood]).toEqual([MOST_STATES, true, 100]);
});
