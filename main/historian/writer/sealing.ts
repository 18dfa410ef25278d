/**
 * When the journal is sealed, and what that leaves behind: samples carried over, newest values, and an empty journal (writer
 * thread). Works in slices; what is under way is never needed to be whole.
 */
import type { FromWriter } from '../messages.ts';
import { bitsOf } from '../sample-bits.ts';
import type { Samples } from '../samples.ts';
import { CARRIED_PER_ROW } from '../store/journal.ts';
import { encodeJournal, type JournalSamples } from '../store/journal-blob.ts';
import { SEALED_KEY } from './recovery.ts';
import { SealJob, type SealParts } from './seal-job.ts';
import type { StationState } from './writer-state.ts';

/** Every 2,048 scans at 1 s: whole chunks. */
const SEAL_EVERY_MS = 2_048_000;
/** Samples in memory at which sealing does not wait: 72 MB. 10,000 tags at 1 s reach it after 7 min. */
const TAIL_BUDGET = 4_000_000;

/** Samples in memory, 290 MB, beyond which nothing more is taken while the files cannot be written. */
const TAIL_LIMIT = 4 * TAIL_BUDGET;
/** A disk that refused is tried again after, ms. */
const RETRY_MS = 10_000;

export interface SealingParts extends SealParts {
  readonly state: () => StationState;
  readonly aliveAt: () => number;
  readonly lastPost: () => number;
  readonly send: (message: FromWriter) => void;
}

export class Sealing {
  readonly #parts: SealingParts;
  #job: SealJob | null = null;
  /** Commits up to this one are out of the journal's use and still in its table. */
  #deleting: number | null = null;
  #orders: number[] = [];
  #running: number[] = [];
  #trouble: unknown = null;
  #pausedUntil = 0;
  #dueAt = performance.now() + SEAL_EVERY_MS;
  /** Samples in memory after the last seal: carried ones, which are no reason for another. */
  #carried = 0;

  constructor(parts: SealingParts) {
    this.#parts = parts;
  }

  get hasWork(): boolean {
    if (performance.now() < this.#pausedUntil) return false;
    return this.#job !== null || this.#deleting !== null || this.#orders.length > 0 || this.#isDue;
  }

  /** What the disk said last; null when sealing goes on. */
  get trouble(): unknown {
    return this.#trouble;
  }

  /** More waits in memory than should, because the files take nothing. */
  get isOverfull(): boolean {
    return this.#trouble !== null && this.#parts.tail.total >= TAIL_LIMIT;
  }

  /** Tries again in a while. */
  pause(trouble: unknown): void {
    this.#trouble = trouble;
    this.#pausedUntil = performance.now() + RETRY_MS;
  }

  /** Seals everything there is, also the few; told with `id` when it is done. */
  order(id: number): void {
    this.#orders.push(id);
  }

  /** Does a little. Throws what the disk throws; the next call goes on. */
  step(): void {
    if (!this.hasWork) return;
    if (this.#job !== null) this.#seal(this.#job);
    else if (this.#deleting !== null) this.#delete(this.#deleting);
    else if (this.#orders.length > 0 || this.#isDue) this.#begin();
    if (this.#trouble === null) return;
    this.#trouble = null;
    this.#parts.send({ kind: 'trouble', trouble: null, detail: '' });
  }

  get #isDue(): boolean {
    const { tail } = this.#parts;
    if (tail.total - this.#carried >= TAIL_BUDGET) return true;
    return performance.now() >= this.#dueAt && tail.total > 0;
  }

  #begin(): void {
    this.#running = this.#orders;
    this.#orders = [];
    this.#job = new SealJob(this.#parts, {
      through: this.#parts.state().sequence.last,
      isComplete: this.#running.length > 0,
      now: Date.now(),
    });
  }

  #seal(job: SealJob): void {
    if (!job.step()) return;
    this.#settle(job);
    this.#job = null;
    this.#deleting = job.through;
    this.#dueAt = performance.now() + SEAL_EVERY_MS;
    this.#carried = this.#parts.tail.total;
    const orders = this.#running;
    this.#running = [];
    for (const id of orders) this.#told(id, job);
    if (orders.length === 0) this.#told(null, job);
  }

  #told(id: number | null, job: SealJob): void {
    this.#parts.send({ kind: 'sealed', id, samples: job.sealed, unaccounted: job.unaccounted });
  }

  /** One transaction: from here on a start finds the sealed samples in the files and the carried ones in their table. */
  #settle(job: SealJob): void {
    const { state, store, tail, aliveAt, lastPost } = this.#parts;
    const { db, journal, meta, months, sequence } = state();
    const carried = job.carried.map(id => ({ id, samples: tail.take(id, job.through) }));
    db.transaction(() => {
      journal.replaceCarried(inRows(carried));
      this.saveNewest();
      meta.set(SEALED_KEY, job.through);
      meta.set('alive', aliveAt());
      meta.set('alive_seq', sequence.last);
      meta.set('last_post', lastPost());
      months.note(store.changed);
    }).immediate();
    store.noted();
    tail.settle(job.through, job.carried);
  }

  /** Saves the newest sample of every tag as of now: commits up to here need not be looked at for them. */
  saveNewest(): void {
    const { state, tail, newest } = this.#parts;
    newest.follow(tail, tail.ids());
    const values = encodeJournal(newest.saved());
    const save = 'INSERT INTO last_values VALUES (1, ?) ON CONFLICT DO UPDATE SET data = excluded.data';
    state().db.prepare(save).run(values);
  }

  #delete(through: number): void {
    if (!this.#parts.state().journal.deleteSome(through)) this.#deleting = null;
  }
}

/** Carried samples of many tags as journal rows. */
function inRows(tags: readonly { readonly id: number; readonly samples: Samples }[]): JournalSamples[] {
  const rows: { id: number; samples: Samples }[][] = [];
  let count = Number.POSITIVE_INFINITY;
  for (const tag of tags) {
    if (count + tag.samples.t.length > CARRIED_PER_ROW) {
      rows.push([]);
      count = 0;
    }
    rows.at(-1)?.push(tag);
    count += tag.samples.t.length;
  }
  return rows.map(joined);
}

function joined(tags: readonly { readonly id: number; readonly samples: Samples }[]): JournalSamples {
  const count = tags.reduce((sum, { samples }) => sum + samples.t.length, 0);
  const row = {
    count,
    tag: new Uint32Array(count),
    t: new Float64Array(count),
    seq: new Float64Array(count),
    v: new Float64Array(count),
    q: new Uint16Array(count),
  };
  const bits = bitsOf(row.v);
  const exact = new Map<number, bigint | string>();
  let at = 0;
  for (const { id, samples } of tags) {
    row.tag.fill(id, at, at + samples.t.length);
    row.t.set(samples.t, at);
    row.seq.set(samples.seq, at);
    bits.set(bitsOf(samples.v), 2 * at);
    row.q.set(samples.q, at);
    for (const [i, value] of samples.exact ?? []) exact.set(at + i, value);
    at += samples.t.length;
  }
  return { ...row, exact };
}
