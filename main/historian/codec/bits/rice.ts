/**
 * Unsigned 32-bit numbers in blocks of 128, each block packed the way it is shortest (pure): Rice codes for numbers that are
 * mostly small, a fixed width for even ones, nothing for zeros. A block is 6 bits of layout and its codes: 0 … 30 a Rice code
 * with so many low bits, 31 + n a fixed width of n bits. A Rice code is the quotient as so many zeros and a one, then the low
 * bits; from a quotient of 20 on it is 20 zeros and the number in 32 bits, so that one spike costs 52 bits and no more.
 */
import { ChunkDamaged } from '../chunk-damaged.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { lowMask, windowAt, wordsToRead, wordsToWrite, writeBits } from './words.ts';

const BLOCK = 128;
const LAYOUT_BITS = 6;
const FIXED = 31;
const LONGEST_QUOTIENT = 20;
/** 20 zeros … 19 zeros, a one and so many low bits fit one window of 32. */
const ONE_WINDOW_BITS = 12;
const WORST_BITS = 52;

/** State of the packing below: one stream at a time, so that no code needs an object. */
let words = wordsToWrite(0);
let wordAt = 0;
let held = 0;
let fill = 0;

function put(value: number, width: number): void {
  held |= value << fill;
  fill += width;
  if (fill < 32) return;
  words[wordAt++] = held;
  fill -= 32;
  held = fill === 0 ? 0 : value >>> (width - fill);
}

/** Writes the first `count` of `values`, with the length of the stream in front. */
export function packRice(w: ByteWriter, values: Uint32Array, count: number): void {
  words = wordsToWrite(((count * (WORST_BITS + 1)) >>> 5) + 8);
  wordAt = 0;
  held = 0;
  fill = 0;
  for (let start = 0; start < count; start += BLOCK) packBlock(values, start, Math.min(count, start + BLOCK));
  words[wordAt] = held;
  const bits = wordAt * 32 + fill;
  w.varint((bits + 7) >>> 3);
  writeBits(w, words, bits);
}

function packBlock(values: Uint32Array, start: number, end: number): void {
  let all = 0;
  let sum = 0;
  for (let i = start; i < end; i++) {
    const value = values[i] as number;
    all |= value;
    sum += value;
  }
  const width = 32 - Math.clz32(all);
  const fixedBits = width * (end - start);
  // A Rice code of k low bits is shortest where the mean is about 2^k / ln 2; the neighbour below is tried as well.
  const guess = Math.min(30, 31 - Math.clz32(Math.max(1, (sum / (end - start)) * 0.9)));
  const guessBits = riceBits(values, { start, end, low: guess });
  const lower = Math.max(0, guess - 1);
  const lowerBits = width === 0 ? guessBits : riceBits(values, { start, end, low: lower });
  if (fixedBits <= Math.min(guessBits, lowerBits)) packFixedBlock(values, { start, end, low: width });
  else packRiceBlock(values, { start, end, low: lowerBits < guessBits ? lower : guess });
}

interface Part {
  readonly start: number;
  readonly end: number;
  readonly low: number;
}

/** Length of the block as Rice codes, taking no notice of the cut at a quotient of 20 but for its gain. */
function riceBits(values: Uint32Array, { start, end, low }: Part): number {
  let bits = (end - start) * (low + 1);
  for (let i = start; i < end; i++) {
    const quotient = (values[i] as number) >>> low;
    bits += quotient < LONGEST_QUOTIENT ? quotient : WORST_BITS - low - 1;
  }
  return bits;
}

function packFixedBlock(values: Uint32Array, { start, end, low }: Part): void {
  put(FIXED + low, LAYOUT_BITS);
  if (low === 0) return;
  for (let i = start; i < end; i++) put(values[i] as number, low);
}

