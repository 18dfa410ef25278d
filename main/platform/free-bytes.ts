/** How much room there is on a disk; for threads that may wait for it. */
import { statfsSync } from 'node:fs';

/** Bytes that this program can still write to the disk of `folder`; +∞ where a file system does not tell its size. */
export function freeBytes(folder: string): number {
  const { bavail, bsize, blocks } = statfsSync(folder);
  return blocks === 0 ? Number.POSITIVE_INFINITY : bavail * bsize;
}
