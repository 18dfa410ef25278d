/**
 * The way of samples and events to the disk (writer thread): everything that waits goes into one transaction, and is told as
 * stored when that is durable. What fails stays in the queue, in order.
 */
import { isBad, NOT_RECORDED } from '../../../shared/model/quality.ts';
import type { FromWriter, SamplePost, StoredEvent } from '../messages.ts';
import type { JournalSamples } from '../store/journal-blob.ts';
import { LAST_TIME } from '../store/months.ts';
import type { Newest } from './newest.ts';
import { arrivalsOf } from './recovery.ts';
import type { Tail } from './tail.ts';
import type { StationState } from './writer-state.ts';

/** Samples of one transaction: after a long wait for the disk it is not one of minutes. */
const MOST_SAMPLES = 500_000;

/** Rows that nobody has posted: gaps. */
const OF_NO_POST = 0;

export interface RecorderParts {
  readonly state: () => StationState;
  readonly tail: Tail;
  readonly newest: Newest;
  /** Tag ids by handle; 0 = not recorded. */
  readonly idOf: Uint32Array;
  readonly send: (message: FromWriter) => void;
}

interface Row {
  readonly seq: number;
  readonly post: number;
  readonly samples: JournalSamples;
}

export class Recorder {
  readonly #parts: RecorderParts;
  #posts: SamplePost[] = [];
  #events: { readonly id: number; readonly events: readonly StoredEvent[] }[] = [];
  /** Wall time of the last commit, epoch ms. */
  aliveAt: number;
  lastPost = 0;
  #gapAt: number | null = null;
  /** Tag ids of the samples of one commit; used again with the next. */
  #tagsOfCommit = new Uint32Array(0);

  constructor(parts: RecorderParts, aliveAt: number) {
    this.#parts = parts;
    this.aliveAt = aliveAt;
  }

  get hasWork(): boolean {
    return this.#gapAt !== null || this.#posts.length > 0 || this.hasEvents;
  }

  get hasEvents(): boolean {
    return this.#events.length > 0;
  }

  take(post: SamplePost): void {
    this.#posts.push(post);
  }

  takeEvents(order: { id: number; events: readonly StoredEvent[] }): void {
    this.#events.push(order);
  }

  /** Makes what waits durable. Throws what the disk throws; then nothing of it is stored and all of it still waits. */
  commit(): void {
    const began = performance.now();
    const posts = this.#due();
    const rows = this.#rowsOf(posts);
    const events = [...this.#events];
    this.#write(rows, events);
    this.#posts.splice(0, posts.length);
    this.#events.splice(0, events.length);
    this.#gapAt = null;
    this.#remember(rows);
    const last = posts.at(-1);
    if (last !== undefined) {
      this.lastPost = last.id;
      const samples = rows.reduce((sum, row) => sum + (row.post === OF_NO_POST ? 0 : row.samples.count), 0);
      const ms = performance.now() - began;
      this.#parts.send({ kind: 'committed', id: last.id, samples, at: this.aliveAt, ms });
    }
    for (const { id } of events) this.#parts.send({ kind: 'events-stored', id });
  }

  /** The events alone: there may be room for them where there is none for samples. Throws what the disk throws. */
  commitEvents(): void {
    const events = [...this.#events];
    if (events.length === 0) return;
    this.#write([], events);
    this.#events.splice(0, events.length);
    for (const { id } of events) this.#parts.send({ kind: 'events-stored', id });
  }

  /**
   * From `at` on nothing is known of any tag until it is heard again: stored like a sample, so that a gap is a fact. It goes to the
   * disk with the next commit, before anything else.
   */
  gap(at: number): void {
    this.#gapAt = at;
  }

  /** Not too many, and none behind a gap: what was in force at the gap is known when those before it are stored. */
  #due(): readonly SamplePost[] {
    let count = 0;
    const end = this.#posts.findIndex(
      (post, i) => (i > 0 && post.gapAt !== null) || (count += post.count) > MOST_SAMPLES,
    );
    return this.#posts.slice(0, end < 0 ? this.#posts.length : Math.max(1, end));
  }

  #rowsOf(posts: readonly SamplePost[]): Row[] {
    const { sequence } = this.#parts.state();
    // Before the transaction: numbers that are reserved in one that fails would be given twice.
    sequence.reserve(2 * posts.length + 1);
    const start = this.#gapAt === null ? [] : [this.#gap(this.#gapAt)].filter(({ count }) => count > 0);
    const first = start.map(samples => ({ seq: sequence.next(), post: OF_NO_POST, samples }));
    const count = posts.reduce((sum, post) => sum + post.count, 0);
    if (this.#tagsOfCommit.length < count) this.#tagsOfCommit = new Uint32Array(count * 2);
    let at = 0;
    const rows = posts.flatMap(post => {
      const gap =
        post.gapAt === null ? [] : [{ seq: sequence.next(), post: OF_NO_POST, samples: this.#gap(post.gapAt) }];
      const tag = this.#tagsOfCommit.subarray(at, at + post.count);
      at += post.count;
      return [...gap, { seq: sequence.next(), post: post.id, samples: this.#samplesOf(post, tag) }];
    });
    return [...first, ...rows];
  }

  #write(rows: readonly Row[], events: readonly { events: readonly StoredEvent[] }[]): void {
    const { db, journal, sequence } = this.#parts.state();
    const at = Date.now();
    const stored = events.flatMap(order => order.events);
    if (stored.length > 0) sequence.reserve(stored.length);
    const insert = db.prepare('INSERT OR IGNORE INTO event VALUES (?, ?, ?, ?, ?, ?, ?)');
    db.transaction(() => {
      for (const row of rows) journal.add({ ...row, at });
      for (const { number, time, kind, source, zh, en } of stored) {
        insert.run(number, sequence.next(), time, kind, source, zh, en);
      }
    }).immediate();
    this.aliveAt = at;
  }

  #remember(rows: readonly Row[]): void {
    const { tail } = this.#parts;
    for (const { seq, samples } of rows) tail.add(samples.tag, arrivalsOf(samples), seq);
  }

  /** Fills `tag`. */
  #samplesOf({ count, handles, t, v, q, exact }: SamplePost, tag: Uint32Array): JournalSamples {
    const { idOf } = this.#parts;
    for (let i = 0; i < count; i++) tag[i] = idOf[handles[i] as number] ?? 0;
    return { count, tag, t, v, q, ...(exact === null ? {} : { exact }) };
  }

  /** A sample without a value for every tag that has one in force. */
  #gap(at: number): JournalSamples {
    const { idOf, newest, tail } = this.#parts;
    newest.follow(tail, tail.ids());
    const tag = idOf.filter(id => id > 0 && newest.has(id) && !isBad(newest.qualityOf(id)));
    const t = Float64Array.from(tag, id => Math.min(LAST_TIME, Math.max(at, newest.timeOf(id)) + 1));
    const v = new Float64Array(tag.length).fill(Number.NaN);
    const q = new Uint16Array(tag.length).fill(NOT_RECORDED);
    return { count: tag.length, tag, t, v, q };
  }
}
