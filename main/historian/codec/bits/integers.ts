/**
 * Integers of up to 2^50 apart, as whichever is smallest of: distance from the least (order 0), difference (order 1), difference
 * above the least difference (order 1, rising; for counters and sequences), difference of differences (order 2) (pure).
 * Everything is exact in double arithmetic. Numbers that need more than 32 bits are split: the lowest bits, which are noise,
 * go as they are, the rest goes as Rice codes.
 */
import { ChunkDamaged } from '../chunk-damaged.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { packRice, unpackRice } from './rice.ts';
import { packFixed, unpackFixed } from './words.ts';

/** Farthest from each other, so that differences of differences stay exact and fit 53 bits once signed. */
export const WIDEST_RANGE = 2 ** 50;

const LEVEL = 0;
const DIFFERENCE = 1;
const RISING = 2;
const CURVE = 3;
type Order = typeof LEVEL | typeof DIFFERENCE | typeof RISING | typeof CURVE;

let codes = new Float64Array(4096);
let high = new Uint32Array(4096);
let low = new Uint32Array(4096);

function reserve(count: number): void {
  if (codes.length >= count) return;
  codes = new Float64Array(count * 2);
  high = new Uint32Array(count * 2);
  low = new Uint32Array(count * 2);
}

/** What is known of the integers before they are coded. */
interface Look {
  readonly min: number;
  readonly range: number;
  readonly leastRise: number;
  /** Mean of the codes by order: the smallest mean makes the shortest codes. */
  readonly means: readonly [number, number, number, number];
}

function lookAt(k: Float64Array, count: number): Look {
  const first = k[0] as number;
  let min = first;
  let max = first;
  let sum = 0;
  let rises = 0;
  let bends = 0;
  let leastRise = Number.POSITIVE_INFINITY;
  let before = first;
  let riseBefore = 0;
  for (let i = 0; i < count; i++) {
    const value = k[i] as number;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value - first;
    const rise = value - before;
    rises += rise < 0 ? -rise : rise;
    if (rise < leastRise && i > 0) leastRise = rise;
    const bend = rise - riseBefore;
    bends += bend < 0 ? -bend : bend;
    riseBefore = rise;
    before = value;
  }
  const steps = Math.max(1, count - 1);
  const overLeast = before - first - leastRise * steps;
  const means = [sum / count + first - min, (2 * rises) / steps, overLeast / steps, (2 * bends) / steps] as const;
  return { min, range: max - min, leastRise: count > 1 ? leastRise : 0, means };
}

function bestOrder(look: Look): Order {
  const [level, difference, rising, curve] = look.means;
  const least = Math.min(level, difference, rising, curve);
  if (least === rising) return RISING;
  if (least === difference) return DIFFERENCE;
  return least === level ? LEVEL : CURVE;
}

/**
 * Writes the first `count` of the integers `k`.
 * @returns false, with nothing written, when they are farther apart than 2^50 or count is 0
 */
export function writeIntegers(w: ByteWriter, k: Float64Array, count: number): boolean {
  if (count === 0) return false;
  const look = lookAt(k, count);
  if (!(look.range < WIDEST_RANGE && Math.abs(look.min) < WIDEST_RANGE * 2)) return false;
  reserve(count);
  const order = bestOrder(look);
  const start = w.length;
  w.u8(order);
  const used = fillCodes(w, { k, count, order, look });
  const shift = Math.max(0, bitsOfLargest(used) - 32);
  if (shift > 0) {
    w.truncate(start);
    w.u8(order | (shift << 2));
    fillCodes(w, { k, count, order, look });
  }
  split(used, shift);
  packFixed(w, low, { count: used, width: shift });
  packRice(w, high, used);
  return true;
}

interface Work {
  readonly k: Float64Array;
  readonly count: number;
  readonly order: Order;
  readonly look: Look;
}

/** Writes what the codes start from, fills `codes`, and says how many there are. */
function fillCodes(w: ByteWriter, { k, count, order, look }: Work): number {
  if (order === LEVEL) {
    w.signed(look.min);
    for (let i = 0; i < count; i++) codes[i] = (k[i] as number) - look.min;
    return count;
  }
  w.signed(k[0] as number);
  if (order === CURVE) return fillBends(w, k, count);
  if (order === RISING) {
    w.signed(look.leastRise);
    for (let i = 1; i < count; i++) codes[i - 1] = (k[i] as number) - (k[i - 1] as number) - look.leastRise;
    return count - 1;
  }
  for (let i = 1; i < count; i++) {
    const rise = (k[i] as number) - (k[i - 1] as number);
    codes[i - 1] = rise < 0 ? -2 * rise - 1 : 2 * rise;
  }
  return count - 1;
}

