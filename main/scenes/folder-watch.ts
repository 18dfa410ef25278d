/**
 * Tells when a folder's files have changed and have come to rest: looks at their times and sizes twice a second, which also works
 * where a file system tells nobody, and waits until two looks agree, so that no half-written file is read.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const LOOK_MS = 500;

export interface FolderWatch {
  stop(): void;
}

export interface WatchOptions {
  readonly folder: string;
  /** How names of files that matter end. */
  readonly ending: string;
  /** Not called again before it has ended. */
  readonly onChange: () => Promise<void>;
  /** `onChange` has failed: a mistake of the program. The next change calls it again. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Calls once for what is there at first as well: since its files were read, they may have changed. A folder that cannot be
 * read has no files.
 */
export function watchFolder(options: WatchOptions): FolderWatch {
  const look = folderLook(options);
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    void look().finally(() => {
      isBusy = false;
    });
  }, LOOK_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** One look at the folder: calls when it is as at the look before and otherwise than when it called last. Never rejects. */
export function folderLook({ folder, ending, onChange, onFailure }: WatchOptions): () => Promise<void> {
  let told: string | null = null;
  let last: string | null = null;
  return async () => {
    const now = await signatureOf(folder, ending);
    const isAtRest = now === last;
    last = now;
    if (!isAtRest || now === told) return;
    told = now;
    try {
      await onChange();
    } catch (error) {
      onFailure(error);
    }
  };
}

async function signatureOf(folder: string, ending: string): Promise<string> {
  try {
    const names = (await readdir(folder)).filter(name => name.endsWith(ending)).toSorted();
    return (await Promise.all(names.map(name => fileSignature(join(folder, name), name)))).join('\n');
  } catch {
    return '';
  }
}

/** A file that is gone between two calls has no time and no size. */
async function fileSignature(path: string, name: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${name} ${mtimeMs} ${size} ${ino}`;
  } catch {
    return name;
  }
}
