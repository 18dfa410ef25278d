/**
 * Heads of some chunks of one tag as bytes (pure): structure of arrays, each field with one width for all heads, so that a year
 * (some 480 packs of 32) is unpacked in milliseconds. A field is kept in the narrowest form that brings every value back: one for
 * all, integers above the least in 1, 2 or 4 bytes, 32-bit floats, or doubles. Layout: docs/history-format.md.
 */
import { type Interpolation, ORIGINS, type Origin } from '../../samples.ts';
import { ByteReader } from '../bits/byte-reader.ts';
import { ByteWriter } from '../bits/byte-writer.ts';
import { ChunkDamaged, openEnvelope } from '../chunk-damaged.ts';
import type { ChunkHead } from '../chunk-head.ts';

const VERSION = 1;
/** What a reader allocates at most for bytes that it cannot trust. */
export const MOST_HEADS = 2 ** 16;

/** A head with where its chunk is. */
export interface StoredHead extends ChunkHead {
  readonly chunkId: number;
  readonly axisId: number;
  readonly origin: Origin;
  /** Least and greatest sequence number of the chunk. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** The rule by which the head was taken. */
  readonly interpolation: Interpolation;
}

/** Order is part of the storage format: append only. */
const INTERPOLATIONS: readonly Interpolation[] = ['stepped', 'sloped'];

/** Order is part of the storage format. */
const FIELDS = [
  'count',
  'valid',
  'good',
  'firstT',
  'lastT',
  'firstV',
  'lastV',
  'firstQ',
  'lastQ',
  'worstQ',
  'min',
  'max',
  'minT',
  'maxT',
  'sum',
  'm2',
  'integral',
  'validMs',
  'goodMs',
  'nonZeroMs',
  'transitions',
  'falls',
  'chunkId',
  'axisId',
  'firstSeq',
  'lastSeq',
] as const satisfies readonly (keyof StoredHead)[];

/** Forms of a field. Part of the storage format. */
const SAME = 0;
const ABOVE_1 = 1;
const ABOVE_2 = 2;
const ABOVE_4 = 3;
const FLOAT = 4;
const DOUBLE = 5;

/** Origin, interpolation and FIELDS. */
const COLUMNS = FIELDS.length + 2;

const writer = new ByteWriter();

/** @throws RangeError when there are more than 2^16 heads */
export function packHeads(heads: readonly StoredHead[]): Uint8Array {
  if (heads.length > MOST_HEADS) throw new RangeError(`a pack of ${heads.length} heads`);
  writer.begin(VERSION);
  writer.varint(heads.length);
  const [only] = heads;
  if (heads.length === 1 && only !== undefined) packOne(only);
  else if (heads.length > 0) {
    writeField(heads.map(head => ORIGINS.indexOf(head.origin)));
    writeField(heads.map(head => INTERPOLATIONS.indexOf(head.interpolation)));
    for (const field of FIELDS) writeField(heads.map(head => head[field]));
  }
  return writer.finish();
}

/** What `packHeads` of one head comes to: every field is the same for all. */
function packOne(head: StoredHead): void {
  writeSame(ORIGINS.indexOf(head.origin));
  writeSame(INTERPOLATIONS.indexOf(head.interpolation));
  for (const field of FIELDS) writeSame(head[field]);
}

function writeSame(value: number): void {
  writer.u8(SAME);
  writer.f64(value);
}

function writeField(values: readonly number[]): void {
  const least = values.reduce((a, b) => Math.min(a, b));
  const form = formOf(values, least);
  writer.u8(form);
  if (form <= ABOVE_4) writer.f64(form === SAME ? (values[0] as number) : least);
  if (form === SAME) return;
  for (const value of values) {
    if (form === ABOVE_1) writer.u8(value - least);
    else if (form === ABOVE_2) writer.u16(value - least);
    else if (form === ABOVE_4) writer.u32(value - least);
    else if (form === FLOAT) writer.f32(value);
    else writer.f64(value);
  }
}

