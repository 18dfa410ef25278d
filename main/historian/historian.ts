/**
 * The history of the station as the rest of main sees it (main thread): samples in, events in, answers out. Moves data only; what
 * can wait for a disk or decode happens in the writer thread and the reader threads. Knows nothing of acquisition or projects.
 */
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { AggregateName, AggregateSeries, SliceValue, TrendSeries } from '../../shared/model/history.ts';
import type { SampleBatch } from '../../shared/model/tag.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { AlarmStore } from './alarms/alarm-store.ts';
import { EventDesk } from './event-desk.ts';
import type { EventRowsAnswer, EventSearch } from './events/event-search.ts';
import type { HistorianEvent } from './historian-event.ts';
import { readLastValues } from './last-values.ts';
import type {
  DiskTrouble,
  FromWriter,
  HistorianTag,
  HistoryQuery,
  LastValues,
  OpenReport,
  RawRequest,
  StepRequest,
  StoredEvent,
} from './messages.ts';
import { POST_MS, type PostCounts, Posting } from './posting.ts';
import type { TimeInState } from './query/time-in-state.ts';
import { checkQuestion } from './reader/check-question.ts';
import type { RawAnswer } from './reader/queries.ts';
import { type AskOptions, ReaderPool } from './reader-pool.ts';
import type { Origin } from './samples.ts';
import { type HistorySettings, historyFolder, reserveBytes } from './settings.ts';
import { WriterHost } from './writer-host.ts';

export interface HistorianOptions {
  /** Data folder of the station, absolute; holds `station.db`. */
  readonly folder: string;
  readonly tags: readonly HistorianTag[];
  readonly settings: HistorySettings;
  readonly clock: Clock;
  readonly log: Log;
  /** What a person should hear of. */
  readonly onEvent: (event: HistorianEvent) => void;
}

/** How recording goes on, counted since the station started. */
export interface RecordingFigures extends PostCounts {
  readonly trouble: DiskTrouble | 'failed' | null;
  /** Anything but 0 is a mistake of the program. */
  readonly unaccounted: number;
  readonly lastCommitAt: number | null;
  readonly commitP99Ms: number | null;
}

/** Commits that the figure of their duration is taken from. */
const COMMITS_KEPT = 512;
/** Tags from which on a question is worth two threads. */
const LARGE_SLICE = 200;
const LARGE_TREND = 2;
/** At the end a thread that died gets this long to come back, ms. */
const REOPEN_LIMIT_MS = 5_000;
/** What is under way gets this long at the end, ms. */
const STOP_LIMIT_MS = 15_000;

export class Historian {
  readonly folder: string;
  readonly monthFolder: string;
  /** The journal of alarms. */
  readonly alarms: AlarmStore;
  readonly #options: HistorianOptions;
  readonly #host: WriterHost;
  readonly #readers: ReaderPool;
  readonly #events: EventDesk;
  readonly #timer: NodeJS.Timeout;
  readonly #commits: number[] = [];
  readonly #seals = new Map<number, PromiseWithResolvers<void>>();
  #posting: Posting;
  #trouble: RecordingFigures['trouble'] = null;
  #lastCommitAt: number | null = null;
  #sealedUnaccounted = 0;
  #lastOrder = 0;
  #isOpen = false;
  #report: OpenReport | null = null;
  #lastValues: LastValues | null = null;
  #storedTags: ReadonlySet<string> = new Set();
  #onFirst: () => void = () => undefined;

