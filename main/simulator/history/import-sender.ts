/**
 * The producer's side of an import: one batch at a time, sent again while the historian has no room for it, and never what it
 * has already. Worker thread.
 */
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import type { ImportBatch, ImportMessage, ImportReply } from '../../historian/import-messages.ts';
import type { DemoBatch } from './sample-blocks.ts';

/** A full or slow disk is asked again after 0.5, 1, 2 … 30 s: soon enough for a passing trouble, seldom enough for a lasting one. */
const AGAIN_AFTER_MS = 500;
const AGAIN_AT_MOST_MS = 30_000;

/** The historian takes no more of this, whoever asks. */
export class ImportRefused extends Error {
  override readonly name: string = 'ImportRefused';
}

/** There is no historian to take anything. */
export class ImportClosed extends ImportRefused {
  override readonly name = 'ImportClosed';
}

export interface SenderOptions {
  readonly port: MessagePort;
  /** Time of the last stored sample by tag. */
  readonly reached: ReadonlyMap<string, number>;
  /** Ends waiting. */
  readonly signal: AbortSignal;
  /** Waits; rejects when the signal is given. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const CLOSED = 'the historian has closed the import';

const sleepReally = (ms: number, signal: AbortSignal): Promise<void> => setTimeoutAsync(ms, undefined, { signal });

function isReply(message: unknown): message is ImportReply {
  return typeof message === 'object' && message !== null && 'kind' in message && 'id' in message;
}

/** The part of a batch that is not stored yet; columns that have come equally far stay together. */
export function missingOf({ t, columns }: DemoBatch, reached: ReadonlyMap<string, number>): readonly DemoBatch[] {
  const parts = new Map<number, DemoBatch['columns'][number][]>();
  for (const column of columns) {
    const last = reached.get(column.tag);
    const stored = last === undefined ? 0 : t.findLastIndex(time => time <= last) + 1;
    if (stored === t.length) continue;
    const part = parts.get(stored) ?? [];
    part.push(column);
    parts.set(stored, part);
  }
  return [...parts].map(([stored, part]) => (stored === 0 ? { t, columns: part } : cut({ t, columns: part }, stored)));
}

/** Copies, because a view would carry what is before it across the thread as well. */
function cut({ t, columns }: DemoBatch, from: number): DemoBatch {
  return {
    t: t.slice(from),
    columns: columns.map(({ tag, v, q }) => ({
      tag,
      v: v.slice(from),
      ...(q === undefined ? {} : { q: q.slice(from) }),
    })),
  };
}

export class ImportSender {
  readonly #options: SenderOptions;
  #id = 0;
  #samples = 0;
  #isClosed = false;
  #answer: PromiseWithResolvers<ImportReply> | null = null;

  constructor(options: SenderOptions) {
    this.#options = options;
    const { port, signal } = options;
    port.on('message', (message: unknown) => {
      if (isReply(message) && message.id === this.#id) this.#answer?.resolve(message);
    });
    port.on('close', () => {
      this.#isClosed = true;
      this.#answer?.reject(new ImportClosed(CLOSED));
    });
    signal.addEventListener('abort', () => this.#answer?.reject(signal.reason));
  }

  /** How many were stored. */
  get samples(): number {
    return this.#samples;
  }

  /** Resolves when it is on disk. Rejects with `ImportRefused`, or with the signal's reason. */
  async send(batch: DemoBatch): Promise<void> {
    for (const part of missingOf(batch, this.#options.reached)) await this.#store(part);
  }

  /** Everything has been said. */
  end(): void {
    this.#post({ kind: 'end' });
  }

  async #store(batch: DemoBatch): Promise<void> {
    const { signal, sleep = sleepReally } = this.#options;
    for (let wait = AGAIN_AFTER_MS; ; wait = Math.min(AGAIN_AT_MOST_MS, 2 * wait)) {
      const reply = await this.#ask(batch);
      if (reply.kind === 'stored') {
        this.#samples += reply.samples;
        return;
      }
      if (reply.isFinal) throw new ImportRefused(reply.why);
      await sleep(wait, signal);
    }
  }

  async #ask(batch: DemoBatch): Promise<ImportReply> {
    this.#options.signal.throwIfAborted();
    // A closed port swallows what is posted, and nobody would answer.
    if (this.#isClosed) throw new ImportClosed(CLOSED);
    this.#id += 1;
    this.#answer = Promise.withResolvers();
    // Not transferred: a batch that is refused is sent again.
    const message: ImportBatch = { kind: 'import', id: this.#id, ...batch };
    this.#post(message);
    try {
      return await this.#answer.promise;
    } finally {
      this.#answer = null;
    }
  }

  #post(message: ImportMessage): void {
    this.#options.port.postMessage(message);
  }
}
