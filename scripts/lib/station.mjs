/**
 * Starts the headless host and waits until it says that it is usable. Its log is shown from
 * warnings up (everything with CITYGATE_VERBOSE=1). Node built-ins only, Node ≥ 20.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isAlive } from './lock.mjs';
import { projectNode } from './node-version.mjs';
import { start } from './processes.mjs';

/** First address tried, so that it can be remembered; further ones only when it is taken. */
const FIRST_PORT = 8460;
const PORTS_TRIED = 20;
const READY = /^citygate ready (http\S+)$/;
/** A line of the program's log below warning: `2026-01-01T… info  namespace: text`. */
const CHATTER = /^\S+Z (?:debug|info) /;

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

/** The station that says it works in this data folder, if it lives and serves a screen. */
export function readOccupant(dataDir) {
  const path = join(dataDir, 'occupant.json');
  if (!existsSync(path)) return undefined;
  const { pid, url } = JSON.parse(readFileSync(path, 'utf8'));
  return url && isAlive(pid) ? { pid, url } : undefined;
}

/** Shows what a program says on its piped stderr, without the log below warning. */
export function showLog(child) {
  if (!child.stderr) return;
  createInterface({ input: child.stderr }).on('line', line => {
    if (process.env.CITYGATE_VERBOSE === '1' || !CHATTER.test(line)) process.stderr.write(`${line}\n`);
  });
}

/** Starts the host; `ready` resolves with its address, or undefined if it ended before. */
export function startStation(root, options) {
  const bundle = join(root, 'out/main/headless.js');
  const args = [bundle, '--project', options.projectDir, '--data', options.dataDir, '--port', String(options.port)];
  const station = start(projectNode(root), args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  if (!station.child.stdout) return { ...station, ready: station.ended.then(() => undefined) };
  showLog(station.child);
  const address = new Promise(resolve => {
    createInterface({ input: station.child.stdout }).on('line', line => {
      const match = READY.exec(line);
      if (match) resolve(match[1]);
    });
  });
  return { ...station, ready: Promise.race([address, station.ended.then(() => undefined)]) };
}
