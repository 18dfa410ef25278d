/** Blocks of one device: which bytes of a reply are which tag. Pure; the batch of a block is filled anew for each reply. */
import {
  exactReaderOf,
  readBit,
  runReaderOf,
  spanOf,
  spanReaderOf,
} from '../../../../../shared/modbus/register-codec.ts';
import { isBitTable, type ModbusTable } from '../../../../../shared/modbus/register-field.ts';
import { GOOD } from '../../../../../shared/model/quality.ts';
import type { ModbusAddress } from '../../../../project/types.ts';
import type { BoundTag, RawBatch } from '../../../channel.ts';
import type { Block, Item } from './planner.ts';

/** One tag as the planner sees it: the registers that must come in one reply. */
export interface TagItem extends Item {
  readonly bound: BoundTag;
  readonly address: ModbusAddress;
}

/** Unit, function code and byte count come before the data (6.1–6.4). */
const DATA_AT = 3;

/** Null for a tag that is not read over Modbus. */
export function itemOf(bound: BoundTag): TagItem | null {
  const { address } = bound.tag;
  if (address?.kind !== 'modbus') return null;
  if (isBitTable(address.table)) return { bound, address, offset: address.offset, width: 1 };
  const { offset, count } = spanOf(address);
  return { bound, address, offset, width: count };
}

/** Fills a part of the values of a block. */
type Decode = (body: Uint8Array, values: Float64Array) => void;
type DecodeExact = (body: Uint8Array) => bigint | string | null;

/** Characters of meters and controllers: UTF-8 where they are that, else GB 18030, which the older Chinese ones use. */
function decodeText(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    // Not UTF-8: every sequence of bytes is some text in GB 18030.
    return GB18030.decode(bytes);
  }
}
const UTF8 = new TextDecoder('utf-8', { fatal: true });
const GB18030 = new TextDecoder('gb18030');

export class ReadBlock {
  readonly table: ModbusTable;
  readonly offset: number;
  readonly count: number;
  readonly items: readonly TagItem[];
  readonly handles: Uint32Array;
  /** Names of the tags, for whoever reads the frames later. */
  readonly tagNames: readonly string[];
  readonly #decoders: readonly Decode[];
  readonly #exact: readonly (readonly [number, DecodeExact])[];
  readonly #batch: { handles: Uint32Array; t: Float64Array; v: Float64Array; q: Uint16Array };

  constructor(table: ModbusTable, { offset, count, items }: Block<TagItem>) {
    this.table = table;
    this.offset = offset;
    this.count = count;
    this.items = items;
    this.handles = Uint32Array.from(items, item => item.bound.handle);
    this.tagNames = items.map(item => item.bound.tag.name);
    this.#decoders = decodersOf(items, offset);
    this.#exact = items.flatMap((item, i) => {
      const decode = exactDecoderOf(item, offset);
      return decode === null ? [] : [[i, decode] as const];
    });
    const size = items.length;
    this.#batch = {
      handles: this.handles.slice(),
      t: new Float64Array(size),
      v: new Float64Array(size),
      q: new Uint16Array(size),
    };
  }

  /** Reads the same tags with the same request. */
  equals(other: ReadBlock): boolean {
    return (
      this.table === other.table &&
      this.offset === other.offset &&
      this.count === other.count &&
      this.handles.length === other.handles.length &&
      this.handles.every((handle, i) => handle === other.handles[i])
    );
  }

  /** Registers that a reply brings, for what it costs. */
  get registers(): number {
    return isBitTable(this.table) ? Math.ceil(this.count / 16) : this.count;
  }

  /** @param body unit and PDU of a reply to exactly this block @param receivedAt epoch ms */
  decode(body: Uint8Array, receivedAt: number): RawBatch {
    const batch = this.#batch;
    batch.t.fill(receivedAt);
    batch.q.fill(GOOD);
    for (const decode of this.#decoders) decode(body, batch.v);
    if (this.#exact.length === 0) return batch;
    const exact = new Map<number, bigint | string>();
    for (const [i, decode] of this.#exact) {
      const value = decode(body);
      if (value !== null) exact.set(i, value);
    }
    return exact.size === 0 ? batch : { ...batch, exact };
  }
}

/** One decoder for each run of like values at even distances; most blocks are a single run. */
function decodersOf(items: readonly TagItem[], blockOffset: number): readonly Decode[] {
  const decoders: Decode[] = [];
  for (let from = 0; from < items.length; ) {
    const count = runLength(items, from);
    const item = items[from];
    if (item !== undefined) decoders.push(decoderOf(item, { blockOffset, from, count, stride: distance(items, from) }));
    from += count;
  }
  return decoders;
}

/** Addresses between an item and the next. */
const distance = (items: readonly TagItem[], at: number): number =>
  (items[at + 1]?.offset ?? 0) - (items[at]?.offset ?? 0);

/** How many items from here on are of one kind and stand at even distances. */
function runLength(items: readonly TagItem[], from: number): number {
  const first = items[from];
  if (first === undefined || first.address.split !== undefined) return 1;
  const { type, order, bit } = first.address;
  const stride = distance(items, from);
  let count = 1;
  for (let at = from + 1; at < items.length && distance(items, at - 1) === stride; at++, count++) {
    const { address } = items[at] ?? first;
    const isAlike = address.type === type && address.order === order && address.bit === bit;
    if (!isAlike || address.split !== undefined) break;
  }
  return count;
}

function decoderOf(
  { address, offset }: TagItem,
  { blockOffset, from, count, stride }: { blockOffset: number; from: number; count: number; stride: number },
): Decode {
  const index = offset - blockOffset;
  if (isBitTable(address.table)) {
    return (body, values) => {
      for (let i = 0; i < count; i++) values[from + i] = readBit(body, DATA_AT, index + i * stride);
    };
  }
  const at = DATA_AT + index * 2;
  if (address.split !== undefined) {
    const read = spanReaderOf(address);
    return (body, values) => {
      values[from] = read(body, at);
    };
  }
  const read = runReaderOf(address);
  const run = { at, stride: stride * 2, count };
  return (body, values) => read(body, run, { values, from });
}

function exactDecoderOf({ address }: TagItem, blockOffset: number): DecodeExact | null {
  if (isBitTable(address.table) || address.split !== undefined) return null;
  const read = exactReaderOf(address, decodeText);
  const at = DATA_AT + (address.offset - blockOffset) * 2;
  return read === null ? null : body => read(body, at);
}
