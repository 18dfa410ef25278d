/**
 * Times and sequence numbers of a chunk as bytes (pure), stored once for all tags that were heard together. Times of a steady
 * scan are kept as a straight line and a small distance from it, so that a time is found without decoding the others. Layout:
 * docs/history-format.md.
 */
import type { Axis } from '../../samples.ts';
import { ByteReader } from '../bits/byte-reader.ts';
import { ByteWriter } from '../bits/byte-writer.ts';
import { readIntegers, writeIntegers } from '../bits/integers.ts';
import { ChunkDamaged, MOST_SAMPLES, openEnvelope } from '../chunk-damaged.ts';
import { type Line, lineTime, readLine, writeLine } from './line.ts';

const VERSION = 1;

/** Part of the storage format. */
const LINE = 0;
const INTEGERS = 1;
const RAW = 2;

/**
 * A line, which needs no decoding, may be so much longer than what must be decoded: finding one time in the other costs as much as
 * all values of a tag, and an axis is stored once for many tags.
 */
const LINE_BONUS = 1.5;

export interface AxisReader {
  readonly count: number;
  /** Index of the first sample whose time is ≥ `t`; `count` when there is none. */
  indexAt(t: number): number;
  /** Time of the sample at `index`, which must be 0 … count − 1. */
  timeAt(index: number): number;
  /** Times alone: sequence numbers stay packed. */
  times(): Float64Array;
  axis(): Axis;
}

const writer = new ByteWriter();

/** @throws RangeError when times and numbers differ in length, or there are none or more than 2^20 */
export function encodeAxis({ t, seq }: Axis): Uint8Array {
  const count = t.length;
  if (seq.length !== count) throw new RangeError(`${count} times with ${seq.length} sequence numbers`);
  if (count === 0 || count > MOST_SAMPLES) throw new RangeError(`an axis of ${count} samples`);
  writer.begin(VERSION);
  writer.varint(count);
  writeTimes(t);
  writeArray(seq);
  return writer.finish();
}

function writeTimes(t: Float64Array): void {
  if (!isExactIntegers(t)) return writeRaw(t);
  const start = writer.length;
  writer.u8(INTEGERS);
  const hasIntegers = writeIntegers(writer, t, t.length);
  if (!hasIntegers) writer.truncate(start);
  const middle = writer.length;
  writer.u8(LINE);
  if (!writeLine(writer, t)) {
    writer.truncate(middle);
    if (!hasIntegers) writeRaw(t);
    return;
  }
  const lineBytes = writer.length - middle;
  if (!hasIntegers) return;
  if (lineBytes <= (middle - start) * LINE_BONUS) writer.drop(start, middle);
  else writer.truncate(middle);
}

function writeArray(values: Float64Array): void {
  const start = writer.length;
  writer.u8(INTEGERS);
  if (isExactIntegers(values) && writeIntegers(writer, values, values.length)) return;
  writer.truncate(start);
  writeRaw(values);
}

function writeRaw(values: Float64Array): void {
  writer.u8(RAW);
  writer.bytes(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

function isExactIntegers(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isSafeInteger(value) || (value === 0 && 1 / value < 0)) return false;
  }
  return true;
}

/**
 * A reader of stored times. Times of a steady scan are found without decoding; others, and sequence numbers, are decoded when
 * first asked for.
 * @throws ChunkDamaged at once when the envelope does not fit; when first decoded if the content does not
 */
export function openAxis(bytes: Uint8Array): AxisReader {
  const r = new ByteReader(openEnvelope(bytes, VERSION, 'axis'));
  const count = r.varint();
  if (count === 0 || count > MOST_SAMPLES) throw new ChunkDamaged(`an axis of ${count} samples`);
  const kind = r.u8();
  return kind === LINE ? new LineAxis(r, count) : new ArrayAxis(r, count, kind);
}

function readArray(r: ByteReader, count: number, kind: number): Float64Array {
  const out = new Float64Array(count);
  if (kind === INTEGERS) readIntegers(r, out, count);
  else if (kind === RAW) new Uint8Array(out.buffer).set(r.bytes(count * 8));
  else throw new ChunkDamaged('times of an unknown kind');
  return out;
}

function readSequence(r: ByteReader, count: number): Float64Array {
  const seq = readArray(r, count, r.u8());
  r.end();
  return seq;
}

class LineAxis implements AxisReader {
  readonly count: number;
  readonly #line: Line;
  readonly #rest: ByteReader;
  #t: Float64Array | null = null;
  #axis: Axis | null = null;

  constructor(r: ByteReader, count: number) {
    this.count = count;
    this.#line = readLine(r, count);
    this.#rest = r;
  }

  indexAt(t: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (lineTime(this.#line, middle) < t) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  timeAt(index: number): number {
    return lineTime(this.#line, index);
  }

  times(): Float64Array {
    if (this.#t) return this.#t;
    const t = new Float64Array(this.count);
    for (let i = 0; i < t.length; i++) t[i] = lineTime(this.#line, i);
    this.#t = t;
    return t;
  }

  axis(): Axis {
    this.#axis ??= { t: this.times(), seq: readSequence(this.#rest, this.count) };
    return this.#axis;
  }
}

class ArrayAxis implements AxisReader {
  readonly count: number;
  readonly #t: Float64Array;
  readonly #rest: ByteReader;
  #axis: Axis | null = null;

  constructor(r: ByteReader, count: number, kind: number) {
    this.count = count;
    this.#t = readArray(r, count, kind);
    this.#rest = r;
  }

  indexAt(t: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#t[middle] as number) < t) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  timeAt(index: number): number {
    return this.#t[index] ?? Number.NaN;
  }

  times(): Float64Array {
    return this.#t;
  }

  axis(): Axis {
    this.#axis ??= { t: this.#t, seq: readSequence(this.#rest, this.count) };
    return this.#axis;
  }
}
