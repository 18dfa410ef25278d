/** Steps of a file suit its span and begin where people begin them; a file is read to its last part. */
import { describe, expect, it } from 'vitest';
import { stepIn, stepsFor, stepWindow } from '../../../../../renderer/trend/give/export-plan.ts';
import { readTrendFile } from '../../../../../renderer/trend/give/read-file.ts';
import { zoneClock } from '../../../../../shared/time/zone.ts';
import { zonedTimes } from '../../../../../shared/time/zoned-iso.ts';

const H = 3_600_000;
const times = zonedTimes(zoneClock('Asia/Shanghai'));

describe('steps', () => {
  it('give neither one row nor more than a workbook takes', () => {
    expect(stepsFor({ from: 0, to: H })).toEqual([1_000, 10_000, 30_000, 60_000, 300_000, 900_000]);
    expect(stepsFor({ from: 0, to: 365 * 24 * H })).toEqual([15 * 60_000 * 4, 24 * H].toSpliced(0, 0, 900_000));
  });

  it('begin at whole hours and days of the station', () => {
    const from = Date.UTC(2026, 10, 26, 9, 41, 7);
    const iso = (stepMs: number): string => times.iso(stepWindow({ from, to: from + H }, stepMs, times).from);
    expect(iso(H)).toBe('2026-11-26T17:00:00.000+08:00');
    expect(iso(24 * H)).toBe('2026-11-26T00:00:00.000+08:00');
    expect(stepWindow({ from, to: from + H }, H, times).to).toBe(from + H);
  });

  it.each([
    [30_000, [30, 's']],
    [900_000, [15, 'min']],
    [H, [1, 'h']],
    [24 * H, [1, 'd']],
  ])('%i ms', (ms, expected) => expect(stepIn(ms)).toEqual(expected));
});

describe('a file', () => {
  it('is read part after part, each from where the one before ended, and says what it is in the end', async () => {
    const asked: unknown[] = [];
    const next = { rows: 2, pen: 1, at: 5, taken: 1 };
    const progress: number[] = [];
    const file = await readTrendFile(
      input => {
        asked.push(input.after ?? null);
        const isLast = input.after !== undefined;
        return Promise.resolve({
          ...{ name: 'trend.csv', bytes: Uint8Array.of(asked.length), rows: 2, isCut: isLast },
          next: isLast ? null : next,
        });
      },
      { tags: ['PT-1'], from: 0, to: 1, stepMs: null, format: 'csv', language: 'zh' },
      rows => progress.push(rows),
    );
    expect(asked).toEqual([null, next]);
    expect(progress).toEqual([2, 4]);
    expect(file).toEqual({ name: 'trend.csv', parts: [Uint8Array.of(1), Uint8Array.of(2)], rows: 4, isCut: true });
  });
});
