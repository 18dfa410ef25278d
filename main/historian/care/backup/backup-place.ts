/** Where a backup may be: not where a fault of the station's own folder would take it along. */
import { existsSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { freeBytes } from '../../../platform/free-bytes.ts';
import { StationError } from '../../../platform/station-error.ts';
import type { Place } from '../disk-facts.ts';

/** Makes the folder. Throws `StationError` `backup-place` and what the disk throws. */
export function prepareBackupFolder(folder: string, { folder: data, monthFolder }: Place): void {
  if (!isAbsolute(folder)) throw notAbsolute(folder);
  for (const own of [data, monthFolder]) {
    if (isInside(folder, own) || isInside(own, folder)) throw refused(folder, own);
  }
  // One level at a time: on some file systems Node's recursive way never ends, and a disk that is not mounted has no folder.
  makeFolder(folder);
  makeFolder(join(folder, 'history'));
}

/** Another disk is what makes it a backup of more than mistakes. */
export const isSameDisk = (a: string, b: string): boolean => statSync(a).dev === statSync(b).dev;

/** It may be the station's own disk: what is kept back for alarms must not go into a copy, MB. */
const KEPT_FREE_MB = 64;
const MB = 1_048_576;

/** Throws `StationError` `backup-no-room` where a copy of `bytes` would fill the disk. */
export function checkRoom(folder: string, bytes: number): void {
  const free = freeBytes(folder);
  if (free < bytes + KEPT_FREE_MB * MB) throw noRoom(folder, { free, bytes });
}

const inMb = (bytes: number): number => Math.ceil(bytes / MB);

function noRoom(folder: string, { free, bytes }: { free: number; bytes: number }): StationError {
  const [needed, there] = [inMb(bytes) + KEPT_FREE_MB, Math.floor(free / MB)];
  return new StationError({
    code: 'backup-no-room',
    message: `The disk of ${folder} has ${there} MB free; the copy needs ${needed} MB, of which ${KEPT_FREE_MB} stay free.`,
    hint: 'Make room there, or name a folder on another disk. The backup before is as it was.',
    retry: 'operator',
    zh: {
      message: `${folder} 所在磁盘剩余 ${there} MB，复制需要 ${needed} MB（其中 ${KEPT_FREE_MB} MB 须保持空闲）。`,
      hint: '请清理该磁盘，或指定其他磁盘上的文件夹。原有备份保持不变。',
    },
  });
}

function makeFolder(folder: string): void {
  if (!existsSync(folder)) mkdirSync(folder);
}

/** Where a path leads, links followed as far as there is something. */
function realPlace(path: string): string {
  if (existsSync(path) || dirname(path) === path) return realpathSync(path);
  return join(realPlace(dirname(path)), basename(path));
}

function isInside(folder: string, outer: string): boolean {
  const way = relative(realPlace(outer), realPlace(folder));
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !/^[A-Za-z]:/.test(way));
}

function refused(folder: string, own: string): StationError {
  return new StationError({
    code: 'backup-place',
    message: `The backup folder ${folder} and the station's folder ${own} are inside each other.`,
    hint: 'Name a folder outside it, best on another disk.',
    retry: 'operator',
    zh: {
      message: `备份文件夹 ${folder} 与站控数据文件夹 ${own} 互相包含。`,
      hint: '请指定数据文件夹之外的位置，最好在另一块磁盘上。',
    },
  });
}

function notAbsolute(folder: string): StationError {
  return new StationError({
    code: 'backup-place',
    message: `The backup folder "${folder}" is not an absolute path.`,
    hint: 'Name it from the root of the disk on, e.g. /mnt/backup or D:\\backup.',
    retry: 'operator',
    zh: {
      message: `备份文件夹“${folder}”不是绝对路径。`,
      hint: '请从磁盘根目录写起，例如 /mnt/backup 或 D:\\backup。',
    },
  });
}
