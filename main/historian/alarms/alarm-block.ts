/**
 * What a search needs of 4,096 rows of the journal of alarms, column by column (pure): a month of a million rows is looked through in
 * some hundredths of a second, whatever is asked for. Made of the rows and checked by a sum; where there is none, or none that is
 * sound, the rows themselves are read.
 */
import { crc32 } from 'node:zlib';

/** Rows of a block are those with sequence numbers from `no · BLOCK_ROWS` to before the next. */
export const BLOCK_ROWS = 4_096;

/** The event of a number that has no row. */
export const NO_ROW = 255;

export interface AlarmBlock {
  readonly received: Float64Array;
  readonly point: Uint32Array;
  readonly actor: Uint32Array;
  readonly event: Uint8Array;
  /** State after it. */
  readonly became: Uint8Array;
}

export const blockOf = (sequence: number): number => Math.floor(sequence / BLOCK_ROWS);

const VERSION = 1;
const COLUMN_BYTES = BLOCK_ROWS * (8 + 4 + 4 + 1 + 1);
const BLOCK_BYTES = COLUMN_BYTES + 8;

export const emptyBlock = (): AlarmBlock => {
  const block = over(new ArrayBuffer(COLUMN_BYTES));
  block.event.fill(NO_ROW);
  return block;
};

export interface AlarmBlockRow {
  readonly sequence: number;
  readonly received: number;
  readonly point: number;
  readonly actor: number;
  readonly event: number;
  readonly became: number;
}

/** @param row of this block */
export function putRow(block: AlarmBlock, { sequence, received, point, actor, event, became }: AlarmBlockRow): void {
  const at = sequence % BLOCK_ROWS;
  block.received[at] = received;
  block.point[at] = point;
  block.actor[at] = actor;
  block.event[at] = event;
  block.became[at] = became;
}

export function packBlock({ received, point, actor, event, became }: AlarmBlock): Buffer {
  const columns = [received, point, actor, event, became].map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  const bytes = Buffer.concat([...columns, Buffer.alloc(8)]);
  bytes.writeUInt32LE(VERSION, COLUMN_BYTES);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, BLOCK_BYTES - 4)), BLOCK_BYTES - 4);
  return bytes;
}

/** Null for bytes that are damaged, or of a later version. */
export function unpackBlock(bytes: Buffer): AlarmBlock | null {
  if (bytes.length !== BLOCK_BYTES || bytes.readUInt32LE(COLUMN_BYTES) !== VERSION) return null;
  if (bytes.readUInt32LE(BLOCK_BYTES - 4) !== crc32(bytes.subarray(0, BLOCK_BYTES - 4))) return null;
  const memory = new ArrayBuffer(COLUMN_BYTES);
  new Uint8Array(memory).set(bytes.subarray(0, COLUMN_BYTES));
  return over(memory);
}

/** First and last time of the rows; null when there are none. */
export function spanOf({ received, event }: AlarmBlock): { first: number; last: number } | null {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < BLOCK_ROWS; i++) {
    if (event[i] === NO_ROW) continue;
    const time = received[i] as number;
    if (time < first) first = time;
    if (time > last) last = time;
  }
  return first > last ? null : { first, last };
}

const over = (memory: ArrayBuffer): AlarmBlock => ({
  received: new Float64Array(memory, 0, BLOCK_ROWS),
  point: new Uint32Array(memory, BLOCK_ROWS * 8, BLOCK_ROWS),
  actor: new Uint32Array(memory, BLOCK_ROWS * 12, BLOCK_ROWS),
  event: new Uint8Array(memory, BLOCK_ROWS * 16, BLOCK_ROWS),
  became: new Uint8Array(memory, BLOCK_ROWS * 17, BLOCK_ROWS),
});
