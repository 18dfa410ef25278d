/**
 * Starts and ends the children of the outer scripts. Each child leads its own process group, so
 * that Ctrl-C reaches only the outer script, which then ends the children in order, and so that a
 * child's own children can be ended with it. Whoever spawns around this module leaves orphans.
 * Node built-ins only, Node ≥ 20.
 */
import { spawn, spawnSync } from 'node:child_process';
import { OuterError } from './progress.mjs';

/** How long a child may take to end by itself; the station flushes its data folder meanwhile. */
const GRACE_MS = 8000;
/** For what waits for a child that has just been ended: to remove its folders and say its last line. */
const UNWIND_MS = 100;
/** How often a script looks whether the npm that started it is still there. */
const PARENT_POLL_MS = 1000;
const isWindows = process.platform === 'win32';
const living = new Set();
let hasEnded = false;

/** True once a signal has told this script to end: what ends now, ends because of it. */
export const isEnding = () => hasEnded;

/** Starts a child in its own process group and remembers it until it has ended. Throws OuterError once this script is ending. */
export function start(command, args, options = {}) {
  // Nobody would end a child that starts while the others are being ended.
  if (hasEnded) throw new OuterError('已中断。', 'Interrupted.', 130);
  const child = spawn(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: !isWindows,
    windowsHide: true,
    ...options,
  });
  const ended = new Promise(resolve => {
    child.once('error', error => resolve({ code: undefined, error }));
    child.once('exit', (code, signal) => resolve({ code: code ?? undefined, signal: signal ?? undefined }));
  });
  const entry = { child, ended };
  living.add(entry);
  void ended.then(() => living.delete(entry));
  return entry;
}

/** Runs a command to its end; resolves with its exit code (1 if it could not be started or was killed). */
export async function run(command, args, { timeoutMs, ...options } = {}) {
  const started = start(command, args, options);
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => void endTree(started), timeoutMs);
  const { code } = await started.ended;
  clearTimeout(timer);
  return code ?? 1;
}

function killGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // nobody left: what we wanted
  }
}

/** Asks a child to end, waits, then ends by force whatever is left of its process group. */
export async function endTree({ child, ended }) {
  if (child.pid === undefined) return;
  if (isWindows) {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  child.kill('SIGTERM');
  const timer = setTimeout(() => killGroup(child.pid, 'SIGKILL'), GRACE_MS);
  await ended;
  clearTimeout(timer);
  killGroup(child.pid, 'SIGKILL');
}

/** Resolves when every child that lives now has ended by itself. */
export const allEnded = () => Promise.all([...living].map(({ ended }) => ended));

/** Ends every child that is still living. */
export async function endAll() {
  await Promise.all([...living].map(endTree));
}

/** Calls back when the npm that started this script is gone (kill −9 of npm): nobody else would pass a signal on. */
export function onOrphaned(callback) {
  if (isWindows || process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, PARENT_POLL_MS);
  timer.unref();
}

/** Ends all children on Ctrl-C, SIGTERM, a closed terminal or a lost npm, then exits with `exitCode`. */
export function endOnSignal(exitCode) {
  const end = () => {
    if (hasEnded) return;
    hasEnded = true;
    void endAll().finally(() => setTimeout(() => process.exit(exitCode), UNWIND_MS));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
  onOrphaned(end);
  // The reader of our output is gone (`npm start | head`): what we still say is lost, what we started must still end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', end);
}
