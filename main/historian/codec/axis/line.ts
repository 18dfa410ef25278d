/**
 * Integer times near a straight line (pure): t[i] = start + floor(i · period) + a distance of `width` bits. Any one time is read
 * by itself. `floor(i · period)` is a product of doubles (IEEE 754), the same in every language.
 */
import type { ByteReader } from '../bits/byte-reader.ts';
import type { ByteWriter } from '../bits/byte-writer.ts';
import { lowMask, packFixed, windowAt } from '../bits/words.ts';
import { ChunkDamaged } from '../chunk-damaged.ts';

const WIDEST = 32;

export interface Line {
  readonly start: number;
  readonly period: number;
  readonly width: number;
  readonly words: Uint32Array;
}

let distances = new Uint32Array(4096);

/**
 * Writes safe integers.
 * @returns false when they are 2^32 or more from the lines tried; what was written is then to be dropped
 */
export function writeLine(w: ByteWriter, t: Float64Array): boolean {
  const count = t.length;
  const exact = count < 2 ? 0 : ((t[count - 1] as number) - (t[0] as number)) / (count - 1);
  const whole = spanAround(t, Math.round(exact));
  const fitted = spanAround(t, exact);
  const best = bits(fitted.span) < bits(whole.span) ? fitted : whole;
  if (!(best.span < 2 ** WIDEST) || !Number.isSafeInteger(best.start)) return false;
  if (distances.length < count) distances = new Uint32Array(count * 2);
  for (let i = 0; i < count; i++) {
    const base = best.start + Math.floor(i * best.period);
    const distance = (t[i] as number) - base;
    distances[i] = distance;
    // Beyond 2^52 a sum on the way may be rounded.
    if (base + distance !== t[i] || distances[i] !== distance) return false;
  }
  w.f64(best.start);
  w.f64(best.period);
  w.u8(bits(best.span));
  packFixed(w, distances, { count, width: bits(best.span) });
  return true;
}

const bits = (span: number): number => (span < 2 ** WIDEST ? 32 - Math.clz32(span) : WIDEST + 1);

function spanAround(t: Float64Array, period: number): { period: number; start: number; span: number } {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < t.length; i++) {
    const distance = (t[i] as number) - Math.floor(i * period);
    if (distance < least) least = distance;
    if (distance > most) most = distance;
  }
  return { period, start: least, span: most - least };
}

/** @throws ChunkDamaged */
export function readLine(r: ByteReader, count: number): Line {
  const start = r.f64();
  const period = r.f64();
  const width = r.u8();
  if (width > WIDEST || !Number.isFinite(start) || !Number.isFinite(period)) throw new ChunkDamaged('times of no line');
  const packed = r.bytes((count * width + 7) >>> 3);
  // A copy: it outlives the buffer of whoever read the file, and one word more lets a window reach beyond the last bit.
  const words = new Uint32Array((packed.length >>> 2) + 2);
  new Uint8Array(words.buffer).set(packed);
  return { start, period, width, words };
}

export function lineTime({ start, period, width, words }: Line, index: number): number {
  const distance = width === 0 ? 0 : (windowAt(words, index * width) & lowMask(width)) >>> 0;
  return start + Math.floor(index * period) + distance;
}
