/** What was kept around an alarm as bytes (pure): a JSON of names and lengths, then the columns, compressed, with a sum over all. */
import { crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { AlarmContext } from '../../../shared/model/alarm-journal.ts';

const VERSION = 1;
const FRONT_BYTES = 5;
const SAMPLE_BYTES = 18;

interface ContextHead {
  readonly from: number;
  readonly to: number;
  readonly isComplete: boolean;
  readonly series: readonly { readonly tag: string; readonly count: number }[];
}

export function contextBytes({ from, to, isComplete, series }: AlarmContext): Buffer {
  const head: ContextHead = { from, to, isComplete, series: series.map(({ tag, t }) => ({ tag, count: t.length })) };
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const columns = series.flatMap(({ t, v, q }) => [bytesOf(t), bytesOf(v), bytesOf(q)]);
  const packed = zstdCompressSync(Buffer.concat([length, json, ...columns]));
  const front = Buffer.alloc(FRONT_BYTES);
  front.writeUInt8(VERSION);
  front.writeUInt32LE(crc32(packed), 1);
  return Buffer.concat([front, packed]);
}

/** Null for bytes that are damaged, or of a later version. */
export function contextFrom(sequence: number, bytes: Buffer): AlarmContext | null {
  if (bytes.length <= FRONT_BYTES || bytes.readUInt8() !== VERSION) return null;
  const packed = bytes.subarray(FRONT_BYTES);
  if (bytes.readUInt32LE(1) !== crc32(packed)) return null;
  const plain = zstdDecompressSync(packed);
  const end = 4 + plain.readUInt32LE();
  const { from, to, isComplete, series }: ContextHead = JSON.parse(plain.toString('utf8', 4, end));
  let at = end;
  const take = (length: number): ArrayBuffer => {
    const piece = new ArrayBuffer(length);
    new Uint8Array(piece).set(plain.subarray(at, at + length));
    at += length;
    return piece;
  };
  if (plain.length !== end + series.reduce((sum, { count }) => sum + count * SAMPLE_BYTES, 0)) return null;
  return {
    ...{ sequence, from, to, isComplete },
    series: series.map(({ tag, count }) => ({
      tag,
      t: new Float64Array(take(count * 8)),
      v: new Float64Array(take(count * 8)),
      q: new Uint16Array(take(count * 2)),
    })),
  };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float64Array | Uint16Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);
