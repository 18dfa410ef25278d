/** LL, L, H, HH: where they trip and clear, to the count of the instrument, and when, to the millisecond. */
import { describe, expect, it } from 'vitest';
import type { ConditionSpec } from '../../../../../main/alarms/conditions/condition-spec.ts';
import type { Side } from '../../../../../main/alarms/conditions/limits/compare.ts';
import { COMM_LOSS, GOOD, OUT_OF_RANGE, STALE } from '../../../../../shared/model/quality.ts';
import { randomOf } from '../../../support/samples.ts';
import { ConditionRun, fixed, START } from '../condition-run.ts';

type LevelSpec = Extract<ConditionSpec, { kind: 'level' }>;
const level = (side: Side, limit: number, deadband = 0): LevelSpec => ({
  kind: 'level',
  tag: 'X',
  side,
  limit: fixed(limit),
  deadband,
});

/** Instruments as they come: how count n becomes a number here. */
const INSTRUMENTS: readonly { name: string; of: (count: number) => number; decimal: (count: number) => number }[] = [
  { name: 'a float32 of 0.001', of: n => Math.fround(n / 1000), decimal: n => n / 1000 },
  { name: 'counts times 0.1 minus 40', of: n => n * 0.1 - 40, decimal: n => Number((n / 10 - 40).toFixed(1)) },
  { name: 'counts times 0.005', of: n => n * 0.005, decimal: n => Number((n * 0.005).toFixed(3)) },
  { name: 'whole numbers', of: n => n, decimal: n => n },
  { name: 'a float32 of 0.01 times 100000', of: n => Math.fround(n / 100) * 100_000, decimal: n => n * 1000 },
];

describe.each(INSTRUMENTS)('a limit on $name', ({ of, decimal }) => {
  const LIMITS = [400, 401, 617, 999];
  const BANDS = [0, 1, 2, 5, 37];
  const cases = LIMITS.flatMap(limit =>
    BANDS.flatMap(band => (['high', 'low'] as const).map(side => ({ limit, band, side }))),
  );

  it.each(cases)('$side at count $limit with a deadband of $band trips at the count and clears at the deadband', c => {
    const deadband = Math.abs(decimal(c.limit) - decimal(c.limit - c.band));
    const run = new ConditionRun(level(c.side, decimal(c.limit), Number(deadband.toPrecision(9))));
    const towards = c.side === 'high' ? 1 : -1;
    const states = (from: number, to: number, step: number) => {
      const seen: string[] = [];
      for (let n = from; n !== to; n += step) seen.push(`${n} ${run.say('X', of(n))}`);
      return seen;
    };
    const up = states(c.limit - 60 * towards, c.limit + 60 * towards, towards);
    expect(up.find(s => s.endsWith('true'))).toBe(`${c.limit} true`);
    const down = states(c.limit + 60 * towards, c.limit - 60 * towards, -towards);
    const clears = c.band === 0 ? c.limit - towards : c.limit - c.band * towards;
    expect(down.find(s => s.endsWith('false'))).toBe(`${clears} false`);
  });
});

