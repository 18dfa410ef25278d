/**
 * The registers of one Modbus device as bytes ready to send, and what each address means. Laid out once from the station project;
 * values are put in by the field, requests read them out. Addresses between two tags that lie close together read as 0, as in a
 * PLC's data block; anything else does not exist.
 */
import { bytesOf, rangeOf, readerOf, registersIn } from '../../../shared/modbus/register-codec.ts';
import { isBitTable, type ModbusTable, type RegisterField } from '../../../shared/modbus/register-field.ts';
import type { ModbusAddress, ProjectTag } from '../../project/types.ts';

/** Gap between two tags that still belongs to one data block, registers. */
const BLOCK_GAP = 8;

interface RegisterPoint {
  readonly tag: string;
  readonly address: ModbusAddress;
  readonly words: number;
}

interface Block {
  readonly start: number;
  /** One past the last address. */
  readonly end: number;
  /** Bits: one byte each. Registers: two bytes each, big-endian. */
  readonly bytes: Buffer;
}

/** Bytes of a value on the wire. Numbers that do not fit are clamped, as an input card does. */
function encodeValue(value: number, field: RegisterField): Uint8Array {
  const range = rangeOf(field.type);
  if (range === null) return bytesOf(field, value);
  const [least, most] = range;
  const whole = BigInt(Math.round(Number.isFinite(value) ? value : 0));
  return bytesOf(field, whole < least ? least : whole > most ? most : whole);
}

/** Value of bytes from the wire. */
export function decodeValue(bytes: Uint8Array, { table, ...field }: ModbusAddress): number {
  return isBitTable(table) ? Number(bytes[0] !== 0) : readerOf(field)(bytes, 0);
}

function layOut(points: readonly RegisterPoint[], bytesPer: number): Block[] {
  const sorted = points.toSorted((a, b) => a.address.offset - b.address.offset);
  const ranges: { start: number; end: number }[] = [];
  for (const point of sorted) {
    const { offset } = point.address;
    const last = ranges.at(-1);
    if (last !== undefined && offset <= last.end + BLOCK_GAP) last.end = Math.max(last.end, offset + point.words);
    else ranges.push({ start: offset, end: offset + point.words });
  }
  return ranges.map(({ start, end }) => ({ start, end, bytes: Buffer.alloc((end - start) * bytesPer) }));
}

export class RegisterImage {
  readonly points: readonly RegisterPoint[];
  readonly #blocks: Readonly<Record<ModbusTable, Block[]>>;
  readonly #places = new Map<string, { bytes: Buffer; at: number; point: RegisterPoint }>();

  /** @param tags tags of one device, with Modbus addresses */
  constructor(tags: readonly ProjectTag[]) {
    this.points = tags.flatMap(tag =>
      tag.address?.kind === 'modbus' ? [{ tag: tag.name, address: tag.address, words: registersIn(tag.address) }] : [],
    );
    const of = (table: ModbusTable): Block[] =>
      layOut(
        this.points.filter(p => p.address.table === table),
        isBitTable(table) ? 1 : 2,
      );
    this.#blocks = { coil: of('coil'), discrete: of('discrete'), input: of('input'), holding: of('holding') };
    for (const point of this.points) this.#place(point);
  }

  #place(point: RegisterPoint): void {
    const { table, offset } = point.address;
    const block = this.#blocks[table].find(b => offset >= b.start && offset + point.words <= b.end);
    if (block === undefined) return;
    const at = (offset - block.start) * (isBitTable(table) ? 1 : 2);
    this.#places.set(point.tag, { bytes: block.bytes, at, point });
  }

  /** Puts a value in. @returns true when the bytes changed */
  set(tag: string, value: number): boolean {
    const place = this.#places.get(tag);
    if (place === undefined) return false;
    const { bytes, at, point } = place;
    if (isBitTable(point.address.table)) {
      const bit = value === 0 ? 0 : 1;
      if (bytes[at] === bit) return false;
      bytes[at] = bit;
      return true;
    }
    const encoded = encodeValue(value, point.address);
    if (bytes.subarray(at, at + encoded.length).equals(encoded)) return false;
    bytes.set(encoded, at);
    return true;
  }

  /** What a client would decode now. */
  get(tag: string): number {
    const place = this.#places.get(tag);
    if (place === undefined) return Number.NaN;
    const { bytes, at, point } = place;
    const size = isBitTable(point.address.table) ? 1 : point.words * 2;
    return decodeValue(bytes.subarray(at, at + size), point.address);
  }

  /** Bytes of a span (one per bit, two per register), or null when some of it does not exist. */
  span(table: ModbusTable, offset: number, count: number): Buffer | null {
    for (const block of this.#blocks[table]) {
      if (offset < block.start || offset + count > block.end) continue;
      const size = isBitTable(table) ? 1 : 2;
      return block.bytes.subarray((offset - block.start) * size, (offset + count - block.start) * size);
    }
    return null;
  }

  /** Points that begin inside a span. */
  pointsIn(table: ModbusTable, offset: number, count: number): readonly RegisterPoint[] {
    return this.points.filter(
      p => p.address.table === table && p.address.offset < offset + count && p.address.offset + p.words > offset,
    );
  }
}
