/**
 * The segment files of one channel on the disk: `channels/<id>/frames` of the data folder. Every call is asynchronous and fails
 * as the file system fails; what to make of that is the writer's decision. The files may hold logins in clear text, as the wire
 * did, so only their owner reads them.
 */
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, readdir, stat, statfs, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSegmentName, segmentName } from './segment-ring.ts';

const OWNER_ONLY = 0o600;

/** Code of a write that would take of the room that is kept for alarms, audit and settings. */
export const RESERVED = 'RESERVED';

export interface ListedSegment {
  readonly number: number;
  readonly startedAt: number;
  readonly bytes: number;
}

type SegmentId = Pick<ListedSegment, 'number' | 'startedAt'>;

/** One segment file, open for writing. */
export interface SegmentFile {
  /** Writes all of it at this place of the file, over whatever an attempt before has left there. */
  write(bytes: Buffer, position: number): Promise<void>;
  /** True when the file is not in its folder any more: what is written to it then reaches nobody. */
  isGone(): Promise<boolean>;
  close(): Promise<void>;
}

export interface SegmentStore {
  /** In no order. */
  list(): Promise<readonly ListedSegment[]>;
  /** Rejects with EEXIST when it is there already. */
  create(segment: SegmentId): Promise<SegmentFile>;
  /** Rejects with ENOENT when it is not there any more. */
  reopen(segment: SegmentId): Promise<SegmentFile>;
  remove(segment: SegmentId): Promise<void>;
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error);
}

export const framesFolder = (dataFolder: string, channel: string): string =>
  join(dataFolder, 'channels', channel, 'frames');

/** Segments of a folder; none where there is no folder. */
export async function listSegments(folder: string): Promise<readonly ListedSegment[]> {
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
  const found: ListedSegment[] = [];
  for (const name of names) {
    const id = parseSegmentName(name);
    if (id === null) continue;
    const bytes = await sizeOf(join(folder, name));
    if (bytes !== null) found.push({ ...id, bytes });
  }
  return found;
}

/** Null when there is no such file any more. What is no file has no size, but its number is taken all the same. */
async function sizeOf(path: string): Promise<number | null> {
  try {
    const status = await stat(path);
    return status.isFile() ? status.size : 0;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

export class SegmentFolder implements SegmentStore {
  readonly path: string;
  readonly #levels: readonly string[];
  readonly #keptFreeBytes: number;

  /** @param keptFreeBytes of the disk, which nothing here may take: frames are the first to give way on a full one */
  constructor(dataFolder: string, channel: string, keptFreeBytes = 0) {
    this.#keptFreeBytes = keptFreeBytes;
    this.path = framesFolder(dataFolder, channel);
    this.#levels = [join(dataFolder, 'channels'), join(dataFolder, 'channels', channel), this.path];
  }

  list(): Promise<readonly ListedSegment[]> {
    return listSegments(this.path);
  }

  async create(segment: SegmentId): Promise<SegmentFile> {
    // Level by level and never the data folder itself: where that is gone, nobody wants a new one.
    for (const level of this.#levels) await makeFolder(level);
    await this.#checkRoom(0);
    const path = this.#pathOf(segment);
    return new OpenSegmentFile(path, await open(path, 'wx', OWNER_ONLY), this.#checkRoom);
  }

  async reopen(segment: SegmentId): Promise<SegmentFile> {
    const path = this.#pathOf(segment);
    return new OpenSegmentFile(path, await open(path, 'r+'), this.#checkRoom);
  }

  async remove(segment: SegmentId): Promise<void> {
    try {
      await unlink(this.#pathOf(segment));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  }

  /** Rejects with `RESERVED`. */
  readonly #checkRoom = async (bytes: number): Promise<void> => {
    if (this.#keptFreeBytes === 0) return;
    const { bavail, bsize } = await statfs(this.path);
    if (bavail * bsize - bytes >= this.#keptFreeBytes) return;
    throw Object.assign(new Error('what is free is kept for alarms and settings'), { code: RESERVED });
  };

  #pathOf(segment: SegmentId): string {
    return join(this.path, segmentName(segment));
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

class OpenSegmentFile implements SegmentFile {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #checkRoom: (bytes: number) => Promise<void>;

  constructor(path: string, handle: FileHandle, checkRoom: (bytes: number) => Promise<void>) {
    this.#path = path;
    this.#handle = handle;
    this.#checkRoom = checkRoom;
  }

  async write(bytes: Buffer, position: number): Promise<void> {
    await this.#checkRoom(bytes.length);
    // A disk that is nearly full takes a part and says so by the count only.
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, position + done);
      if (bytesWritten === 0) throw new Error('the disk takes nothing');
      done += bytesWritten;
    }
  }

  async isGone(): Promise<boolean> {
    const { ino } = await this.#handle.stat();
    try {
      return (await stat(this.#path)).ino !== ino;
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return true;
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}
