/** Time in each state, against the flat reference. */
import { describe, expect, it } from 'vitest';
import { timeInState } from '../../../../main/historian/query/time-in-state.ts';
import { cutHistory, randomHistory, randomSpan, T0 } from '../../../kit/history-blocks.ts';
import { type FlatHistory, flatBucket, flatTimeInState } from '../../../kit/history-reference.ts';
import { seededRandom } from '../../../kit/random.ts';
import { expectClose, isClose } from './closeness.ts';

/** A valve that is shut (0) but for every hundredth second. */
function valve(): FlatHistory {
  const samples = Array.from({ length: 1000 }, (_, i) => ({
    t: T0 + i * 1000,
    v: i % 100 === 50 ? 2 : 0,
    q: 0x201,
    seq: i + 1,
  }));
  return { samples, interpolation: 'stepped', knownUntil: T0 + 1_000_000 };
}

describe('timeInState', () => {
  it('equals the reference for any history, span and cutting', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = seededRandom(seed);
      const history = randomHistory(random);
      const { from, to } = randomSpan(history, random);
      const blocks = cutHistory(history, () => random() < ([0, 0.05, 0.3, 1][seed % 4] ?? 0));
      const actual = timeInState(blocks, { from, to });
      const expected = flatTimeInState(history, from, to);
      expect(new Set(actual.states.keys()), `seed ${seed}`).toEqual(new Set(expected.keys()));
      const keys = [...expected.keys()];
      expectClose(
        keys.map(key => actual.states.get(key) ?? 0),
        keys.map(key => expected.get(key) ?? 0),
        `seed ${seed}`,
      );
      expect(isClose(actual.percentGood, flatBucket(history, from, to).percentGood), `seed ${seed}`).toBe(true);
      const [state = 0] = keys;
      const only = timeInState(blocks, { from, to, state });
      expect([...only.states.keys()]).toEqual(keys.slice(0, 1));
      expect(isClose(only.states.get(state) ?? 0, expected.get(state) ?? 0), `seed ${seed}, state ${state}`).toBe(true);
      expect(isClose(only.percentGood, actual.percentGood), `seed ${seed}`).toBe(true);
    }
  });

  it('decodes only chunks with a change of state', () => {
    const blocks = cutHistory(valve(), i => i % 10 === 0);
    const { states } = timeInState(blocks, { from: T0, to: T0 + 1_000_000 });
    expect([...states]).toEqual([
      [0, 990_000],
      [2, 10_000],
    ]);
    expect(blocks.decodes()).toBe(10);
  });

  it('decodes nothing for a state that no chunk can have been in', () => {
    const blocks = cutHistory(valve(), i => i % 10 === 0);
    expect(timeInState(blocks, { from: T0, to: T0 + 1_000_000, state: 5 }).states.size).toBe(0);
    expect(blocks.decodes()).toBe(0);
  });
});
