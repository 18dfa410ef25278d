/** A pen of the historian for the small chart: gaps stay gaps, and only what was bad is hatched. */
import { describe, expect, it } from 'vitest';
import { storedLine } from '../../../../renderer/faceplates/history/stored-line.ts';
import { COMM_LOSS, GOOD } from '../../../../shared/model/quality.ts';

const samples = (rows: readonly (readonly [t: number, v: number, q: number])[]) => ({
  t: Float64Array.from(rows, ([t]) => t),
  v: Float64Array.from(rows, ([, v]) => v),
  q: Uint16Array.from(rows, ([, , q]) => q),
  seq: Float64Array.from(rows, (_row, i) => i),
});

describe('storedLine', () => {
  it('hatches what was bad, and leaves what nobody knows empty', () => {
    const line = storedLine(
      {
        tag: 'PT-1',
        isStepped: false,
        samples: samples([
          [100, 1, GOOD],
          [200, 2, GOOD],
          [300, Number.NaN, COMM_LOSS],
          [400, 3, GOOD],
        ]),
        buckets: null,
        knownUntil: 500,
        marks: [],
      },
      { from: 0, to: 1_000 },
    );
    expect(line.bad).toEqual([[300, 400]]);
    expect(line.v.filter(value => value !== null)).toEqual(expect.arrayContaining([1, 2, 3]));
    expect(line.v).toContain(null);
    expect(line.t.at(-1)).toBe(500);
  });
});