  constructor(options: HistorianOptions) {
    const { folder, tags, settings, clock, log } = options;
    this.#options = options;
    this.folder = folder;
    this.#keepLast(readLastValues(folder, tags));
    this.monthFolder = historyFolder(settings, folder);
    const isRecorded = new Uint8Array(Math.max(0, ...tags.map(tag => tag.handle + 1)));
    for (const { handle, logging } of tags) if (logging.kind !== 'none') isRecorded[handle] = 1;
    const post = (message: Parameters<WriterHost['send']>[0]): void => {
      if (this.#isOpen) this.#host.send(message);
    };
    const onLoss = (): void => options.onEvent({ kind: 'losing' });
    this.#posting = new Posting({ isRecorded, clock, post, onLoss }, 0);
    this.#events = new EventDesk(post);
    this.alarms = new AlarmStore({
      ...{ folder, post },
      now: () => clock.now(),
      ask: (query, ask) => this.#readers.ask(query, ask),
    });
    this.#host = new WriterHost({
      data: {
        folder,
        monthFolder: this.monthFolder,
        tags,
        reserveBytes: reserveBytes(settings),
        retentionDays: settings.retentionDays,
      },
      log,
      onMessage: message => this.#receive(message),
      onOpened: report => this.#opened(report),
      onGone: why => this.#gone(why),
    });
    this.#readers = new ReaderPool({
      ...{ folder, monthFolder: this.monthFolder, log },
      connect: () => this.#connect(),
      onDamage: (file, why) => options.onEvent({ kind: 'damaged', file, why }),
    });
    this.#timer = setInterval(() => this.#posting.post(), POST_MS);
  }

  /** Resolves when the writer thread has opened, or has failed for the first time and is being tried again. */
  started(): Promise<void> {
    return this.#isOpen || this.#trouble !== null
      ? Promise.resolve()
      : new Promise(resolve => (this.#onFirst = resolve));
  }

  /** What the start found; null while the disk has not let it. */
  get report(): OpenReport | null {
    return this.#report;
  }

  /** Newest sample of every tag of the runs before; there from the start on. */
  get lastValues(): LastValues | null {
    return this.#lastValues;
  }

  /** There may be history of the tag from the runs before, whether or not it is in the project still. */
  hasStored(tag: string): boolean {
    return this.#storedTags.has(tag);
  }

  get figures(): RecordingFigures {
    const counts = this.#posting.counts;
    const { offered, stored, pending, lost } = counts;
    const sorted = this.#commits.toSorted((a, b) => a - b);
    return {
      ...counts,
      trouble: this.#trouble,
      unaccounted: offered - stored - pending - lost + this.#sealedUnaccounted,
      lastCommitAt: this.#lastCommitAt,
      commitP99Ms: sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))] ?? null,
    };
  }

  /** A listener of the tag table. */
  record(batch: SampleBatch): void {
    this.#posting.record(batch);
  }

  /** Everything recorded so far is on disk. */
  flush(): Promise<void> {
    return this.#posting.flushed();
  }

  /** Everything that is in the journal becomes chunks. */
  async seal(): Promise<void> {
    await this.flush();
    const id = ++this.#lastOrder;
    const done = Promise.withResolvers<void>();
    this.#seals.set(id, done);
    this.#host.send({ kind: 'seal', id });
    await done.promise;
  }

  /** Resolves when the events are durable; while the disk takes nothing it waits. */
  appendEvents(events: readonly StoredEvent[]): Promise<void> {
    return this.#events.append(events);
  }

  /** Rejects with `QueryCancelled`, or with what the disk says. */
  async searchEvents(search: Omit<EventSearch, 'name'>, signal?: AbortSignal): Promise<EventRowsAnswer> {
    // The reader answers each kind of question with its own type.
    return (await this.#readers.ask({ name: 'event-rows', ...search }, { lane: 'people', signal })) as EventRowsAnswer;
  }

  /** A port that takes past samples (`import-messages.ts`). */
  openImport(origin: Origin): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#host.send({ kind: 'import', port: port2, origin }, [port2]);
    return port1;
  }

  // Every question rejects with `StationError` `history-question` when its times are none, and with `QueryCancelled`.

  /** Pens of a chart: samples where there are few, else one bucket a column. */
  trend(
    question: Omit<Extract<HistoryQuery, { name: 'trend' }>, 'name'>,
    signal?: AbortSignal,
  ): Promise<TrendSeries[]> {
    return shared(question.tags, LARGE_TREND, tags =>
      this.#ask<TrendSeries[]>({ name: 'trend', ...question, tags }, { lane: 'people', signal }),
    );
  }

  /** The newest samples of one tag, for a chart: not behind what scripts have asked. */
  recent(tag: string, query: RawRequest, signal?: AbortSignal): Promise<RawAnswer> {
    return this.#ask<RawAnswer>({ name: 'raw', tag, query }, { lane: 'people', signal });
  }

  /** Stored samples, page by page. */
  raw(tag: string, query: RawRequest, signal?: AbortSignal): Promise<RawAnswer> {
    return this.#ask<RawAnswer>({ name: 'raw', tag, query }, { lane: 'scripts', signal });
  }

  /** All stored samples of a span in pages, so that neither side ever holds more than one. */
  async *stream(tag: string, query: RawRequest, signal?: AbortSignal): AsyncGenerator<RawAnswer['samples']> {
    let page = await this.raw(tag, { limit: 65_536, ...query }, signal);
    yield page.samples;
    while (page.next !== null) {
      page = await this.raw(tag, { limit: 65_536, ...query, after: page.next }, signal);
      yield page.samples;
    }
  }

  /** OPC UA Part 13 aggregates in steps, one series a tag and aggregate. */
  aggregate(
    question: { tags: readonly string[]; aggregates: readonly AggregateName[]; steps: StepRequest },
    signal?: AbortSignal,
  ): Promise<AggregateSeries[]> {
    return this.#ask<AggregateSeries[]>({ name: 'aggregate', ...question }, { lane: 'scripts', signal });
  }

  /** How long a tag was in each state. */
  states(question: { tag: string; from: number; to: number }, signal?: AbortSignal): Promise<TimeInState> {
    return this.#ask<TimeInState>({ name: 'states', ...question }, { lane: 'scripts', signal });
  }

  /** Values of tags at one instant, with the times of their samples. */
  slice(tags: readonly string[], at: number, signal?: AbortSignal): Promise<SliceValue[]> {
    return shared(tags, LARGE_SLICE, share =>
      this.#ask<SliceValue[]>({ name: 'slice', tags: share, at }, { lane: 'people', signal }),
    );
  }

  /** Time of the last sample of an import in the span, by tag; null where there is none. */
  reached(question: {
    tags: readonly string[];
    origin: Exclude<Origin, 'live'>;
    from: number;
    to: number;
  }): Promise<(number | null)[]> {
    return this.#ask<(number | null)[]>({ name: 'reached', ...question }, { lane: 'scripts', signal: undefined });
  }

  /** Takes in what is still to be written and ends the threads. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#posting.post();
    await this.#readers.stop();
    // Between two threads: what waits gets one more.
    const waiting = this.#posting.counts.pending + this.#events.waiting + this.alarms.desk.waiting;
    if (!this.#isOpen && waiting > 0) await this.#reopened();
    await this.#host.stop(STOP_LIMIT_MS);
    const rows = this.alarms.desk.end();
    const { pending } = this.#posting.counts;
    const events = this.#events.waiting;
    if (pending + events + rows === 0) return;
    const what = `${pending} samples, ${events} events and ${rows} rows of alarms`;
    this.#options.log.error(() => `${what} could not be written before the end`);
  }

  /** Resolves when a thread has opened, or when that takes too long. */
  async #reopened(): Promise<void> {
    const opened = new Promise<void>(resolve => (this.#onFirst = resolve));
    this.#host.hurry();
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([opened, new Promise(resolve => (timer = setTimeout(resolve, REOPEN_LIMIT_MS)))]);
    clearTimeout(timer);
  }

  async #ask<T>(query: HistoryQuery, options: AskOptions): Promise<T> {
    checkQuestion(query);
    // The reader answers each kind of question with its own type.
    return (await this.#readers.ask(query, options)) as T;
  }

  #connect(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#host.send({ kind: 'reader', port: port2 }, [port2]);
    return port1;
  }

  #opened(report: OpenReport): void {
    this.#isOpen = true;
    this.#trouble = null;
    if (this.#report === null) {
      this.#report = report;
      this.#options.onEvent({ kind: 'opened', report });
    } else {
      if (report.setAside.length > 0 || report.lostSamples > 0) this.#options.onEvent({ kind: 'opened', report });
      this.#options.onEvent({ kind: 'recovered' });
    }
    this.#posting.again(report.posts);
    this.#events.again();
    this.alarms.desk.again();
    void this.#readers.reconnect().then(() => this.#readers.start());
    this.#onFirst();
  }

  #gone(why: string): void {
    this.#isOpen = false;
    for (const { reject } of this.#seals.values()) reject(new Error(`the writer thread ended: ${why}`));
    this.#seals.clear();
    if (this.#trouble === null) this.#options.onEvent({ kind: 'trouble', trouble: 'failed', why });
    this.#trouble = 'failed';
    this.#onFirst();
  }

  #receive(message: FromWriter): void {
    switch (message.kind) {
      case 'last-values':
        return this.#keepLast(message.values);
      case 'alarms-found':
        return this.alarms.found(message.alarms);
      case 'committed':
        return this.#committed(message);
      case 'events-stored':
        return this.#events.stored(message.id);
      case 'alarms-done':
        return this.alarms.desk.done(message);
      case 'sealed':
        this.#sealedUnaccounted += message.unaccounted;
        if (message.id !== null) this.#seals.get(message.id)?.resolve();
        return;
      case 'trouble':
        return this.#met(message.trouble, message.detail);
      case 'set-aside':
        return this.#options.onEvent({ kind: 'set-aside', file: message.file });
      case 'retired':
      case 'retention-held':
      case 'upkeep-failed':
      case 'salvaged':
        return this.#options.onEvent(message);
      default:
        return;
    }
  }

  #keepLast(values: LastValues | null): void {
    this.#lastValues = values;
    this.#storedTags = new Set(values?.tag);
  }

  #committed({ id, samples, at, ms }: Extract<FromWriter, { kind: 'committed' }>): void {
    this.#lastCommitAt = at;
    this.#commits.push(ms);
    if (this.#commits.length > COMMITS_KEPT) this.#commits.shift();
    this.#posting.committed(id, samples);
  }

  #met(trouble: DiskTrouble | null, why: string): void {
    this.#trouble = trouble;
    this.#options.onEvent(trouble === null ? { kind: 'recovered' } : { kind: 'trouble', trouble, why });
  }
}

/** Each reader thread takes its share of a large question. */
async function shared<T>(
  tags: readonly string[],
  least: number,
  ask: (share: readonly string[]) => Promise<T[]>,
): Promise<T[]> {
  if (tags.length < least) return ask(tags);
  const half = Math.ceil(tags.length / 2);
  return (await Promise.all([ask(tags.slice(0, half)), ask(tags.slice(half))])).flat();
}

/** Opens the history of a station. Never rejects for the disk's sake: then it is told, and tried again. */
export async function openHistorian(options: HistorianOptions): Promise<Historian> {
  const historian = new Historian(options);
  await historian.started();
  return historian;
}
