/** Deadband and delays from history: what would have been removed, and what must not be missed. */
import { describe, expect, it } from 'vitest';
import type { DelayedConditionSpec } from '../../../../main/alarms/conditions/condition-spec.ts';
import { PastCoder, type SampleSpan, type TunableSpec } from '../../../../main/alarms/tuning/coded-past.ts';
import { countMissed, excursions, replay, verdictsOf } from '../../../../main/alarms/tuning/replay.ts';
import { suggestTuning, type TuningRules } from '../../../../main/alarms/tuning/suggest.ts';
import { COMM_LOSS, GOOD } from '../../../../shared/model/quality.ts';
import { randomOf } from '../../support/samples.ts';
import { fixed, NO_DELAY, START } from '../conditions/condition-run.ts';
import { stationReplay } from './station-replay.ts';

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
    const { suggestion, ...today } = suggestTuning(span(values), setup(), RULES);
    expect(today.before).toBe(crossings(values));
    expect(today).toMatchObject({ before: 61, trueExcursions: 2, missed: 0 });
    expect(suggestion).toMatchObject({ after: 2, removed: 59, missed: 0 });
    // The hunting lasts seven minutes: it is a true excursion, and one activation of it is right.
    expect(suggestion?.tuning).toMatchObject({ onDelayMs: 0, offDelayMs: 0 });
    expect(suggestion?.tuning.deadband).toBeGreaterThan(0.1);
    expect(suggestion?.laterMs).toBe(0);
  });

  it('takes a delay where no deadband that is allowed helps', () => {
    const spikes = repeated(40 * 30, i => (i % 30 < 3 ? 13 : 5));
    const values = [...QUIET, ...spikes, ...QUIET, ...TRUE_EXCURSION, ...QUIET];
    const rules = { ...RULES, trueAfterMs: 20_000, longestOffDelayMs: 0 };
    const { suggestion, ...today } = suggestTuning(span(values), setup(), rules);
    expect(today).toMatchObject({ before: 41, trueExcursions: 1 });
    expect(suggestion).toMatchObject({ after: 1, missed: 0 });
    expect(suggestion?.tuning).toMatchObject({ deadband: 0, onDelayMs: 5000 });
    expect(suggestion?.laterMs).toBe(5000);
  });

  it('never takes a delay that sleeps through an excursion that counts', () => {
    const spikes = repeated(40 * 60, i => (i % 60 < 12 ? 13 : 5));
    const values = [...QUIET, ...spikes];
    const strict = suggestTuning(span(values), setup(), { ...RULES, trueAfterMs: 10_000 });
    // With 12 s spikes 48 s apart only a longer alarm may join them, and none is slept through.
    expect(strict).toMatchObject({ before: 40, trueExcursions: 40, suggestion: { after: 1, missed: 0 } });
    expect(strict.suggestion?.tuning.onDelayMs).toBe(0);
    const noJoining = { ...RULES, trueAfterMs: 10_000, longestOffDelayMs: 0 };
    expect(suggestTuning(span(values), setup(), noJoining).suggestion).toBeNull();
    const lax = suggestTuning(span(values), setup(), { ...RULES, trueAfterMs: 15_000, longestOffDelayMs: 0 });
    expect(lax).toMatchObject({ before: 40, trueExcursions: 0, suggestion: { after: 0, missed: 0 } });
  });

  it('keeps within what the rules allow', () => {
    const values = [...QUIET, ...repeated(600, i => (i % 4 === 0 ? 10 : 9.2))];
    const rules = { ...RULES, longestOnDelayMs: 0, longestOffDelayMs: 0, largestDeadband: 0.5 };
    expect(suggestTuning(span(values), setup(), rules).suggestion).toBeNull();
  });

  it('has nothing to say about an alarm that never came, or came for good reason', () => {
    expect(suggestTuning(span(QUIET), setup(), RULES).suggestion).toBeNull();
    expect(suggestTuning(span([...QUIET, ...TRUE_EXCURSION, ...QUIET]), setup(), RULES).suggestion).toBeNull();
    expect(suggestTuning(span([]), setup(), RULES).suggestion).toBeNull();
  });

  it('works for a state that bounces', () => {
    const values = repeated(200, i => (i % 10 === 0 ? 1 : 0));
    const state: TunableSpec = { kind: 'state', tag: 'X', test: { kind: 'differs', value: 0 } };
    const { suggestion, before } = suggestTuning(span(values), { condition: state, delays: NO_DELAY }, RULES);
    expect(before).toBe(20);
    expect(suggestion?.missed).toBe(0);
    expect(suggestion?.after).toBeLessThanOrEqual(1);
  });
});

