/**
 * Deadband and delays from a tag's own history (pure): every candidate is replayed, those that miss an excursion or come too
 * late are out, and of the rest the gentlest is taken that removes nearly as much as the best. Deadband before delay: a
 * deadband costs no time (usual advice against chattering). It only ever calms: what is smaller than today is not tried.
 */
import type { DelayedConditionSpec } from '../conditions/condition-spec.ts';
import type { Delays } from '../conditions/delay.ts';
import { type CodedPast, levelOf, PastCoder, type SampleSpan, type TunableSpec } from './coded-past.ts';
import { countMissed, excursions, type Interval, replay, type Verdicts, verdictsOf } from './replay.ts';

export interface TuningRules {
  /** An excursion that lasts at least this long is a true one and must not be missed, ms. */
  readonly trueAfterMs: number;
  /** The on-delay takes from the time to respond: at most this, ms. */
  readonly longestOnDelayMs: number;
  readonly longestOffDelayMs: number;
  /** In the unit of the tag: half the way to the normal value or to the next limit, say. */
  readonly largestDeadband: number;
}

export interface Tuning extends Delays {
  readonly deadband: number;
}

/** "Would have removed 412 of 430 activations and missed 0." */
export interface TuningSuggestion {
  readonly tuning: Tuning;
  readonly after: number;
  readonly removed: number;
  /** True excursions that it would have missed. */
  readonly missed: number;
  /** Mean time by which the alarm would have come later than today, over the true excursions, ms. */
  readonly laterMs: number;
}

export interface TuningResult {
  readonly current: Tuning;
  /** Activations in the span with what is set today, true excursions, and how many of them are missed today. */
  readonly before: number;
  readonly trueExcursions: number;
  readonly missed: number;
  /** Null when no candidate that the rules allow removes anything: the alarm is as it should be, or its limit is wrong. */
  readonly suggestion: TuningSuggestion | null;
}

export type TunableSetup = DelayedConditionSpec & { readonly condition: TunableSpec };

/** Of the span of a tag, or of its largest deadband; times in ms. Steps that a person would set. */
const DEADBAND_STEPS = [0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1];
const DELAY_STEPS_MS = [0, 1, 2, 5, 10, 15, 30, 60, 120].map(s => s * 1000);
/** Gentler is taken when it removes at least this part of what the best removes. */
const NEARLY = 0.95;
/** More than this is no tuning any more but another alarm: the replay then stays short on any history. */
const MOST_CANDIDATES = 1_000;

interface Trial {
  readonly tuning: Tuning;
  readonly active: readonly Interval[];
  readonly missed: number;
}

/** Takes the samples of a span in pages, in order, and says at the end what they suggest. */
export class TuningStudy {
  readonly #setup: TunableSetup;
  readonly #rules: TuningRules;
  readonly #current: Tuning;
  readonly #candidates: readonly Tuning[];
  readonly #coder: PastCoder;

  constructor(setup: TunableSetup, rules: TuningRules) {
    const { condition, delays } = setup;
    this.#setup = setup;
    this.#rules = rules;
    this.#current = { ...delays, deadband: levelOf(condition)?.deadband ?? 0 };
    this.#candidates = candidatesOf(condition, this.#current, rules);
    this.#coder = new PastCoder(condition, deadbandsOf(setup, rules));
  }

  take(span: SampleSpan): void {
    this.#coder.take(span);
  }

  /** Samples end before the span does: the last one held. */
  holdUntil(at: number): void {
    this.#coder.holdUntil(at);
  }

