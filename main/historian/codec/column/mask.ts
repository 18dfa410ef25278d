/**
 * Which samples of a column have no number (pure). Samples without one are left out of the stream of numbers, so that a lost
 * connection does not spoil a codec. Left out is one NaN pattern, the first of the chunk; other NaNs, which no device sends, stay
 * among the numbers. Costs nothing when no sample, or exactly every sample of bad quality, or every sample has that pattern.
 */
import { isBad } from '../../../../shared/model/quality.ts';
import type { ByteReader } from '../bits/byte-reader.ts';
import type { ByteWriter } from '../bits/byte-writer.ts';
import { packRice, unpackRice } from '../bits/rice.ts';
import { ChunkDamaged } from '../chunk-damaged.ts';
import { type Numbers, numbersOf } from '../numbers/survey.ts';

/** Part of the storage format. */
export const ALL_NUMBERS = 0;
const WHERE_BAD = 1;
const NO_NUMBERS = 2;
const RUNS = 3;

const USUAL_HIGH = 0x7ff8_0000;
const USUAL_LOW = 0;

let lengths = new Uint32Array(4096);

export interface Mask {
  readonly mode: number;
  /** The pattern is the usual quiet NaN. */
  readonly isUsual: boolean;
  /** What is left; the column itself when that is all of it. */
  readonly numbers: Numbers;
}

let dense = new Float64Array(4096);

/** Writes pattern and runs, where they do not follow from the mode. */
export function writeMask(w: ByteWriter, v: Float64Array, q: Uint16Array): Mask {
  const count = v.length;
  const whole = numbersOf(v, count);
  let first = 0;
  while (first < count && v[first] === v[first]) first++;
  if (first === count) return { mode: ALL_NUMBERS, isUsual: true, numbers: whole };
  const low = whole.words[2 * first] as number;
  const high = whole.words[2 * first + 1] as number;
  const isUsual = low === USUAL_LOW && high === USUAL_HIGH;
  if (!isUsual) {
    w.u32(low);
    w.u32(high);
  }
  const found = leaveOut(whole, q, { low, high });
  const mode = found.isWhereBad ? WHERE_BAD : found.numbers.count === 0 ? NO_NUMBERS : RUNS;
  if (mode === RUNS) {
    w.varint(found.runs);
    packRice(w, lengths, found.runs);
  }
  return { mode, isUsual, numbers: found.numbers };
}

interface Pattern {
  readonly low: number;
  readonly high: number;
}

/** Copies what stays to `dense`; fills `lengths` with runs in turn of numbers and of none, the first may be 0, the last left out. */
function leaveOut({ words, count }: Numbers, q: Uint16Array, { low, high }: Pattern) {
  if (dense.length < count) {
    dense = new Float64Array(count * 2);
    lengths = new Uint32Array(count * 2);
  }
  const numbers = numbersOf(dense, count);
  let kept = 0;
  let runs = 0;
  let start = 0;
  let wasOut = false;
  let isWhereBad = true;
  for (let i = 0; i < count; i++) {
    const isOut = words[2 * i] === low && words[2 * i + 1] === high;
    if (isOut !== isBad(q[i] as number)) isWhereBad = false;
    if (isOut !== wasOut) {
      lengths[runs++] = i - start;
      start = i;
      wasOut = isOut;
    }
    if (isOut) continue;
    numbers.words[2 * kept] = words[2 * i] as number;
    numbers.words[2 * kept + 1] = words[2 * i + 1] as number;
    kept++;
  }
  return { numbers: { ...numbers, count: kept }, runs, isWhereBad };
}

/** 1 where a sample has no number; null when all have one. */
export function readMask(r: ByteReader, q: Uint16Array, flags: { mode: number; isUsual: boolean }): ReadMask | null {
  if (flags.mode === ALL_NUMBERS) return null;
  const low = flags.isUsual ? USUAL_LOW : r.u32();
  const high = flags.isUsual ? USUAL_HIGH : r.u32();
  const out = new Uint8Array(q.length);
  if (flags.mode === WHERE_BAD) for (let i = 0; i < out.length; i++) out[i] = Number(isBad(q[i] as number));
  else if (flags.mode === NO_NUMBERS) out.fill(1);
  else fillRuns(r, out);
  let left = 0;
  for (let i = 0; i < out.length; i++) left += 1 - (out[i] as number);
  return { out, low, high, left };
}

export interface ReadMask extends Pattern {
  readonly out: Uint8Array;
  /** How many samples have a number. */
  readonly left: number;
}

function fillRuns(r: ByteReader, out: Uint8Array): void {
  const runs = r.varint();
  if (runs > out.length) throw new ChunkDamaged(`${runs} runs of ${out.length} samples`);
  if (lengths.length < runs) lengths = new Uint32Array(runs * 2);
  unpackRice(r, lengths, runs);
  let at = 0;
  for (let run = 0; run < runs; run++) {
    const end = at + (lengths[run] as number);
    if (end > out.length) throw new ChunkDamaged('runs longer than their chunk');
    out.fill(run % 2, at, end);
    at = end;
  }
  out.fill(runs % 2, at);
}

/** Spreads the first `left` numbers of `v` over the samples that have one, in place. */
export function spread(v: Float64Array, { out, low, high, left }: ReadMask): void {
  const { words } = numbersOf(v, v.length);
  let from = left - 1;
  for (let i = v.length - 1; i >= 0; i--) {
    const isOut = out[i] === 1;
    words[2 * i] = isOut ? low : (words[2 * from] as number);
    words[2 * i + 1] = isOut ? high : (words[2 * from + 1] as number);
    if (!isOut) from--;
  }
}
