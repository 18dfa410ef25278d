/**
 * Reader threads (main thread): a question goes to one that is free, else it waits in order. One that dies fails its
 * question and is replaced with the next.
 */
import { type MessagePort, Worker } from 'node:worker_threads';
import type { Log } from '../platform/log.ts';
import type { FromReader, HistoryQuery, ReaderQuestion, ToReader } from './messages.ts';
import { QueryCancelled } from './query/query-span.ts';
import { threadEntry } from './writer-host.ts';

/** One for somebody who looks, one for somebody who exports: a long question must not make a trend wait. */
const THREADS = 2;

export interface ReaderPoolParts {
  readonly monthFolder: string;
  readonly log: Log;
  /** A port to the writer thread for a new reader. */
  readonly connect: () => MessagePort;
  readonly onDamage: (file: string, why: string) => void;
}

interface Job {
  readonly question: ReaderQuestion;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  job: Job | null;
}

export class ReaderPool {
  readonly #parts: ReaderPoolParts;
  readonly #threads: Thread[] = [];
  readonly #waiting: Job[] = [];
  #lastId = 0;
  #isStopped = false;

  constructor(parts: ReaderPoolParts) {
    this.#parts = parts;
  }

  /** Starts a thread, so that the first question does not wait for that. */
  start(): void {
    if (!this.#isStopped && this.#threads.length === 0) this.#start();
  }

  /** Rejects with `QueryCancelled` when the signal says so, else when the question cannot be answered. */
  ask(query: HistoryQuery, signal?: AbortSignal): Promise<unknown> {
    const cancel = new Int32Array(new SharedArrayBuffer(4));
    return new Promise((resolve, reject) => {
      if (this.#isStopped || signal?.aborted === true) return reject(new QueryCancelled());
      const job: Job = { question: { kind: 'question', id: ++this.#lastId, query, cancel }, resolve, reject };
      signal?.addEventListener('abort', () => this.#cancel(job), { once: true });
      this.#waiting.push(job);
      this.#next();
    });
  }

  /** The writer thread is another one: questions under way may wait for the old one for ever. */
  async reconnect(): Promise<void> {
    const threads = this.#threads.splice(0);
    for (const { job } of threads) if (job !== null) this.#waiting.unshift(job);
    await Promise.all(threads.map(({ worker }) => end(worker)));
    this.#next();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    const threads = this.#threads.splice(0);
    const open = [...threads.flatMap(({ job }) => job ?? []), ...this.#waiting.splice(0)];
    for (const job of open) job.reject(new QueryCancelled());
    await Promise.all(threads.map(({ worker }) => end(worker)));
  }

  #next(): void {
    if (this.#isStopped) return;
    while (this.#waiting.length > 0) {
      const free = this.#threads.find(thread => thread.job === null) ?? this.#start();
      if (free === null) return;
      const job = this.#waiting.shift() ?? null;
      free.job = job;
      if (job !== null) free.worker.postMessage(job.question);
    }
  }

  #start(): Thread | null {
    if (this.#threads.length >= THREADS) return null;
    const worker = new Worker(threadEntry('historian-reader', './reader/reader-worker.ts'), {
      name: 'historian-reader',
      workerData: { monthFolder: this.#parts.monthFolder },
      execArgv: [],
    });
    const thread: Thread = { worker, job: null };
    this.#threads.push(thread);
    let why = 'the reader thread ended';
    worker.on('message', (message: FromReader) => this.#receive(thread, message));
    worker.on('error', (error: unknown) => {
      why = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', () => this.#gone(thread, why));
    const port = this.#parts.connect();
    worker.postMessage({ kind: 'writer', port } satisfies ToReader, [port]);
    return thread;
  }

  #receive(thread: Thread, message: FromReader): void {
    if (message.kind === 'damaged') return this.#parts.onDamage(message.file, message.why);
    const { job } = thread;
    if (job === null || job.question.id !== message.id) return;
    thread.job = null;
    if (message.kind === 'answer') job.resolve(message.value);
    else job.reject(message.isCancelled ? new QueryCancelled() : new Error(message.why));
    this.#next();
  }

  #gone(thread: Thread, why: string): void {
    const at = this.#threads.indexOf(thread);
    if (at < 0) return;
    this.#threads.splice(at, 1);
    this.#parts.log.error(() => `a historian reader thread ended: ${why}`);
    thread.job?.reject(new Error(why));
    this.#next();
  }

  #cancel(job: Job): void {
    Atomics.store(job.question.cancel, 0, 1);
    const at = this.#waiting.indexOf(job);
    if (at < 0) return;
    this.#waiting.splice(at, 1);
    job.reject(new QueryCancelled());
  }
}

async function end(worker: Worker): Promise<void> {
  worker.removeAllListeners();
  await worker.terminate();
}
