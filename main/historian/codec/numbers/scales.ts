/**
 * Ways in which field devices make numbers out of integers, each undone exactly or not at all (pure): k · 2^e (integers, noisy
 * floats), k / 10^d (decimals), k · gain + offset (analogue inputs), the last two in 32-bit arithmetic as well, as a PLC
 * computes them. A scale is taken only after every number came back from its integer with the same bits. One formula per kind,
 * used for the trial and for reading; it is part of the storage format.
 */
import { WIDEST_RANGE } from '../bits/integers.ts';
import { findGain } from './grid.ts';
import type { Numbers, Survey } from './survey.ts';

/** Order is part of the storage format: append only. */
export const SCALE_KINDS = ['binary', 'decimal', 'decimal32', 'linear', 'linear32', 'linear32-steps'] as const;

export interface Scale {
  readonly kind: (typeof SCALE_KINDS)[number];
  /** `binary`: 2^e; `decimal…`: 10^d; `linear…`: gain. */
  readonly factor: number;
  readonly offset: number;
}

/** Scaling of a tag as its project gives it: value = raw · gain + offset. */
export interface Gain {
  readonly gain: number;
  readonly offset: number;
}

/** 10^−7 and finer are no decimals that a device shows. */
const MOST_DECIMALS = 6;
/** 16-bit converters. */
const LARGEST_RAW = 2 ** 16;
const LINEAR_KINDS = ['linear', 'linear32', 'linear32-steps'] as const;

const scratch = new DataView(new ArrayBuffer(8));

/** 2^e for −1074 … 1023, by its bits: `Math.pow` need not be exact. */
export function powerOfTwo(exponent: number): number {
  const isNormal = exponent >= -1022;
  scratch.setBigUint64(0, isNormal ? BigInt(exponent + 1023) << 52n : 1n << BigInt(exponent + 1074));
  return scratch.getFloat64(0);
}

const bySize = (scale: Scale): number =>
  scale.kind === 'decimal' || scale.kind === 'decimal32' ? 1 / scale.factor : Math.abs(scale.factor);

const fround = Math.fround;

/** Numbers out of the first `count` integers of `k`. Pairs: one loop a kind, so that each is fast. */
export function fromIntegers(
  scale: Scale,
  k: Float64Array,
  { out, count }: { out: Float64Array; count: number },
): void {
  const { factor, offset } = scale;
  if (scale.kind === 'binary') for (let i = 0; i < count; i++) out[i] = (k[i] as number) * factor;
  else if (scale.kind === 'decimal') for (let i = 0; i < count; i++) out[i] = (k[i] as number) / factor;
  else if (scale.kind === 'decimal32') for (let i = 0; i < count; i++) out[i] = fround((k[i] as number) / factor);
  else if (scale.kind === 'linear') for (let i = 0; i < count; i++) out[i] = (k[i] as number) * factor + offset;
  else if (scale.kind === 'linear32')
    for (let i = 0; i < count; i++) out[i] = fround((k[i] as number) * factor + offset);
  else stepsFromIntegers(scale, k, { out, count });
}

/** As a PLC does it: integer to REAL, times a REAL, plus a REAL, rounded each time. */
function stepsFromIntegers(scale: Scale, k: Float64Array, { out, count }: { out: Float64Array; count: number }): void {
  const gain = fround(scale.factor);
  const offset = fround(scale.offset);
  for (let i = 0; i < count; i++) out[i] = fround(fround(fround(k[i] as number) * gain) + offset);
}

/** A few numbers at a time, at first very few: a scale that does not fit is nearly always found out by them. */
const FIRST_TRIAL = 8;
const TRIAL = 64;
const trial = new Float64Array(TRIAL);
const integers = new Float64Array(TRIAL);

