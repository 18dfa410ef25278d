/** How well a period is kept: over whole windows, and never over the time for which a device was away. */
import { describe, expect, it } from 'vitest';
import { ScanStatistics } from '../../../main/acquisition/scan-statistics.ts';

function readings(periodMs: number, ...times: readonly number[]): ScanStatistics {
  const statistics = new ScanStatistics(periodMs);
  for (const at of times) statistics.read(at);
  return statistics;
}
const measured = (s: ScanStatistics) => [s.measuredPeriodMs, s.jitterMs];
const every = (periodMs: number, count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => from + i * periodMs);

describe('ScanStatistics', () => {
  it('knows nothing before the first whole window of 5 s', () => {
    expect(measured(new ScanStatistics(1_000))).toEqual([Number.NaN, Number.NaN]);
    expect(measured(readings(1_000, ...every(1_000, 5)))).toEqual([Number.NaN, Number.NaN]);
    expect(measured(readings(1_000, ...every(1_000, 6)))).toEqual([1_000, 0]);
  });

  it('gives the mean of the readings and the largest deviation to either side', () => {
    expect(measured(readings(1_000, 0, 1_010, 2_000, 3_000, 4_040, 5_050))).toEqual([1_010, 40]);
    expect(measured(readings(1_000, 0, 900, 2_000, 3_000, 4_000, 5_000))).toEqual([1_000, 100]);
    expect(measured(readings(1_000, 0, 930, 1_950, 2_950, 3_950, 5_000))).toEqual([1_000, 70]);
  });

  it('follows a change with the next window, and forgets the one before', () => {
    const statistics = readings(100, ...every(100, 51));
    expect(measured(statistics)).toEqual([100, 0]);
    for (const at of every(150, 33, 5_150)) statistics.read(at);
    expect(measured(statistics)).toEqual([100, 0]);
    statistics.read(5_150 + 33 * 150);
    expect(measured(statistics)).toEqual([150, 50]);
    for (const at of every(100, 50, 10_200)) statistics.read(at);
    expect(measured(statistics)).toEqual([100, 0]);
  });

  it('takes one period of a slow group for a window', () => {
    expect(measured(readings(60_000, 0, 60_010))).toEqual([60_010, 10]);
  });

  it('does not take the time for which the device was away for a period', () => {
    const statistics = readings(1_000, ...every(1_000, 6));
    statistics.read(6_500);
    statistics.interrupt();
    // No period is kept while the device is away: a figure of before would look like one of now.
    expect(measured(statistics)).toEqual([Number.NaN, Number.NaN]);
    for (const at of every(1_000, 5, 100_000)) statistics.read(at);
    expect(measured(statistics)).toEqual([Number.NaN, Number.NaN]);
    statistics.read(105_200);
    // The 1,500 ms before the interruption are forgotten, too.
    expect(measured(statistics)).toEqual([1_040, 200]);
  });
});