describe('a limit', () => {
  it('raises and clears at the very end of its delays, however late it is called', () => {
    const run = new ConditionRun(level('high', 10, 1), { onDelayMs: 5000, offDelayMs: 3000 });
    run.at(1000).say('X', 10);
    expect(run.condition.nextDueAt).toBe(6000);
    expect(run.at(5999).state).toBe('false');
    expect(run.at(9000).state).toBe('true');
    expect(run.changedAt).toBe(6000);
    run.at(10_000).say('X', 9);
    expect(run.condition.nextDueAt).toBe(13_000);
    expect(run.at(12_999).state).toBe('true');
    run.at(20_000).say('X', 9);
    expect([run.state, run.changedAt]).toEqual(['false', 13_000]);
  });

  it('tells the time of the source, also for the end of a delay', () => {
    const run = new ConditionRun(level('high', 10), { onDelayMs: 2000, offDelayMs: 0 });
    run.at(1000).sayAt(START + 700, 'X', 10);
    run.at(3000);
    expect([run.state, run.changedAt]).toEqual(['true', 2700]);
  });

  it('is not dated by an old sample of the tag that gives the limit', () => {
    const bound = { schedule: [], otherwise: { kind: 'bound', tag: 'SP' } } as const;
    const run = new ConditionRun({ ...level('high', 0), limit: bound }, { onDelayMs: 2000, offDelayMs: 0 });
    run.at(1000).sayAt(START + 900, 'X', 10);
    run.sayAt(START - 3 * 3_600_000, 'SP', 10);
    expect([run.at(3000).state, run.changedAt]).toEqual(['true', 3000]);
    run.at(4000).sayAt(START + 3900, 'X', 1);
    expect([run.state, run.changedAt]).toEqual(['false', 3900]);
    run.sayAt(START - 3 * 3_600_000, 'SP', 1);
    expect([run.at(6000).state, run.changedAt]).toEqual(['true', 6000]);
  });

  it.each([
    ['high', 2_000_000_000, 1_999_999_999],
    ['low', 2_000_000_000, 2_000_000_001],
    ['high', 4_294_967_295, 4_294_967_294],
  ] as const)('on the %s side of a counter of 32 bits at %i trips at the count and not at %i', (side, limit, next) => {
    const run = new ConditionRun(level(side, limit));
    expect([run.say('X', next), run.say('X', limit)]).toEqual(['false', 'true']);
  });

  it('trips at the count where counts of 32 bits are scaled', () => {
    const run = new ConditionRun({ ...level('high', 200_000_000), precision: 'float64' });
    expect([run.say('X', 1_999_999_999 * 0.1), run.say('X', 2_000_000_000 * 0.1)]).toEqual(['false', 'true']);
  });

  it('counts its delays on the monotonic clock when the wall clock is set', () => {
    const run = new ConditionRun(level('high', 10), { onDelayMs: 5000, offDelayMs: 0 });
    run.say('X', 11);
    run.wallStepMs = 3_600_000;
    expect(run.at(4999).state).toBe('false');
    run.wallStepMs = -3_600_000;
    expect(run.at(5000).state).toBe('true');
  });

  it('begins its delay anew when the value comes back beyond the deadband, and goes on within it', () => {
    const run = new ConditionRun(level('high', 10, 1), { onDelayMs: 5000, offDelayMs: 0 });
    run.say('X', 10);
    run.at(2000).say('X', 9.5);
    expect(run.condition.nextDueAt).toBe(5000);
    run.at(3000).say('X', 9);
    expect(run.condition.nextDueAt).toBeNull();
    run.at(4000).say('X', 9.5);
    expect(run.condition.nextDueAt).toBeNull();
    run.at(4500).say('X', 10);
    expect(run.condition.nextDueAt).toBe(9500);
  });

  it('stays raised when the value re-enters the deadband before the off delay has ended', () => {
    const run = new ConditionRun(level('low', 10, 1), { onDelayMs: 0, offDelayMs: 3000 });
    run.say('X', 10);
    run.at(1000).say('X', 11);
    run.at(2000).say('X', 10.5);
    expect(run.condition.nextDueAt).toBeNull();
    expect(run.at(60_000).state).toBe('true');
  });

  it('is neither raised nor cleared by a bad value, and judges on from where it was', () => {
    const run = new ConditionRun(level('high', 10, 1));
    run.say('X', 10);
    expect(run.say('X', Number.NaN, COMM_LOSS)).toBe('unknown');
    expect(run.say('X', 9.5)).toBe('true');
    expect(run.say('X', 9)).toBe('false');
    expect(run.say('X', 99, STALE)).toBe('unknown');
    expect(run.say('X', 9.5)).toBe('false');
  });

  it('does not count the time in which nothing is known, nor begins again after it', () => {
    const run = new ConditionRun(level('high', 10), { onDelayMs: 5000, offDelayMs: 5000 });
    run.say('X', 11);
    run.at(4000).say('X', Number.NaN, COMM_LOSS);
    expect(run.condition.nextDueAt).toBeNull();
    expect(run.at(60_000).state).toBe('unknown');
    expect(run.say('X', 11)).toBe('false');
    expect(run.condition.nextDueAt).toBe(61_000);
  });

  it('takes an uncertain value for a value and a text for none', () => {
    const run = new ConditionRun(level('high', 10));
    expect(run.say('X', 11, OUT_OF_RANGE)).toBe('true');
    expect(run.say('X', Number.NaN, GOOD)).toBe('unknown');
  });

  it('is unknown before the first value, and after a restart goes on within the deadband', () => {
    const run = new ConditionRun(level('high', 10, 1), { onDelayMs: 0, offDelayMs: 2000 });
    expect(run.state).toBe('unknown');
    run.condition.restore(true);
    expect(run.say('X', 9.5)).toBe('true');
    run.say('X', 5);
    expect(run.state).toBe('true');
    expect(run.at(2000).state).toBe('false');
  });

  it('tells the value and the limit that it was judged against', () => {
    const run = new ConditionRun(level('low', 2.2, 0.05));
    run.say('X', 2.1);
    expect([run.condition.value, run.condition.limit]).toEqual([2.1, 2.2]);
    run.say('X', Number.NaN, COMM_LOSS);
    expect(run.condition.value).toBeNaN();
  });
});

