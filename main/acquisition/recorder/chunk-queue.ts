/**
 * Frames between the wire and the disk: packets wait here, in pieces of memory that each belong to one segment, until they are
 * written. Pure. It is the bound on the recorder's memory: what finds no room is the caller's to count, and nobody waits.
 */
import type { Target } from './format/pcapng.ts';

/** One piece, bytes. Larger than the longest packet (64 KiB of frame, 32 kB of names, its header). */
const CHUNK_BYTES = 131_072;
/** Most that waits, bytes: eight seconds of 800 full requests a second both ways, longer than a disk stalls that others flush. */
const MOST_WAITING = 4_000_000;
/** Once full, room again below this, bytes: else every write would let in a frame between two losses. */
const ROOM_AGAIN = MOST_WAITING / 2;

/** A segment in the making, as it is known before the disk has it. */
export interface OpenSegment {
  /** Epoch ms. */
  readonly startedAt: number;
  /** The same moment, monotonic ms. */
  readonly beganAt: number;
  /** Given when its file is made; null before. */
  number: number | null;
  /** Encoded so far, written or not. */
  bytes: number;
  /** Packets encoded so far. */
  packets: number;
}

export interface Chunk extends Target {
  readonly segment: OpenSegment;
  /** Where the chunk's first byte stands in the file. */
  readonly position: number;
  used: number;
  written: number;
  /** Packets that are not yet written. */
  waiting: number;
}

export interface Place {
  readonly target: Target;
  readonly at: number;
}

export class ChunkQueue {
  readonly #chunks: Chunk[] = [];
  #waitingBytes = 0;
  #isFull = false;

  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /**
   * Room for `size` bytes at the end of the segment, or null when there is none. `packets` is what they count for: 1, or 0 for
   * the head of a file.
   */
  take(segment: OpenSegment, size: number, packets: 0 | 1 = 1): Place | null {
    if (size > CHUNK_BYTES || (this.#isFull && this.#waitingBytes > ROOM_AGAIN)) return null;
    this.#isFull = this.#waitingBytes + size > MOST_WAITING;
    if (this.#isFull) return null;
    let chunk = this.#chunks.at(-1);
    if (chunk === undefined || chunk.segment !== segment || chunk.used + size > CHUNK_BYTES) {
      chunk = newChunk(segment);
      this.#chunks.push(chunk);
    }
    const at = chunk.used;
    chunk.used += size;
    chunk.waiting += packets;
    segment.bytes += size;
    segment.packets += packets;
    this.#waitingBytes += size;
    return { target: chunk, at };
  }

  /** What waits, in the order of the file. */
  unwritten(): readonly Chunk[] {
    return this.#chunks.filter(chunk => chunk.used > chunk.written);
  }

  /** The first `bytes` that waited in the chunk are on the disk. */
  wrote(chunk: Chunk, { bytes, packets }: { bytes: number; packets: number }): void {
    chunk.written += bytes;
    chunk.waiting -= packets;
    this.#waitingBytes -= bytes;
    this.#forget();
  }

  /** The file of a segment is gone: what waits for it has no place any more. Returns how many packets that are. */
  abandon(segment: OpenSegment): number {
    let packets = 0;
    for (const chunk of this.#chunks) {
      if (chunk.segment !== segment) continue;
      packets += chunk.waiting;
      this.#waitingBytes -= chunk.used - chunk.written;
      chunk.written = chunk.used;
      chunk.waiting = 0;
    }
    this.#forget();
    return packets;
  }

  /** Written chunks go, but for the one that is still being filled. */
  #forget(): void {
    const last = this.#chunks.at(-1);
    const kept = this.#chunks.filter(chunk => chunk.used > chunk.written || chunk === last);
    this.#chunks.splice(0, this.#chunks.length, ...kept);
  }
}

function newChunk(segment: OpenSegment): Chunk {
  const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  return {
    segment,
    buffer,
    view: new DataView(buffer.buffer),
    position: segment.bytes,
    used: 0,
    written: 0,
    waiting: 0,
  };
}
