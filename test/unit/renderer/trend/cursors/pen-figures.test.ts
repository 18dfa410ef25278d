/** The figures between two cursors: what the historian is asked, and what is made of its answers. */
import { describe, expect, test } from 'vitest';
import {
  type FigureSource,
  type FigureWish,
  integralOf,
  isOf,
  readFigures,
} from '../../../../../renderer/trend/cursors/pen-figures.ts';
import type { AggregateName, AggregateSeries, SliceValue } from '../../../../../shared/model/history.ts';
import { GOOD } from '../../../../../shared/model/quality.ts';

const wish: FigureWish = { tags: ['A'], from: 1_000, to: 5_000, instants: { a: 1_000, b: 5_000, compared: null } };

const series = (aggregate: AggregateName, value: number): AggregateSeries => ({
  tag: 'A',
  aggregate,
  from: 0,
  stepMs: 1,
  v: Float64Array.of(value),
  q: Uint16Array.of(GOOD),
  percentGood: Float64Array.of(100),
});

type Values = Partial<Record<AggregateName, number>>;

/** Answers with `span` for the span and with `end` for the instant after it. */
function sourceOf(span: Values, end: number, asked: unknown[] = []): FigureSource {
  return {
    aggregate: async input => {
      asked.push(input);
      const values: Values = input.from === wish.from ? span : { Interpolative: end };
      return input.aggregates.map(name => series(name, values[name] ?? Number.NaN));
    },
    slice: async input => {
      asked.push(input);
      const value: SliceValue = { tag: 'A', value: input.at / 1_000, q: GOOD, time: input.at, ageMs: 0 };
      return [value];
    },
  };
}

describe('the figures between two instants', () => {
  test('are one step over the whole span and the values in force at both ends, asked at once', async () => {
    const asked: unknown[] = [];
    await readFigures(sourceOf({}, 1, asked), wish);
    expect(asked).toHaveLength(4);
    expect(asked[0]).toMatchObject({ from: 1_000, to: 5_000, stepMs: 4_000 });
    expect(asked[1]).toMatchObject({ from: 5_000, to: 5_001, stepMs: 1, aggregates: ['Interpolative'] });
  });

  test('are those of the historian, with the values in force at A and B', async () => {
    const span = {
      Minimum: 2,
      Maximum: 8,
      TimeAverage: 5,
      StandardDeviationPopulation: 1.5,
      Total: 7_200,
      PercentGood: 98,
      Interpolative: 3,
    };
    const { byTag } = await readFigures(sourceOf(span, 4), wish);
    expect(byTag.get('A')).toMatchObject({
      min: 2,
      max: 8,
      average: 5,
      deviation: 1.5,
      total: 7_200,
      goodPercent: 98,
      isPartial: true,
      a: { low: 1, high: 1 },
      b: { low: 5, high: 5 },
      compared: null,
    });
  });

  test('reach from end to end of a line that only passes through', async () => {
    const { byTag } = await readFigures(sourceOf({ Interpolative: 3, PercentGood: 100 }, 4), wish);
    expect(byTag.get('A')).toMatchObject({ min: 3, max: 4, isPartial: false });
    const nothing = await readFigures(sourceOf({}, Number.NaN), wish);
    expect(nothing.byTag.get('A')).toMatchObject({ min: Number.NaN, max: Number.NaN, isPartial: true });
  });
});

test('a rate adds up to what it is a rate of, and nothing else does', () => {
  expect(integralOf('m³/h', 7_200)).toEqual({ value: 2, unit: 'm³' });
  expect(integralOf('L/min', 120)).toEqual({ value: 2, unit: 'L' });
  expect(integralOf('kg/s', 3)).toEqual({ value: 3, unit: 'kg' });
  expect(integralOf('mg/m³', 1)).toBeNull();
  expect(integralOf('MPa', 1)).toBeNull();
  expect(integralOf('/h', 1)).toBeNull();
});

test('figures hold for the same pens and instants, as far off as is allowed', () => {
  const known = { wish };
  const none = { spanMs: 0, instantMs: 0 };
  expect(isOf(known, wish, none)).toBe(true);
  expect(isOf(known, { ...wish, to: 5_001 }, none)).toBe(false);
  expect(isOf(known, { ...wish, to: 5_001 }, { spanMs: 1, instantMs: 0 })).toBe(true);
  expect(isOf(known, { ...wish, tags: ['B'] }, { spanMs: 9, instantMs: 9 })).toBe(false);
  const later = { ...wish, instants: { ...wish.instants, b: 5_002 } };
  expect(isOf(known, later, { spanMs: 9, instantMs: 1 })).toBe(false);
  expect(isOf(known, later, { spanMs: 0, instantMs: 2 })).toBe(true);
  expect(isOf(known, { ...wish, instants: { ...wish.instants, compared: 1 } }, { spanMs: 9, instantMs: 9 })).toBe(
    false,
  );
});
