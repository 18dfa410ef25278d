/**
 * Scratch words that bit streams are packed into and read from (pure; one thread each has its own). Bit n of a stream is bit
 * n mod 32 of word n div 32; as bytes, little endian. x64 and arm64 are little endian, so words and bytes are the same memory.
 */
import { ChunkDamaged } from '../chunk-damaged.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';

/** Zero words behind what was read: a block of the longest codes read from a cut stream stays inside (128 · 52 bits). */
const PADDING_WORDS = 256;
const FIRST_WORDS = 8192;

let writeWords = new Uint32Array(FIRST_WORDS);
let readWords = new Uint32Array(FIRST_WORDS);
let readBytes = new Uint8Array(readWords.buffer);

/** Room for `words` words to pack into; content undefined. Valid until the next call. */
export function wordsToWrite(words: number): Uint32Array {
  if (writeWords.length < words) writeWords = new Uint32Array(words * 2);
  return writeWords;
}

/** Writes the first `bits` bits of `words`, without their length. */
export function writeBits(w: ByteWriter, words: Uint32Array, bits: number): void {
  w.bytes(new Uint8Array(words.buffer, words.byteOffset, (bits + 7) >>> 3));
}

/** The next `byteLength` bytes as words, zeros behind. Valid until the next call. */
export function wordsToRead(r: ByteReader, byteLength: number): Uint32Array {
  const source = r.bytes(byteLength);
  const needed = (byteLength >>> 2) + 1 + PADDING_WORDS;
  if (readWords.length < needed) {
    readWords = new Uint32Array(needed * 2);
    readBytes = new Uint8Array(readWords.buffer);
  }
  readBytes.set(source);
  readBytes.fill(0, byteLength, needed * 4);
  return readWords;
}

/** 32 bits from bit `at` on, as a signed number. */
export function windowAt(words: Uint32Array, at: number): number {
  const word = at >>> 5;
  const shift = at & 31;
  return ((words[word] as number) >>> shift) | (((words[word + 1] as number) << 1) << (31 - shift));
}

/** The lowest `width` bits set, as a signed number; `width` 0 … 32. */
export const lowMask = (width: number): number => (width === 32 ? -1 : (1 << width) - 1);

/** Packs the first `count` values with `width` bits each (0 … 32), without their number. */
export function packFixed(w: ByteWriter, values: Uint32Array, shape: { count: number; width: number }): void {
  const { count, width } = shape;
  if (width === 0) return;
  const words = wordsToWrite(((count * width) >>> 5) + 2);
  let at = 0;
  let held = 0;
  let fill = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i] as number;
    held |= value << fill;
    fill += width;
    if (fill >= 32) {
      words[at++] = held;
      fill -= 32;
      held = fill === 0 ? 0 : value >>> (width - fill);
    }
  }
  words[at] = held;
  writeBits(w, words, count * width);
}

/** Reads what `packFixed` packed into `out`. */
export function unpackFixed(
  r: ByteReader,
  out: Uint32Array,
  shape: { count: number; width: number; wanted?: number },
): void {
  const { count, width, wanted = count } = shape;
  if (width > 32) throw new ChunkDamaged(`a number of ${width} bits`);
  if (width === 0) {
    out.fill(0, 0, wanted);
    return;
  }
  const words = wordsToRead(r, (count * width + 7) >>> 3);
  const mask = lowMask(width);
  for (let i = 0, at = 0; i < wanted; i++, at += width) out[i] = windowAt(words, at) & mask;
}
