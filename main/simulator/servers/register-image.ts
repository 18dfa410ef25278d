/**
 * The registers of one Modbus device as bytes ready to send, and what each address means. Laid out once from the station project;
 * values are put in by the field, requests read them out. Addresses between two tags that lie close together read as 0, as in a
 * PLC's data block; anything else does not exist.
 */
import type { ModbusAddress, ModbusTable, ProjectTag, ValueType, WordOrder } from '../../project/types.ts';

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

const WORDS: Readonly<Record<ValueType, number>> = { bit: 1, uint16: 1, int16: 1, uint32: 2, int32: 2, float32: 2 };
const isBitTable = (table: ModbusTable): boolean => table === 'coil' || table === 'discrete';

/** Reorders four bytes between wire order and ABCD; the four orders are their own inverses. */
function reorder(bytes: Buffer, order: WordOrder): Buffer {
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  if (order === 'CDAB') return Buffer.from([c, d, a, b]);
  if (order === 'BADC') return Buffer.from([b, a, d, c]);
  if (order === 'DCBA') return Buffer.from([d, c, b, a]);
  return bytes;
}

const scratch = Buffer.alloc(4);

/** Bytes of a value on the wire. Numbers that do not fit are clamped, as an input card does. */
function encodeValue(value: number, type: ValueType, order: WordOrder): Buffer {
  const whole = (low: number, high: number): number => Math.min(high, Math.max(low, Math.round(value)));
  if (type === 'uint16' || type === 'int16') {
    const bytes = Buffer.alloc(2);
    if (type === 'uint16') bytes.writeUInt16BE(whole(0, 65_535));
    else bytes.writeInt16BE(whole(-32_768, 32_767));
    return bytes;
  }
  if (type === 'float32') scratch.writeFloatBE(value);
  else if (type === 'uint32') scratch.writeUInt32BE(whole(0, 4_294_967_295));
  else scratch.writeInt32BE(whole(-2_147_483_648, 2_147_483_647));
  return Buffer.from(reorder(scratch, order));
}

/** Value of bytes from the wire. */
export function decodeValue(bytes: Buffer, type: ValueType, order: WordOrder): number {
  if (type === 'bit') return (bytes[0] ?? 0) === 0 ? 0 : 1;
  if (type === 'uint16') return bytes.readUInt16BE();
  if (type === 'int16') return bytes.readInt16BE();
  const ordered = reorder(bytes, order);
  if (type === 'float32') return ordered.readFloatBE();
  return type === 'uint32' ? ordered.readUInt32BE() : ordered.readInt32BE();
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
      tag.address?.kind === 'modbus' ? [{ tag: tag.name, address: tag.address, words: WORDS[tag.address.type] }] : [],
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
    const encoded = encodeValue(value, point.address.type, point.address.order);
    if (encoded.equals(bytes.subarray(at, at + encoded.length))) return false;
    encoded.copy(bytes, at);
    return true;
  }

  /** What a client would decode now. */
  get(tag: string): number {
    const place = this.#places.get(tag);
    if (place === undefined) return Number.NaN;
    const { bytes, at, point } = place;
    const size = isBitTable(point.address.table) ? 1 : point.words * 2;
    return decodeValue(bytes.subarray(at, at + size), point.address.type, point.address.order);
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
