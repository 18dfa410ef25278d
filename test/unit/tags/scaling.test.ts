/** Raw values to values in the tag's unit and back. */
import { describe, expect, it } from 'vitest';
import type { Scaling } from '../../../main/project/types.ts';
import { toEngineering, toRaw } from '../../../main/tags/scaling.ts';
import { randomOf } from '../support/samples.ts';

const TENTHS: Scaling = { kind: 'linear', gain: 0.1, offset: -40 };
const ORIFICE: Scaling = { kind: 'sqrt', rawLow: 4, rawHigh: 20, low: 0, high: 1_000 };
const TANK: Scaling = { kind: 'table', raw: [0, 50, 100], value: [0, 12.5, 30] };
const FALLING: Scaling = { kind: 'table', raw: [-10, 0, 10], value: [5, 1, -30] };
const HILL: Scaling = { kind: 'table', raw: [0, 10, 20, 30], value: [0, 100, 100, 50] };

describe('scaling', () => {
  it.each<[string, Scaling | null, number, number]>([
    ['none', null, 7, 7],
    ['linear', TENTHS, 400, 0],
    ['linear', TENTHS, -200, -60],
    ['square root at its foot', ORIFICE, 4, 0],
    ['square root in the middle', ORIFICE, 8, 500],
    ['square root at its top', ORIFICE, 20, 1_000],
    ['square root beyond its top', ORIFICE, 40, 1_500],
    ['table at a point', TANK, 50, 12.5],
    ['table between points', TANK, 75, 21.25],
    ['table below its first point, along the first line', TANK, -4, -1],
    ['table above its last point, along the last line', TANK, 200, 65],
    ['falling table', FALLING, 5, -14.5],
    ['falling table beyond its ends', FALLING, -20, 9],
  ])('%s: raw and value belong together, both ways', (_what, scaling, raw, value) => {
    expect(toEngineering(scaling, raw)).toBeCloseTo(value, 9);
    expect(toRaw(scaling, value)).toBeCloseTo(raw, 9);
  });

  it('holds a square root at its low end below it, for a root has no sign', () => {
    expect(toEngineering(ORIFICE, 3.6)).toBe(0);
    expect(toEngineering(ORIFICE, -1e9)).toBe(0);
  });

  it.each([
    ['a flow below the low end of a square root', ORIFICE, -0.1],
    ['a value beyond every line of a table', HILL, 100.5],
  ] as const)('says that no raw value gives %s', (_what, scaling, value) => {
    expect(toRaw(scaling, value)).toBeNaN();
  });

  it('finds the lowest of several raw values of a table that rises and falls', () => {
    expect(toRaw(HILL, 75)).toBe(7.5);
    expect(toRaw(HILL, 100)).toBe(10);
    expect(toRaw({ kind: 'table', raw: [0, 1, 2], value: [3, 3, 9] }, 3)).toBe(0);
  });

  it.each([null, TENTHS, ORIFICE, TANK])('makes no number of what is none', scaling => {
    expect(toEngineering(scaling, Number.NaN)).toBeNaN();
    expect(toRaw(scaling, Number.NaN)).toBeNaN();
  });

  it('meets the points of a table exactly, so that full is full', () => {
    const thirds: Scaling = { kind: 'table', raw: [0, 0.1, 0.3, 0.7], value: [0.1, 1 / 3, 0.7, 9.9] };
    for (const [i, raw] of thirds.raw.entries()) {
      expect(toEngineering(thirds, raw)).toBe(thirds.value[i]);
      expect(toRaw(thirds, thirds.value[i] ?? 0)).toBe(raw);
    }
  });

  it('comes back to every value it started from', () => {
    const random = randomOf(5);
    const scalings = [TENTHS, ORIFICE, TANK, FALLING];
    for (let i = 0; i < 2_000; i++) {
      const scaling = scalings[i % scalings.length] ?? null;
      const raw = scaling === ORIFICE ? 4 + 30 * random() : 300 * (random() - 0.5);
      const value = toEngineering(scaling, raw);
      expect(toRaw(scaling, value)).toBeCloseTo(raw, 8);
    }
  });
});