/** Fills `k` with the integers of the numbers; false when one of them does not come back with the same bits. */
function toIntegers(scale: Scale, { v, count }: Numbers, k: Float64Array): boolean {
  for (let start = 0, length = 0; start < count; start += length) {
    length = Math.min(start === 0 ? FIRST_TRIAL : TRIAL, count - start);
    for (let i = 0; i < length; i++) {
      const integer = integerOf(scale, v[start + i] as number);
      integers[i] = integer;
      k[start + i] = integer;
    }
    fromIntegers(scale, integers, { out: trial, count: length });
    for (let i = 0; i < length; i++) {
      const back = trial[i] as number;
      // A negative number too small for 32 bits would come back as −0, which equals 0.
      if (back !== v[start + i] || (back === 0 && 1 / back < 0)) return false;
    }
    if (start === 0 && !isWithin(k, length)) return false;
  }
  return isWithin(k, count);
}

function integerOf(scale: Scale, value: number): number {
  const { kind, factor, offset } = scale;
  // Plus 0: an integer −0 would be read back as 0, which gives another number with a negative gain.
  if (kind === 'binary') return value / factor;
  if (kind === 'decimal' || kind === 'decimal32') return Math.round(value * factor) + 0;
  return Math.round((value - offset) / factor) + 0;
}

function isWithin(k: Float64Array, count: number): boolean {
  for (let i = 0; i < count; i++) {
    const integer = k[i] as number;
    if (!(integer < WIDEST_RANGE && integer > -WIDEST_RANGE)) return false;
  }
  return true;
}

/** Candidates, without trying them. */
function candidates(look: Survey, gains: readonly Gain[]): Scale[] {
  const list: Scale[] = [{ kind: 'binary', factor: powerOfTwo(look.lowestBit), offset: 0 }];
  for (const { gain, offset } of gains) {
    if (!Number.isFinite(offset) || !Number.isFinite(gain) || gain === 0) continue;
    for (const kind of LINEAR_KINDS) list.push({ kind, factor: gain, offset: offset + 0 });
  }
  for (let digits = 1; digits <= MOST_DECIMALS; digits++) {
    list.push({ kind: 'decimal', factor: 10 ** digits, offset: 0 });
    if (look.isFloat32) list.push({ kind: 'decimal32', factor: 10 ** digits, offset: 0 });
  }
  return list;
}

let best = new Float64Array(0);
let tried = new Float64Array(0);

/**
 * The coarsest scale that brings back every number, and the integers (valid until the next call); null when there is none.
 */
export function findScale(
  numbers: Numbers,
  look: Survey,
  gains: readonly Gain[],
): { scale: Scale; k: Float64Array } | null {
  if (!look.isPlain) return null;
  if (best.length < numbers.count) {
    best = new Float64Array(numbers.count * 2);
    tried = new Float64Array(numbers.count * 2);
  }
  const search = { numbers, look };
  let found: Scale | null = null;
  for (const scale of candidates(look, gains)) if (isBetter(search, scale, found)) found = scale;
  const gain = look.isFloat32 && isLeftOver(look, found) ? findGain(numbers, look.largest) : null;
  const grid: Scale = { kind: 'linear32', factor: gain ?? 0, offset: 0 };
  if (gain !== null && isBetter(search, grid, found)) found = grid;
  return found && { scale: found, k: best };
}

/** Numbers that only the bits of floats hold together: worth a search for a gain that nobody has told. */
const isLeftOver = (look: Survey, found: Scale | null): boolean =>
  found === null || (found.kind === 'binary' && look.largest / found.factor > LARGEST_RAW);

/** Coarser than the best so far, and fits; then `best` holds its integers. */
function isBetter({ numbers, look }: { numbers: Numbers; look: Survey }, scale: Scale, found: Scale | null): boolean {
  if (found && bySize(scale) <= bySize(found)) return false;
  if (look.largest / bySize(scale) >= WIDEST_RANGE * 2 || !toIntegers(scale, numbers, tried)) return false;
  [best, tried] = [tried, best];
  return true;
}
