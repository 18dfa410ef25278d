/**
 * Random samples that are as nasty as the history must stand: NaN of several patterns, infinities, −0, denormals, duplicates,
 * samples out of order, flips of quality, texts; between them the plain signals that field devices send. The same seed gives the
 * same samples, chunk by chunk, so that ten million of them need no memory.
 */
import type { Samples } from '../../main/historian/samples.ts';
import { seededRandom } from './random.ts';

/** Kinds of signal, each what one codec is for, and `nasty`, which none is for. */
export const SIGNALS = [
  'noisy-float32',
  'analogue-12-bit',
  'ramp',
  'boolean',
  'double',
  'totaliser-uint32',
  'totaliser-double',
  'constant',
  'decimal',
  'nasty',
] as const;
export type Signal = (typeof SIGNALS)[number];

type Random = () => number;

const START = Date.UTC(2026, 0, 1);
const NASTY = [
  0,
  -0,
  5e-324,
  -5e-324,
  2.2e-308,
  -1.7e308,
  Infinity,
  -Infinity,
  NaN,
  2 ** 53,
  -(2 ** 63),
  1e-7,
  0.1,
  -1,
  255,
];
const QUALITIES = [0x201, 0x201, 0x201, 0x002, 0x005, 0x106, 0x10c, 0x000, 0x3ff, 0xffff];
const TEXTS = ['', '关闭', 'closed', '\ud800', 'x'.repeat(300), 2n ** 63n, -(2n ** 64n), 7n, '7'];

/** Normal, mean 0 and deviation 1, near enough. */
export function gauss(random: Random): number {
  let sum = 0;
  for (let i = 0; i < 6; i++) sum += random();
  return (sum - 3) * Math.SQRT2;
}

/** A pressure that wanders around 6.2 and is measured with noise. */
function pressure(random: Random): () => number {
  let level = 6.2;
  return () => {
    level += 0.02 * (6.2 - level) + 0.01 * gauss(random);
    return level + 0.005 * gauss(random);
  };
}

function totaliser(random: Random): () => number {
  let total = random() * 1e6;
  return () => (total += 0.3 + 0.02 * gauss(random));
}

function uint32Totaliser(random: Random): () => number {
  // Near enough to its end that some roll over.
  let total = 2 ** 32 - 20_000 + Math.floor(random() * 10_000);
  return () => (total = (total + Math.floor(3 + 4 * random())) % 2 ** 32);
}

function toggling(random: Random, chance: number): () => number {
  let isOn = random() < 0.5;
  return () => Number((isOn = random() < chance ? !isOn : isOn));
}

function tank(random: Random): () => number {
  let level = 4;
  let slope = 5e-5;
  return () => {
    if (random() < 1e-4) slope = -slope;
    level += slope;
    return Math.fround(Math.round(level * 1000) / 1000);
  };
}

const bits = new Uint32Array(2);
const asDouble = new Float64Array(bits.buffer);

function anyBits(random: Random): number {
  bits[0] = random() * 2 ** 32;
  bits[1] = random() * 2 ** 32;
  return asDouble[0] ?? 0;
}

function nasty(random: Random): () => number {
  let before = 0;
  return () => {
    const dice = random();
    if (dice < 0.3) return before;
    if (dice < 0.6) before = NASTY[Math.floor(random() * NASTY.length)] ?? 0;
    else if (dice < 0.8) before = anyBits(random);
    else before += random() - 0.5;
    return before;
  };
}

/** The next value of a signal, again and again. */
export function signal(kind: Signal, random: Random): () => number {
  const noisy = pressure(random);
  const level = random() * 10;
  switch (kind) {
    case 'noisy-float32':
      return () => Math.fround(noisy());
    case 'analogue-12-bit':
      return () => Math.fround((Math.round((noisy() / 16) * 27648) * 16) / 27648);
    case 'ramp':
      return tank(random);
    case 'boolean':
      return toggling(random, 0.0005);
    case 'double':
      return noisy;
    case 'totaliser-uint32':
      return uint32Totaliser(random);
    case 'totaliser-double':
      return totaliser(random);
    case 'constant':
      return () => level;
    case 'decimal':
      return () => Math.round(noisy() * 100) / 100;
    case 'nasty':
      return nasty(random);
  }
}

