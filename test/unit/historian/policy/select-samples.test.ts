/** What a logging policy keeps, and that what it drops is never missed by more than the bound it promises: measured, not argued. */
import { describe, expect, it } from 'vitest';
import type { LoggingPolicy } from '../../../../main/historian/policy/logging-policy.ts';
import { selectSamples } from '../../../../main/historian/policy/select-samples.ts';
import type { Interpolation, Samples } from '../../../../main/historian/samples.ts';
import { COMM_LOSS, FROZEN, GOOD } from '../../../../shared/model/quality.ts';
import { seededRandom } from '../../../kit/random.ts';

const HOUR_MS = 3_600_000;
const change = (deadband: number, maxIntervalMs = HOUR_MS): LoggingPolicy => ({
  kind: 'change',
  deadband,
  maxIntervalMs,
});
const compress = (deviation: number, maxIntervalMs = HOUR_MS): LoggingPolicy => ({
  kind: 'compress',
  deviation,
  maxIntervalMs,
});

/** One sample a second unless told; all good unless told. */
function run(v: readonly number[], more: { t?: readonly number[]; q?: readonly number[] } = {}): Samples {
  return {
    t: Float64Array.from(more.t ?? v.map((_, i) => i * 1_000)),
    seq: Float64Array.from(v, (_, i) => i + 1),
    v: Float64Array.from(v),
    q: Uint16Array.from(more.q ?? v.map(() => GOOD)),
  };
}

/** The indexes that stay; all of them where the answer is null. */
function kept(policy: LoggingPolicy, samples: Samples, interpolation: Interpolation = 'sloped'): number[] {
  const answer = selectSamples(policy, samples, interpolation);
  return answer === null ? [...samples.t.keys()] : [...answer];
}

interface Misses {
  /** Largest difference from the kept value before. */
  readonly held: number;
  /** Largest difference from the line between the kept neighbours. */
  readonly line: number;
  readonly widestGapMs: number;
}

/** Looks at every dropped sample. Throws where one has another quality or kind of number than its kept neighbours. */
function missesOf({ t, v, q }: Samples, indexes: readonly number[]): Misses {
  let [held, line, widestGapMs] = [0, 0, 0];
  for (const [place, from] of indexes.slice(0, -1).entries()) {
    const to = indexes[place + 1] ?? from;
    const [t0 = 0, v0 = 0, t1 = 0, v1 = 0] = [t[from], v[from], t[to], v[to]];
    if (to > from + 1) widestGapMs = Math.max(widestGapMs, t1 - t0);
    for (let j = from + 1; j < to; j++) {
      const [time = 0, value = 0] = [t[j], v[j]];
      if (q[j] !== q[from] || q[j] !== q[to]) throw new Error(`sample ${j} of another quality was dropped`);
      if (!Number.isFinite(value)) {
        if (!Object.is(value, v0) || !Object.is(value, v1)) throw new Error(`${value} at ${j} was dropped`);
        continue;
      }
      const drawn = t1 === t0 ? v1 : v0 + (v1 - v0) * ((time - t0) / (t1 - t0));
      held = Math.max(held, Math.abs(v0 - value));
      line = Math.max(line, Math.abs(drawn - value));
    }
  }
  return { held, line, widestGapMs };
}

const extremesOf = (v: Iterable<number>): readonly [number, number] => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of v) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
};

const KINDS = [
  'noise',
  'ramp',
  'wander',
  'steps',
  'spikes',
  'level',
  'curve',
  'holes',
  'huge',
  'tiny',
  'coarse',
  'overflowing',
] as const;

/** One number after another, as the instrument would give them; `size` is that of the deviation. */
function signal(kind: (typeof KINDS)[number], size: number, random: () => number): () => number {
  let [x, n] = [random() * 10, 0];
  const slope = (random() - 0.5) * size;
  return () => {
    n += 1;
    switch (kind) {
      case 'noise':
        return 5 + (random() - 0.5) * size * 3;
      case 'ramp':
        return x + n * slope + (random() - 0.5) * size;
      case 'wander':
        return (x += (random() - 0.5) * size);
      case 'steps':
        return random() < 0.05 ? (x = Math.round(random() * 20) * size) : x;
      case 'spikes':
        return random() < 0.02 ? random() * 1e6 : x + random() * size;
      case 'huge':
        return (random() - 0.5) * 10 ** (random() * 616 - 308);
      case 'tiny':
        return Math.round(n * slope + random() * 6) * Number.MIN_VALUE;
      case 'coarse':
        return 2 ** 40 + n * slope * 20 + Math.round(random() * 8) * 2 ** -12;
      case 'overflowing':
        return (random() < 0.5 ? -1 : 1) * (1.7e308 + random() * 1e307);
      case 'level':
        return random() < 0.01 ? (x = -x) : x;
      case 'curve':
        return 50 * size * Math.sin(n / 40);
      case 'holes':
        return random() < 0.1 ? Number.NaN : random() < 0.02 ? Number.POSITIVE_INFINITY : x + random() * size;
    }
  };
}

