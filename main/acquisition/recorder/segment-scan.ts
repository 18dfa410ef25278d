/**
 * Reads one segment front to back in small pieces, so that whoever waits on the same thread waits a millisecond or two. What is
 * cut, damaged, foreign or removed meanwhile ends the reading of that segment and nothing else. Files are hostile: a number or
 * length in them is believed only after `PacketScanner` has checked it.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { headerLength } from './format/exported-pdu.ts';
import { type Note, NoteReader } from './format/frame-notes.ts';
import {
  type InterfaceText,
  lastPacketLength,
  PACKET_FLAGS,
  PACKET_TIME_BYTES,
  PacketScanner,
  packetTimeUs,
  type ScannedPacket,
} from './format/pcapng.ts';
import { codeOf } from './segment-folder.ts';

/** Read and taken apart at once, bytes: half a millisecond, a few while the code is cold. */
const PIECE_BYTES = 65_536;

/** Where the bytes of one segment are. */
export interface SegmentSource {
  readonly path: string;
  /** How much of the file counts, bytes. */
  readonly fileBytes: number;
  /** What follows it and is not on the disk yet. */
  readonly tail: readonly Buffer[];
}

interface ReadBase {
  /** Place in its segment, from 0. */
  readonly index: number;
  readonly timeUs: number;
  readonly from: InterfaceText;
  /** The whole packet with its tags; good until the next one. */
  readonly data: Buffer;
  readonly originalLength: number;
}

export interface ReadFrame extends ReadBase {
  readonly kind: 'frame';
  readonly direction: 'sent' | 'received';
  readonly note: Note;
  /** Length of the tags at the start of `data`. */
  readonly headerBytes: number;
}

export interface ReadMark extends ReadBase {
  readonly kind: 'mark';
  readonly text: string;
}

export type ReadPacket = ReadFrame | ReadMark;

/** What a packet says; null when its tags do not end. */
function readPacket(packet: ScannedPacket, index: number, notes: NoteReader): ReadPacket | null {
  const { timeUs, interface: from, data, originalLength, comment, flags } = packet;
  const base = { index, timeUs, from, data, originalLength };
  const direction = flags & PACKET_FLAGS.direction;
  if (direction === 0) return { kind: 'mark', ...base, text: comment };
  const headerBytes = headerLength(data);
  if (headerBytes === null) return null;
  const note = notes.read(comment);
  return {
    kind: 'frame',
    ...base,
    direction: direction === PACKET_FLAGS.sent ? 'sent' : 'received',
    note,
    headerBytes,
  };
}

/** Calls `see` for each packet in order, until it returns false. Never rejects for what is in the files, or is not there. */
export async function scanSegment(source: SegmentSource, see: (packet: ReadPacket) => boolean): Promise<void> {
  const notes = new NoteReader();
  let index = 0;
  let isWanted = true;
  const scanner = new PacketScanner(packet => {
    const read = isWanted ? readPacket(packet, index++, notes) : null;
    if (read !== null) isWanted = see(read);
  });
  for await (const piece of piecesOf(source)) {
    scanner.push(piece);
    if (scanner.isDamaged || !isWanted) return;
  }
}

async function* piecesOf({ path, fileBytes, tail }: SegmentSource): AsyncGenerator<Buffer> {
  if (fileBytes > 0) {
    const file = await openIfThere(path);
    if (file === null) return;
    try {
      const buffer = Buffer.allocUnsafe(Math.min(PIECE_BYTES, fileBytes));
      for (let at = 0; at < fileBytes; ) {
        const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, fileBytes - at), at);
        if (bytesRead === 0) return;
        at += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await file.close();
    }
  }
  yield* tail;
}

/** Null for a file that the ring has removed meanwhile, or that is none. */
async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    // Windows says EPERM of a file that is being removed.
    if (['ENOENT', 'EPERM'].includes(codeOf(error))) return null;
    throw error;
  }
}

/** Time of the last packet of a file, epoch µs; null when its end is cut, so that nothing can be said. */
export async function lastTimeUs(path: string, fileBytes: number): Promise<number | null> {
  // What is no file counts as empty, and must not be opened.
  const file = fileBytes === 0 ? null : await openIfThere(path);
  if (file === null) return null;
  const read = async (bytes: number, position: number): Promise<Buffer> => {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(bytes), 0, bytes, Math.max(0, position));
    return buffer.subarray(0, bytesRead);
  };
  try {
    const length = lastPacketLength(await read(4, fileBytes - 4));
    return length === null ? null : packetTimeUs(await read(PACKET_TIME_BYTES, fileBytes - length), length);
  } finally {
    await file.close();
  }
}
