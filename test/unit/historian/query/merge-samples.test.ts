/** Bringing runs of samples into one order. */
import { describe, expect, it } from 'vitest';
import { mergeSamples } from '../../../../main/historian/query/merge-samples.ts';
import { toList, toSamples } from '../../../kit/history-blocks.ts';
import { type FlatSample, flatMerge } from '../../../kit/history-reference.ts';
import { seededRandom } from '../../../kit/random.ts';

function sample(t: number, seq: number, v = t): FlatSample {
  return { t, v, q: 0x201, seq };
}

function randomParts(random: () => number): FlatSample[][] {
  const spread = [3, 30, 3000][Math.floor(random() * 3)] ?? 3;
  return Array.from({ length: Math.floor(random() * 5) }, () => {
    const list = Array.from({ length: Math.floor(random() * 12) }, () => {
      const one = sample(Math.floor(random() * spread), 1 + Math.floor(random() * 4), random());
      return random() < 0.2 ? { ...one, exact: `text ${one.v}` } : one;
    });
    return list.toSorted((a, b) => a.t - b.t);
  });
}

describe('mergeSamples', () => {
  it('equals the reference for any parts', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const parts = randomParts(seededRandom(seed));
      for (const keepVersions of [false, true]) {
        const merged = mergeSamples(parts.map(toSamples), { keepVersions });
        expect(toList(merged), `seed ${seed}, ${keepVersions}`).toEqual(flatMerge(parts, keepVersions));
      }
    }
  });

  it('lets the later commit correct the earlier one, and keeps all that one commit said of a time', () => {
    const first = toSamples([sample(1, 1), sample(2, 1, 20), sample(2, 1, 21), sample(3, 1)]);
    const late = toSamples([sample(2, 5, 22), sample(2, 5, 23)]);
    expect([...mergeSamples([first, late]).v]).toEqual([1, 22, 23, 3]);
    expect([...mergeSamples([late, first], { keepVersions: true }).v]).toEqual([1, 20, 21, 22, 23, 3]);
  });

  it('gives a single part in order back as it is', () => {
    const part = toSamples([sample(1, 1), sample(1, 1), sample(2, 2)]);
    expect(mergeSamples([part, toSamples([])])).toBe(part);
  });

  it('keeps every bit of a missing number, also where runs overlap', () => {
    const odd = new Float64Array(new BigUint64Array([0x7ff8_0000_0000_beefn, 0xfff0_dead_0000_0001n]).buffer);
    const columns = { t: Float64Array.of(1, 5), seq: Float64Array.of(1, 1), q: Uint16Array.of(1, 1) };
    const merged = mergeSamples([{ ...columns, v: odd }, toSamples([sample(3, 2)])]);
    const bits = new BigUint64Array(merged.v.buffer);
    expect([bits[0], bits[2]]).toEqual([0x7ff8_0000_0000_beefn, 0xfff0_dead_0000_0001n]);
  });

  it('gives an empty run for nothing', () => {
    expect(mergeSamples([]).t.length).toBe(0);
  });
});