  result(): TuningResult {
    const past = this.#coder.past();
    const real = excursions(past, this.#rules.trueAfterMs);
    const today = trialOf(verdictsOf(past, this.#current.deadband), this.#current, real);
    const suggestion = this.#suggestion(past, real, today);
    return {
      current: this.#current,
      before: today.active.length,
      trueExcursions: real.length,
      missed: today.missed,
      suggestion,
    };
  }

  #suggestion(past: CodedPast, real: readonly Interval[], today: Trial): TuningSuggestion | null {
    if (today.active.length === 0) return null;
    const seen = new Map(deadbandsOf(this.#setup, this.#rules).map(d => [d, verdictsOf(past, d)]));
    const trials = this.#candidates.flatMap(tuning => {
      const verdicts = seen.get(tuning.deadband);
      return verdicts === undefined ? [] : [trialOf(verdicts, tuning, real)];
    });
    // What is missed today is no reason to refuse a calmer setting that misses no more.
    const chosen = gentlest(
      trials.filter(trial => trial.missed <= today.missed),
      today,
    );
    if (chosen === null) return null;
    return {
      tuning: chosen.tuning,
      after: chosen.active.length,
      removed: today.active.length - chosen.active.length,
      missed: chosen.missed,
      laterMs: meanLater(real, today.active, chosen.active),
    };
  }
}

/** The whole span at once. */
export function suggestTuning(span: SampleSpan, setup: TunableSetup, rules: TuningRules): TuningResult {
  const study = new TuningStudy(setup, rules);
  study.take(span);
  return study.result();
}

/** Ascending; what any of the candidates has. */
export function deadbandsOf({ condition, delays }: TunableSetup, rules: TuningRules): readonly number[] {
  const current = { ...delays, deadband: levelOf(condition)?.deadband ?? 0 };
  const all = candidatesOf(condition, current, rules).map(({ deadband }) => deadband);
  return [...new Set(all)].toSorted((a, b) => a - b);
}

const trialOf = (verdicts: Verdicts, tuning: Tuning, real: readonly Interval[]): Trial => {
  const active = replay(verdicts, tuning);
  return { tuning, active, missed: countMissed(real, active) };
};

/** Steps from today's value up to the largest allowed one. */
const steps = (all: readonly number[], today: number, most: number): number[] => [
  today,
  ...all.filter(step => step > today && step <= most),
];

function candidatesOf(condition: TunableSpec, current: Tuning, rules: TuningRules): readonly Tuning[] {
  const bands = DEADBAND_STEPS.map(part => Number((part * rules.largestDeadband).toPrecision(3)));
  const deadbands = condition.kind === 'level' ? steps(bands, current.deadband, rules.largestDeadband) : [0];
  const onDelays = steps(DELAY_STEPS_MS, current.onDelayMs, rules.longestOnDelayMs);
  const offDelays = steps(DELAY_STEPS_MS, current.offDelayMs, rules.longestOffDelayMs);
  const all = deadbands.flatMap(deadband =>
    onDelays.flatMap(onDelayMs => offDelays.map(offDelayMs => ({ deadband, onDelayMs, offDelayMs }))),
  );
  return all.slice(0, MOST_CANDIDATES);
}

function gentlest(allowed: readonly Trial[], today: Trial): Trial | null {
  const fewest = Math.min(...allowed.map(trial => trial.active.length));
  const most = today.active.length - fewest;
  if (!(most > 0)) return null;
  const good = allowed.filter(trial => today.active.length - trial.active.length >= most * NEARLY);
  return good.toSorted((a, b) => harshness(a.tuning, b.tuning))[0] ?? null;
}

/** A later alarm is worse than a longer one, and that worse than a wider deadband. */
const harshness = (a: Tuning, b: Tuning): number =>
  a.onDelayMs - b.onDelayMs || a.offDelayMs - b.offDelayMs || a.deadband - b.deadband;

function meanLater(real: readonly Interval[], before: readonly Interval[], after: readonly Interval[]): number {
  const firstIn = (by: readonly Interval[], { from, to }: Interval) => by.find(i => i.to >= from && i.from <= to)?.from;
  const later = real.flatMap(excursion => {
    const [was, is] = [firstIn(before, excursion), firstIn(after, excursion)];
    return was === undefined || is === undefined ? [] : [Math.max(0, is - was)];
  });
  return later.length === 0 ? 0 : later.reduce((sum, ms) => sum + ms, 0) / later.length;
}
