/**
 * The registers of one Modbus device as bytes ready to send, and what each address means. Laid out once from the station project;
 * values in the tags' units are put in by the field, requests read registers out. Addresses between two tags that lie close
 * together read as 0, as in a PLC's data block; anything else does not exist.
 */
import { spanOf } from '../../../shared/modbus/register-codec.ts';
import { isBitTable, type ModbusTable } from '../../../shared/modbus/register-field.ts';
import type { ModbusAddress, ProjectTag, Scaling } from '../../project/types.ts';
import { toEngineering, toRaw } from '../../tags/scaling.ts';
import { putRaw, putText, takeRaw } from './register-words.ts';

/** Gap between two tags that still belongs to one data block, registers. */
const BLOCK_GAP = 8;

export interface RegisterPoint {
  readonly tag: string;
  readonly address: ModbusAddress;
  readonly scaling: Scaling | null;
  /** First register or bit, and how many from there to the last one that the value takes. */
  readonly offset: number;
  readonly count: number;
}

interface Block {
  readonly start: number;
  /** One past the last address. */
  readonly end: number;
  /** Bits: one byte each. Registers: two bytes each, big-endian. */
  readonly bytes: Buffer;
}

const pointOf = (tag: ProjectTag): RegisterPoint[] =>
  tag.address?.kind === 'modbus'
    ? [{ tag: tag.name, address: tag.address, scaling: tag.scaling, ...spanOf(tag.address) }]
    : [];

/** Value in the tag's unit of the bytes of its span. */
export function valueOf({ address, scaling }: RegisterPoint, bytes: Uint8Array): number {
  return toEngineering(scaling, takeRaw(address, bytes));
}

function layOut(points: readonly RegisterPoint[], bytesPer: number): Block[] {
  const sorted = points.toSorted((a, b) => a.offset - b.offset);
  const ranges: { start: number; end: number }[] = [];
  for (const { offset, count } of sorted) {
    const last = ranges.at(-1);
    if (last !== undefined && offset <= last.end + BLOCK_GAP) last.end = Math.max(last.end, offset + count);
    else ranges.push({ start: offset, end: offset + count });
  }
  return ranges.map(({ start, end }) => ({ start, end, bytes: Buffer.alloc((end - start) * bytesPer) }));
}

export class RegisterImage {
  readonly points: readonly RegisterPoint[];
  readonly #blocks: Readonly<Record<ModbusTable, Block[]>>;
  readonly #places = new Map<string, { bytes: Buffer; point: RegisterPoint }>();

  /** @param tags tags of one device, with Modbus addresses; a text shows the name of its tag */
  constructor(tags: readonly ProjectTag[]) {
    this.points = tags.flatMap(pointOf);
    const of = (table: ModbusTable): Block[] =>
      layOut(
        this.points.filter(p => p.address.table === table),
        isBitTable(table) ? 1 : 2,
      );
    this.#blocks = { coil: of('coil'), discrete: of('discrete'), input: of('input'), holding: of('holding') };
    for (const point of this.points) {
      const bytes = this.span(point.address.table, point.offset, point.count);
      if (bytes === null) continue;
      if (point.address.type === 'string') putText(point.address, bytes, point.tag);
      this.#places.set(point.tag, { bytes, point });
    }
  }

  /** Puts a value in. */
  set(tag: string, value: number): void {
    const place = this.#places.get(tag);
    if (place !== undefined) putRaw(place.point.address, place.bytes, toRaw(place.point.scaling, value));
  }

  /** What a client would make of the registers now, in the tag's unit. */
  get(tag: string): number {
    const place = this.#places.get(tag);
    return place === undefined ? Number.NaN : valueOf(place.point, place.bytes);
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

  /** Points of which some part lies inside a span. */
  pointsIn(table: ModbusTable, offset: number, count: number): readonly RegisterPoint[] {
    return this.points.filter(
      p => p.address.table === table && p.offset < offset + count && p.offset + p.count > offset,
    );
  }
}