function formOf(values: readonly number[], least: number): number {
  if (values.every(value => Object.is(value, values[0]))) return SAME;
  if (values.every(value => Number.isSafeInteger(value) && !Object.is(value, -0))) {
    const range = values.reduce((a, b) => Math.max(a, b)) - least;
    if (range < 2 ** 8) return ABOVE_1;
    if (range < 2 ** 16) return ABOVE_2;
    if (range < 2 ** 32) return ABOVE_4;
  }
  return values.every(value => Object.is(Math.fround(value), value)) ? FLOAT : DOUBLE;
}

/** @throws ChunkDamaged */
export function unpackHeads(bytes: Uint8Array): StoredHead[] {
  const r = new ByteReader(openEnvelope(bytes, VERSION, 'heads'));
  const count = r.varint();
  if (count > MOST_HEADS) throw new ChunkDamaged(`a pack of ${count} heads`);
  if (count === 0) {
    r.end();
    return [];
  }
  const columns = new Float64Array(COLUMNS * count);
  for (let column = 0; column < COLUMNS; column++) readField(r, columns, { start: column * count, count });
  r.end();
  return Array.from({ length: count }, (_, i) => headAt(columns, i, count));
}

/**
 * Head `i` of `n`, out of the columns in the order of FIELDS, behind origin and interpolation. Written out: a year has 15,000
 * heads, and a literal is several times as fast as a loop over names.
 */
function headAt(c: Float64Array, i: number, n: number): StoredHead {
  return {
    origin: named(ORIGINS, c[i]),
    interpolation: named(INTERPOLATIONS, c[n + i]),
    count: c[2 * n + i] as number,
    valid: c[3 * n + i] as number,
    good: c[4 * n + i] as number,
    firstT: c[5 * n + i] as number,
    lastT: c[6 * n + i] as number,
    firstV: c[7 * n + i] as number,
    lastV: c[8 * n + i] as number,
    firstQ: c[9 * n + i] as number,
    lastQ: c[10 * n + i] as number,
    worstQ: c[11 * n + i] as number,
    min: c[12 * n + i] as number,
    max: c[13 * n + i] as number,
    minT: c[14 * n + i] as number,
    maxT: c[15 * n + i] as number,
    sum: c[16 * n + i] as number,
    m2: c[17 * n + i] as number,
    integral: c[18 * n + i] as number,
    validMs: c[19 * n + i] as number,
    goodMs: c[20 * n + i] as number,
    nonZeroMs: c[21 * n + i] as number,
    transitions: c[22 * n + i] as number,
    falls: c[23 * n + i] as number,
    chunkId: c[24 * n + i] as number,
    axisId: c[25 * n + i] as number,
    firstSeq: c[26 * n + i] as number,
    lastSeq: c[27 * n + i] as number,
  };
}

function named<T>(list: readonly T[], index: number | undefined): T {
  const found = list[index ?? -1];
  if (found === undefined) throw new ChunkDamaged('a head with an unknown origin or interpolation');
  return found;
}

interface Place {
  readonly start: number;
  readonly count: number;
}

function readField(r: ByteReader, out: Float64Array, { start, count }: Place): void {
  const form = r.u8();
  const least = form <= ABOVE_4 ? r.f64() : 0;
  const end = start + count;
  if (form === SAME) out.fill(least, start, end);
  else if (form === ABOVE_1) for (let i = start; i < end; i++) out[i] = least + r.u8();
  else if (form === ABOVE_2) for (let i = start; i < end; i++) out[i] = least + r.u16();
  else if (form === ABOVE_4) for (let i = start; i < end; i++) out[i] = least + r.u32();
  else if (form === FLOAT) for (let i = start; i < end; i++) out[i] = r.f32();
  else if (form === DOUBLE) for (let i = start; i < end; i++) out[i] = r.f64();
  else throw new ChunkDamaged('a field of heads in an unknown form');
}
