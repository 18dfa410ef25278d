/**
 * The way of samples, events and rows of alarms to the disk (writer thread): everything that waits goes into one transaction, and
 * is told as stored when that is durable. What fails stays in the queue, in order; alarms may be refused instead, so that whoever
 * waits for them knows.
 */
import { isBad, NOT_RECORDED } from '../../../shared/model/quality.ts';
import type { AlarmOrder } from '../alarms/alarm-desk.ts';
import { insertAnnotation } from '../annotations/annotation-table.ts';
import { eventInsert } from '../events/event-table.ts';
import type { FromWriter, SamplePost, StoredEvent } from '../messages.ts';
import type { JournalSamples } from '../store/journal-blob.ts';
import { LAST_TIME } from '../store/months.ts';
import type { Newest } from './newest.ts';
import { arrivalsOf } from './recovery.ts';
import type { Tail } from './tail.ts';
import type { StationState } from './writer-state.ts';

/** Samples of one transaction: after a long wait for the disk it is not one of minutes. */
const MOST_SAMPLES = 500_000;
/** With more samples than this, events and alarms go before them: they do not wait for the samples to be written. */
const MANY_SAMPLES = 50_000;

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

interface EventOrder {
  readonly id: number;
  readonly events: readonly StoredEvent[];
}

/** What somebody waits for. */
interface Urgent {
  readonly events: readonly EventOrder[];
  readonly alarms: readonly AlarmOrder[];
}

interface Row {
  readonly seq: number;
  readonly post: number;
  readonly samples: JournalSamples;
}

export class Recorder {
  readonly #parts: RecorderParts;
  #posts: SamplePost[] = [];
  #events: EventOrder[] = [];
  #alarms: AlarmOrder[] = [];
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
    return this.#gapAt !== null || this.#posts.length > 0 || this.hasAlarms || this.#events.length > 0;
  }

  get hasAlarms(): boolean {
    return this.#alarms.length > 0;
  }

  /** Events, rows of alarms, or annotations. */
  get hasUrgent(): boolean {
    return this.#events.length > 0 || this.#alarms.some(({ context }) => context === null);
  }

  take(post: SamplePost): void {
    this.#posts.push(post);
  }

  takeEvents(order: EventOrder): void {
    this.#events.push(order);
  }

  /** Rows with the number of another row are refused at once: they can never be written. */
  takeAlarms(order: AlarmOrder): void {
    const taken = this.#parts.state().alarms.taken(order.rows);
    if (taken === null) this.#alarms.push(order);
    else this.#answer([order], `the number ${taken} belongs to another row`);
  }

  /** Makes what waits durable. Throws what the disk throws; then nothing of it is stored and all of it still waits. */
  commit(): void {
    const began = performance.now();
    const posts = this.#due();
    if (posts.reduce((sum, post) => sum + post.count, 0) > MANY_SAMPLES) this.commitUrgent();
    const rows = this.#rowsOf(posts);
    this.#write(rows, { events: this.#events.splice(0), alarms: this.#alarms.splice(0) });
    this.#posts.splice(0, posts.length);
    this.#gapAt = null;
    this.#remember(rows);
    const last = posts.at(-1);
    if (last !== undefined) {
      this.lastPost = last.id;
      const samples = rows.reduce((sum, row) => sum + (row.post === OF_NO_POST ? 0 : row.samples.count), 0);
      const ms = performance.now() - began;
      this.#parts.send({ kind: 'committed', id: last.id, samples, at: this.aliveAt, ms });
    }
  }

  /** Events and rows of alarms alone: there may be room for them where there is none for samples. Throws what the disk throws. */
  commitUrgent(): void {
    const alarms = this.#alarms.filter(({ context }) => context === null);
    if (this.#events.length + alarms.length === 0) return;
    this.#alarms = this.#alarms.filter(({ context }) => context !== null);
    this.#write([], { events: this.#events.splice(0), alarms });
  }

  /** None of the alarms that wait is on disk, and none will be: whoever sent them may try again. */
  refuseAlarms(why: string): void {
    this.#answer(this.#alarms.splice(0), why);
  }

  #answer(orders: readonly AlarmOrder[], why: string | null): void {
    for (const { id } of orders) this.#parts.send({ kind: 'alarms-done', id, why });
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

  /** What is urgent is told when it is durable, and waits again, first, when it is not. */
  #write(rows: readonly Row[], urgent: Urgent): void {
    try {
      this.#transact(rows, urgent);
    } catch (error) {
      this.#events.unshift(...urgent.events);
      this.#alarms.unshift(...urgent.alarms);
      this.#parts.state().alarms.forget();
      throw error;
    }
    for (const { id } of urgent.events) this.#parts.send({ kind: 'events-stored', id });
    this.#answer(urgent.alarms, null);
  }

  #transact(rows: readonly Row[], urgent: Urgent): void {
    const { db, journal, sequence, alarms } = this.#parts.state();
    const at = Date.now();
    const events = urgent.events.flatMap(order => order.events);
    if (events.length > 0) sequence.reserve(events.length);
    const insert = eventInsert(db);
    db.transaction(() => {
      for (const row of rows) journal.add({ ...row, at });
      for (const event of events) insert(event, sequence.next());
      for (const order of urgent.alarms) {
        alarms.add(order.rows, order.words);
        if (order.context !== null) alarms.addContext(order.context);
        if (order.annotation !== undefined) insertAnnotation(db, order.annotation);
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
