/**
 * A lock between runs of the outer scripts (two `npm start` at once must not install or build
 * over each other). The lock is a file holding the owner's pid, created exclusively; a lock
 * whose owner is gone is taken over. Node built-ins only, Node ≥ 20.
 */
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Between two looks at a lock that another run holds. */
const POLL_MS = 200;
/** A lock file without a pid in it is being written right now, unless it is older than this. */
const UNREADABLE_AFTER_MS = 2000;

/** True when a process with this pid exists (also when it belongs to another user). */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function tryTake(path) {
  try {
    const file = openSync(path, 'wx');
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isAbandoned(path) {
  try {
    const pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
    if (Number.isNaN(pid)) return Date.now() - statSync(path).mtimeMs > UNREADABLE_AFTER_MS;
    return pid === process.pid ? false : !isAlive(pid);
  } catch (error) {
    if (error.code === 'ENOENT') return false; // just released: the next try takes it
    throw error;
  }
}

function removeAbandoned(path) {
  // Renaming first lets exactly one of several waiters win; the others see ENOENT.
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    rmSync(aside, { force: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

/** Runs `work` while holding the lock; `onWait` is called once if another run holds it. */
export async function withLock(path, work, onWait = () => undefined) {
  mkdirSync(dirname(path), { recursive: true });
  let isTold = false;
  while (!tryTake(path)) {
    if (isAbandoned(path)) {
      removeAbandoned(path);
      continue;
    }
    if (!isTold) onWait();
    isTold = true;
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}
