/**
 * One page of a channel's frames, newest first, from its files and from what waits to be written (main thread, in small pieces).
 * A page is bounded in what it holds and in what it looks through: a reader costs the station the same whatever it asks for,
 * and goes on with `older`.
 */
import { join } from 'node:path';
import type { FramePage, FrameRecord } from '../../../shared/model/frame.ts';
import type { PendingPiece } from './frame-recorder.ts';
import { listSegments } from './segment-folder.ts';
import { nextNumber, placeOf, segmentName, sequenceOf } from './segment-ring.ts';
import { lastTimeUs, type ReadPacket, type SegmentSource, scanSegment } from './segment-scan.ts';

/** Frame bytes of a page; as text twice as much. Large enough for 500 full Modbus frames seven times over. */
const PAGE_BYTES = 1_000_000;
/** Looked through for a page, bytes: the whole ring as it comes, about half a second of reading in pieces. */
const SCANNED_BYTES = 64_000_000;

export interface FrameQuery {
  readonly device?: string | undefined;
  /** Only what is older than this sequence number. */
  readonly before?: number | undefined;
  /** Epoch ms, both inclusive. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Frames with a problem and nothing else. */
  readonly onlyProblems: boolean;
  readonly limit: number;
}

interface NumberedSegment extends SegmentSource {
  readonly number: number;
  readonly startedAt: number;
}

/** What waits for one segment. */
interface Waiting {
  readonly segment: PendingPiece['segment'];
  /** How much of the file was written when it was asked; the rest is here. */
  readonly position: number;
  readonly bytes: readonly Buffer[];
}

function bySegment(pending: readonly PendingPiece[]): readonly Waiting[] {
  return [...new Set(pending.map(p => p.segment))].map(segment => {
    const pieces = pending.filter(p => p.segment === segment);
    return { segment, position: pieces[0]?.position ?? 0, bytes: pieces.map(p => p.bytes) };
  });
}

/**
 * Files and what waits for them, newest first. `pending` is older than the list of files: meanwhile the writer may have given
 * numbers and made files.
 */
async function segmentsOf(folder: string, pending: readonly PendingPiece[]): Promise<readonly NumberedSegment[]> {
  const listed = await listSegments(folder);
  const waiting = bySegment(pending);
  const all: NumberedSegment[] = listed.map(s => {
    const rest = waiting.find(w => w.segment.number === s.number);
    return { ...s, path: join(folder, segmentName(s)), fileBytes: rest?.position ?? s.bytes, tail: rest?.bytes ?? [] };
  });
  for (const { segment, position, bytes } of waiting) {
    const { startedAt } = segment;
    // A file that is not in the list is either not made yet, or has been removed with what stood before the rest.
    if (position > 0 || listed.some(s => s.number === segment.number)) continue;
    const number = segment.number ?? nextNumber(all, startedAt);
    all.push({ number, startedAt, path: '', fileBytes: 0, tail: bytes });
  }
  return all.toSorted((a, b) => b.number - a.number);
}

/** True when all of the segment lies outside the times asked for. */
async function isOutside(segment: NumberedSegment, { from, to }: FrameQuery): Promise<boolean> {
  if (to !== undefined && segment.startedAt > to) return true;
  if (from === undefined || segment.tail.length > 0) return false;
  const last = await lastTimeUs(segment.path, segment.fileBytes);
  return last !== null && last < from * 1_000;
}

function isWanted(packet: ReadPacket, { device, from, to, onlyProblems }: FrameQuery): boolean {
  const time = packet.timeUs / 1_000;
  if ((from !== undefined && time < from) || (to !== undefined && time > to)) return false;
  // What happened to the connection belongs to every device on it.
  if (packet.kind === 'mark') return !onlyProblems;
  return (device === undefined || packet.note.device === device) && (!onlyProblems || packet.note.problem !== null);
}

function recordOf(packet: ReadPacket, segment: number): FrameRecord {
  const base = { sequence: sequenceOf(segment, packet.index), time: packet.timeUs / 1_000 };
  if (packet.kind === 'mark') return { kind: 'mark', ...base, text: packet.text };
  const { direction, note, data, headerBytes, originalLength } = packet;
  const { device, tags, problem } = note;
  const length = originalLength - headerBytes;
  return { kind: 'frame', ...base, direction, device, length, hex: data.toString('hex', headerBytes), tags, problem };
}

/** The newest records of one segment that still fit on the page, oldest first. */
class PageWindow {
  readonly records: FrameRecord[] = [];
  isFull = false;
  readonly #limit: number;
  #bytes: number;

  constructor(limit: number, usedBytes: number) {
    this.#limit = limit;
    this.#bytes = usedBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(record: FrameRecord): void {
    this.records.push(record);
    this.#bytes += sizeOf(record);
    while (this.records.length > this.#limit || (this.#bytes > PAGE_BYTES && this.records.length > 1)) {
      const dropped = this.records.shift();
      if (dropped !== undefined) this.#bytes -= sizeOf(dropped);
      this.isFull = true;
    }
  }
}

const sizeOf = (record: FrameRecord): number => (record.kind === 'mark' ? record.text.length : record.hex.length / 2);

/** Rejects only when the file system itself is in trouble. */
export async function readPage(
  source: { readonly folder: string; readonly pending: () => readonly PendingPiece[] },
  query: FrameQuery,
): Promise<Pick<FramePage, 'records' | 'older'>> {
  const records: FrameRecord[] = [];
  const before = query.before === undefined ? null : placeOf(query.before);
  let pageBytes = 0;
  let scannedBytes = 0;
  for (const segment of await segmentsOf(source.folder, source.pending())) {
    if (before !== null && segment.number > before.segment) continue;
    if (await isOutside(segment, query)) continue;
    if (records.length >= query.limit || pageBytes >= PAGE_BYTES || scannedBytes >= SCANNED_BYTES) {
      return { records, older: sequenceOf(segment.number + 1, 0) };
    }
    const end = segment.number === before?.segment ? before.index : Number.POSITIVE_INFINITY;
    const window = new PageWindow(query.limit - records.length, pageBytes);
    await scanSegment(segment, packet => {
      if (packet.index >= end) return false;
      if (isWanted(packet, query)) window.add(recordOf(packet, segment.number));
      return true;
    });
    records.push(...window.records.toReversed());
    if (window.isFull) return { records, older: window.records[0]?.sequence ?? null };
    pageBytes = window.bytes;
    scannedBytes += segment.fileBytes;
  }
  return { records, older: null };
}
