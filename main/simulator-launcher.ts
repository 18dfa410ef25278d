/**
 * Starts the demo field and keeps it running (main thread). Does what a commissioning engineer does once on a real site: gives
 * the field its passwords, learns the addresses, trusts the analyser's certificate. After that nothing in main knows that the
 * field is a demo. A field that dies is started again on the same addresses.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Log } from './platform/log.ts';
import { StationError } from './platform/station-error.ts';
import type { FieldReady, FieldReport, FieldStart } from './simulator/field-messages.ts';

/** How long the field may take to open all its servers; the OPC UA one needs 2–3 s on a small PC. */
const START_LIMIT_MS = 30_000;
/** How long it may take to end by itself before it is killed. */
const STOP_LIMIT_MS = 4_000;
const RESTART_AFTER_MS = 500;
const RESTART_AT_MOST_MS = 30_000;

/** A child process as both hosts can give one: `fork` in Node, `utilityProcess` in Electron. */
export interface FieldProcess {
  readonly pid: number | undefined;
  send(message: FieldStart): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (code: number | null) => void): void;
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
}

export type ForkField = (entry: string, args: readonly string[]) => FieldProcess;

/** Node's way. Output goes to this process's stderr, so that stdout stays for what scripts read. */
export const forkWithNode: ForkField = (entry, args) => {
  const child: ChildProcess = fork(entry, [...args], { stdio: ['ignore', 2, 2, 'ipc'], execArgv: [] });
  return {
    pid: child.pid,
    send: message => void child.send(message),
    onMessage: listener => void child.on('message', listener),
    onExit: listener => void child.once('exit', code => listener(code)),
    kill: signal => void child.kill(signal),
  };
};

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
    this.#ready = await this.#launch();
    return this.#ready;
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

  async #launch(): Promise<FieldReady> {
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
    const report = await new Promise<FieldReport>(resolve => {
      const timer = setTimeout(() => {
        process.kill('SIGKILL');
        resolve({ kind: 'failed', message: `not ready within ${START_LIMIT_MS} ms` });
      }, START_LIMIT_MS);
      process.onMessage(message => {
        if (!isReport(message)) return;
        clearTimeout(timer);
        resolve(message);
      });
      process.onExit(code => {
        clearTimeout(timer);
        resolve({ kind: 'failed', message: `ended with code ${code}` });
        this.#ended();
      });
      const endpoints = this.#ready?.endpoints;
      process.send({ kind: 'start', secrets, ...(endpoints === undefined ? {} : { endpoints }) });
    });
    if (report.kind === 'failed') throw failed(report.message);
    return report;
  }

  #ended(): void {
    this.#process = null;
    if (this.#stopping || this.#ready === null) return;
    this.#options.onRestart('ended');
    this.#restartLater();
  }

  #restartLater(): void {
    const delay = Math.min(RESTART_AT_MOST_MS, RESTART_AFTER_MS * 2 ** this.#failures);
    clearTimeout(this.#restart);
    this.#restart = setTimeout(() => void this.#relaunch(), delay);
  }

  async #relaunch(): Promise<void> {
    try {
      await this.#launch();
      this.#failures = 0;
      this.#options.onRestart('back');
    } catch (error) {
      this.#failures++;
      this.#options.log.warn(() => `the demo field did not start: ${String(error)}`);
      if (!this.#stopping) this.#restartLater();
    }
  }
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
      message: `演示现场没有启动:${reason}。`,
      hint: '查看上面的输出,或在 station.yaml 中把 demoField 设为 false 并填写真实地址。',
    },
  });
}
