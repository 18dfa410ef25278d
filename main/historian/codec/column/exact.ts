/**
 * Texts and big integers that a double cannot carry, by position (pure): each different one once, then positions and which one.
 * A big integer is kept as its decimal digits and comes back as a big integer.
 */
import type { ByteReader } from '../bits/byte-reader.ts';
import type { ByteWriter } from '../bits/byte-writer.ts';
import { packRice, unpackRice } from '../bits/rice.ts';
import { ChunkDamaged } from '../chunk-damaged.ts';

type Exact = bigint | string;

const TEXT = 0;
const INTEGER = 1;
/** Text with half of a surrogate pair, which UTF-8 cannot carry. */
const BROKEN_TEXT = 2;

/** No integer of a field device has more digits (64 bits: 20); reading digits takes longer than in proportion to them. */
const MOST_DIGITS = 4096;

/** @throws RangeError when a position lies outside the chunk */
export function writeExact(w: ByteWriter, exact: ReadonlyMap<number, Exact>, count: number): void {
  const positions = [...exact.keys()].sort((a, b) => a - b);
  const indexes = new Map<Exact, number>();
  const gaps = new Uint32Array(positions.length);
  const which = new Uint32Array(positions.length);
  let next = 0;
  positions.forEach((position, i) => {
    if (!Number.isInteger(position) || position < next || position >= count)
      throw new RangeError(`no sample ${position}`);
    gaps[i] = position - next;
    next = position + 1;
    const value = exact.get(position) ?? '';
    which[i] = indexes.get(value) ?? indexes.size;
    indexes.set(value, which[i] as number);
  });
  w.varint(positions.length);
  w.varint(indexes.size);
  for (const value of indexes.keys()) writeValue(w, value);
  packRice(w, gaps, gaps.length);
  packRice(w, which, which.length);
}

function writeValue(w: ByteWriter, value: Exact): void {
  if (typeof value === 'string' && !value.isWellFormed()) {
    w.u8(BROKEN_TEXT);
    w.varint(value.length);
    for (let i = 0; i < value.length; i++) w.u16(value.charCodeAt(i));
    return;
  }
  const text = String(value);
  if (typeof value === 'bigint' && text.length > MOST_DIGITS)
    throw new RangeError(`an integer of ${text.length} digits`);
  const bytes = new TextEncoder().encode(text);
  w.u8(typeof value === 'bigint' ? INTEGER : TEXT);
  w.varint(bytes.length);
  w.bytes(bytes);
}

/** @throws ChunkDamaged */
export function readExact(r: ByteReader, count: number): ReadonlyMap<number, Exact> {
  const entries = r.varint();
  const size = r.varint();
  if (entries > count || size > entries) throw new ChunkDamaged(`${entries} texts of ${count} samples`);
  const values = Array.from({ length: size }, () => readValue(r));
  const gaps = new Uint32Array(entries);
  const which = new Uint32Array(entries);
  unpackRice(r, gaps, entries);
  unpackRice(r, which, entries);
  const exact = new Map<number, Exact>();
  let next = 0;
  for (let i = 0; i < entries; i++) {
    const position = next + (gaps[i] as number);
    const value = values[which[i] as number];
    if (position >= count || value === undefined) throw new ChunkDamaged('a text outside its chunk');
    exact.set(position, value);
    next = position + 1;
  }
  return exact;
}

function readValue(r: ByteReader): Exact {
  const kind = r.u8();
  if (kind === BROKEN_TEXT) {
    const units = r.bytes(r.varint() * 2);
    let text = '';
    for (let i = 0; i < units.length; i += 2)
      text += String.fromCharCode((units[i] as number) | ((units[i + 1] as number) << 8));
    return text;
  }
  if (kind !== TEXT && kind !== INTEGER) throw new ChunkDamaged('a text of an unknown kind');
  const text = decodeText(r.bytes(r.varint()));
  if (kind === TEXT) return text;
  if (text.length > MOST_DIGITS || !/^-?\d+$/.test(text)) throw new ChunkDamaged('an integer that is none');
  return BigInt(text);
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new ChunkDamaged('a text that is no UTF-8', { cause });
  }
}