/** Times of a 1 s scan with some ms of jitter, and commits that take 1 … 3 numbers a scan. */
export function steadyAxis(count: number, random: Random): { t: Float64Array; seq: Float64Array } {
  const t = new Float64Array(count);
  const seq = new Float64Array(count);
  let number = 1;
  for (let i = 0; i < count; i++) {
    t[i] = START + i * 1000 + Math.floor(random() * 6);
    seq[i] = number += 1 + Math.floor(random() * 3);
  }
  return { t, seq };
}

/** Times with gaps, duplicates and fractions; sequence numbers in any order. */
function nastyAxis(count: number, random: Random): { t: Float64Array; seq: Float64Array } {
  const t = new Float64Array(count);
  const seq = new Float64Array(count);
  const isFractional = random() < 0.3;
  const gap = random() < 0.3 ? 1e9 : 5000;
  let now = random() < 0.1 ? -1e15 * random() : START * random();
  for (let i = 0; i < count; i++) {
    if (random() < 0.8) now += gap * random() ** 8;
    t[i] = isFractional ? now : Math.floor(now);
    seq[i] = 1 + Math.floor(random() * (random() < 0.01 ? 2 ** 52 : 1e6));
  }
  if (random() < 0.05) t.fill(-0);
  return { t, seq };
}

function qualities(count: number, random: Random): Uint16Array {
  const q = new Uint16Array(count);
  const isSteady = random() < 0.5;
  const chance = random() < 0.5 ? 0.01 : 0.5;
  let word = 0x201;
  for (let i = 0; i < count; i++) {
    if (!isSteady && random() < chance) word = QUALITIES[Math.floor(random() * QUALITIES.length)] ?? 0;
    if (!isSteady && random() < 0.001) word = Math.floor(random() * 65536);
    q[i] = word;
  }
  return q;
}

function exacts(count: number, random: Random): ReadonlyMap<number, bigint | string> | null {
  if (random() < 0.8) return null;
  const exact = new Map<number, bigint | string>();
  for (let i = 0; i < count; i++) {
    if (random() < 0.1) exact.set(i, TEXTS[Math.floor(random() * TEXTS.length)] ?? '');
  }
  return exact.size > 0 ? exact : null;
}

const isBadWord = (q: number): boolean => q >> 8 !== 1 && q >> 8 !== 2;

/** Some samples of one tag. */
export function nastySamples(count: number, random: Random): Samples {
  const next = signal(SIGNALS[Math.floor(random() * SIGNALS.length)] ?? 'nasty', random);
  const v = new Float64Array(count);
  for (let i = 0; i < count; i++) v[i] = next();
  const q = qualities(count, random);
  const lost = random();
  for (let i = 0; i < count; i++) {
    if (lost < 0.5 ? isBadWord(q[i] ?? 0) : lost < 0.6 && random() < 0.1) v[i] = Number.NaN;
  }
  if (lost > 0.98) v.fill(Number.NaN);
  if (lost > 0.95) setNegativeNan(v, random);
  const axis = random() < 0.5 ? steadyAxis(count, random) : nastyAxis(count, random);
  const exact = exacts(count, random);
  return exact ? { ...axis, v, q, exact } : { ...axis, v, q };
}

/** A NaN with a sign, as x86 makes it of 0/0. */
function setNegativeNan(v: Float64Array, random: Random): void {
  const words = new Uint32Array(v.buffer);
  for (let i = 0; i < v.length; i++) {
    if (random() < 0.2) words.set([random() < 0.1 ? 7 : 0, 0xfff8_0000], 2 * i);
  }
}

/** `total` samples in chunks of 1 … `largest`. */
export function* historySamples(options: { seed: number; total: number; largest: number }): Generator<Samples> {
  const random = seededRandom(options.seed);
  for (let left = options.total; left > 0; ) {
    const size = Math.ceil(random() * options.largest * (random() < 0.2 ? 0.01 : 1));
    const count = Math.max(1, Math.min(left, size));
    left -= count;
    yield nastySamples(count, random);
  }
}
