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
const WIDTHS = [0, 1, 2, 4, 4, 8];

const writer = new ByteWriter();

/** @throws RangeError when there are more than 2^16 heads */
export function packHeads(heads: readonly StoredHead[]): Uint8Array {
  if (heads.length > MOST_HEADS) throw new RangeError(`a pack of ${heads.length} heads`);
  writer.begin(VERSION);
  writer.varint(heads.length);
  if (heads.length > 0) {
    writeField(heads.map(head => ORIGINS.indexOf(head.origin)));
    writeField(heads.map(head => INTERPOLATIONS.indexOf(head.interpolation)));
    for (const field of FIELDS) writeField(heads.map(head => head[field]));
  }
  return writer.finish();
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
  const origins = readField(r, count);
  const interpolations = readField(r, count);
  const columns = readColumns(r, count);
  r.end();
  return Array.from({ length: count }, (_, i) => ({
    ...numbersAt(columns, i),
    origin: named(ORIGINS, origins[i]),
    interpolation: named(INTERPOLATIONS, interpolations[i]),
  }));
}

type Columns = Record<(typeof FIELDS)[number], Float64Array>;

function readColumns(r: ByteReader, count: number): Columns {
  const columns: Partial<Columns> = {};
  for (const field of FIELDS) columns[field] = readField(r, count);
  return columns as Columns;
}

/** Written out: a year has 15,000 heads, and a literal is ten times as fast as a loop over names. */
function numbersAt(c: Columns, i: number): Omit<StoredHead, 'origin' | 'interpolation'> {
  return {
    count: c.count[i] as number,
    valid: c.valid[i] as number,
    good: c.good[i] as number,
    firstT: c.firstT[i] as number,
    lastT: c.lastT[i] as number,
    firstV: c.firstV[i] as number,
    lastV: c.lastV[i] as number,
    firstQ: c.firstQ[i] as number,
    lastQ: c.lastQ[i] as number,
    worstQ: c.worstQ[i] as number,
    min: c.min[i] as number,
    max: c.max[i] as number,
    minT: c.minT[i] as number,
    maxT: c.maxT[i] as number,
    sum: c.sum[i] as number,
    m2: c.m2[i] as number,
    integral: c.integral[i] as number,
    validMs: c.validMs[i] as number,
    goodMs: c.goodMs[i] as number,
    nonZeroMs: c.nonZeroMs[i] as number,
    transitions: c.transitions[i] as number,
    falls: c.falls[i] as number,
    chunkId: c.chunkId[i] as number,
    axisId: c.axisId[i] as number,
    firstSeq: c.firstSeq[i] as number,
    lastSeq: c.lastSeq[i] as number,
  };
}

function named<T>(list: readonly T[], index: number | undefined): T {
  const found = list[index ?? -1];
  if (found === undefined) throw new ChunkDamaged('a head with an unknown origin or interpolation');
  return found;
}

function readField(r: ByteReader, count: number): Float64Array {
  const form = r.u8();
  const width = WIDTHS[form];
  if (width === undefined) throw new ChunkDamaged('a field of heads in an unknown form');
  const least = form <= ABOVE_4 ? r.f64() : 0;
  const out = new Float64Array(count);
  if (form === SAME) return out.fill(least);
  const bytes = r.bytes(count * width);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (form === DOUBLE) for (let i = 0; i < count; i++) out[i] = view.getFloat64(i * 8, true);
  else if (form === FLOAT) for (let i = 0; i < count; i++) out[i] = view.getFloat32(i * 4, true);
  else for (let i = 0; i < count; i++) out[i] = least + distanceAt(view, i, form);
  return out;
}

function distanceAt(view: DataView, i: number, form: number): number {
  if (form === ABOVE_1) return view.getUint8(i);
  return form === ABOVE_2 ? view.getUint16(i * 2, true) : view.getUint32(i * 4, true);
}
