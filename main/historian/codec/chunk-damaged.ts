/**
 * What every encoded thing of the history is wrapped in (pure): a version byte in front, a CRC-32 behind. Bytes that are not as
 * they were written end in `ChunkDamaged`, never in wrong values. Readers must also stand bytes whose CRC was made to fit:
 * they throw, or give as many samples as were asked for; they never hang, read beyond the end or allocate by what they read.
 */
import { crc32 } from 'node:zlib';

/** Samples of one chunk: what a reader allocates at most for bytes that it cannot trust (8 MB an array). */
export const MOST_SAMPLES = 2 ** 20;

/** Bytes of the envelope: version and CRC. */
const VERSION_BYTES = 1;
const CRC_BYTES = 4;

/** Stored bytes are not what was written, or were written by a newer version. */
export class ChunkDamaged extends Error {
  override readonly name = 'ChunkDamaged';
}

/**
 * Content of `bytes` without its envelope.
 * @throws ChunkDamaged when version or CRC do not fit
 */
export function openEnvelope(bytes: Uint8Array, version: number, what: string): Uint8Array {
  const end = bytes.length - CRC_BYTES;
  if (end < VERSION_BYTES) throw new ChunkDamaged(`${what}: ${bytes.length} bytes are too few`);
  const found = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(end, true);
  const content = bytes.subarray(0, end);
  if (crc32(content) !== found) throw new ChunkDamaged(`${what}: check sum does not fit`);
  if (bytes[0] !== version) throw new ChunkDamaged(`${what}: version ${bytes[0]} is not known, ${version} is`);
  return content.subarray(VERSION_BYTES);
}

export const envelopeCrc = (content: Uint8Array): number => crc32(content);
