/**
 * Starts the demo field and keeps it running (main thread). Does what a commissioning engineer does once on a real site: gives
 * the field its passwords, learns the addresses, trusts the analyser's certificate. After that nothing in main knows that the
 * field is a demo. A field that dies is started again on the same addresses.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Log } from './platform/log.ts';
import { StationError } from './platform/station-error.ts';
import type { FieldReady, FieldReport, FieldStart } from './simulator/field-messages.ts';

/** How long the field may take to open all its servers; the OPC UA one needs 2–3 s on a small PC. */
const START_LIMIT_MS = 30_000;
/** How long it may take to end by itself before it is killed. */
const STOP_LIMIT_MS = 4_000;
/** A field that dies during the first start, as by an out-of-memory killer, is started again before the station gives up. */
const FIRST_TRIES = 3;
const RESTART_AFTER_MS = 500;
const RESTART_AT_MOST_MS = 30_000;

/** A child process as both hosts can give one: `fork` in Node, `utilityProcess` in Electron. */
export interface FieldProcess {
  readonly pid: number | undefined;
  send(message: FieldStart): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The signal is null when it ended by itself, absent where the host does not tell. */
  onExit(listener: (code: number | null, signal?: NodeJS.Signals | null) => void): void;
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
}

export type ForkField = (entry: string, args: readonly string[]) => FieldProcess;

/** Node's way. Output goes to this process's stderr, so that stdout stays for what scripts read. */
export const forkWithNode: ForkField = (entry, args) => {
  const child: ChildProcess = fork(entry, [...args], { stdio: ['ignore', 2, 2, 'ipc'], execArgv: [] });
  // Writing to a field that has just been killed fails. Its end is told by 'exit'; an unheard 'error' would end the station.
  child.on('error', () => undefined);
  return {
    pid: child.pid,
    send: message => void child.send(message),
    onMessage: listener => void child.on('message', listener),
    onExit: listener => {
      child.once('exit', listener);
      // A process that could not even be made has no exit.
      if (child.pid === undefined) child.once('error', () => listener(null));
    },
    kill: signal => void child.kill(signal),
  };
};

/** What came of one start. */
type Outcome = FieldReport | { readonly kind: 'died'; readonly message: string };

export interface LauncherOptions {
  readonly projectDirectory: string;
  readonly dataDirectory: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly forkField: ForkField;
  readonly log: Log;
  readonly onRestart: (what: 'ended' | 'back') => void;
}

export class FieldLauncher {
  readonly #options: LauncherOptions;
  #process: FieldProcess | null = null;
  #ready: FieldReady | null = null;
  #failures = 0;
  #restart: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(options: LauncherOptions) {
    this.#options = options;
  }

  /** Resolves when every server of the field listens. Throws `StationError` `demo-field-failed`. */
  async start(): Promise<FieldReady> {
    for (let left = FIRST_TRIES - 1; ; left -= 1) {
      const outcome = await this.#launch();
      if (outcome.kind === 'ready') {
        this.#ready = outcome;
        return outcome;
      }
      // What the field itself says, and its silence, will be the same next time; a death need not be.
      if (outcome.kind !== 'died' || left === 0 || this.#stopping) throw failed(outcome.message);
      this.#options.log.warn(() => `the demo field ${outcome.message} while it started; starting it again`);
      await setTimeoutAsync(RESTART_AFTER_MS);
      if (this.#stopping) throw failed(outcome.message);
    }
  }

  get controlPort(): number | null {
    return this.#ready?.controlPort ?? null;
  }

  /** Ends the field: politely, then by force. Safe to call twice. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restart);
    const process = this.#process;
    if (process === null) return;
    await new Promise<void>(resolve => {
      const force = setTimeout(() => process.kill('SIGKILL'), STOP_LIMIT_MS);
      process.onExit(() => {
        clearTimeout(force);
        resolve();
      });
      process.kill('SIGTERM');
    });
  }

  /** One start of a process, to its report or its end. Does not reject. */
  #launch(): Promise<Outcome> {
    const { projectDirectory, dataDirectory, secrets, forkField } = this.#options;
    const process = forkField(fieldEntry(), [
      '--project',
      projectDirectory,
      '--data',
      dataDirectory,
      '--ports',
      'free',
    ]);
    this.#process = process;
    return new Promise(resolve => {
      let isReady = false;
      const timer = setTimeout(() => {
        process.kill('SIGKILL');
        resolve({ kind: 'failed', message: `not ready within ${START_LIMIT_MS} ms` });
      }, START_LIMIT_MS);
      process.onMessage(message => {
        if (!isReport(message)) return;
        clearTimeout(timer);
        isReady = message.kind === 'ready';
        resolve(message);
      });
      process.onExit((code, signal) => {
        clearTimeout(timer);
        if (this.#process === process) this.#process = null;
        resolve({ kind: 'died', message: endOf(code, signal) });
        // A start that fails is its caller's business; only a field that was there can be lost.
        if (isReady) this.#lost(endOf(code, signal));
      });
      const endpoints = this.#ready?.endpoints;
      process.send({ kind: 'start', secrets, ...(endpoints === undefined ? {} : { endpoints }) });
    });
  }

  #lost(how: string): void {
    if (this.#stopping) return;
    this.#options.log.warn(() => `the demo field ${how}`);
    this.#options.onRestart('ended');
    this.#restartLater();
  }

  #restartLater(): void {
    if (this.#stopping) return;
    const delay = Math.min(RESTART_AT_MOST_MS, RESTART_AFTER_MS * 2 ** this.#failures);
    clearTimeout(this.#restart);
    // #launch does not reject, and nothing else in #relaunch can.
    this.#restart = setTimeout(() => void this.#relaunch(), delay);
  }

  async #relaunch(): Promise<void> {
    const outcome = await this.#launch();
    if (outcome.kind === 'ready') {
      this.#failures = 0;
      this.#ready = outcome;
      this.#options.onRestart('back');
      return;
    }
    this.#failures += 1;
    this.#options.log.warn(() => `the demo field did not start: ${outcome.message}`);
    this.#restartLater();
  }
}

/** How a process ended, in words. */
function endOf(code: number | null, signal: NodeJS.Signals | null | undefined): string {
  return signal === null || signal === undefined ? `ended with code ${code}` : `was ended by ${signal}`;
}

function fieldEntry(): string {
  const bundled = fileURLToPath(new URL('./field.js', import.meta.url));
  return existsSync(bundled) ? bundled : fileURLToPath(new URL('./simulator/field.ts', import.meta.url));
}

function isReport(message: unknown): message is FieldReport {
  return (
    typeof message === 'object' &&
    message !== null &&
    'kind' in message &&
    (message.kind === 'ready' || message.kind === 'failed')
  );
}

function failed(reason: string): StationError {
  return new StationError({
    code: 'demo-field-failed',
    message: `The demo field did not start: ${reason}.`,
    hint: 'Read the lines above, or set demoField to false in station.yaml and give real addresses.',
    retry: 'operator',
    zh: {
      message: `演示现场没有启动：${reason}。`,
      hint: '查看上面的输出，或在 station.yaml 中把 demoField 设为 false 并填写真实地址。',
    },
  });
}
