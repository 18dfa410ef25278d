/**
 * Codec: each number XOR the one before, without its zeros in front and behind (pure; after Gorilla, Pelkonen et al., VLDB 2015,
 * 4.1.3). Takes any bit pattern. 32 bits a number when all are 32-bit floats, else 64 as two words.
 * A number is: 0 = as before; 1 0 = bits of the last window; 1 1 = 5 (6) bits zeros in front, 5 (6) bits length − 1, bits.
 */
import type { ByteReader } from '../bits/byte-reader.ts';
import type { ByteWriter } from '../bits/byte-writer.ts';
import { lowMask, windowAt, wordsToRead, wordsToWrite, writeBits } from '../bits/words.ts';
import { ChunkDamaged } from '../chunk-damaged.ts';
import { type Numbers, numbersOf, type Survey } from './survey.ts';

const WORST_BITS = 80;

let words = wordsToWrite(0);
let wordAt = 0;
let held = 0;
let fill = 0;

function put(value: number, width: number): void {
  if (width === 0) return;
  held |= value << fill;
  fill += width;
  if (fill < 32) return;
  words[wordAt++] = held;
  fill -= 32;
  held = fill === 0 ? 0 : value >>> (width - fill);
}

export function writeXor(w: ByteWriter, numbers: Numbers, look: Survey): void {
  words = wordsToWrite(((numbers.count * WORST_BITS) >>> 5) + 8);
  wordAt = 0;
  held = 0;
  fill = 0;
  w.u8(look.isFloat32 ? 4 : 8);
  if (look.isFloat32) put32(numbers);
  else put64(numbers);
  words[wordAt] = held;
  const bits = wordAt * 32 + fill;
  w.varint((bits + 7) >>> 3);
  writeBits(w, words, bits);
}

const narrow = new Float32Array(1);
const narrowBits = new Uint32Array(narrow.buffer);

function put32({ v, count }: Numbers): void {
  let before = 0;
  let front = 0;
  let length = 0;
  for (let i = 0; i < count; i++) {
    narrow[0] = v[i] as number;
    const bits = narrowBits[0] as number;
    const change = (bits ^ before) >>> 0;
    before = bits;
    if (change === 0) {
      put(0, 1);
      continue;
    }
    const zeros = Math.clz32(change);
    const behind = trailingZeros(change);
    if (length > 0 && zeros >= front && behind >= 32 - front - length) put(1, 2);
    else {
      front = zeros;
      length = 32 - zeros - behind;
      put(3 | (front << 2) | ((length - 1) << 7), 12);
    }
    put(change >>> (32 - front - length), length);
  }
}

function put64({ words: source, count }: Numbers): void {
  let lowBefore = 0;
  let highBefore = 0;
  let front = 0;
  let length = 0;
  for (let i = 0; i < count; i++) {
    const low = (source[2 * i] as number) ^ lowBefore;
    const high = (source[2 * i + 1] as number) ^ highBefore;
    lowBefore = source[2 * i] as number;
    highBefore = source[2 * i + 1] as number;
    if (low === 0 && high === 0) {
      put(0, 1);
      continue;
    }
    const zeros = high !== 0 ? Math.clz32(high) : 32 + Math.clz32(low);
    const behind = low !== 0 ? trailingZeros(low) : 32 + trailingZeros(high);
    if (length > 0 && zeros >= front && behind >= 64 - front - length) put(1, 2);
    else {
      front = zeros;
      length = 64 - zeros - behind;
      put(3 | (front << 2) | ((length - 1) << 8), 14);
    }
    putWide(low, high, { shift: 64 - front - length, length });
  }
}

/** The `length` bits from bit `shift` on. */
function putWide(low: number, high: number, { shift, length }: { shift: number; length: number }): void {
  const lowest = shift >= 32 ? high >>> (shift - 32) : shift === 0 ? low : (low >>> shift) | (high << (32 - shift));
  put(length >= 32 ? lowest : lowest & lowMask(length), Math.min(32, length));
  if (length > 32) put(high >>> shift, length - 32);
}

const trailingZeros = (word: number): number => 31 - Math.clz32(word & -word);

/** @throws ChunkDamaged */
export function readXor(r: ByteReader, out: Float64Array, count: number): void {
  const size = r.u8();
  if (size !== 4 && size !== 8) throw new ChunkDamaged(`numbers of ${size} bytes`);
  const byteLength = r.varint();
  const source = wordsToRead(r, byteLength);
  const place = { out, count, bits: byteLength * 8 };
  const end = size === 4 ? take32(source, place) : take64(source, place);
  if ((end + 7) >>> 3 !== byteLength) throw new ChunkDamaged('a stream of numbers does not end where it should');
}

interface Place {
  readonly out: Float64Array;
  readonly count: number;
  readonly bits: number;
}

function take32(source: Uint32Array, { out, count, bits }: Place): number {
  let at = 0;
  let value = 0;
  let front = 0;
  let length = 0;
  for (let i = 0; i < count; i++) {
    const window = windowAt(source, at);
    at += window & 1 ? 2 : 1;
    if (window & 1) {
      if (window & 2) {
        front = (window >>> 2) & 31;
        length = ((window >>> 7) & 31) + 1;
        at += 10;
      }
      if (length === 0 || front + length > 32) throw new ChunkDamaged('a window beyond a number');
      value ^= (windowAt(source, at) & lowMask(length)) << (32 - front - length);
      at += length;
    }
    if (at > bits) throw new ChunkDamaged('a stream of numbers ends too early');
    narrowBits[0] = value;
    out[i] = narrow[0] as number;
  }
  return at;
}

function take64(source: Uint32Array, { out, count, bits }: Place): number {
  const target = numbersOf(out, count).words;
  let at = 0;
  let low = 0;
  let high = 0;
  let front = 0;
  let length = 0;
  for (let i = 0; i < count; i++) {
    const window = windowAt(source, at);
    at += window & 1 ? 2 : 1;
    if (window & 1) {
      if (window & 2) {
        front = (window >>> 2) & 63;
        length = ((window >>> 8) & 63) + 1;
        at += 12;
      }
      if (length === 0 || front + length > 64) throw new ChunkDamaged('a window beyond a number');
      const lowest = windowAt(source, at) & lowMask(Math.min(32, length));
      const upper = length > 32 ? windowAt(source, at + 32) & lowMask(length - 32) : 0;
      const shift = 64 - front - length;
      low ^= shift >= 32 ? 0 : lowest << shift;
      high ^= shift >= 32 ? lowest << (shift - 32) : shift === 0 ? upper : (upper << shift) | (lowest >>> (32 - shift));
      at += length;
    }
    if (at > bits) throw new ChunkDamaged('a stream of numbers ends too early');
    target[2 * i] = low;
    target[2 * i + 1] = high;
  }
  return at;
}
