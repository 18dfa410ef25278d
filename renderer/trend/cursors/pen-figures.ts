/**
 * The figures between two instants as the historian works them out over every sample: aggregates of OPC UA Part 13 and the values in
 * force at both ends. Pure but for the asking. What is drawn takes no part in it.
 */
import type { AggregateName, AggregateSeries, SliceValue } from '../../../shared/model/history.ts';
import type { InputOf } from '../../../shared/rpc/contract.ts';
import type { Instant } from '../lines/read-at.ts';

/** What is asked of one span, epoch ms UTC. */
export interface FigureWish {
  readonly tags: readonly string[];
  readonly from: number;
  readonly to: number;
  /** Instants whose values in force are wanted: cursor A, cursor B, and B in what is compared; null for one that is not there. */
  readonly instants: Readonly<Record<'a' | 'b' | 'compared', number | null>>;
}

/** Of one pen; NaN for what there is none of. */
export interface PenFigures {
  readonly min: number;
  /** Time-weighted. */
  readonly average: number;
  readonly max: number;
  /** Of the samples inside, population. */
  readonly deviation: number;
  /** Value · s over the time that has a value. */
  readonly total: number;
  readonly goodPercent: number;
  /** A part of the span had no good value: what is summed up or averaged is of the rest. */
  readonly isPartial: boolean;
  /** Null where nothing is known, or nothing was asked. */
  readonly a: Instant | null;
  readonly b: Instant | null;
  readonly compared: Instant | null;
}

export interface Figures {
  readonly wish: FigureWish;
  readonly byTag: ReadonlyMap<string, PenFigures>;
}

export interface FigureSource {
  readonly aggregate: (input: InputOf<'history.aggregate'>) => Promise<readonly AggregateSeries[]>;
  readonly slice: (input: InputOf<'history.slice'>) => Promise<readonly SliceValue[]>;
}

const NAMES = [
  'Minimum',
  'Maximum',
  'TimeAverage',
  'StandardDeviationPopulation',
  'Total',
  'PercentGood',
  'Interpolative',
] as const satisfies readonly AggregateName[];

/** All questions leave at once. Rejects with `CallError`. */
export async function readFigures(source: FigureSource, wish: FigureWish): Promise<Figures> {
  const { from, to, instants } = wish;
  const tags = [...wish.tags];
  const slice = (at: number | null): Promise<readonly SliceValue[]> =>
    at === null ? Promise.resolve([]) : source.slice({ tags, at });
  const [span, atEnd, a, b, compared] = await Promise.all([
    source.aggregate({ tags, aggregates: [...NAMES], from, to, stepMs: to - from }),
    source.aggregate({ tags, aggregates: ['Interpolative'], from: to, to: to + 1, stepMs: 1 }),
    slice(instants.a),
    slice(instants.b),
    slice(instants.compared),
  ]);
  const byTag = tags.map(tag => {
    const value = (series: readonly AggregateSeries[], name: AggregateName): number =>
      series.find(one => one.tag === tag && one.aggregate === name)?.v[0] ?? Number.NaN;
    const at = (values: readonly SliceValue[]): Instant | null => instantOf(values.find(one => one.tag === tag));
    const ends = [value(span, 'Interpolative'), value(atEnd, 'Interpolative')];
    const goodPercent = value(span, 'PercentGood');
    const figures: PenFigures = {
      // A line that only passes through has no sample inside: its ends count as well.
      min: least([value(span, 'Minimum'), ...ends]),
      average: value(span, 'TimeAverage'),
      max: -least([-value(span, 'Maximum'), ...ends.map(end => -end)]),
      deviation: value(span, 'StandardDeviationPopulation'),
      total: value(span, 'Total'),
      goodPercent,
      // Of nothing known as little as of something bad.
      isPartial: !(goodPercent >= 100),
      a: at(a),
      b: at(b),
      compared: at(compared),
    };
    return [tag, figures] as const;
  });
  return { wish, byTag: new Map(byTag) };
}

/** NaN where there is none. */
function least(values: readonly number[]): number {
  const known = values.filter(value => !Number.isNaN(value));
  return known.length === 0 ? Number.NaN : Math.min(...known);
}

function instantOf(value: SliceValue | undefined): Instant | null {
  if (value === undefined || value.time === null) return null;
  const number = value.value ?? Number.NaN;
  return { low: number, high: number, q: value.q, time: value.time };
}

/** Units of time below the stroke of a rate, in s. */
const PER: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3_600, d: 86_400 };

/** What a rate adds up to: `m³/h` to `m³`; null for what is no rate. */
export function integralOf(unit: string, total: number): { readonly value: number; readonly unit: string } | null {
  const stroke = unit.lastIndexOf('/');
  const seconds = stroke <= 0 ? undefined : PER[unit.slice(stroke + 1)];
  return seconds === undefined ? null : { value: total / seconds, unit: unit.slice(0, stroke) };
}

/** How far off, in ms, figures may be and still be those of a wish. */
export interface Slack {
  /** Ends of the span. */
  readonly spanMs: number;
  /** Instants of the cursors. */
  readonly instantMs: number;
}

/** Whether `figures` still say something of `wish`: the same pens, and ends and instants no farther off than allowed. */
export function isOf(
  { wish: answered }: Pick<Figures, 'wish'>,
  wish: FigureWish,
  { spanMs, instantMs }: Slack,
): boolean {
  return (
    answered.tags.join('\n') === wish.tags.join('\n') &&
    Math.abs(answered.from - wish.from) <= spanMs &&
    Math.abs(answered.to - wish.to) <= spanMs &&
    (['a', 'b', 'compared'] as const).every(name =>
      isNearOrNone(answered.instants[name], wish.instants[name], instantMs),
    )
  );
}

const isNearOrNone = (one: number | null, other: number | null, slackMs: number): boolean =>
  one === null || other === null ? one === other : Math.abs(one - other) <= slackMs;