function packRiceBlock(values: Uint32Array, { start, end, low }: Part): void {
  put(low, LAYOUT_BITS);
  const mask = (1 << low) - 1;
  for (let i = start; i < end; i++) {
    const value = values[i] as number;
    const quotient = value >>> low;
    if (quotient >= LONGEST_QUOTIENT) {
      put(0, LONGEST_QUOTIENT);
      put(value, 32);
    } else if (low <= ONE_WINDOW_BITS) {
      put((((value & mask) << 1) | 1) << quotient, quotient + 1 + low);
    } else {
      put(1 << quotient, quotient + 1);
      put(value & mask, low);
    }
  }
}

/**
 * Reads `count` numbers into `out`, or of so many at least the first `wanted`.
 * @throws ChunkDamaged when the stream is shorter or longer than its numbers
 */
export function unpackRice(r: ByteReader, out: Uint32Array, count: number, wanted = count): void {
  const byteLength = r.varint();
  const source = wordsToRead(r, byteLength);
  let at = 0;
  for (let start = 0; start < wanted; start += BLOCK) {
    const end = Math.min(count, start + BLOCK);
    const layout = windowAt(source, at) & (2 ** LAYOUT_BITS - 1);
    const part = { start, end, low: layout < FIXED ? layout : layout - FIXED };
    at = unpackBlock(source, at + LAYOUT_BITS, { out, part, isRice: layout < FIXED });
    if (at > byteLength * 8) throw new ChunkDamaged('a stream of numbers ends too early');
  }
  if (wanted === count && (at + 7) >>> 3 !== byteLength) throw new ChunkDamaged('a stream of numbers is too long');
}

interface Target {
  readonly out: Uint32Array;
  readonly part: Part;
  readonly isRice: boolean;
}

function unpackBlock(source: Uint32Array, at: number, { out, part, isRice }: Target): number {
  if (!isRice) return unpackFixedBlock(source, at, { out, part });
  return part.low <= ONE_WINDOW_BITS
    ? unpackShortCodes(source, at, { out, part })
    : unpackLongCodes(source, at, { out, part });
}

type Plain = Omit<Target, 'isRice'>;

function unpackFixedBlock(source: Uint32Array, start: number, { out, part }: Plain): number {
  const width = part.low;
  if (width === 0) {
    out.fill(0, part.start, part.end);
    return start;
  }
  const mask = lowMask(width);
  let at = start;
  for (let i = part.start; i < part.end; i++, at += width) out[i] = windowAt(source, at) & mask;
  return at;
}

function unpackShortCodes(source: Uint32Array, start: number, { out, part }: Plain): number {
  const { low, end } = part;
  const mask = (1 << low) - 1;
  let at = start;
  for (let i = part.start; i < end; ) {
    let window = windowAt(source, at);
    let room = 32;
    // As many codes as lie whole in the window: each saves a load that the next code would wait for.
    for (; i < end; i++) {
      const stop = window | (1 << LONGEST_QUOTIENT);
      const quotient = 31 - Math.clz32(stop & -stop);
      const length = quotient + 1 + low;
      if (length > room || quotient === LONGEST_QUOTIENT) break;
      window >>>= quotient + 1;
      out[i] = (quotient << low) | (window & mask);
      window >>>= low;
      room -= length;
    }
    at += 32 - room;
    if (room < 32 || i === end) continue;
    out[i++] = windowAt(source, at + LONGEST_QUOTIENT);
    at += WORST_BITS;
  }
  return at;
}

function unpackLongCodes(source: Uint32Array, start: number, { out, part }: Plain): number {
  const low = part.low;
  const mask = (1 << low) - 1;
  let at = start;
  for (let i = part.start; i < part.end; i++) {
    const stop = windowAt(source, at) | (1 << LONGEST_QUOTIENT);
    const quotient = 31 - Math.clz32(stop & -stop);
    if (quotient < LONGEST_QUOTIENT) {
      out[i] = (quotient << low) | (windowAt(source, at + quotient + 1) & mask);
      at += quotient + 1 + low;
    } else {
      out[i] = windowAt(source, at + LONGEST_QUOTIENT);
      at += WORST_BITS;
    }
  }
  return at;
}
