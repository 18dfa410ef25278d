/**
 * One commit as bytes (pure): what came in, in the order in which it came. Made to be written fast and read once: runs for what
 * repeats or counts up (times of a reply, qualities, tag ids), values in 1, 4 or 8 bytes each. Layout in docs/history-format.md.
 * Bytes that were changed on disk throw `ChunkDamaged`, they never become samples.
 */
import { ByteReader } from '../codec/bits/byte-reader.ts';
import { ByteWriter } from '../codec/bits/byte-writer.ts';
import { ChunkDamaged, openEnvelope } from '../codec/chunk-damaged.ts';
import { readValues, writeValues } from './journal-values.ts';

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

const VERSION = 2;
const SEQUENCED = 2;
const EXACT = 4;

const writer = new ByteWriter();

/** Bytes of `samples`; the array is a copy of its own. */
export const encodeJournal = (samples: JournalSamples): Uint8Array => journalBytes(samples).slice();

/** Bytes of `samples`, good until the next call. */
export function journalBytes(samples: JournalSamples): Uint8Array {
  const { count, seq, exact } = samples;
  const hasExact = exact !== undefined && exact.size > 0;
  writer.begin(VERSION);
  writer.u8((seq === undefined ? 0 : SEQUENCED) | (hasExact ? EXACT : 0));
  writer.varint(count);
  writeNumberRuns(samples.t, count);
  if (seq !== undefined) writeNumberRuns(seq, count);
  writeTags(samples.tag, count);
  writeQualities(samples.q, count);
  writeValues(writer, samples.v, count);
  if (hasExact) writeExact(exact);
  return writer.close();
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
  const v = readValues(reader, count);
  const exact = flags & EXACT ? readExact(reader) : undefined;
  return { count, tag, t, v, q, ...(seq && { seq }), ...(exact && { exact }) };
}

/** Tags of a row alone, a tenth of the work. Throws `ChunkDamaged`. */
export function tagsInJournal(data: Uint8Array): Uint32Array {
  const reader = new ByteReader(openEnvelope(data, VERSION, 'journal row'));
  const flags = reader.u8();
  const count = reader.varint();
  skipNumberRuns(reader, count);
  if (flags & SEQUENCED) skipNumberRuns(reader, count);
  return readTags(reader, count);
}

function skipNumberRuns(reader: ByteReader, count: number): void {
  for (let i = 0; i < count; ) {
    reader.f64();
    i = endOf(i, reader.varint(), count);
  }
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
    const end = endOf(i, reader.varint(), count);
    numbers.fill(number, i, end);
    i = end;
  }
  return numbers;
}

/** A scan goes through its tags in their order: one run for all whose ids count up. */
function writeTags(tags: Uint32Array, count: number): void {
  let before = 0;
  for (let i = 0; i < count; ) {
    const first = tags[i] as number;
    let end = i + 1;
    while (end < count && tags[end] === first + end - i) end++;
    writer.signed(first - before);
    writer.varint(end - i);
    before = tags[end - 1] as number;
    i = end;
  }
}

function readTags(reader: ByteReader, count: number): Uint32Array {
  const tags = new Uint32Array(count);
  let tag = 0;
  for (let i = 0; i < count; ) {
    tag += reader.signed();
    const end = endOf(i, reader.varint(), count);
    for (; i < end; i++) tags[i] = tag++;
    tag--;
  }
  return tags;
}

/** Where a run ends: never where it begins, and never behind the last sample. */
function endOf(start: number, length: number, count: number): number {
  if (length < 1 || start + length > count) throw new ChunkDamaged(`a run of ${length} samples`);
  return start + length;
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
    const end = endOf(i, reader.varint(), count);
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
