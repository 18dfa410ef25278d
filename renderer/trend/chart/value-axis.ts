/** The ends of a value axis and its ticks. Pure. */
import type { TagDefinition, TagLimits } from '../../../shared/model/tag.ts';
import { valueAxis } from '../small/trend-series.ts';

export type Ends = readonly [low: number, high: number];

/** Least and greatest value that is seen; NaN without any. */
export interface Seen {
  readonly min: number;
  readonly max: number;
}

/** States step between whole numbers: less than one of them would be an axis of noise. */
const STATE_SPAN = 1;

interface AxisMoment {
  /** Of the frame before. */
  readonly before: Ends | null;
  readonly isMoving: boolean;
  /** Set points: brought onto the axis like limits, where they are not far. */
  readonly near?: readonly number[];
}

/** Ends for what is seen of `tags`. While the hand moves an axis only grows: a picture that jumps cannot be followed. */
export function axisEnds(
  tags: readonly TagDefinition[],
  seen: Seen,
  { before, isMoving, near = [] }: AxisMoment,
): Ends {
  const ends = valueAxis({
    values: Number.isNaN(seen.min) ? [] : spread(tags, seen),
    low: leastOf(tags.map(({ low }) => low)),
    high: greatestOf(tags.map(({ high }) => high)),
    limits: allLimits(tags),
    near,
  });
  if (!isMoving || before === null || Number.isNaN(seen.min))
    return before !== null && Number.isNaN(seen.min) ? before : ends;
  return [Math.min(before[0], ends[0]), Math.max(before[1], ends[1])];
}

function spread(tags: readonly TagDefinition[], { min, max }: Seen): readonly number[] {
  const isState = tags.every(tag => tag.unit === '' && tag.decimals === 0);
  return isState && max - min < STATE_SPAN ? [min, max, min - STATE_SPAN / 2, max + STATE_SPAN / 2] : [min, max];
}

const known = (values: readonly (number | null)[]): number[] => values.filter(value => value !== null);
const leastOf = (values: readonly (number | null)[]): number | null =>
  known(values).length === 0 ? null : Math.min(...known(values));
const greatestOf = (values: readonly (number | null)[]): number | null =>
  known(values).length === 0 ? null : Math.max(...known(values));

/** Of the first pen that has them: pens on one axis are alike. */
const allLimits = (tags: readonly TagDefinition[]): TagLimits =>
  tags.find(({ limits }) => Object.keys(limits).length > 0)?.limits ?? {};

/** Ticks on round numbers from `low` to `high`, at most `most`, and the decimals that tell them apart. */
export function valueTicks(
  [low, high]: Ends,
  most: number,
): { readonly values: readonly number[]; readonly decimals: number } {
  const step = roundUp((high - low) / Math.max(1, most));
  const decimals = Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9)));
  const values: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) values.push(i * step + 0);
  return { values, decimals };
}

interface AxisRoom {
  /** Of the axis, px. */
  readonly height: number;
  /** Wanted between two ticks, px. */
  readonly space: number;
  /** At the upper end, where something else stands, px. */
  readonly taken: number;
  /** Between two ticks at least, px. */
  readonly least: number;
}

interface AxisTicks {
  readonly values: readonly number[];
  /** Those of them that there is room to write. */
  readonly labelled: readonly number[];
  readonly decimals: number;
}

/** Ticks of an axis: closer than wanted where it would else be written with fewer than two numbers, which tell no scale. */
export function axisTicks(ends: Ends, { height, space, taken, least }: AxisRoom): AxisTicks {
  const perUnit = height / (ends[1] - ends[0]);
  const ticksOf = (most: number): AxisTicks => {
    const { values, decimals } = valueTicks(ends, most);
    return { values, decimals, labelled: values.filter(value => (ends[1] - value) * perUnit > taken) };
  };
  const isRoomy = ({ values: [first = 0, second = first] }: AxisTicks): boolean =>
    second === first || (second - first) * perUnit >= least;
  let ticks = ticksOf(height / space);
  for (let most = 2; ticks.labelled.length < 2 && most <= height / least; most++) {
    const closer = ticksOf(most);
    if (isRoomy(closer) && closer.values.length > ticks.values.length) ticks = closer;
  }
  return ticks;
}

function roundUp(rough: number): number {
  if (!(rough > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const share = rough / power;
  return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
}