interface NaiveSpec {
  readonly limit: number;
  readonly band: number;
  readonly sign: number;
  readonly on: number;
  readonly off: number;
}

/** The same in whole counts and whole milliseconds, ticked one by one: slow, and too simple to be wrong. */
class Naive {
  output = false;
  changedAt = 0;
  turns = 0;
  #raw: boolean | null = null;
  #count = 0;
  #isTurning = false;
  readonly #spec: NaiveSpec;
  constructor(spec: NaiveSpec) {
    this.#spec = spec;
  }
  tick(ms: number): void {
    if (this.#raw === null || !this.#isTurning) return;
    this.#count++;
    if (this.#count >= (this.output ? this.#spec.off : this.#spec.on)) this.#turn(ms);
  }
  sample(count: number | null, ms: number): void {
    if (count === null) {
      this.#raw = null;
      return;
    }
    const over = (count - this.#spec.limit) * this.#spec.sign;
    const isHeld = this.output || this.#isTurning;
    this.#raw = isHeld ? over > -this.#spec.band || over >= 0 : over >= 0;
    if (this.#raw === this.output) {
      this.#isTurning = false;
      this.#count = 0;
    } else {
      this.#isTurning = true;
      if ((this.output ? this.#spec.off : this.#spec.on) <= this.#count) this.#turn(ms);
    }
  }
  get state(): string {
    return this.#raw === null ? 'unknown' : String(this.output);
  }
  #turn(ms: number): void {
    this.output = !this.output;
    this.changedAt = ms;
    this.turns++;
    this.#isTurning = false;
    this.#count = 0;
  }
}

describe('100 000 random samples', () => {
  it.each([
    { seed: 1, side: 'high', band: 0, on: 0, off: 0 },
    { seed: 2, side: 'high', band: 4, on: 0, off: 25 },
    { seed: 3, side: 'low', band: 4, on: 30, off: 0 },
    { seed: 4, side: 'low', band: 7, on: 17, off: 41 },
    { seed: 5, side: 'high', band: 1, on: 9, off: 9 },
  ] as const)('of seed $seed are judged as by the naive reference', c => {
    const random = randomOf(c.seed);
    const sign = c.side === 'high' ? 1 : -1;
    const limit = 390;
    const run = new ConditionRun(level(c.side, limit / 1000, c.band / 1000), { onDelayMs: c.on, offDelayMs: c.off });
    const naive = new Naive({ limit, band: c.band, sign, on: c.on, off: c.off });
    let count = 380;
    let ms = 0;
    let turns = 0;
    for (let i = 0; i < 20_000; i++) {
      for (const until = ms + 1 + Math.floor(random() * 12); ms < until; ) naive.tick(++ms);
      count = Math.max(370, Math.min(410, count + Math.floor(random() * 9) - 4));
      const isBad = random() < 0.1;
      // Called late, early, or not at all before the sample: the delay ends when it ends.
      if (random() < 0.7) run.at(ms - 0.5).at(ms);
      if (naive.turns > turns && run.now.monotonic === ms && run.changedAt !== naive.changedAt)
        expect.fail(`sample ${i}: turned at ${run.changedAt}, the reference at ${naive.changedAt}`);
      run.setTo(ms);
      naive.sample(isBad ? null : count, ms);
      run.say('X', isBad ? Number.NaN : Math.fround(count / 1000), isBad ? COMM_LOSS : GOOD);
      turns = naive.turns;
      if (run.state !== naive.state) expect.fail(`sample ${i}: ${run.state}, the reference says ${naive.state}`);
    }
    expect(turns).toBeGreaterThan(20);
  });
});