/** 0 for some; for values at the limits of a double a few of its steps there. */
function boundFor(kind: (typeof KINDS)[number], random: () => number): number {
  if (random() < 0.1) return 0;
  if (kind === 'tiny') return Math.ceil(random() * 8) * Number.MIN_VALUE;
  if (kind === 'coarse') return (1 + random() * 20) * 2 ** -12;
  if (kind === 'overflowing') return 10 ** (300 + random() * 8);
  return 10 ** (random() * 8 - 6);
}

/** A run with times that stand still or jump, and qualities that flip now and then. */
function randomRun(random: () => number, count: number): { samples: Samples; bound: number } {
  const kind = KINDS[Math.floor(random() * KINDS.length)] ?? 'noise';
  const bound = boundFor(kind, random);
  const next = signal(kind, kind === 'tiny' ? 0.1 : bound === 0 ? 0.01 : bound, random);
  let [time, q] = [Math.floor(random() * 2e12), GOOD];
  const v: number[] = [];
  const t: number[] = [];
  const qualities: number[] = [];
  for (let i = 0; i < count; i++) {
    const pace = random();
    time += pace < 0.05 ? 0 : pace < 0.1 ? random() * 0.001 : pace < 0.12 ? random() * 1e7 : 950 + random() * 100;
    if (random() < 0.01) q = [GOOD, COMM_LOSS, FROZEN][Math.floor(random() * 3)] ?? GOOD;
    v.push(next());
    t.push(time);
    qualities.push(q);
  }
  return { samples: run(v, { t, q: qualities }), bound };
}

describe('every policy', () => {
  it('keeps all, or none, when it says so', () => {
    const samples = run([1, 1, 1]);
    expect(selectSamples({ kind: 'all' }, samples, 'sloped')).toBeNull();
    expect(selectSamples({ kind: 'none' }, samples, 'sloped')).toEqual(new Uint32Array(0));
    expect(selectSamples(change(1), run([]), 'sloped')).toBeNull();
    expect(selectSamples(change(1), run([1, 9, 1]), 'stepped')).toBeNull();
  });

  it.each([change(1), compress(1)])('keeps the first and the last sample of a run: %o', policy => {
    for (const interpolation of ['stepped', 'sloped'] as const) {
      expect(kept(policy, run([1, 1, 1, 1]), interpolation)).toEqual([0, 3]);
      expect(kept(policy, run([1]), interpolation)).toEqual([0]);
    }
  });

  it.each([change(5), compress(5)])('keeps both sides of a change of quality, of NaN and of infinity: %o', policy => {
    const quality = run([1, 1, 1, 1, 1, 1], { q: [GOOD, GOOD, GOOD, FROZEN, FROZEN, FROZEN] });
    expect(kept(policy, quality)).toEqual([0, 2, 3, 5]);
    const [nan, infinite] = [Number.NaN, Number.POSITIVE_INFINITY];
    expect(kept(policy, run([1, 1, 1, nan, nan, nan, 1, 1, 1]))).toEqual([0, 2, 3, 5, 6, 8]);
    expect(kept(policy, run([1, 1, 1, infinite, infinite, infinite, -infinite]))).toEqual([0, 2, 3, 5, 6]);
  });

  it.each(['stepped', 'sloped'] as const)('keeps both sides of a text that changes, %s', interpolation => {
    const nothing = Array.from({ length: 8 }, () => Number.NaN);
    const texts = ['A', 'A', 'A', 'B', 'B', 'B', undefined, 'B'];
    const exact = new Map(texts.flatMap((text, i) => (text === undefined ? [] : [[i, text] as const])));
    expect(kept(change(0), { ...run(nothing), exact }, interpolation)).toEqual([0, 2, 3, 5, 6, 7]);
    const near = run([2 ** 60, 2 ** 60, 2 ** 60]);
    const digits = new Map([0n, 0n, 1n].map((more, i) => [i, 2n ** 60n + more]));
    expect(kept(change(0), { ...near, exact: digits }, interpolation)).toEqual([0, 1, 2]);
  });

  it.each([change(5), compress(5)])('keeps two values at one time, in their order: %o', policy => {
    expect(kept(policy, run([1, 1, 1, 2, 2, 2], { t: [0, 1, 2, 2, 3, 4] }))).toEqual([0, 2, 3, 5]);
    expect(kept(policy, run([1, 1, 1, 1], { t: [0, 0, 0, 0] }))).toEqual([0, 3]);
  });

  it.each([change(5, 4_000), compress(5, 4_000)])('keeps one at least every so often: %o', policy => {
    for (const interpolation of ['stepped', 'sloped'] as const) {
      expect(kept(policy, run(Array.from({ length: 11 }, () => 1)), interpolation)).toEqual([0, 4, 8, 10]);
      const uneven = run([1, 1, 1, 1], { t: [0, 3_000, 5_000, 60_000] });
      expect(kept(policy, uneven, interpolation)).toEqual([0, 1, 2, 3]);
    }
  });
});

