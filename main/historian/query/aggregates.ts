/**
 * Aggregates of equal steps of time under their OPC UA Part 13 names (pure, reader worker). Rules of this historian, where Part 13
 * leaves a choice: Stepped as the tag says, simple bounding values, no extrapolation beyond `knownUntil`, TreatUncertainAsBad =
 * false for values; but only time and samples of class good count as good. Clauses are those of OPC 10000-13, 1.05.
 */
import type { AggregateName, AggregateSeries } from '../../../shared/model/history.ts';
import { CALC_INPUT_BAD, GOOD, NOT_READ_YET, quality } from '../../../shared/model/quality.ts';
import { hasValue } from '../codec/heads/validity.ts';
import type { TagHistory } from './block.ts';
import { ChangeCount } from './change-count.ts';
import { checkSpan } from './query-span.ts';
import { RunningAggregate, type SampleAt, type StepFigures } from './running-aggregate.ts';
import { DecodedBlock } from './seek.ts';
import { type StepQuery, stepCount, stepEdge, walkSteps } from './step-walk.ts';
import { interpolateAt } from './value-at.ts';

export interface AggregateQuery extends StepQuery {
  /** Where a counter starts again from 0, for `CounterIncrease`: 65,536 for one of 16 bits. Null or left out: it never does. */
  readonly counterModulus?: number | null;
}

/** A step that has been read. */
interface Step {
  readonly figures: StepFigures;
  readonly changes: ChangeCount;
  readonly ms: number;
}

const UNCERTAIN_INPUT = quality('uncertain', 'calc-input-bad');
/** A reader would be busy for minutes and the answer be larger than a screen or a report can show. */
const MOST_STEPS = 1_000_000;

/** Aggregates that a figure of its own answers; the others are samples and come with their own quality. */
type FigureName = Exclude<AggregateName, 'Interpolative' | 'Start' | 'End'>;

const FIGURES: Readonly<Record<FigureName, (step: Step) => number>> = {
  /** 5.4.3.5: mean of the samples with a value, however long each was in force. */
  Average: ({ figures }) => figures.sum / figures.valid,
  /** 5.4.3.7 (simple bounds): over the time that has a value. */
  TimeAverage: ({ figures }) => figures.integral / figures.validMs,
  /** 5.4.3.9 (simple bounds): value · s over the time that has a value; nothing is made up for the rest. */
  Total: ({ figures }) => (figures.validMs > 0 ? figures.integral / 1000 : Number.NaN),
  /** 5.4.3.10 and 5.4.3.11: of the samples inside. */
  Minimum: ({ figures }) => figures.min,
  Maximum: ({ figures }) => figures.max,
  /** 5.4.3.12 and 5.4.3.13: epoch ms UTC of the first one. */
  MinimumActualTime: ({ figures }) => figures.minT,
  MaximumActualTime: ({ figures }) => figures.maxT,
  /** 5.4.3.14. */
  Range: ({ figures }) => figures.max - figures.min,
  /** 5.4.3.21: samples with a value; 0 when there is none. */
  Count: ({ figures }) => figures.valid,
  /** 5.4.3.22 and 5.4.3.23: ms, of the time that has a value; a sloping segment counts by its first sample. */
  DurationInStateZero: ({ figures }) => figures.validMs - figures.nonZeroMs,
  DurationInStateNonZero: ({ figures }) => figures.nonZeroMs,
  /** 5.4.3.24: changes, the first one against the last value before the step; the very first value ever is one. */
  NumberOfTransitions: ({ changes }) => changes.transitions,
  /** 5.4.3.27: last minus first of the samples with a value. */
  Delta: ({ changes }) => changes.last - changes.first,
  /** 5.4.3.31 and 5.4.3.32: ms. Bad is where the sample in force has no value; where nothing is known it is neither. */
  DurationGood: ({ figures }) => figures.goodMs,
  DurationBad: ({ figures }) => figures.coveredMs - figures.validMs,
  /** 5.4.3.33 and 5.4.3.34: 0 … 100 of the step. */
  PercentGood: ({ figures, ms }) => (figures.goodMs / ms) * 100,
  PercentBad: ({ figures, ms }) => ((figures.coveredMs - figures.validMs) / ms) * 100,
  /** 5.4.3.36: a quality word (shared/model/quality.ts), with the sample in force at the start. */
  WorstQuality: ({ figures }) => figures.worstQ,
  /** 5.4.3.37: n − 1; 0 for one sample. */
  StandardDeviationSample: ({ figures }) => deviation(figures, 1),
  /** 5.4.3.39: n. */
  StandardDeviationPopulation: ({ figures }) => deviation(figures, 0),
  /** Not in Part 13: rises between samples with a value, the first one from the last value before the step. */
  CounterIncrease: ({ changes }) => changes.rise,
};

