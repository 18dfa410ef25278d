/**
 * The station's data folder: made if missing, proven writable, and locked for one station at a time. The lock is a SQLite
 * write lock that the kernel lets go when the process ends in whatever way, so a kill −9 leaves nothing to clean up.
 */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { StationError } from './station-error.ts';

export interface Occupant {
  readonly pid: number;
  /** Address of its screen, when it serves one. */
  readonly url?: string;
}

export interface DataDirectory {
  readonly path: string;
  /** A folder below this one, made if missing. Throws `StationError` `data-not-writable`. */
  folder(...names: readonly string[]): string;
  /** Tells later comers who is here. Throws `StationError` `data-not-writable`. */
  announce(occupant: Occupant): void;
  release(): void;
}

/** Throws `StationError` `data-not-writable` or `data-locked` (with the occupant's address in the message). */
export function openDataDirectory(path: string): DataDirectory {
  const root = resolve(path);
  const occupantFile = join(root, 'occupant.json');
  let lock: Database.Database;
  try {
    makeFolder(root);
    accessSync(root, constants.R_OK | constants.W_OK | constants.X_OK);
    lock = new Database(join(root, 'station.lock'), { timeout: 0 });
  } catch (error) {
    throw notWritable(root, error);
  }
  try {
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS held (by INTEGER); DELETE FROM held;');
    lock.prepare('INSERT INTO held VALUES (?)').run(process.pid);
  } catch (error) {
    lock.close();
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')) {
      throw locked(root, readOccupant(occupantFile));
    }
    throw notWritable(root, error);
  }
  return {
    path: root,
    folder: (...names) => {
      const folder = join(root, ...names);
      try {
        makeFolder(folder);
        accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
        return folder;
      } catch (error) {
        throw notWritable(folder, error);
      }
    },
    announce: occupant => {
      try {
        writeFileSync(occupantFile, `${JSON.stringify(occupant)}\n`);
      } catch (error) {
        throw notWritable(root, error);
      }
    },
    release: () => {
      rmSync(occupantFile, { force: true });
      lock.close();
    },
  };
}

/** Level by level: Node's own recursive mkdir never returns where an existing parent says ENOENT, as /proc does. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST' && statSync(folder).isDirectory()) return;
    const parent = dirname(folder);
    if (code !== 'ENOENT' || existsSync(parent)) throw error;
    makeFolder(parent);
    mkdirSync(folder);
  }
}

/** What the occupant wrote, or null when it has not written yet or wrote nonsense. */
export function readOccupant(file: string): Occupant | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value !== 'object' || value === null || !('pid' in value) || typeof value.pid !== 'number') return null;
    const url = 'url' in value && typeof value.url === 'string' ? { url: value.url } : {};
    return { pid: value.pid, ...url };
  } catch {
    // Not there yet, or half written: the lock alone decides; the address is a courtesy.
    return null;
  }
}

function notWritable(root: string, cause: unknown): StationError {
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  return new StationError(
    {
      code: 'data-not-writable',
      message: `The data folder ${root} cannot be written (${reason}).`,
      hint: 'Choose another folder with --data, or give this user the right to write there. Nothing has been started.',
      retry: 'operator',
      zh: {
        message: `数据目录 ${root} 不可写（${reason}）。`,
        hint: '用 --data 指定其他目录，或给当前用户写权限。本次没有启动任何部分。',
      },
    },
    { cause },
  );
}

function locked(root: string, occupant: Occupant | null): StationError {
  const who = occupant === null ? '' : ` (process ${occupant.pid}${occupant.url ? `, ${occupant.url}` : ''})`;
  const whoZh = occupant === null ? '' : `（进程 ${occupant.pid}${occupant.url ? `，${occupant.url}` : ''}）`;
  return new StationError({
    code: 'data-locked',
    message: `Another Citygate already works with the data folder ${root}${who}.`,
    hint: 'Use that one, end it first, or choose another folder with --data. Nothing has been started.',
    retry: 'operator',
    zh: {
      message: `另一个 Citygate 正在使用数据目录 ${root}${whoZh}。`,
      hint: '请使用已运行的实例，或先结束它，或用 --data 指定其他目录。本次没有启动任何部分。',
    },
  });
}
