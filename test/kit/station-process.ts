/**
 * The headless host as its users start it: a process of its own, with Node 24, from out/ when that was built from the present
 * sources, else from the sources; then it serves no screen (`requireScreen` in build.ts). It ends with this process in whatever
 * way that ends. Ends what it started by process id; a station that is killed must take its demo field along, and
 * `descendants` lets a test see whether it did.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Envelope } from '../../shared/rpc/error.ts';
import { isPartBuilt, projectRoot } from './build.ts';
import { waitFor } from './wait-for.ts';

export { projectRoot } from './build.ts';

const START_LIMIT_MS = 40_000;
const END_LIMIT_MS = 10_000;
const READY = /^citygate ready (http:\/\/127\.0\.0\.1:(\d+))$/m;

const hasNode24 = Number(process.versions.node.split('.')[0]) >= 24;
const node = hasNode24 ? process.execPath : join(projectRoot, 'node_modules/.bin/node');

function entryFile(): string {
  return join(projectRoot, isPartBuilt('main') ? 'out/main/headless.js' : 'main/headless.ts');
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A headless host at any stage of its life, ready or refusing. */
export class HeadlessRun {
  stdout = '';
  stderr = '';
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  #isOver = false;

  constructor(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const child = spawn(node, [entryFile(), ...args], {
      cwd: projectRoot,
      // Nobody writes to its stdin: it closes when this process is gone, which ends the station.
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, CITYGATE_END_WITH_STDIN: '1', ...environment },
    });
    this.#child = child;
    child.stdin.on('error', () => undefined);
    child.stdout.on('data', (text: Buffer) => {
      this.stdout += text.toString();
    });
    child.stderr.on('data', (text: Buffer) => {
      this.stderr += text.toString();
    });
    // `close` comes after the last output; it waits for grandchildren that hold the pipes, so `exit` alone marks the end.
    this.ended = new Promise(resolve => {
      child.once('exit', (code, signal) => {
        this.#isOver = true;
        setTimeout(() => resolve({ code, signal }), 50);
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Resolves with the address when the ready line is there; throws with what it said instead. */
  async ready(limitMs = START_LIMIT_MS): Promise<{ url: string; port: number }> {
    await waitFor('the ready line', () => READY.test(this.stdout) || this.#isOver, limitMs).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${this.stderr}`);
    });
    const found = READY.exec(this.stdout);
    if (found === null) throw new Error(`the station ended instead of starting:\n${this.stderr}`);
    return { url: found[1] ?? '', port: Number(found[2]) };
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Ends it and every process below it, politely first; resolves when all are gone. */
  async end(): Promise<Ended> {
    const below = descendants(this.pid);
    this.signal('SIGTERM');
    const force = setTimeout(() => this.signal('SIGKILL'), END_LIMIT_MS);
    const ended = await this.ended;
    clearTimeout(force);
    await endAll(below);
    return ended;
  }

  /** What a power failure of the process looks like: nobody below it is told. */
  async kill(): Promise<void> {
    const below = descendants(this.pid);
    this.signal('SIGKILL');
    await this.ended;
    await endAll(below);
  }
}

/** A station that is ready. */
export class StationProcess {
  readonly url: string;
  readonly port: number;
  readonly run: HeadlessRun;

  private constructor(run: HeadlessRun, address: { url: string; port: number }) {
    this.run = run;
    this.url = address.url;
    this.port = address.port;
  }

  /** Starts it on a free port unless `port` is given. */
  static async start(
    options: { project: string; data: string; port?: number },
    environment: Readonly<Record<string, string>> = {},
  ): Promise<StationProcess> {
    const run = new HeadlessRun(argumentsOf(options), environment);
    try {
      return new StationProcess(run, await run.ready());
    } catch (error) {
      await run.end();
      throw error;
    }
  }

  get pid(): number {
    return this.run.pid;
  }

  /** The envelope of a call over HTTP. */
  async rpc(name: string, input: unknown = {}): Promise<Envelope<unknown>> {
    const response = await fetch(`${this.url}/rpc/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    return (await response.json()) as Envelope<unknown>;
  }

  /** The value of a call that must succeed. */
  async value<T>(name: string, input: unknown = {}): Promise<T> {
    const envelope = await this.rpc(name, input);
    if (!envelope.ok) throw new Error(`${name}: ${envelope.error.message}`);
    return envelope.value as T;
  }

  stop(): Promise<Ended> {
    return this.run.end();
  }

  kill(): Promise<void> {
    return this.run.kill();
  }
}

export function argumentsOf({ project, data, port = 0 }: { project: string; data: string; port?: number }): string[] {
  return ['--project', project, '--data', data, '--port', String(port)];
}

/** Process ids below `pid`, all generations. Linux only; empty elsewhere. */
export function descendants(pid: number): readonly number[] {
  const children = childrenOf(pid);
  return [...children, ...children.flatMap(descendants)];
}

function childrenOf(pid: number): number[] {
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) return [];
  return readdirSync(tasks).flatMap(task => {
    const file = join(tasks, task, 'children');
    try {
      return readFileSync(file, 'utf8').split(' ').filter(Boolean).map(Number);
    } catch {
      // The thread ended between the listing and the reading.
      return [];
    }
  });
}

/** True while the process runs; a zombie that nobody has reaped yet counts as ended. */
export function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Waits shortly for processes to end by themselves, then kills those that do not. */
async function endAll(pids: readonly number[]): Promise<void> {
  await waitFor('the processes below to end', () => !pids.some(isRunning), 3_000).catch(() => {
    for (const pid of pids.filter(isRunning)) process.kill(pid, 'SIGKILL');
  });
}