const CHANGE_NAMES: readonly AggregateName[] = ['NumberOfTransitions', 'Delta', 'CounterIncrease'];

/**
 * One series for each of `names`, in their order, with one value a step. Quality of a value: bad when there is none or nothing is
 * known of the step; uncertain when a part of the step or one of its samples is not good; else good. `Interpolative` (5.4.3.4, value
 * at the start of the step), `Start` and `End` (5.4.3.25 and 5.4.3.26, first and last sample inside) have that of their sample.
 * `percentGood` is the share of the step in which a good value was in force, whatever the aggregate.
 * @throws RangeError on a span or step that is none, or more than a million steps; QueryCancelled.
 */
export function aggregates(
  history: TagHistory,
  names: readonly AggregateName[],
  query: AggregateQuery,
): Omit<AggregateSeries, 'tag'>[] {
  checkSpan(query);
  if (!(query.stepMs > 0)) throw new RangeError(`No step of time: ${query.stepMs}.`);
  if ((query.to - query.from) / query.stepMs > MOST_STEPS) throw new RangeError(`More than ${MOST_STEPS} steps.`);
  const writers = names.map(name => new SeriesWriter(name, query));
  const changes = new ChangeCount(query.counterModulus ?? null);
  const watched = names.some(name => CHANGE_NAMES.includes(name)) ? changes : null;
  const running = new RunningAggregate(history.interpolation, watched);
  const decoded = new DecodedBlock();
  const onStep = (index: number): void => {
    const start = stepEdge(query, index);
    const step = { figures: running.figures, changes, ms: stepEdge(query, index + 1) - start };
    for (const writer of writers) writer.write(index, step, () => interpolateAt(history, start, decoded));
  };
  walkSteps(history, query, { running, changes: watched, decoded, onStep });
  return writers.map(writer => writer.series);
}

class SeriesWriter {
  readonly series: Omit<AggregateSeries, 'tag'>;

  constructor(aggregate: AggregateName, query: StepQuery) {
    const steps = stepCount(query);
    const arrays = { v: new Float64Array(steps), q: new Uint16Array(steps), percentGood: new Float64Array(steps) };
    this.series = { aggregate, from: query.from, stepMs: query.stepMs, ...arrays };
  }

  write(index: number, step: Step, atStart: () => SampleAt | null): void {
    const { aggregate, v, q, percentGood } = this.series;
    const result = resultOf(aggregate, step, atStart);
    v[index] = result.v;
    q[index] = result.q;
    percentGood[index] = (step.figures.goodMs / step.ms) * 100;
  }
}

function resultOf(name: AggregateName, step: Step, atStart: () => SampleAt | null): { v: number; q: number } {
  if (name === 'Interpolative') return ownResult(atStart());
  if (name === 'Start') return ownResult(step.figures.first);
  if (name === 'End') return ownResult(step.figures.last);
  const v = FIGURES[name](step);
  return { v, q: stepQuality(v, step) };
}

/** A sample is itself the result: a bad one keeps its word, which tells why. */
function ownResult(sample: SampleAt | null): { v: number; q: number } {
  if (sample === null) return { v: Number.NaN, q: NOT_READ_YET };
  if (hasValue(sample.v, sample.q)) return { v: sample.v, q: sample.q };
  return { v: Number.NaN, q: Number.isNaN(sample.v) && sample.q >> 8 > 0 ? CALC_INPUT_BAD : sample.q };
}

function stepQuality(v: number, { figures, ms }: Step): number {
  if (figures.count === 0 && figures.coveredMs === 0) return NOT_READ_YET;
  if (Number.isNaN(v)) return CALC_INPUT_BAD;
  return figures.good === figures.count && figures.goodMs >= ms ? GOOD : UNCERTAIN_INPUT;
}

function deviation({ valid, m2 }: StepFigures, less: number): number {
  if (valid === 0) return Number.NaN;
  return valid === 1 ? 0 : Math.sqrt(m2 / (valid - less));
}
