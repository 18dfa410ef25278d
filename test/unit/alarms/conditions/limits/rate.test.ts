/** Rate of change: exact on a ramp, quiet on jitter and noise, right across a gap. */
import { describe, expect, it } from 'vitest';
import type { RateDirection } from '../../../../../main/alarms/conditions/condition-spec.ts';
import { COMM_LOSS } from '../../../../../shared/model/quality.ts';
import { randomOf } from '../../../support/samples.ts';
import { ConditionRun, NO_DELAY, START } from '../condition-run.ts';

const rate = (direction: RateDirection, limit = 0.1, deadband = 0.02) =>
  new ConditionRun({ kind: 'rate', tag: 'X', direction, limit, deadband, perMs: 60_000, windowMs: 60_000 }, NO_DELAY);

/** One sample a second of `of(s)`, from second `from` on. */
function feed(run: ConditionRun, [from, to]: readonly [number, number], of: (s: number) => number): string[] {
  const seen: string[] = [];
  for (let s = from; s <= to; s++) seen.push(run.at(s * 1000).say('X', of(s)));
  return seen;
}

describe('a rate of change', () => {
  it.each([
    ['rising', 0.1, 'true'],
    ['rising', 0.0999, 'false'],
    ['rising', -0.1, 'false'],
    ['falling', -0.1, 'true'],
    ['falling', 0.1, 'false'],
    ['either', -0.1, 'true'],
    ['either', 0.1, 'true'],
    ['either', 0.0999, 'false'],
  ] as const)('%s, on a ramp of %f a minute, is %s', (direction, slope, expected) => {
    const run = rate(direction);
    const seen = feed(run, [0, 120], s => Math.fround(3.2 + (slope * s) / 60));
    expect(seen.at(-1)).toBe(expected);
    expect(run.condition.value).toBeCloseTo(slope, 4);
    expect(run.condition.limit).toBe(direction === 'falling' ? -0.1 : 0.1);
  });

  it('is unknown until nine tenths of its window are filled', () => {
    const seen = feed(rate('rising'), [0, 54], s => s);
    expect(seen.indexOf('true')).toBe(54);
    expect(new Set(seen.slice(0, 54))).toEqual(new Set(['unknown']));
  });

  it('clears at the limit less the deadband', () => {
    const run = rate('rising');
    feed(run, [0, 60], s => s);
    expect(feed(run, [61, 200], s => 60 + (0.081 * (s - 60)) / 60).at(-1)).toBe('true');
    expect(feed(run, [201, 400], s => 60.189 + (0.079 * (s - 200)) / 60).at(-1)).toBe('false');
  });

  it('is not moved by samples that come up to 0.4 s early or late', () => {
    const random = randomOf(7);
    const run = rate('either', 0.1, 0);
    const seen = new Set<string>();
    for (let s = 0; s < 600; s++) {
      const ms = s * 1000 + 400 + Math.floor(random() * 800) - 400;
      run.at(ms).say('X', 3.2 + (0.09 * ms) / 60_000);
      if (s > 60) seen.add(run.state);
      if (s > 60) expect(run.condition.value).toBeCloseTo(0.09, 9);
    }
    expect(seen).toEqual(new Set(['false']));
  });

  it('stays quiet on noise of which two samples alone would be far beyond the limit', () => {
    const random = randomOf(3);
    const run = rate('either', 0.1, 0);
    const seen = feed(run, [0, 3600], () => 3.2 + (random() - 0.5) * 0.1);
    expect(new Set(seen.slice(60))).toEqual(new Set(['false']));
  });

  it('takes the mean rate across a gap that is shorter than its window, and starts again after a longer one', () => {
    const run = rate('falling');
    feed(run, [0, 60], () => 3.2);
    expect(run.at(61_000).say('X', Number.NaN, COMM_LOSS)).toBe('unknown');
    expect(run.at(90_000).state).toBe('unknown');
    expect(feed(run, [91, 93], s => 3.2 - (0.4 * (s - 60)) / 60).at(-1)).toBe('true');
    run.at(94_000).say('X', Number.NaN, COMM_LOSS);
    const after = feed(run, [200, 260], () => 1);
    expect(after.indexOf('false')).toBe(54);
    expect(new Set(after.slice(0, 54))).toEqual(new Set(['unknown']));
  });

  it('comes back by itself when a source that sends only changes falls silent', () => {
    const run = rate('rising');
    feed(run, [0, 60], s => s);
    expect(run.state).toBe('true');
    for (let due = run.condition.nextDueAt; run.state === 'true' && due !== null; due = run.condition.nextDueAt) {
      run.at(due);
      expect(due).toBeLessThan(125_000);
    }
    expect(run.state).toBe('false');
  });

  it('goes on with what it has when the clock of the source is set back, by less than its window too', () => {
    for (const backMs of [3_600_000, 30_000]) {
      const run = rate('rising', 59);
      feed(run, [0, 60], s => s);
      for (let s = 61; s <= 80; s++) {
        run.setTo(s * 1000);
        expect(run.sayAt(START + s * 1000 - backMs, 'X', s)).toBe('true');
      }
      expect(run.condition.value).toBeCloseTo(60, 6);
      for (let s = 81; s <= 160; s++) {
        run.setTo(s * 1000);
        run.sayAt(START + s * 1000 - backMs, 'X', 80);
      }
      expect(run.state).toBe('false');
    }
  });

  it('leaves out a sample that comes a moment too late', () => {
    const run = rate('rising', 59);
    feed(run, [0, 60], s => s);
    run.setTo(60_500);
    run.sayAt(START + 58_000, 'X', 900);
    expect([run.state, Math.round(run.condition.value)]).toEqual(['true', 60]);
  });

  it('keeps a bounded number of points however dense the samples are', () => {
    const run = rate('rising');
    // Of these, one in 240 ms is kept: what lies between is not in the line.
    for (let ms = 0; ms <= 120_000; ms += 20) run.at(ms).say('X', ms % 240 === 0 ? ms / 1000 : 0);
    expect(run.state).toBe('true');
    expect(run.condition.value).toBeCloseTo(60, 6);
  });
});
