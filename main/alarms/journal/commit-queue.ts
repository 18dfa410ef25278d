/**
 * From the engine to the journal, and from there to everybody (main thread). A row is durable before anyone is told, in order. A
 * journal that refuses is asked again and loses nothing: rows wait, as many as there is room for. After a moment people are told
 * all the same, because an alarm that nobody hears of is worse than one that a power cut may take.
 */
import type { AlarmTransition } from '../../../shared/model/alarm.ts';
import type { AlarmJournal } from './alarm-journal.ts';

export interface CommitLimits {
  /** Rows that may wait for the journal; about 1 kB each. Beyond it the oldest are given up and counted. */
  readonly capacity: number;
  /** Rows of one append: keeps the transaction, and with it the wait of the rows behind it, short. */
  readonly batch: number;
  /** Pause after a refusal, ms. A full disk may have room soon. */
  readonly retryMs: number;
  /** How long people wait for a journal that takes nothing, ms. */
  readonly tellAfterMs: number;
  /** How long the end waits for a journal that is slow, ms. */
  readonly stopMs: number;
}

export const COMMIT_LIMITS: CommitLimits = {
  ...{ capacity: 50_000, batch: 500 },
  ...{ retryMs: 1_000, tellAfterMs: 1_000, stopMs: 10_000 },
};

export interface CommitStatus {
  /** Rows that are not durable yet. */
  readonly waiting: number;
  /** Appends that were refused since the start. */
  readonly refusals: number;
  readonly isRefusing: boolean;
  /** Rows that were given up because there was no room for them. */
  readonly lost: number;
}

export type ToldListener = (rows: readonly AlarmTransition[], isDurable: boolean) => void;

export class CommitQueue {
  readonly #journal: AlarmJournal;
  readonly #tell: ToldListener;
  readonly #limits: CommitLimits;
  /** Not durable yet, oldest first. */
  #waiting: AlarmTransition[] = [];
  #told = 0;
  #added = 0;
  #isScheduled = false;
  /** The attempt that is under way. */
  #appending: Promise<void> | null = null;
  #isStopped = false;
  #refusals = 0;
  #isRefusing = false;
  #lost = 0;
  #retry: NodeJS.Timeout | undefined;
  #late: NodeJS.Timeout | undefined;
  readonly #settling: { readonly sequence: number; readonly resolve: () => void }[] = [];

  constructor(journal: AlarmJournal, tell: ToldListener, limits: Partial<CommitLimits> = {}) {
    this.#journal = journal;
    this.#tell = tell;
    this.#limits = { ...COMMIT_LIMITS, ...limits };
  }

  get status(): CommitStatus {
    return {
      waiting: this.#waiting.length,
      refusals: this.#refusals,
      isRefusing: this.#isRefusing,
      lost: this.#lost,
    };
  }

  add(row: AlarmTransition): void {
    this.#waiting.push(row);
    this.#added = row.sequence;
    if (this.#waiting.length > this.#limits.capacity) this.#giveUpOldest();
    this.#schedule();
    this.#late ??= setTimeout(() => this.#tellLate(), this.#limits.tellAfterMs);
  }

  /** Resolves when every row so far has been told. */
  settled(): Promise<void> {
    if (this.#told >= this.#added) return Promise.resolve();
    const sequence = this.#added;
    return new Promise(resolve => this.#settling.push({ sequence, resolve }));
  }

  /**
   * Waits until the journal has answered, for what people have been told already too, and offers it once more what it has not taken.
   * Not for longer than `stopMs`: `status` tells what is left.
   */
  async stop(): Promise<void> {
    const limit = Promise.withResolvers<void>();
    const timer = setTimeout(limit.resolve, this.#limits.stopMs);
    await Promise.race([this.#offerAll(), limit.promise]);
    clearTimeout(timer);
    this.#isStopped = true;
    clearTimeout(this.#retry);
    clearTimeout(this.#late);
  }

  async #offerAll(): Promise<void> {
    await this.#appending;
    if (this.#waiting.length > 0) await this.#append();
  }

  /** Rows of one pass go together. */
  #schedule(): void {
    if (this.#isScheduled || this.#appending !== null || this.#isRefusing) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      void this.#append();
    });
  }

  #append(): Promise<void> {
    if (this.#isStopped || this.#waiting.length === 0) return this.#appending ?? Promise.resolve();
    clearTimeout(this.#retry);
    this.#appending ??= this.#appendAll();
    return this.#appending;
  }

  /** Over in the same moment in which it has seen that nothing waits: a row that comes then begins the next attempt. */
  async #appendAll(): Promise<void> {
    try {
      while (this.#waiting.length > 0 && !this.#isStopped) {
        const rows = this.#waiting.slice(0, this.#limits.batch);
        if (!(await this.#isTaken(rows))) break;
        this.#durable(rows);
      }
    } finally {
      this.#appending = null;
    }
  }

  async #isTaken(rows: readonly AlarmTransition[]): Promise<boolean> {
    try {
      await this.#journal.append(rows);
      this.#isRefusing = false;
      return true;
    } catch {
      // Why it refuses is the journal's to tell; here it only matters that it did.
      this.#refusals++;
      this.#isRefusing = true;
      if (!this.#isStopped) this.#retry = setTimeout(() => void this.#append(), this.#limits.retryMs);
      return false;
    }
  }

  #durable(rows: readonly AlarmTransition[]): void {
    const last = rows.at(-1)?.sequence ?? 0;
    this.#waiting = this.#waiting.filter(row => row.sequence > last);
    clearTimeout(this.#late);
    const isMore = this.#waiting.length > 0 && !this.#isStopped;
    this.#late = isMore ? setTimeout(() => this.#tellLate(), this.#limits.tellAfterMs) : undefined;
    this.#hand(rows, true);
  }

  #tellLate(): void {
    this.#late = undefined;
    this.#hand(this.#waiting, false);
    if (this.#waiting.length > 0) this.#late = setTimeout(() => this.#tellLate(), this.#limits.tellAfterMs);
  }

  #hand(rows: readonly AlarmTransition[], isDurable: boolean): void {
    const fresh = rows.filter(row => row.sequence > this.#told);
    this.#told = Math.max(this.#told, rows.at(-1)?.sequence ?? 0);
    if (fresh.length > 0) this.#tell(fresh, isDurable);
    while ((this.#settling[0]?.sequence ?? Number.POSITIVE_INFINITY) <= this.#told) this.#settling.shift()?.resolve();
  }

  /** They are told first: giving a row up must not hide an alarm. */
  #giveUpOldest(): void {
    const surplus = this.#waiting.slice(0, this.#waiting.length - this.#limits.capacity);
    this.#hand(surplus, false);
    this.#lost += surplus.length;
    this.#waiting = this.#waiting.slice(surplus.length);
  }
}
