/** Travel times out of two limit switches: only what is certain is told. */
import { describe, expect, it } from 'vitest';
import {
  movedHours,
  operationsIn,
  type SwitchSamples,
  travelsOf,
} from '../../../../renderer/faceplates/history/travels.ts';
import { COMM_LOSS, GOOD } from '../../../../shared/model/quality.ts';

const samples = (...rows: readonly (readonly [t: number, v: number, q?: number])[]): SwitchSamples => ({
  t: rows.map(([t]) => t),
  v: rows.map(([, v]) => v),
  q: rows.map(([, , q = GOOD]) => q),
});

describe('travelsOf', () => {
  it('measures from leaving one limit to making the other, both ways', () => {
    const closed = samples([0, 1], [1_000, 0], [90_000, 1]);
    const open = samples([0, 0], [39_000, 1], [60_000, 0]);
    expect(travelsOf(open, closed)).toEqual([
      { at: 1_000, ms: 38_000, to: 'open' },
      { at: 60_000, ms: 30_000, to: 'closed' },
    ]);
  });

  it('takes no travel from a valve that goes back to the limit it left', () => {
    expect(travelsOf(samples([0, 0]), samples([0, 1], [1_000, 0], [9_000, 1]))).toEqual([]);
  });

  it('takes none when a switch was not known on the way, and goes on after it', () => {
    const closed = samples([0, 1], [1_000, 0], [2_000, Number.NaN, COMM_LOSS], [8_000, 0], [50_000, 1]);
    const open = samples([0, 0], [9_000, 1], [20_000, 0]);
    expect(travelsOf(open, closed)).toEqual([{ at: 20_000, ms: 30_000, to: 'closed' }]);
  });

  it('takes no change from where it stood at first, nor from samples that repeat it', () => {
    expect(travelsOf(samples([0, 1], [1_000, 1]), samples([0, 0], [1_000, 0]))).toEqual([]);
  });
});

describe('what the hours say', () => {
  const hours = {
    from: 0,
    stepMs: 10,
    counts: [
      [0, 1, 0, 2],
      [0, 1, Number.NaN, 2],
    ],
  };

  it('counts one operation for a change of each switch', () => {
    expect(operationsIn(hours)).toBe(3);
  });

  it('gives the newest hours in which anything moved, oldest first', () => {
    expect(movedHours(hours, 20)).toEqual([10, 30]);
    expect(movedHours(hours, 1)).toEqual([30]);
  });
});
