/** Forces what was written to the disk, in threads that may wait for it. */
import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Names in the folder are on the disk when it returns. */
export function syncFolder(folder: string): void {
  // Windows has no handles of folders; its file system keeps the order of changes by itself.
  if (process.platform !== 'win32') sync(folder, 'r');
}

/** What was written to the file, by whomever, is on the disk when it returns. */
export const syncFile = (file: string): void => sync(file, 'r+');

function sync(path: string, flags: 'r' | 'r+'): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
