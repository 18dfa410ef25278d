/**
 * One commit as bytes (pure): what came in, in the order in which it came. Made to be written fast and read once: runs for what
 * repeats (times of a reply, qualities), one byte for most tag ids, values as they are. Integers little-endian; layout in
 * docs/history-format.md. Bytes that were changed on disk throw `ChunkDamaged`, they never become samples.
 */
import { ByteReader } from '../codec/bits/byte-reader.ts';
import { ByteWriter } from '../codec/bits/byte-writer.ts';
import { openEnvelope } from '../codec/chunk-damaged.ts';

export interface JournalSamples {
  readonly count: number;
  /** Stored tag ids. */
  readonly tag: Uint32Array;
  readonly t: Float64Array;
  readonly v: Float64Array;
  readonly q: Uint16Array;
  /** Commit of each sample; absent when all are of the commit that the row is about. */
  readonly seq?: Float64Array;
  /** Texts and integers beyond 2^53 by position. */
  readonly exact?: ReadonlyMap<number, bigint | string>;
}

const VERSION = 1;
const SINGLE = 1;
const SEQUENCED = 2;
const EXACT = 4;

const writer = new ByteWriter();

/** Bytes of `samples`; the array is a copy of its own. */
export function encodeJournal(samples: JournalSamples): Uint8Array {
  const { count, v, seq, exact } = samples;
  const isSingle = isSinglePrecise(v, count);
  const hasExact = exact !== undefined && exact.size > 0;
  writer.begin(VERSION);
  writer.u8((isSingle ? SINGLE : 0) | (seq === undefined ? 0 : SEQUENCED) | (hasExact ? EXACT : 0));
  writer.varint(count);
  writeNumberRuns(samples.t, count);
  if (seq !== undefined) writeNumberRuns(seq, count);
  writeTags(samples.tag, count);
  writeQualities(samples.q, count);
  if (isSingle) for (let i = 0; i < count; i++) writer.f32(v[i] ?? 0);
  else writer.bytes(new Uint8Array(v.buffer, v.byteOffset, count * 8));
  if (hasExact) writeExact(exact);
  return writer.finish();
}

/** Inverse of `encodeJournal`. Throws `ChunkDamaged`. */
export function decodeJournal(data: Uint8Array): JournalSamples {
  const reader = new ByteReader(openEnvelope(data, VERSION, 'journal row'));
  const flags = reader.u8();
  const count = reader.varint();
  const t = readNumberRuns(reader, count);
  const seq = flags & SEQUENCED ? readNumberRuns(reader, count) : undefined;
  const tag = readTags(reader, count);
  const q = readQualities(reader, count);
  const v = new Float64Array(count);
  if (flags & SINGLE) for (let i = 0; i < count; i++) v[i] = reader.f32();
  else new Uint8Array(v.buffer).set(reader.bytes(count * 8));
  const exact = flags & EXACT ? readExact(reader) : undefined;
  return { count, tag, t, v, q, ...(seq && { seq }), ...(exact && { exact }) };
}

/** Every value survives as a 32-bit float. NaN does not count: its bits would not. */
function isSinglePrecise(v: Float64Array, count: number): boolean {
  for (let i = 0; i < count; i++) {
    const value = v[i] ?? 0;
    if (Math.fround(value) !== value) return false;
  }
  return true;
}

function writeNumberRuns(numbers: Float64Array, count: number): void {
  for (let i = 0; i < count; ) {
    const number = numbers[i] ?? 0;
    let end = i + 1;
    while (end < count && numbers[end] === number) end++;
    writer.f64(number);
    writer.varint(end - i);
    i = end;
  }
}

function readNumberRuns(reader: ByteReader, count: number): Float64Array {
  const numbers = new Float64Array(count);
  for (let i = 0; i < count; ) {
    const number = reader.f64();
    const end = i + reader.varint();
    numbers.fill(number, i, end);
    i = end;
  }
  return numbers;
}

function writeTags(tags: Uint32Array, count: number): void {
  let before = 0;
  for (let i = 0; i < count; i++) {
    const tag = tags[i] ?? 0;
    writer.signed(tag - before);
    before = tag;
  }
}

function readTags(reader: ByteReader, count: number): Uint32Array {
  const tags = new Uint32Array(count);
  let tag = 0;
  for (let i = 0; i < count; i++) {
    tag += reader.signed();
    tags[i] = tag;
  }
  return tags;
}

function writeQualities(q: Uint16Array, count: number): void {
  for (let i = 0; i < count; ) {
    const word = q[i] ?? 0;
    let end = i + 1;
    while (end < count && q[end] === word) end++;
    writer.varint(word);
    writer.varint(end - i);
    i = end;
  }
}

function readQualities(reader: ByteReader, count: number): Uint16Array {
  const q = new Uint16Array(count);
  for (let i = 0; i < count; ) {
    const word = reader.varint();
    const end = i + reader.varint();
    q.fill(word, i, end);
    i = end;
  }
  return q;
}

function writeExact(exact: ReadonlyMap<number, bigint | string>): void {
  const list = [...exact].map(([i, value]) => [i, typeof value === 'bigint' ? 1 : 0, String(value)]);
  const text = Buffer.from(JSON.stringify(list));
  writer.varint(text.length);
  writer.bytes(text);
}

function readExact(reader: ByteReader): ReadonlyMap<number, bigint | string> {
  const text = Buffer.from(reader.bytes(reader.varint())).toString();
  const list: [number, number, string][] = JSON.parse(text);
  return new Map(list.map(([i, isInteger, value]) => [i, isInteger === 1 ? BigInt(value) : value]));
}
