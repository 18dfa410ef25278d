/**
 * The writer thread as the main thread sees it: start, messages, end. A thread that dies is replaced after a while, and the new
 * one is told to go on where it stopped.
 */
import { existsSync } from 'node:fs';
import { type MessagePort, Worker } from 'node:worker_threads';
import type { Log } from '../platform/log.ts';
import type { FromWriter, OpenReport, ToWriter, WriterData } from './messages.ts';

/** Waits before another thread is started, ms: the disk may have to come back first. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

export interface WriterHostParts {
  readonly data: Omit<WriterData, 'runFrom'>;
  readonly log: Log;
  /** Every message but those about opening. */
  readonly onMessage: (message: FromWriter) => void;
  /** A thread is ready: the first one, or the one after a thread that died. */
  readonly onOpened: (report: OpenReport) => void;
  /** It ended without being told to, or could not start. */
  readonly onGone: (why: string) => void;
}

/** Bundled beside the calling bundle, or the source itself when nothing is bundled. */
export function threadEntry(bundled: string, source: string): URL {
  const file = new URL(`./${bundled}.js`, import.meta.url);
  return existsSync(file) ? file : new URL(source, import.meta.url);
}

export class WriterHost {
  readonly #parts: WriterHostParts;
  #worker: Worker | null = null;
  #runFrom: number | null = null;
  #isStopping = false;
  #waitMs = FIRST_WAIT_MS;
  #timer: NodeJS.Timeout | undefined;
  #onEnd: () => void = () => undefined;

  constructor(parts: WriterHostParts) {
    this.#parts = parts;
    this.#start();
  }

  /** What is sent to a thread that is gone is lost; whoever needs it sends it again when another has opened. */
  send(message: ToWriter, transfer: readonly MessagePort[] = []): void {
    if (this.#worker !== null) this.#worker.postMessage(message, [...transfer]);
    // Whoever holds the other end hears at once that nobody is there.
    else for (const port of transfer) port.close();
  }

  /** Starts the thread that is being waited for at once. */
  hurry(): void {
    if (this.#worker !== null || this.#isStopping) return;
    clearTimeout(this.#timer);
    this.#start();
  }

  /** Ends the thread after everything that was sent is done; resolves when it is gone. */
  stop(limitMs: number): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    const worker = this.#worker;
    if (worker === null) return Promise.resolve();
    return new Promise(resolve => {
      const force = setTimeout(() => void worker.terminate(), limitMs);
      this.#onEnd = () => {
        clearTimeout(force);
        resolve();
      };
      worker.postMessage({ kind: 'stop' } satisfies ToWriter);
    });
  }

  #start(): void {
    const data: WriterData = { ...this.#parts.data, runFrom: this.#runFrom };
    const worker = new Worker(threadEntry('historian-writer', './writer/writer-worker.ts'), {
      name: 'historian-writer',
      workerData: data,
      execArgv: [],
    });
    this.#worker = worker;
    let why = 'the thread ended';
    worker.on('message', (message: FromWriter) => this.#receive(message));
    worker.on('error', (error: unknown) => {
      why = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', () => this.#gone(why));
  }

  #receive(message: FromWriter): void {
    if (message.kind !== 'opened') return this.#parts.onMessage(message);
    this.#runFrom ??= message.report.seq;
    this.#waitMs = FIRST_WAIT_MS;
    this.#parts.onOpened(message.report);
  }

  #gone(why: string): void {
    this.#worker = null;
    if (this.#isStopping) return this.#onEnd();
    this.#parts.log.error(() => `the historian's writer thread ended: ${why}`);
    this.#parts.onGone(why);
    this.#timer = setTimeout(() => this.#start(), this.#waitMs);
    this.#waitMs = Math.min(LONGEST_WAIT_MS, this.#waitMs * 2);
  }
}
