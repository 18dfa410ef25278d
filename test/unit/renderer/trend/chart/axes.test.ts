/** Axes: pens that share one, ends that hold still under the hand, ticks on round numbers and on the clocks of the station. */
import { describe, expect, test } from 'vitest';
import { layoutBoard } from '../../../../../renderer/trend/chart/plot-layout.ts';
import { timeTicks } from '../../../../../renderer/trend/chart/time-ticks.ts';
import { axisEnds, axisTicks, valueTicks } from '../../../../../renderer/trend/chart/value-axis.ts';
import { zoneClock } from '../../../../../shared/time/zone.ts';
import { tagOf } from '../pens/made-tags.ts';

const HOUR = 3_600_000;

describe('value axes', () => {
  const inlet = tagOf('PT-1', { unit: 'MPa', low: 0, high: 6 });
  const flow = tagOf('FI-1', { unit: 'm³/h', low: 0, high: 60_000 });
  const at = { before: null, isMoving: false };

  test('hold what is seen', () => {
    const [low, high] = axisEnds([inlet], { min: 3.1, max: 3.4 }, at);
    expect(low).toBeLessThanOrEqual(3.1);
    expect(high).toBeGreaterThanOrEqual(3.4);
  });

  test('of what is within the range of the instrument do not reach beyond it', () => {
    const [low, high] = axisEnds([flow], { min: 1_000, max: 59_000 }, at);
    expect(low).toBeGreaterThanOrEqual(-2_000);
    expect(low).toBeLessThan(0);
    expect(high).toBeLessThanOrEqual(62_000);
    expect(axisEnds([flow], { min: 0, max: 0 }, at)[0]).toBeGreaterThan(-100);
    expect(axisEnds([flow], { min: -500, max: 61_000 }, at)[0]).toBeLessThanOrEqual(-500);
    expect(axisEnds([flow], { min: -500, max: 61_000 }, at)[1]).toBeGreaterThanOrEqual(61_000);
  });

  test('only grow while the hand moves, and fit again when it rests', () => {
    const before = [0, 5] as const;
    expect(axisEnds([inlet], { min: 3.1, max: 3.4 }, { before, isMoving: true })).toEqual([0, 5]);
    expect(axisEnds([inlet], { min: 3.1, max: 8 }, { before, isMoving: true })[1]).toBeGreaterThanOrEqual(8);
    expect(axisEnds([inlet], { min: 3.1, max: 3.4 }, { before, isMoving: false })[0]).toBeGreaterThan(2);
  });

  test('stay while nothing is seen, and are those of the instrument before anything was', () => {
    const nothing = { min: Number.NaN, max: Number.NaN };
    expect(axisEnds([inlet], nothing, { before: [1, 2], isMoving: false })).toEqual([1, 2]);
    expect(axisEnds([inlet], nothing, at)).toEqual([0, 6]);
  });

  test('of a state show more than the state', () => {
    const valve = tagOf('ZSO-1', { unit: '', decimals: 0, low: null, high: null });
    const [low, high] = axisEnds([valve], { min: 1, max: 1 }, at);
    expect(high - low).toBeGreaterThanOrEqual(1);
  });

  test('have round ticks with as many decimals as tell them apart', () => {
    const { values, decimals } = valueTicks([0.305, 0.395], 4);
    expect(values.map(value => value.toFixed(decimals))).toEqual(['0.35']);
    expect(valueTicks([0, 30_000], 4)).toEqual({ values: [0, 10_000, 20_000, 30_000], decimals: 0 });
    expect(valueTicks([1, 1], 4).values.length).toBeLessThan(3);
  });

  test('are written with two numbers at least, also where the plot is low', () => {
    for (const height of [70, 80, 90, 120, 300]) {
      for (const ends of [
        [3.13, 3.32],
        [0, 1],
        [3.199, 3.3],
        [-50, 61_000],
      ] as const) {
        const { labelled, values } = axisTicks(ends, { height, space: 34, taken: 21, least: 14 });
        expect(labelled.length, `${height} px ${ends.join(' ')}`).toBeGreaterThan(1);
        const apart = (((values[1] ?? 0) - (values[0] ?? 0)) / (ends[1] - ends[0])) * height;
        expect(apart, `${height} px ${ends.join(' ')}`).toBeGreaterThanOrEqual(14 - 1e-6);
        expect(labelled.every(value => ((ends[1] - value) / (ends[1] - ends[0])) * height > 21)).toBe(true);
      }
    }
  });
});