describe('change', () => {
  it('keeps of a stepped tag what differs by more than the deadband from the last one kept', () => {
    expect(kept(change(1), run([5, 5.9, 6, 6.1, 5.2, 5, 5]), 'stepped')).toEqual([0, 3, 5, 6]);
    expect(kept(change(0), run([0, 0, 1, 1, 1, 0, 0]), 'stepped')).toEqual([0, 2, 5, 6]);
  });

  it('keeps of a sloped tag the sample before a step as well, or a line would be drawn across the calm before it', () => {
    expect(kept(change(0.5), run([5, 5, 5, 5, 9, 9, 9]))).toEqual([0, 3, 4, 6]);
    expect(kept(change(0), run([0, 0, 0, 1, 1, 1]))).toEqual([0, 2, 3, 5]);
  });
});

describe('compress', () => {
  it('keeps of a straight line its ends, of a bend the corner, and of a spike its foot, tip and foot', () => {
    expect(kept(compress(0.01), run(Array.from({ length: 100 }, (_, i) => i * 0.1)))).toEqual([0, 99]);
    expect(kept(compress(0.01), run([0, 1, 2, 3, 2, 1, 0]))).toEqual([0, 3, 6]);
    expect(kept(compress(0.01), run([1, 1, 1, 8, 1, 1, 1]))).toEqual([0, 2, 3, 4, 6]);
  });

  it('does not let a line swing past what an earlier sample allows', () => {
    // The usual door would take the line to the last sample, which misses the second by 1.5.
    const samples = run([0, 1.2, 0.5, -0.9]);
    expect(missesOf(samples, kept(compress(1), samples)).line).toBeLessThanOrEqual(1);
  });

  it('drops what is level also where no other line could be proven', () => {
    expect(kept(compress(0), run([1e300, 1e300, 1e300, 7, 7, 7]))).toEqual([0, 2, 3, 5]);
    const [first, second, third] = [1e300, 1e300 * (1 + 2 ** -52), 1e300];
    expect(kept(compress(1), run([first, second, third]))).toEqual([0, 1, 2]);
  });

  it('of a stepped tag is a change with the same bound', () => {
    const samples = run([5, 5.9, 6, 6.1, 5.2, 5, 5]);
    expect(kept(compress(1), samples, 'stepped')).toEqual(kept(change(1), samples, 'stepped'));
  });
});

describe('the promised bound', () => {
  it('holds for every dropped sample of random runs, whatever the values and times', () => {
    const random = seededRandom(20_260_704);
    let [total, left] = [0, 0];
    for (let round = 0; round < 900; round++) {
      const { samples, bound } = randomRun(random, 400);
      const maxIntervalMs = random() < 0.3 ? 30_000 : HOUR_MS;
      const cases = [
        [compress(bound, maxIntervalMs), 'sloped', ['line']],
        [change(bound, maxIntervalMs), 'sloped', ['line', 'held']],
        [change(bound, maxIntervalMs), 'stepped', ['held']],
      ] as const;
      for (const [policy, interpolation, promised] of cases) {
        const indexes = kept(policy, samples, interpolation);
        const misses = missesOf(samples, indexes);
        const about = `round ${round}, ${policy.kind} ${bound} ${interpolation}`;
        for (const what of promised) expect(misses[what], `${what}: ${about}`).toBeLessThanOrEqual(bound);
        expect(misses.widestGapMs, about).toBeLessThanOrEqual(maxIntervalMs);
        const [low, high] = extremesOf(samples.v);
        const [keptLow, keptHigh] = extremesOf(indexes.map(i => samples.v[i] ?? Number.NaN));
        if (low <= high) {
          expect(keptLow - low, about).toBeLessThanOrEqual(bound);
          expect(high - keptHigh, about).toBeLessThanOrEqual(bound);
        }
        expect([indexes[0], indexes.at(-1)]).toEqual([0, samples.t.length - 1]);
        total += samples.t.length;
        left += indexes.length;
      }
    }
    expect(total).toBeGreaterThan(1_000_000);
    expect(left / total).toBeLessThan(0.8);
  });

  it('costs little: a pressure that wanders, with noise of half the deviation either way, keeps less than 1 % of its samples', () => {
    const random = seededRandom(7);
    let pressure = 1.5;
    const values = Array.from({ length: 50_000 }, () => {
      pressure += (random() - 0.5) * 0.000_4;
      return pressure + (random() - 0.5) * 0.01;
    });
    expect(kept(compress(0.01), run(values)).length / values.length).toBeLessThan(0.01);
  });
});