function fillBends(w: ByteWriter, k: Float64Array, count: number): number {
  let riseBefore = count > 1 ? (k[1] as number) - (k[0] as number) : 0;
  w.signed(riseBefore);
  for (let i = 2; i < count; i++) {
    const rise = (k[i] as number) - (k[i - 1] as number);
    const bend = rise - riseBefore;
    codes[i - 2] = bend < 0 ? -2 * bend - 1 : 2 * bend;
    riseBefore = rise;
  }
  return Math.max(0, count - 2);
}

function bitsOfLargest(count: number): number {
  let largest = 0;
  for (let i = 0; i < count; i++) if ((codes[i] as number) > largest) largest = codes[i] as number;
  return largest < 2 ** 32 ? 32 - Math.clz32(largest) : 64 - Math.clz32(Math.floor(largest / 2 ** 32));
}

function split(count: number, shift: number): void {
  if (shift === 0) {
    for (let i = 0; i < count; i++) high[i] = codes[i] as number;
    return;
  }
  const weight = 2 ** shift;
  for (let i = 0; i < count; i++) {
    const code = codes[i] as number;
    const above = Math.floor(code / weight);
    high[i] = above;
    low[i] = code - above * weight;
  }
}

/**
 * Reads `count` integers into `out`, or of so many the first `wanted` (≥ 1).
 * @throws ChunkDamaged
 */
export function readIntegers(r: ByteReader, out: Float64Array, count: number, wanted = count): void {
  if (count === 0) throw new ChunkDamaged('no integers to read');
  reserve(count);
  const mode = r.u8();
  const order = mode & 3;
  const shift = mode >>> 2;
  const base = r.signed();
  const step = order === RISING || order === CURVE ? r.signed() : 0;
  const coded = (n: number): number => Math.max(0, n - (order === LEVEL ? 0 : order === CURVE ? 2 : 1));
  const used = coded(count);
  unpackFixed(r, low, { count: used, width: shift, wanted: coded(wanted) });
  unpackRice(r, high, used, coded(wanted));
  join({ out, count: wanted, order, shift, base, step });
}

interface Joining {
  readonly out: Float64Array;
  readonly count: number;
  readonly order: number;
  readonly shift: number;
  readonly base: number;
  readonly step: number;
}

function join(work: Joining): void {
  if (work.shift > 0) return joinWide(work);
  const { out, count, order, base, step } = work;
  if (order === LEVEL) {
    for (let i = 0; i < count; i++) out[i] = base + (high[i] as number);
    return;
  }
  let value = base;
  out[0] = value;
  if (order === RISING) {
    for (let i = 1; i < count; i++) out[i] = value += (high[i - 1] as number) + step;
  } else if (order === DIFFERENCE) {
    for (let i = 1; i < count; i++) out[i] = value += unzigzag(high[i - 1] as number);
  } else {
    let rise = step;
    if (count > 1) out[1] = value += rise;
    for (let i = 2; i < count; i++) {
      rise += unzigzag(high[i - 2] as number);
      out[i] = value += rise;
    }
  }
}

/** 0, 1, 2, 3 … as 0, −1, 1, −2 …; the code is 32 bits unsigned. */
const unzigzag = (code: number): number => (code >>> 1) ^ -(code & 1);

function joinWide({ out, count, order, shift, base, step }: Joining): void {
  const weight = 2 ** shift;
  const skip = order === LEVEL ? 0 : order === CURVE ? 2 : 1;
  const isSigned = order === DIFFERENCE || order === CURVE;
  let value = base;
  let rise = order === CURVE ? step : 0;
  if (skip > 0) out[0] = base;
  if (skip > 1 && count > 1) out[1] = value += rise;
  for (let i = skip; i < count; i++) {
    let code = (high[i - skip] as number) * weight + (low[i - skip] as number);
    if (isSigned) code = (low[i - skip] as number) & 1 ? -(code + 1) / 2 : code / 2;
    if (order === LEVEL) out[i] = base + code;
    else {
      rise = order === CURVE ? rise + code : step + code;
      out[i] = value += rise;
    }
  }
}