describe('time ticks', () => {
  const shanghai = zoneClock('Asia/Shanghai');
  const midnight = Date.parse('2026-11-22T16:00:00Z');
  const nextYear = midnight + 365 * 24 * HOUR;

  test('stand on full hours of the station and say the date at its midnight', () => {
    const ticks = timeTicks({ from: midnight - 2.5 * HOUR, to: midnight + 2.5 * HOUR }, shanghai, {
      most: 6,
      now: midnight,
    });
    expect(ticks.map(({ text }) => text)).toEqual(['22:00', '23:00', '11-23', '01:00', '02:00']);
    expect(ticks.map(({ isDay }) => isDay)).toEqual([false, false, true, false, false]);
  });

  test('say seconds where they are closer than a minute', () => {
    const ticks = timeTicks({ from: midnight + 1_000, to: midnight + 61_000 }, shanghai, { most: 6, now: midnight });
    expect(ticks.map(({ text }) => text)).toContain('00:00:10');
  });

  test('are days for weeks and months for years', () => {
    const days = timeTicks({ from: midnight - 7 * 24 * HOUR, to: midnight }, shanghai, { most: 12, now: midnight });
    expect(days.map(({ text }) => text)).toEqual([
      '11-16',
      '11-17',
      '11-18',
      '11-19',
      '11-20',
      '11-21',
      '11-22',
      '11-23',
    ]);
    const months = timeTicks({ from: midnight - 365 * 24 * HOUR, to: midnight }, shanghai, { most: 14, now: midnight });
    expect(months[0]?.text).toBe('2025-12');
    expect(months).toHaveLength(12);
  });

  test('say the year of days that are not of the present one', () => {
    const hours = timeTicks({ from: midnight - HOUR, to: midnight + HOUR }, shanghai, { most: 3, now: nextYear });
    expect(hours.map(({ text }) => text)).toEqual(['23:00', '2026-11-23', '01:00']);
    const newYear = Date.parse('2026-12-31T16:00:00Z');
    const window = { from: newYear - 25 * HOUR, to: newYear + 25 * HOUR };
    const days = (now: number) => timeTicks(window, shanghai, { most: 3, now }).map(({ text }) => text);
    expect(days(newYear + HOUR)).toEqual(['2026-12-31', '01-01', '01-02']);
    expect(days(newYear - HOUR)).toEqual(['12-31', '2027-01-01', '2027-01-02']);
  });

  test('stay on full hours across a change of clocks', () => {
    const berlin = zoneClock('Europe/Berlin');
    const change = Date.parse('2026-10-25T01:00:00Z');
    const ticks = timeTicks({ from: change - 12 * HOUR, to: change + 12 * HOUR }, berlin, { most: 9, now: midnight });
    expect(ticks.map(({ text }) => text)).toEqual([
      '15:00',
      '18:00',
      '21:00',
      '10-25',
      '03:00',
      '06:00',
      '09:00',
      '12:00',
    ]);
  });

  test('are never more than there is room for, of whatever span', () => {
    for (const span of [10_000, HOUR / 3, 5 * HOUR, 50 * HOUR, 700 * HOUR, 9_000 * HOUR, 80_000 * HOUR]) {
      const ticks = timeTicks({ from: midnight - span, to: midnight }, shanghai, { most: 10, now: midnight });
      expect(ticks.length, String(span)).toBeLessThanOrEqual(11);
      expect(ticks.length, String(span)).toBeGreaterThan(1);
    }
  });
});

describe('the layout of the board', () => {
  test.each([1, 2, 3, 4])('puts %d plots below each other, none over another and none over the time axis', plots => {
    const layout = layoutBoard({ width: 1_000, height: 430, scale: 1, plots, lanes: 0, axes: { left: 1, right: 1 } });
    expect(layout.plots).toHaveLength(plots);
    layout.plots.forEach((box, i) => {
      const below = layout.plots[i + 1];
      expect(box.top + box.height).toBeLessThanOrEqual(below?.top ?? layout.timeTop + 1);
      expect(box.top).toBeGreaterThanOrEqual(layout.marks.top + layout.marks.height);
    });
  });
});
