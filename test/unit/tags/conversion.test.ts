/** From raw to engineering: no number, scaling, range by NAMUR NE 43, clamping, in that order. */
import { describe, expect, it } from 'vitest';
import { Conversion, type Measured } from '../../../main/tags/conversion.ts';
import { COMM_LOSS, DEVICE_FAULT, FORCED, GOOD, OUT_OF_RANGE } from '../../../shared/model/quality.ts';

const of = (point: Partial<Measured>, raw: number, q = GOOD) =>
  new Conversion([{ low: null, high: null, ...point }]).of(0, raw, q);

/** 4 … 20 mA in µA as a transmitter sends it. */
const LINEAR = { kind: 'linear', gain: 0.001, offset: -4 } as const;
const SQRT = { kind: 'sqrt', rawLow: 4, rawHigh: 20, low: 0, high: 100 } as const;
const TABLE = { kind: 'table', raw: [0, 10, 20], value: [0, 100, 400] } as const;

describe('Conversion', () => {
  it.each([
    ['no scaling', {}, 7, 7],
    ['a line', { scaling: LINEAR }, 12_000, 8],
    ['a square root', { scaling: SQRT }, 8, 50],
    ['a table', { scaling: TABLE }, 15, 250],
  ] as const)('gives the value of %s', (_what, point, raw, v) => {
    expect(of(point, raw)).toEqual({ v, q: GOOD });
  });

  it('judges the range in engineering units, after scaling', () => {
    const point = { scaling: LINEAR, low: 0, high: 16 };
    expect(of(point, 3_800)).toEqual({ v: expect.closeTo(-0.2), q: GOOD });
    expect(of(point, 3_700).q).toBe(OUT_OF_RANGE);
    expect(of(point, 20_500).q).toBe(GOOD);
    expect(of(point, 20_510).q).toBe(OUT_OF_RANGE);
  });

  it('does not clamp unless the tag says so, and calls a clamped value out of range all the same', () => {
    const range = { low: 0, high: 16 };
    expect(of(range, 40)).toEqual({ v: 40, q: OUT_OF_RANGE });
    expect(of({ ...range, isClamped: true }, 40)).toEqual({ v: 16, q: OUT_OF_RANGE });
    expect(of({ ...range, isClamped: true }, -40)).toEqual({ v: 0, q: OUT_OF_RANGE });
    // Within the tolerance of the signal it is valid, and held at the end of the range.
    expect(of({ ...range, isClamped: true }, 16.2)).toEqual({ v: 16, q: GOOD });
    expect(of({ isClamped: true }, 1e9)).toEqual({ v: 1e9, q: GOOD });
  });

  it('does not take the zero of a square root for a good flow when the transmitter reports its own failure', () => {
    const point = { scaling: SQRT, low: 0, high: 100 };
    expect(of(point, 3.8)).toEqual({ v: 0, q: GOOD });
    // NE 43: 3.6 mA and below means broken; the root alone would give a good 0.
    expect(of(point, 3.6)).toEqual({ v: 0, q: OUT_OF_RANGE });
    expect(of(point, 0)).toEqual({ v: 0, q: OUT_OF_RANGE });
    // 21 mA is 103 % of a root's value, within the tolerance of the value but not of the signal.
    expect(of(point, 21).q).toBe(OUT_OF_RANGE);
    expect(of(point, 20.5).q).toBe(GOOD);
  });

  it.each([
    {},
    { scaling: SQRT },
    { scaling: LINEAR, low: 0, high: 1, isClamped: true },
  ])('never makes a number of what is none: %j', point => {
    for (const raw of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(of(point, raw)).toEqual({ v: Number.NaN, q: DEVICE_FAULT });
    }
  });

  it('calls a scaling that overflows a device fault', () => {
    expect(of({ scaling: { kind: 'linear', gain: 1e200, offset: 0 } }, 1e200)).toEqual({
      v: Number.NaN,
      q: DEVICE_FAULT,
    });
  });

  it('gives no number for what the device calls bad, and leaves an uncertain value as uncertain as it is', () => {
    expect(of({ low: 0, high: 1 }, 0.5, COMM_LOSS)).toEqual({ v: Number.NaN, q: COMM_LOSS });
    expect(of({ low: 0, high: 1, isClamped: true }, 5, FORCED)).toEqual({ v: 1, q: FORCED });
  });
});
