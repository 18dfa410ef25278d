/**
 * Heads of some chunks of one tag as bytes (pure): structure of arrays, each field with one width for all heads. A field is kept in
 * the narrowest form that brings every value back: one for all, integers above the least in 1, 2 or 4 bytes, 32-bit floats, or
 * doubles. Layout: docs/history-format.md; reading: packed-head.ts.
 */
import { ByteWriter } from '../bits/byte-writer.ts';
import {
  ABOVE_1,
  ABOVE_2,
  ABOVE_4,
  DOUBLE,
  FLOAT,
  MOST_HEADS,
  NAMED_FIELDS,
  NUMBER_FIELDS,
  PACK_VERSION,
  SAME,
  type StoredHead,
} from './head-layout.ts';

const writer = new ByteWriter();

/** @throws RangeError when there are more than 2^16 heads */
export function packHeads(heads: readonly StoredHead[]): Uint8Array {
  if (heads.length > MOST_HEADS) throw new RangeError(`a pack of ${heads.length} heads`);
  writer.begin(PACK_VERSION);
  writer.varint(heads.length);
  const [only] = heads;
  if (heads.length === 1 && only !== undefined) packOne(only);
  else if (heads.length > 0) {
    writeField(heads.map(head => NAMED_FIELDS.origin.indexOf(head.origin)));
    writeField(heads.map(head => NAMED_FIELDS.interpolation.indexOf(head.interpolation)));
    for (const field of NUMBER_FIELDS) writeField(heads.map(head => head[field]));
  }
  return writer.finish();
}

/** What `packHeads` of one head comes to: every field is the same for all. */
function packOne(head: StoredHead): void {
  writeSame(NAMED_FIELDS.origin.indexOf(head.origin));
  writeSame(NAMED_FIELDS.interpolation.indexOf(head.interpolation));
  for (const field of NUMBER_FIELDS) writeSame(head[field]);
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
