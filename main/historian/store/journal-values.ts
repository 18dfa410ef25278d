/**
 * The values of a journal row as bytes (pure): each in as few as its kind needs, told by two bits. Half of a station's values are
 * states and small integers, most others 32-bit floats; looking at each costs less than writing eight bytes to the disk twice.
 */
import type { ByteReader } from '../codec/bits/byte-reader.ts';
import type { ByteWriter } from '../codec/bits/byte-writer.ts';
import { bitsOf } from '../sample-bits.ts';

/** Kinds, four to a byte, the first in the lowest bits. Part of the storage format. */
const BYTE = 0;
const SINGLE = 1;
const DOUBLE = 2;

const FIRST_PLACES = 4_096;

let kinds = new Uint8Array(FIRST_PLACES / 4 + 1);
let small = new Uint8Array(FIRST_PLACES);
let singles = new Float32Array(FIRST_PLACES);
let doubles = new Uint32Array(2 * FIRST_PLACES);

function reserve(count: number): void {
  if (count <= small.length) return;
  const places = Math.max(count, small.length * 2);
  kinds = new Uint8Array((places >>> 2) + 1);
  small = new Uint8Array(places);
  singles = new Float32Array(places);
  doubles = new Uint32Array(2 * places);
}

/** Writes the first `count` of `v`; every bit comes back. */
export function writeValues(w: ByteWriter, v: Float64Array, count: number): void {
  reserve(count);
  const bits = bitsOf(v);
  const [toKinds, toSmall, toSingles, toDoubles] = [kinds, small, singles, doubles];
  let smalls = 0;
  let floats = 0;
  let words = 0;
  let held = 0;
  for (let i = 0; i < count; i++) {
    const value = v[i] as number;
    // A −0 equals 0, but has its sign bit.
    if ((value & 0xff) === value && bits[2 * i + 1] !== 0x8000_0000) {
      toSmall[smalls++] = value;
    } else if (Math.fround(value) === value) {
      toSingles[floats++] = value;
      held |= SINGLE << (2 * (i & 3));
    } else {
      toDoubles[words++] = bits[2 * i] as number;
      toDoubles[words++] = bits[2 * i + 1] as number;
      held |= DOUBLE << (2 * (i & 3));
    }
    if ((i & 3) === 3) {
      toKinds[i >>> 2] = held;
      held = 0;
    }
  }
  toKinds[count >>> 2] = held;
  w.bytes(toKinds.subarray(0, (count + 3) >>> 2));
  w.bytes(toSmall.subarray(0, smalls));
  w.bytes(new Uint8Array(toSingles.buffer, 0, floats * 4));
  w.bytes(new Uint8Array(toDoubles.buffer, 0, words * 4));
}

/** @throws ChunkDamaged */
export function readValues(r: ByteReader, count: number): Float64Array {
  const packed = r.bytes((count + 3) >>> 2);
  const kindOf = (i: number): number => ((packed[i >>> 2] as number) >>> (2 * (i & 3))) & 3;
  let smalls = 0;
  let floats = 0;
  for (let i = 0; i < count; i++) {
    if (kindOf(i) === BYTE) smalls++;
    else if (kindOf(i) === SINGLE) floats++;
  }
  const bytes = r.bytes(smalls);
  const single = new Float32Array(aligned(r.bytes(floats * 4)));
  const double = new Uint32Array(aligned(r.bytes((count - smalls - floats) * 8)));
  const v = new Float64Array(count);
  const bits = bitsOf(v);
  let [nextSmall, nextSingle, nextWord] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const kind = kindOf(i);
    if (kind === BYTE) v[i] = bytes[nextSmall++] as number;
    else if (kind === SINGLE) v[i] = single[nextSingle++] as number;
    else {
      bits[2 * i] = double[nextWord++] as number;
      bits[2 * i + 1] = double[nextWord++] as number;
    }
  }
  return v;
}

/** A copy in memory of its own, where words lie at their places. */
const aligned = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
