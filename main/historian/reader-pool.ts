/**
 * Reader threads (main thread): a question goes to one that is free, else it waits in order. There are two lanes: what people
 * look at goes first and may have every thread; what scripts ask for never has the last one. One that dies fails its question and is
 * replaced with the next. While the writer thread is being replaced questions wait for the new one: without its memory an answer would
 * lack the newest half hour.
 */
import { type MessagePort, Worker } from 'node:worker_threads';
import type { Log } from '../platform/log.ts';
import type { FromReader, ReaderQuestion, ToReader } from './messages.ts';
import { QueryCancelled } from './query/query-span.ts';
import { threadEntry } from './writer-host.ts';

const THREADS = 2;
/** A question that was given up looks for that between blocks; ms. */
const END_LIMIT_MS = 2_000;
/** How long a question waits for a writer thread, ms. */
const WRITER_LIMIT_MS = 30_000;
/** One thread is left for somebody who looks: a year for a script must not make a trend wait. */
const SCRIPT_THREADS = THREADS - 1;

export type Lane = 'people' | 'scripts';

export interface AskOptions {
  readonly lane: Lane;
  readonly signal?: AbortSignal | undefined;
}

export interface ReaderPoolParts {
  /** Holds `station.db`. */
  readonly folder: string;
  readonly monthFolder: string;
  readonly log: Log;
  /** A port to the writer thread for a new reader. */
  readonly connect: () => MessagePort;
  readonly onDamage: (file: string, why: string) => void;
}

interface Job {
  readonly lane: Lane;
  readonly question: ReaderQuestion;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  /** Until when it waits for a writer thread, from when there was none for it; `performance.now()`. */
  waitsUntil: number | null;
}

interface Thread {
  readonly worker: Worker;
  job: Job | null;
}

export class ReaderPool {
  readonly #parts: ReaderPoolParts;
  readonly #threads: Thread[] = [];
  readonly #waiting: Record<Lane, Job[]> = { people: [], scripts: [] };
  #lastId = 0;
  #isStopped = false;
  /** A thread has found that the writer thread is gone, and there is no other yet. */
  #isCut = false;

  constructor(parts: ReaderPoolParts) {
    this.#parts = parts;
  }

  /** Starts the threads, so that the first question, which may be shared by all of them, does not wait for that. */
  start(): void {
    while (!this.#isStopped && this.#threads.length < THREADS) this.#start();
  }

  /** Rejects with `QueryCancelled` when the signal says so, else when the question cannot be answered. */
  ask(query: ReaderQuestion['query'], { lane, signal }: AskOptions): Promise<unknown> {
    const cancel = new Int32Array(new SharedArrayBuffer(4));
    return new Promise((resolve, reject) => {
      if (this.#isStopped || signal?.aborted === true) return reject(new QueryCancelled());
      const question: ReaderQuestion = { kind: 'question', id: ++this.#lastId, query, cancel };
      const job: Job = { lane, question, resolve, reject, waitsUntil: null };
      signal?.addEventListener('abort', () => this.#cancel(job), { once: true });
      this.#waiting[lane].push(job);
      if (this.#isCut) this.#losePatience(job);
      this.#next();
    });
  }

  /** The writer thread is another one: questions under way may wait for the old one for ever. */
  async reconnect(): Promise<void> {
    this.#isCut = false;
    const threads = this.#threads.splice(0);
    for (const { job } of threads) if (job !== null) this.#waiting[job.lane].unshift(job);
    await Promise.all(threads.map(({ worker }) => end(worker)));
    this.#next();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    const threads = this.#threads.splice(0);
    const open = [
      ...threads.flatMap(({ job }) => job ?? []),
      ...this.#waiting.people.splice(0),
      ...this.#waiting.scripts.splice(0),
    ];
    for (const job of open) {
      Atomics.store(job.question.cancel, 0, 1);
      job.reject(new QueryCancelled());
    }
    await Promise.all(threads.map(({ worker }) => end(worker)));
  }

  #next(): void {
    if (this.#isStopped || this.#isCut) return;
    for (let lane = this.#nextLane(); lane !== null; lane = this.#nextLane()) {
      const free = this.#threads.find(thread => thread.job === null) ?? this.#start();
      const job = free === null ? undefined : this.#waiting[lane].shift();
      if (free === null || job === undefined) return;
      free.job = job;
      free.worker.postMessage(job.question);
    }
  }

  /** Whose question is next; null when none waits that may have a thread. */
  #nextLane(): Lane | null {
    if (this.#waiting.people.length > 0) return 'people';
    const busy = this.#threads.filter(({ job }) => job?.lane === 'scripts').length;
    return this.#waiting.scripts.length > 0 && busy < SCRIPT_THREADS ? 'scripts' : null;
  }

  #start(): Thread | null {
    if (this.#threads.length >= THREADS) return null;
    const worker = new Worker(threadEntry('historian-reader', './reader/reader-worker.ts'), {
      name: 'historian-reader',
      workerData: { folder: this.#parts.folder, monthFolder: this.#parts.monthFolder },
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
    else if (message.reason === 'no-writer') this.#wait(job);
    else job.reject(message.reason === 'cancelled' ? new QueryCancelled() : new Error(message.why));
    this.#next();
  }

  /** Until `reconnect`: the question is asked again then, in front of those that came later. */
  #wait(job: Job): void {
    if (Atomics.load(job.question.cancel, 0) !== 0) return;
    this.#isCut = true;
    this.#waiting[job.lane].unshift(job);
    for (const waiting of [...this.#waiting.people, ...this.#waiting.scripts]) this.#losePatience(waiting);
  }

  /** One that is being answered when its time is up has waited long enough to be answered. */
  #losePatience(job: Job): void {
    const now = performance.now();
    job.waitsUntil ??= now + WRITER_LIMIT_MS;
    const giveUp = (): void => {
      const waiting = this.#waiting[job.lane];
      const at = waiting.indexOf(job);
      if (at < 0 || !this.#isCut) return;
      waiting.splice(at, 1);
      job.reject(new Error('the writer thread of the history is gone'));
    };
    setTimeout(giveUp, Math.max(0, job.waitsUntil - now)).unref();
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
    const waiting = this.#waiting[job.lane];
    const at = waiting.indexOf(job);
    if (at >= 0) waiting.splice(at, 1);
    // One that is being answered stays with its thread until that has noticed; who asked is free at once.
    job.reject(new QueryCancelled());
  }
}

/** Files are closed by the thread itself; one that does not come to it is ended. */
async function end(worker: Worker): Promise<void> {
  worker.removeAllListeners();
  const ended = new Promise<void>(resolve => worker.once('exit', () => resolve()));
  worker.postMessage({ kind: 'stop' } satisfies ToReader);
  const force = setTimeout(() => void worker.terminate(), END_LIMIT_MS);
  await ended;
  clearTimeout(force);
}
