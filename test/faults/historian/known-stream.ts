/**
 * A stream of samples that anyone can compute again (pure): 200 tags in four groups, a step every 25 ms. Sample `n` of tag `k` is
 * a function of both, bit by bit; some tags send their samples out of order or late, so tick `b` carries sample `orderOf(k, b)`.
 */
import { NOT_RECORDED } from '../../../shared/model/quality.ts';
import type { SampleBatch } from '../../../shared/model/tag.ts';

export const TAG_COUNT = 200;
const GROUPS = 4;
const GROUP_SIZE = TAG_COUNT / GROUPS;
export const STEP_MS = 25;
/** Ticks over which late samples are shuffled; the first tick of a recording must be a multiple of it. */
export const SHUFFLE = 16;

export type KnownKind = 'noisy' | 'state' | 'counter' | 'text' | 'large' | 'wild' | 'slow';
const KINDS: readonly KnownKind[] = [
  'noisy',
  'noisy',
  'noisy',
  'slow',
  'state',
  'counter',
  'text',
  'large',
  'wild',
  'wild',
];

export const kindOf = (k: number): KnownKind => KINDS[k % KINDS.length] ?? 'noisy';
export const tagName = (k: number): string => `K-${String(k).padStart(3, '0')}`;

/** 32 random bits that belong to three numbers. */
function hash(k: number, n: number, salt: number): number {
  let h = Math.imul(k + 1, 0x9e3779b1) ^ Math.imul(n + 1, 0x85ebca6b) ^ Math.imul(salt + 1, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Which sample of the tag tick `b` carries; its own inverse. */
export function orderOf(k: number, b: number): number {
  if (k % 20 === 3) return b ^ 1;
  if (k % 20 === 13) return b - (b % SHUFFLE) + (SHUFFLE - 1 - (b % SHUFFLE));
  return b;
}

/** Epoch ms of sample `n`: the samples of a group share it, with a jitter below the millisecond. */
export function timeOf(base: number, k: number, n: number): number {
  const group = Math.floor(k / GROUP_SIZE);
  return base + n * STEP_MS + group * 5 + (hash(group, n, 1) % 2_000) / 1_000;
}

/** The sample that has this time; whether the time is right to the bit is for `timeOf` to say. */
export const sampleAt = (base: number, t: number): number => Math.floor((t - base) / STEP_MS);

export interface KnownValue {
  /** The two halves of the double, low first: a NaN has more than one. */
  readonly bits: readonly [number, number];
  readonly q: number;
  readonly exact: bigint | string | null;
}

const scratch = new Float64Array(1);
const halves = new Uint32Array(scratch.buffer);

function bitsOf(v: number): readonly [number, number] {
  scratch[0] = v;
  return [halves[0] ?? 0, halves[1] ?? 0];
}

const SPECIAL = [0, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, -5e-324, Number.MAX_VALUE, 1e-310];

function wild(k: number, n: number): readonly [number, number] {
  const h = hash(k, n, 2);
  if (h % 3 === 0) return bitsOf(SPECIAL[(h >>> 4) % SPECIAL.length] ?? 0);
  return [hash(k, n, 3), hash(k, n, 4)];
}

const TEXTS = ['', 'open', 'closed', '正在启动', 'fault: "x\n', '🔥'.repeat(3), 'a'.repeat(300)];

function valueOf(k: number, n: number): Pick<KnownValue, 'bits' | 'exact'> {
  switch (kindOf(k)) {
    case 'noisy':
      return { bits: bitsOf(Math.fround(4_000 + 5 * Math.sin(n / 50) + (hash(k, n, 5) % 1_000) / 1_000)), exact: null };
    case 'slow':
      return { bits: bitsOf(Math.round(200 + 10 * Math.sin(n / 400)) / 10), exact: null };
    case 'state':
      return { bits: bitsOf(hash(k, Math.floor(n / 20), 6) & 1), exact: null };
    case 'counter':
      return { bits: bitsOf(n * 3 + (k % 7)), exact: null };
    case 'text':
      return { bits: bitsOf(Number.NaN), exact: TEXTS[hash(k, Math.floor(n / 3), 7) % TEXTS.length] ?? '' };
    case 'large': {
      const exact = 2n ** 53n + BigInt(n) * 1_000_003n + BigInt(k);
      return { bits: bitsOf(Number(exact)), exact };
    }
    case 'wild':
      return { bits: wild(k, n), exact: null };
  }
}

/** Any word but that which marks a gap. */
const anyWord = (word: number): number => (word === NOT_RECORDED ? word ^ 1 : word);

/** Mostly good; spells of other words, and now and then any word at all. */
function qualityOf(k: number, n: number): number {
  const h = hash(k, Math.floor(n / 37), 8);
  if (hash(k, n, 9) % 97 === 0) return anyWord(hash(k, n, 10) & 0xffff);
  if (h % 8 === 0) return 0x0002;
  return h % 8 === 1 ? 0x010b : 0x0201;
}

/** What sample `n` of tag `k` is. */
export const knownValue = (k: number, n: number): KnownValue => ({ ...valueOf(k, n), q: qualityOf(k, n) });

/** The batches of tick `b`, one a group, as a driver would hand them over. */
export function batchesOf(base: number, b: number): readonly SampleBatch[] {
  return Array.from({ length: GROUPS }, (_, group) => batchOf(base, b, group));
}

function batchOf(base: number, b: number, group: number): SampleBatch {
  const handles = Uint32Array.from({ length: GROUP_SIZE }, (_, i) => group * GROUP_SIZE + i);
  const t = new Float64Array(GROUP_SIZE);
  const v = new Float64Array(GROUP_SIZE);
  const q = new Uint16Array(GROUP_SIZE);
  const words = new Uint32Array(v.buffer);
  const exact = new Map<number, bigint | string>();
  for (const [i, k] of handles.entries()) {
    const n = orderOf(k, b);
    const known = knownValue(k, n);
    t[i] = timeOf(base, k, n);
    words.set(known.bits, 2 * i);
    q[i] = known.q;
    if (known.exact !== null) exact.set(i, known.exact);
  }
  return { handles, t, v, q, exact };
}
