/**
 * Electron's single-instance lock, per userData folder: the first process owns a lock file with its process id; a later
 * one leaves its command line in an inbox folder that the first one watches.
 */
import {
  type FSWatcher,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

interface SecondInstance {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly data: unknown;
}

interface LockRequest {
  readonly folder: string;
  readonly data: unknown;
  readonly onSecond: (second: SecondInstance) => void;
}

export class InstanceLock {
  #file: string | undefined;
  #watcher: FSWatcher | undefined;

  /** True for the first; false for every later process, whose command line then reaches the first. */
  request(request: LockRequest): boolean {
    if (this.#file !== undefined) return true;
    mkdirSync(request.folder, { recursive: true });
    const file = join(request.folder, 'stand-in.lock');
    const inbox = join(request.folder, 'stand-in.inbox');
    mkdirSync(inbox, { recursive: true });
    if (!this.#take(file)) {
      const message: SecondInstance = { argv: process.argv, cwd: process.cwd(), data: request.data };
      const draft = join(request.folder, `stand-in.${process.pid}.draft`);
      writeFileSync(draft, JSON.stringify(message));
      renameSync(draft, join(inbox, `${process.pid}.json`));
      return false;
    }
    this.#file = file;
    this.#watcher = watch(inbox, () => this.#empty(inbox, request.onSecond));
    return true;
  }

  release(): void {
    this.#watcher?.close();
    if (this.#file !== undefined) rmSync(this.#file, { force: true });
    this.#file = undefined;
  }

  #take(file: string): boolean {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return true;
    } catch (error) {
      if (!isSystemError(error, 'EEXIST')) throw error;
    }
    if (isAlive(Number(readFileSync(file, 'utf8')))) return false;
    writeFileSync(file, String(process.pid));
    return true;
  }

  #empty(inbox: string, onSecond: LockRequest['onSecond']): void {
    for (const name of readdirSync(inbox)) {
      const path = join(inbox, name);
      const second = JSON.parse(readFileSync(path, 'utf8')) as SecondInstance;
      rmSync(path);
      onSecond(second);
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return !isSystemError(error, 'ESRCH');
  }
}

function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
