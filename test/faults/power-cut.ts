/**
 * What a power cut at any instant may leave of a folder (pure but for reading the folder as it was and writing the states).
 * Rules: data that was written before the last completed sync of its file began is there. Of later writes each sector of 512
 * bytes holds the state after any one of the writes that touched it, or before all of them. A longer file may keep its old
 * length, or have the new one with zeros where data did not arrive. Changes of names happen in order and up to any point, but at
 * least up to the last one before a completed sync of their folder; on a disk whose journal takes all names with any sync (ext4,
 * XFS) at least up to that sync.
 */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DiskChange } from '../kit/disk-tracer.ts';

const SECTOR = 512;

/** How much of what was not synced a cut takes; `keep` loses nothing: what a killed process leaves. */
export const MOODS = ['drop', 'keep', 'random', 'torn', 'lose-newest', 'lose-oldest'] as const;
export type Mood = (typeof MOODS)[number];

interface PendingWrite {
  readonly at: number;
  /** null = a change of length to `offset`. */
  readonly bytes: Buffer | null;
  readonly offset: number;
}

interface FileNode {
  readonly kind: 'file';
  readonly safe: Image;
  pending: PendingWrite[];
}

interface FolderNode {
  readonly kind: 'folder';
}

type DiskNode = FileNode | FolderNode;

/** A change of names: what each path stands for afterwards, null = nothing. */
interface NameChange {
  readonly at: number;
  readonly sets: readonly (readonly [path: string, node: DiskNode | null])[];
}

function setAll(names: Map<string, DiskNode>, sets: NameChange['sets']): void {
  for (const [path, node] of sets) {
    if (node === null) names.delete(path);
    else names.set(path, node);
  }
}

const folderOf = (path: string): string => (dirname(path) === '.' ? '' : dirname(path));

export class PowerCutDisk {
  /** Names as the program sees them, and as they are certain to be. */
  readonly #now = new Map<string, DiskNode>();
  readonly #safe = new Map<string, DiskNode>();
  #names: NameChange[] = [];
  readonly #byInode = new Map<number, DiskNode>();
  readonly #folders = new Map<number, string>();
  readonly #syncs = new Map<number, number>();
  /** True: any completed sync takes all earlier changes of names with it. */
  readonly #isJournaled: boolean;
  #position = 0;

  /** `base` is a copy of the folder as it was when the trace began: all of it is taken as safe. */
  constructor(base: string, options: { readonly isJournaled: boolean }) {
    this.#isJournaled = options.isJournaled;
    for (const entry of readdirSync(base, { recursive: true, encoding: 'utf8' })) {
      const node: DiskNode = statSync(join(base, entry)).isDirectory()
        ? { kind: 'folder' }
        : { kind: 'file', safe: new Image(readFileSync(join(base, entry))), pending: [] };
      this.#now.set(entry, node);
      this.#safe.set(entry, node);
    }
  }

  /** Lets one more change happen. */
  apply(change: DiskChange): void {
    this.#position++;
    switch (change.kind) {
      case 'opened':
        this.#open(change.path, change.file);
        return;
      case 'created':
        this.#create(change.path, change.file);
        return;
      case 'written':
        this.#file(change.file)?.pending.push({ at: this.#position, bytes: change.bytes, offset: change.offset });
        return;
      case 'truncated':
        this.#file(change.file)?.pending.push({ at: this.#position, bytes: null, offset: change.size });
        return;
      case 'unlinked':
      case 'removed-folder':
        this.#rename([[change.path, null]]);
        return;
      case 'made-folder':
        this.#rename([[change.path, { kind: 'folder' }]]);
        return;
      case 'renamed':
        this.#move(change.path, change.to);
        return;
      case 'sync-began':
        this.#syncs.set(change.sync, this.#position);
        return;
      case 'sync-ended':
        this.#sync(change.file, this.#syncs.get(change.sync) ?? 0);
        return;
      case 'marked':
        return;
    }
  }

  /** Writes one state that a cut at this instant may leave into the empty folder `target`. */
  cut(target: string, random: () => number, mood: Mood): void {
    const names = new Map(this.#safe);
    const happened = mood === 'keep' ? this.#names.length : Math.floor(random() * (this.#names.length + 1));
    for (const { sets } of this.#names.slice(0, mood === 'drop' ? 0 : happened)) setAll(names, sets);
    // A folder whose own name did not arrive takes along what is in it.
    const paths = [...names].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const there = new Set(['']);
    for (const [path, node] of paths) {
      if (!there.has(folderOf(path))) continue;
      if (node.kind === 'folder') {
        there.add(path);
        mkdirSync(join(target, path), { recursive: true });
      } else writeFileSync(join(target, path), survivor(node, random, mood));
    }
  }

  #file(inode: number): FileNode | null {
    const node = this.#byInode.get(inode);
    return node?.kind === 'file' ? node : null;
  }

  #open(path: string, inode: number): void {
    const node = this.#now.get(path);
    if (path === '' || node?.kind === 'folder') this.#folders.set(inode, path);
    if (node !== undefined) this.#byInode.set(inode, node);
  }

