/** Deadband and delays from history: what would have been removed, and what must not be missed. */
import { describe, expect, it } from 'vitest';
import type { DelayedConditionSpec } from '../../../../main/alarms/conditions/condition-spec.ts';
import {
  countMissed,
  excursions,
  replay,
  type SampleSpan,
  samplesOf,
  type TunableSpec,
  turningPoints,
} from '../../../../main/alarms/tuning/replay.ts';
import { suggestTuning, type TuningRules } from '../../../../main/alarms/tuning/suggest.ts';
import { COMM_LOSS, GOOD } from '../../../../shared/model/quality.ts';
import { randomOf } from '../../support/samples.ts';
import { fixed, NO_DELAY, START } from '../conditions/condition-run.ts';

const HIGH = (deadband = 0): TunableSpec => ({
  kind: 'level',
  tag: 'X',
  side: 'high',
  limit: fixed(10),
  deadband,
});
const setup = (deadband = 0, delays = NO_DELAY): DelayedConditionSpec & { condition: TunableSpec } => ({
  condition: HIGH(deadband),
  delays,
});
const RULES: TuningRules = {
  trueAfterMs: 60_000,
  longestOnDelayMs: 30_000,
  longestOffDelayMs: 120_000,
  largestDeadband: 1,
};

/** One value a second; NaN is a bad one. */
function span(values: readonly number[]): SampleSpan {
  return {
    t: Float64Array.from(values, (_, i) => START + i * 1000),
    v: Float64Array.from(values),
    q: Uint16Array.from(values, v => (Number.isNaN(v) ? COMM_LOSS : GOOD)),
  };
}

const repeated = (count: number, of: (i: number) => number): number[] => Array.from({ length: count }, (_, i) => of(i));
const QUIET = repeated(300, () => 9);

/** A valve that hunts just below the limit and touches it once in seven seconds. */
const HUNTING = repeated(7 * 60, i => (i % 7 === 0 ? 10.02 : 9.9));
const TRUE_EXCURSION = repeated(180, () => 10.8);
const SHORT_SPIKE = repeated(20, () => 10.8);

/** Counts what a person would count on paper: how often it goes from below the limit to it. */
const crossings = (values: readonly number[]): number =>
  values.filter((v, i) => v >= 10 && (values[i - 1] ?? 0) < 10).length;

describe('a suggestion', () => {
  it('removes the hunting and misses no true excursion, and says how many of how many', () => {
    const values = [...QUIET, ...HUNTING, ...QUIET, ...TRUE_EXCURSION, ...QUIET];
    const suggestion = suggestTuning(span(values), setup(), RULES);
    expect(suggestion?.before).toBe(crossings(values));
    expect(suggestion).toMatchObject({ before: 61, after: 2, removed: 59, trueExcursions: 2, missed: 0 });
    // The hunting lasts seven minutes: it is a true excursion, and one activation of it is right.
    expect(suggestion?.suggested).toMatchObject({ onDelayMs: 0, offDelayMs: 0 });
    expect(suggestion?.suggested.deadband).toBeGreaterThan(0.1);
    expect(suggestion?.laterMs).toBe(0);
  });

  it('takes a delay where no deadband that is allowed helps', () => {
    const spikes = repeated(40 * 30, i => (i % 30 < 3 ? 13 : 5));
    const values = [...QUIET, ...spikes, ...QUIET, ...TRUE_EXCURSION, ...QUIET];
    const suggestion = suggestTuning(span(values), setup(), { ...RULES, trueAfterMs: 20_000, longestOffDelayMs: 0 });
    expect(suggestion).toMatchObject({ before: 41, after: 1, missed: 0, trueExcursions: 1 });
    expect(suggestion?.suggested).toMatchObject({ deadband: 0, onDelayMs: 5000 });
    expect(suggestion?.laterMs).toBe(5000);
  });

  it('never takes a delay that sleeps through an excursion that counts', () => {
    const spikes = repeated(40 * 60, i => (i % 60 < 12 ? 13 : 5));
    const values = [...QUIET, ...spikes];
    const strict = suggestTuning(span(values), setup(), { ...RULES, trueAfterMs: 10_000 });
    // With 12 s spikes 48 s apart only a longer alarm may join them, and none is slept through.
    expect(strict).toMatchObject({ before: 40, after: 1, trueExcursions: 40, missed: 0 });
    expect(strict?.suggested.onDelayMs).toBe(0);
    const noJoining = { ...RULES, trueAfterMs: 10_000, longestOffDelayMs: 0 };
    expect(suggestTuning(span(values), setup(), noJoining)).toBeNull();
    const lax = suggestTuning(span(values), setup(), { ...RULES, trueAfterMs: 15_000, longestOffDelayMs: 0 });
    expect(lax).toMatchObject({ before: 40, after: 0, trueExcursions: 0, missed: 0 });
  });

  it('keeps within what the rules allow', () => {
    const values = [...QUIET, ...repeated(600, i => (i % 4 === 0 ? 10 : 9.2))];
    const rules = { ...RULES, longestOnDelayMs: 0, longestOffDelayMs: 0, largestDeadband: 0.5 };
    expect(suggestTuning(span(values), setup(), rules)).toBeNull();
  });

  it('has nothing to say about an alarm that never came, or came for good reason', () => {
    expect(suggestTuning(span(QUIET), setup(), RULES)).toBeNull();
    expect(suggestTuning(span([...QUIET, ...TRUE_EXCURSION, ...QUIET]), setup(), RULES)).toBeNull();
    expect(suggestTuning(span([]), setup(), RULES)).toBeNull();
  });

  it('works for a state that bounces', () => {
    const values = repeated(200, i => (i % 10 === 0 ? 1 : 0));
    const state: TunableSpec = { kind: 'state', tag: 'X', test: { kind: 'differs', value: 0 } };
    const suggestion = suggestTuning(span(values), { condition: state, delays: NO_DELAY }, RULES);
    expect(suggestion).toMatchObject({ before: 20, missed: 0 });
    expect(suggestion?.after).toBeLessThanOrEqual(1);
  });
});

