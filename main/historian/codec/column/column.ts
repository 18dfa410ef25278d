/**
 * One tag over an axis as bytes (pure): flags, count, quality, mask, numbers, exact values, in an envelope of version and CRC.
 * Lossless to the bit. Not re-entrant, which JavaScript needs not be: scratch buffers are shared by all chunks of a thread.
 * Layout: docs/history-format.md.
 */
import { GOOD } from '../../../../shared/model/quality.ts';
import type { Column } from '../../samples.ts';
import { ByteReader } from '../bits/byte-reader.ts';
import { ByteWriter } from '../bits/byte-writer.ts';
import { ChunkDamaged, MOST_SAMPLES, openEnvelope } from '../chunk-damaged.ts';
import { readNumbers, writeNumbers } from '../numbers/numbers.ts';
import type { Gain } from '../numbers/scales.ts';
import { readExact, writeExact } from './exact.ts';
import { readMask, spread, writeMask } from './mask.ts';
import { readQuality, writeQuality } from './quality.ts';

const VERSION = 1;

/** Flags: quality 0–1, mask 2–3, unusual NaN 4, exact values 5. */
const MASK_SHIFT = 2;
const UNUSUAL = 1 << 4;
const EXACT = 1 << 5;
const ALL_FLAGS = 0x3f;
/** Quality and mask: 0 when all samples are good and have a number. */
const PLAIN = 0x0f;

export interface ColumnHints {
  /** Scalings that the numbers may have been made with: the tag's own, and those of its range over usual converters. */
  readonly gains?: readonly Gain[];
}

const writer = new ByteWriter();
const body = new ByteWriter();

/**
 * Bytes of a column.
 * @throws RangeError when `v` and `q` differ in length, are longer than 2^20, or an exact value has no sample
 */
export function encodeColumn(column: Column, hints: ColumnHints = {}): Uint8Array {
  const { v, q, exact } = column;
  if (v.length !== q.length) throw new RangeError(`${v.length} numbers with ${q.length} qualities`);
  if (v.length > MOST_SAMPLES) throw new RangeError(`a column of ${v.length} samples`);
  body.truncate(0);
  const quality = writeQuality(body, q);
  const mask = writeMask(body, v, q);
  if (mask.numbers.count > 0) writeNumbers(body, mask.numbers, hints.gains ?? []);
  const hasExact = exact !== undefined && exact.size > 0;
  if (hasExact) writeExact(body, exact, v.length);
  writer.begin(VERSION);
  writer.u8(quality | (mask.mode << MASK_SHIFT) | (mask.isUsual ? 0 : UNUSUAL) | (hasExact ? EXACT : 0));
  writer.varint(v.length);
  writer.append(body);
  return writer.finish();
}

/**
 * The column of `count` samples.
 * @throws ChunkDamaged when the bytes are not what `encodeColumn` gave for so many samples
 */
export function decodeColumn(bytes: Uint8Array, count: number): Column {
  const { r, flags, q, mask } = openColumn(bytes, count);
  const v = new Float64Array(count);
  readNumbers(r, v, mask ? mask.left : count);
  if (mask) spread(v, mask);
  const exact = flags & EXACT ? readExact(r, count) : null;
  r.end();
  const words = q ?? new Uint16Array(count).fill(GOOD);
  return exact ? { v, q: words, exact } : { v, q: words };
}

/** Numbers of `decodeSample` and `decodeValues`, overwritten with each. */
let scratch = new Float64Array(2_048);

/**
 * The numbers of a column of `count` samples, without what else there is; valid until the next one is decoded.
 * @throws ChunkDamaged
 */
export function decodeValues(bytes: Uint8Array, count: number): Float64Array {
  const { r, flags, mask } = openColumn(bytes, count);
  if (mask || flags & EXACT) return decodeColumn(bytes, count).v;
  if (scratch.length < count) scratch = new Float64Array(count);
  readNumbers(r, scratch, count);
  r.end();
  return scratch.subarray(0, count);
}

/**
 * One sample of a column of `count`: what stands behind it is mostly left packed.
 * @throws ChunkDamaged
 */
export function decodeSample(
  bytes: Uint8Array,
  { count, index }: { count: number; index: number },
): { readonly v: number; readonly q: number; readonly exact?: bigint | string } {
  const { r, flags, q, mask } = openColumn(bytes, count);
  if (mask || flags & EXACT) {
    const column = decodeColumn(bytes, count);
    const exact = column.exact?.get(index);
    const sample = { v: column.v[index] ?? Number.NaN, q: column.q[index] ?? 0 };
    return exact === undefined ? sample : { ...sample, exact };
  }
  if (scratch.length < count) scratch = new Float64Array(count);
  readNumbers(r, scratch, count, index + 1);
  return { v: scratch[index] ?? Number.NaN, q: q === null ? GOOD : (q[index] ?? 0) };
}

/** `q` is null when every sample is plain good and has a number: mostly, and whoever wants one sample needs no words for all. */
function openColumn(bytes: Uint8Array, count: number) {
  const r = new ByteReader(openEnvelope(bytes, VERSION, 'column'));
  const flags = r.u8();
  if (flags > ALL_FLAGS) throw new ChunkDamaged('a column with unknown flags');
  const stored = r.varint();
  if (stored !== count || count > MOST_SAMPLES)
    throw new ChunkDamaged(`a column of ${stored} samples instead of ${count}`);
  if ((flags & PLAIN) === 0) return { r, flags, q: null, mask: null };
  const q = readQuality(r, count, flags & 3);
  const mask = readMask(r, q, { mode: (flags >> MASK_SHIFT) & 3, isUsual: (flags & UNUSUAL) === 0 });
  return { r, flags, q, mask };
}