  #create(path: string, inode: number): void {
    const node: FileNode = { kind: 'file', safe: new Image(Buffer.alloc(0)), pending: [] };
    this.#folders.delete(inode);
    this.#byInode.set(inode, node);
    this.#rename([[path, node]]);
  }

  #move(from: string, to: string): void {
    const moved = [...this.#now].filter(([path]) => path === from || path.startsWith(`${from}/`));
    this.#rename(
      moved.flatMap(([path, node]) => [[path, null] as const, [to + path.slice(from.length), node] as const]),
    );
  }

  #rename(sets: NameChange['sets']): void {
    setAll(this.#now, sets);
    this.#names.push({ at: this.#position, sets });
  }

  #sync(inode: number, began: number): void {
    const node = this.#file(inode);
    if (node !== null) {
      for (const write of node.pending.filter(w => w.at < began)) node.safe.take(write);
      node.pending = node.pending.filter(w => w.at >= began);
    }
    const folder = node === null ? this.#folders.get(inode) : undefined;
    const covered = (change: NameChange): boolean =>
      change.at < began && (this.#isJournaled || change.sets.some(([path]) => folderOf(path) === folder));
    const last = this.#names.findLastIndex(covered);
    for (const { sets } of this.#names.slice(0, last + 1)) setAll(this.#safe, sets);
    this.#names = this.#names.slice(last + 1);
  }
}

/** Contents of a file with room to grow, so that appending does not copy all of it each time. */
class Image {
  length: number;
  #room: Buffer;

  constructor(bytes: Buffer) {
    this.#room = Buffer.from(bytes);
    this.length = bytes.length;
  }

  get bytes(): Buffer {
    return this.#room.subarray(0, this.length);
  }

  resize(size: number): void {
    if (size > this.#room.length) {
      const room = Buffer.alloc(size * 2);
      this.bytes.copy(room);
      this.#room = room;
    }
    // What lies beyond the end reads as zero when the file grows over it again.
    if (size < this.length) this.#room.fill(0, size, this.length);
    this.length = size;
  }

  put(bytes: Uint8Array, offset: number): void {
    if (offset + bytes.length > this.length) this.resize(offset + bytes.length);
    this.#room.set(bytes, offset);
  }

  take({ bytes, offset }: PendingWrite): void {
    if (bytes === null) this.resize(offset);
    else this.put(bytes, offset);
  }
}

/** Which sectors of one write arrive. */
type Arrival = (sector: number) => boolean;

function arrivals(count: number, random: () => number, mood: Mood): readonly Arrival[] {
  const edge = Math.floor(random() * (count + 1));
  return Array.from({ length: count }, (_, i) => {
    const one: Record<Mood, () => Arrival> = {
      drop: () => () => false,
      keep: () => () => true,
      random: () => (random() < 0.5 ? () => true : torn(random() < 0.5 ? 0 : random(), random)),
      torn: () => torn(random(), random),
      'lose-newest': () => (i === edge ? torn(random(), random) : () => i < edge),
      'lose-oldest': () => () => i >= edge,
    };
    return one[mood]();
  });
}

/** Each sector by itself, or all up to one; the same answer for the same sector. */
function torn(share: number, random: () => number): Arrival {
  const salt = Math.floor(random() * 2 ** 31);
  return sector => ((Math.imul(sector ^ salt, 0x9e3779b1) >>> 8) & 0xffff) / 0x10000 < share;
}

/** Contents of a file after the cut: by sector the newest write that arrived, with all that the cache held of older ones. */
function survivor(node: FileNode, random: () => number, mood: Mood): Buffer {
  const arrive = arrivals(node.pending.length, random, mood);
  const file = new Image(node.safe.bytes);
  // What the cache held: every change so far, arrived or not.
  const cache = new Image(node.safe.bytes);
  for (const [i, write] of node.pending.entries()) {
    const arrived = arrive[i] ?? (() => false);
    cache.take(write);
    if (write.bytes !== null) sectors(file, cache, { end: write.offset + write.bytes.length, ...write, arrived });
    // Lengths share a journal: one that did not arrive is followed by nothing.
    else if (!arrived(0)) return file.bytes;
    else file.resize(write.offset);
  }
  return file.bytes;
}

/** A number that is no sector: whether the new length was recorded although the last data did not come. */
const LENGTH = -1;

function sectors(file: Image, cache: Image, write: { offset: number; end: number; arrived: Arrival }): void {
  for (let sector = Math.floor(write.offset / SECTOR); sector * SECTOR < write.end; sector++) {
    if (!write.arrived(sector)) continue;
    const from = sector * SECTOR;
    file.put(cache.bytes.subarray(from, from + SECTOR), from);
  }
  if (write.arrived(LENGTH) && file.length < write.end) file.resize(write.end);
}
