/** The sample in force at an instant, and the value between samples. */
import { describe, expect, it } from 'vitest';
import { interpolateAt, valueAt } from '../../../../main/historian/query/value-at.ts';
import { cutHistory, randomHistory, randomSpan, T0 } from '../../../kit/history-blocks.ts';
import { type FlatHistory, flatInterpolation } from '../../../kit/history-reference.ts';
import { seededRandom } from '../../../kit/random.ts';
import { isClose } from './closeness.ts';

const HISTORY: FlatHistory = {
  samples: [
    { t: T0, v: 1, q: 0x201, seq: 1 },
    { t: T0 + 10, v: 2, q: 0x002, seq: 2 },
    { t: T0 + 10, v: 3, q: 0x201, seq: 2, exact: 9_007_199_254_740_993n },
    { t: T0 + 30, v: 5, q: 0x201, seq: 3 },
  ],
  interpolation: 'sloped',
  knownUntil: T0 + 40,
};

const withoutSeq = ({ seq: _seq, ...sample }: FlatHistory['samples'][number]) => sample;

describe('valueAt', () => {
  it('gives the sample in force at any instant, however the history is cut', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = seededRandom(seed);
      const history = randomHistory(random);
      const blocks = cutHistory(history, () => random() < 0.3);
      for (const instant of Object.values(randomSpan(history, random))) {
        const expected = history.samples.findLast(({ t }) => t <= instant) ?? null;
        expect(valueAt(blocks, instant), `seed ${seed}`).toEqual(expected && withoutSeq(expected));
      }
      const last = history.samples.at(-1);
      expect(valueAt(blocks, Number.POSITIVE_INFINITY)).toEqual(last === undefined ? null : withoutSeq(last));
    }
  });

  it('takes the last of the samples of one time, exact text and all', () => {
    expect(
      valueAt(
        cutHistory(HISTORY, () => true),
        T0 + 10,
      ),
    ).toEqual({ t: T0 + 10, v: 3, q: 0x201, exact: 9_007_199_254_740_993n });
  });

  it('gives nothing before the history begins, and the last sample long after it ended', () => {
    const blocks = cutHistory(HISTORY, () => true);
    expect(valueAt(blocks, T0 - 1)).toBeNull();
    expect(valueAt(blocks, T0 + 1e9)?.t).toBe(T0 + 30);
  });

  it('decodes one block', () => {
    const blocks = cutHistory(HISTORY, () => true);
    valueAt(blocks, T0 + 20);
    expect(blocks.decodes()).toBe(1);
  });
});

describe('interpolateAt', () => {
  it('equals the reference for any history, instant and cutting', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = seededRandom(seed);
      const history = randomHistory(random);
      const blocks = cutHistory(history, () => random() < 0.3);
      for (const instant of Object.values(randomSpan(history, random))) {
        const actual = interpolateAt(blocks, instant);
        const expected = flatInterpolation(history, instant);
        expect(actual?.q, `seed ${seed}`).toBe(expected?.q);
        expect(isClose(actual?.v ?? 0, expected?.v ?? 0), `seed ${seed}: ${actual?.v} ${expected?.v}`).toBe(true);
      }
    }
  });

  it('knows nothing once the time that is known is over', () => {
    const blocks = cutHistory(HISTORY, () => true);
    expect(interpolateAt(blocks, T0 + 39.5)?.v).toBe(5);
    expect(interpolateAt(blocks, T0 + 40)).toBeNull();
  });
});