const pastOf = (whole: SampleSpan, spec: TunableSpec, deadbands: readonly number[]) => {
  const coder = new PastCoder(spec, deadbands);
  coder.take(whole);
  return coder.past();
};

describe('a replay', () => {
  const DEADBANDS = [0, 0.1, 0.4, 0.9];
  const DELAYS = [NO_DELAY, { onDelayMs: 4000, offDelayMs: 9000 }, { onDelayMs: 0, offDelayMs: 3000 }];

  it.each([
    'high',
    'low',
  ] as const)('of the moments that matter is what the station makes of every sample (%s)', side => {
    const random = randomOf(side === 'high' ? 11 : 12);
    let v = 9.5;
    const values = repeated(20_000, i => {
      v = Math.max(8, Math.min(12, v + (random() - 0.5) * 0.4 + (10 - v) * 0.02));
      // Good for a while, then in and out.
      return random() < (i % 4_000 < 2_000 ? 0.001 : 0.1) ? Number.NaN : v;
    });
    const whole = span(values);
    const spec = (deadband: number): TunableSpec => ({ kind: 'level', tag: 'X', side, limit: fixed(10), deadband });
    const past = pastOf(whole, spec(0), DEADBANDS);
    expect(past.t.length).toBeLessThan(values.length * 0.8);
    for (const deadband of DEADBANDS) {
      for (const delays of DELAYS) {
        const wanted = stationReplay(whole, { condition: spec(deadband), delays });
        expect(wanted.length).toBeGreaterThan(10);
        expect(replay(verdictsOf(past, deadband), delays)).toEqual(wanted);
      }
    }
  });

  it.each([
    { kind: 'differs', value: 0 },
    { kind: 'equals', value: 2 },
    { kind: 'bit', bit: 1, isSet: true },
  ] as const)('of a state too ($kind)', test => {
    const random = randomOf(5);
    const whole = span(repeated(5_000, () => (random() < 0.05 ? Number.NaN : Math.floor(random() ** 3 * 5))));
    const condition: TunableSpec = { kind: 'state', tag: 'X', test };
    const past = pastOf(whole, condition, [0]);
    for (const delays of DELAYS) {
      expect(replay(verdictsOf(past, 0), delays)).toEqual(stationReplay(whole, { condition, delays }));
    }
  });

  it('in pages, with samples given twice at their edges, is that of the whole', () => {
    const random = randomOf(3);
    const whole = span(repeated(3_000, () => 9 + random() * 2));
    const coder = new PastCoder(HIGH(), DEADBANDS);
    for (let i = 0; i < 3_000; i += 100) {
      const [from, to] = [Math.max(0, i - 1), i + 101];
      coder.take({ t: whole.t.slice(from, to), v: whole.v.slice(from, to), q: whole.q.slice(from, to) });
    }
    expect(coder.past()).toEqual(pastOf(whole, HIGH(), DEADBANDS));
  });

  it('counts an alarm that came and went between two samples', () => {
    const t = Float64Array.from([0, 10_000, 20_000], ms => START + ms);
    const gaps = { t, v: Float64Array.from([9, 11, 9]), q: Uint16Array.from([GOOD, GOOD, GOOD]) };
    expect(replay(verdictsOf(pastOf(gaps, HIGH(), []), 0), { onDelayMs: 5000, offDelayMs: 0 })).toEqual([
      { from: START + 15_000, to: START + 20_000 },
    ]);
  });
});

describe('a true excursion', () => {
  it('is one though the value flutters, and none when it is shorter than said', () => {
    const values = [...QUIET, ...HUNTING, ...QUIET, ...SHORT_SPIKE, ...QUIET, ...TRUE_EXCURSION, ...QUIET];
    const past = pastOf(span(values), HIGH(), []);
    const found = excursions(past, 60_000);
    expect(found.map(e => Math.round((e.to - e.from) / 1000))).toEqual([414, 180]);
    expect(excursions(past, 15_000)).toHaveLength(3);
  });

  it('is missed by an alarm that is active at no time of it', () => {
    const at = (from: number, to: number) => ({ from, to });
    const real = [at(10, 20), at(30, 40), at(50, 60), at(70, 80)];
    expect(countMissed(real, [at(0, 11), at(41, 49), at(55, 56), at(80, 90)])).toBe(1);
    expect(countMissed(real, [])).toBe(4);
    expect(countMissed(real, [at(0, 100)])).toBe(0);
  });
});
