/**
 * Starts the headless host and waits until it says that it is usable. Its log is shown from
 * warnings up (everything with CITYGATE_VERBOSE=1). Node built-ins only, Node ≥ 20.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './lock.mjs';
import { projectNode } from './node-version.mjs';
import { start } from './processes.mjs';

/** First address tried, so that it can be remembered; further ones only when it is taken. */
const FIRST_PORT = 8460;
const PORTS_TRIED = 20;
const READY = /^citygate ready (http\S+)$/;
/** A line of the program's log below warning: `2026-01-01T… info  namespace: text`. */
const CHATTER = /^\S+Z (?:debug|info) /;
/** What the host says when another one holds the data folder (main/platform/data-directory.ts). */
const LOCKED = /^Another Citygate already works with the data folder/;

/** True when nothing listens on this loopback port. */
export function isFree(port) {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** First free port from 8460 on loopback; 0 (any) when none of twenty is free. */
export async function freePort(first = FIRST_PORT) {
  for (let port = first; port < first + PORTS_TRIED; port += 1) if (await isFree(port)) return port;
  return 0;
}

const OCCUPANT_POLL_MS = 250;
const ANSWER_LIMIT_MS = 2000;

/** What the station that works in this data folder wrote about itself, if it lives and serves a screen. */
function readOccupant(dataDir) {
  try {
    const { pid, url } = JSON.parse(readFileSync(join(dataDir, 'occupant.json'), 'utf8'));
    return url && isAlive(pid) ? { pid, url } : undefined;
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error instanceof SyntaxError) return undefined; // not there, or half written
    throw error;
  }
}

/** True when a station answers there: what a process of the same number left behind must not be taken for one. */
async function answers(url) {
  try {
    const response = await fetch(`${url}/rpc/station.describe`, {
      method: 'POST',
      body: '{}',
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    return response.ok && (await response.json()).ok === true;
  } catch (error) {
    if (error instanceof Error) return false; // nobody there, or not a station
    throw error;
  }
}

/** The living station in this data folder; undefined when none answers within `limitMs`. */
export async function findOccupant(dataDir, limitMs = 0) {
  const until = performance.now() + limitMs;
  for (;;) {
    const occupant = readOccupant(dataDir);
    if (occupant !== undefined && (await answers(occupant.url))) return occupant;
    if (performance.now() >= until) return undefined;
    await sleep(OCCUPANT_POLL_MS);
  }
}

/**
 * Shows what a program says on its piped stderr, without the log below warning. `onLine` sees every line. Resolves when the last
 * one has been read, which may be after the program has ended.
 */
export function showLog(child, onLine = () => undefined) {
  if (!child.stderr) return Promise.resolve();
  const lines = createInterface({ input: child.stderr });
  lines.on('line', line => {
    onLine(line);
    if (process.env.CITYGATE_VERBOSE === '1' || !CHATTER.test(line)) process.stderr.write(`${line}\n`);
  });
  return new Promise(resolve => {
    lines.once('close', resolve);
  });
}

/**
 * Starts the host; `ready` resolves with its address, or undefined if it ended before. `isLockedOut()` tells, once it has ended, whether it
 * ended because another station holds the data folder.
 */
export function startStation(root, options) {
  const bundle = join(root, 'out/main/headless.js');
  const args = [bundle, '--project', options.projectDir, '--data', options.dataDir, '--port', String(options.port)];
  // Its stdin is a pipe of ours that nobody writes to: when we die in whatever way it closes, and the station ends too.
  const env = { ...process.env, CITYGATE_END_WITH_STDIN: '1' };
  const station = start(projectNode(root), args, { cwd: root, env, stdio: ['pipe', 'pipe', 'pipe'] });
  let isLockedOut = false;
  const logRead = showLog(station.child, line => {
    isLockedOut ||= LOCKED.test(line);
  });
  const told = { ...station, isLockedOut: () => logRead.then(() => isLockedOut) };
  if (!station.child.stdout) return { ...told, ready: station.ended.then(() => undefined) };
  station.child.stdin.on('error', () => undefined); // it ended: `ended` tells
  const address = new Promise(resolve => {
    createInterface({ input: station.child.stdout }).on('line', line => {
      const match = READY.exec(line);
      if (match) resolve(match[1]);
    });
  });
  return { ...told, ready: Promise.race([address, station.ended.then(() => undefined)]) };
}
