/**
 * The preloaded watcher of disk-tracer.c: built with the system's compiler, told by environment, and its trace read back. Used by
 * fault runs and benches, which have no test runner around them. Linux with glibc.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = join(import.meta.dirname, 'disk-tracer.c');
const BUILD_LIMIT_MS = 60_000;
const HEAD_BYTES = 32;

/**
 * Builds the watcher into `folder` and gives its path.
 * @throws when there is no compiler
 */
export function buildDiskTracer(folder: string): string {
  const library = join(folder, 'disk-tracer.so');
  const flags = ['-std=gnu11', '-shared', '-fPIC', '-O2', '-Wall', '-Wextra', '-Werror'];
  execFileSync('gcc', [...flags, '-o', library, SOURCE, '-ldl', '-lpthread'], { timeout: BUILD_LIMIT_MS });
  return library;
}

export interface DiskWatch {
  readonly library: string;
  /** Folder that is watched, absolute and without links. */
  readonly root: string;
  /** File that takes the trace; appended to. */
  readonly trace?: string;
  /** File outside the folder whose contents go into the trace as marks. */
  readonly marks?: string;
  /** Control file of `setFault`. */
  readonly fault?: string;
  /** Added to every sync, µs. */
  readonly slowSyncUs?: number;
}

/** What to put into the environment of the program that is watched. */
export function watchedEnvironment({ library, root, trace, marks, fault, slowSyncUs }: DiskWatch) {
  const optional = { DISK_TRACE: trace, DISK_MARKS: marks, DISK_FAULT: fault, SLOWFSYNC_US: slowSyncUs?.toString() };
  const given = Object.entries(optional).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { LD_PRELOAD: library, DISK_ROOT: root, ...Object.fromEntries(given) };
}

export type DiskFault =
  /** The folder holds so many bytes and no more. */
  { readonly kind: 'full'; readonly capacityBytes: number } | { readonly kind: 'readonly' } | { readonly kind: 'eio' };

/** From now on the disk of whoever was given this control file is so; null = healthy again. */
export function setFault(file: string, fault: DiskFault | null): void {
  if (fault === null) {
    rmSync(file, { force: true });
    return;
  }
  // Renamed into place: never seen half written.
  writeFileSync(`${file}.new`, fault.kind === 'full' ? `full ${fault.capacityBytes}` : fault.kind);
  renameSync(`${file}.new`, file);
}

/** Paths are relative to the watched folder, '' for itself. `file` is the inode: it may stand for another file after a `created`. */
export type DiskChange =
  | { readonly kind: 'opened' | 'created'; readonly path: string; readonly file: number }
  | { readonly kind: 'written'; readonly file: number; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'truncated'; readonly file: number; readonly size: number }
  | { readonly kind: 'unlinked' | 'made-folder' | 'removed-folder'; readonly path: string }
  | { readonly kind: 'renamed'; readonly path: string; readonly to: string }
  | { readonly kind: 'sync-began' | 'sync-ended'; readonly file: number; readonly sync: number }
  | { readonly kind: 'marked'; readonly text: string };

/** Order as in disk-tracer.c, which counts from 1. */
const KINDS = [
  'opened',
  'created',
  'written',
  'truncated',
  'unlinked',
  'renamed',
  'made-folder',
  'removed-folder',
  'sync-began',
  'sync-ended',
  'marked',
] as const;

/** The changes in the order in which they took effect; the last one may be cut off when the program was killed. */
export function readTrace(file: string): readonly DiskChange[] {
  const all = readFileSync(file);
  const changes: DiskChange[] = [];
  for (let at = 0; at + HEAD_BYTES <= all.length; ) {
    const pathLength = all.readUInt32LE(at + 4);
    const length = Number(all.readBigUInt64LE(at + 24));
    const end = at + HEAD_BYTES + pathLength + length;
    if (end > all.length) break;
    const body = at + HEAD_BYTES + pathLength;
    changes.push(change(all.subarray(at, body), all.subarray(body, end)));
    at = end;
  }
  return changes;
}

function change(head: Buffer, bytes: Buffer): DiskChange {
  const kind = KINDS[head.readUInt32LE(0) - 1];
  const file = Number(head.readBigUInt64LE(8));
  const offset = Number(head.readBigUInt64LE(16));
  const path = head.toString('utf8', HEAD_BYTES);
  switch (kind) {
    case 'opened':
    case 'created':
      return { kind, path, file };
    case 'written':
      return { kind, file, offset, bytes };
    case 'truncated':
      return { kind, file, size: offset };
    case 'unlinked':
    case 'made-folder':
    case 'removed-folder':
      return { kind, path };
    case 'renamed':
      return { kind, path, to: bytes.toString() };
    case 'sync-began':
    case 'sync-ended':
      return { kind, file, sync: offset };
    case 'marked':
      return { kind, text: bytes.toString() };
    default:
      throw new Error('the trace is damaged');
  }
}