describe('a replay', () => {
  it('over the turning points alone is that over every sample, for any tuning', () => {
    const random = randomOf(11);
    let v = 9.5;
    const values = repeated(20_000, () => {
      v = Math.max(8, Math.min(11, v + (random() - 0.5) * 0.4));
      return random() < 0.02 ? Number.NaN : v;
    });
    const deadbands = [0, 0.1, 0.4, 0.9];
    const whole = span(values);
    const points = turningPoints(samplesOf(whole), HIGH(), deadbands);
    expect(points.length).toBeLessThan(values.length * 0.8);
    const all = [...samplesOf(whole)];
    for (const deadband of deadbands) {
      const own = turningPoints(points, HIGH(), [deadband]);
      for (const delays of [NO_DELAY, { onDelayMs: 4000, offDelayMs: 9000 }]) {
        expect(replay(own, setup(deadband, delays))).toEqual(replay(all, setup(deadband, delays)));
        expect(replay(points, setup(deadband, delays))).toEqual(replay(all, setup(deadband, delays)));
      }
    }
  });

  it('counts an alarm that came and went between two samples', () => {
    const t = Float64Array.from([0, 10_000, 20_000], ms => START + ms);
    const gaps = { t, v: Float64Array.from([9, 11, 9]), q: Uint16Array.from([GOOD, GOOD, GOOD]) };
    const points = turningPoints(samplesOf(gaps), HIGH(), [0]);
    expect(replay(points, setup(0, { onDelayMs: 5000, offDelayMs: 0 }))).toEqual([
      { from: START + 15_000, to: START + 20_000 },
    ]);
  });
});

describe('a true excursion', () => {
  it('is one though the value flutters, and none when it is shorter than said', () => {
    const values = [...QUIET, ...HUNTING, ...QUIET, ...SHORT_SPIKE, ...QUIET, ...TRUE_EXCURSION, ...QUIET];
    const points = turningPoints(samplesOf(span(values)), HIGH(), [0]);
    const found = excursions(points, HIGH(), 60_000);
    expect(found.map(e => Math.round((e.to - e.from) / 1000))).toEqual([414, 180]);
    expect(excursions(points, HIGH(), 15_000)).toHaveLength(3);
  });

  it('is missed by an alarm that is active at no time of it', () => {
    const at = (from: number, to: number) => ({ from, to });
    const real = [at(10, 20), at(30, 40), at(50, 60), at(70, 80)];
    expect(countMissed(real, [at(0, 11), at(41, 49), at(55, 56), at(80, 90)])).toBe(1);
    expect(countMissed(real, [])).toBe(4);
    expect(countMissed(real, [at(0, 100)])).toBe(0);
  });
});
