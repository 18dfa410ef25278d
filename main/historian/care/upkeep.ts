/**
 * What is done to the files while nothing else is to be done (writer thread): readable parts of damaged months come back first,
 * then samples past their time go and months that are over are closed. Small steps with pauses: recording never waits longer
 * than one of them.
 */
import { readdirSync } from 'node:fs';
import type { FromWriter, Retired } from '../messages.ts';
import type { HistorySettings } from '../settings.ts';
import type { MonthList } from '../store/month-list.ts';
import type { Meta } from '../store/station-db.ts';
import type { ChunkStore } from '../writer/chunk-store.ts';
import { troubleOf } from '../writer/disk-trouble.ts';
import type { Newest } from '../writer/newest.ts';
import type { TagBook } from '../writer/tag-book.ts';
import type { Tail } from '../writer/tail.ts';
import { closeMonths } from './retention/close-months.ts';
import { retentionPass } from './retention/retention.ts';
import { cutoffsAt, isClockBelieved } from './retention/retention-plan.ts';
import { salvageMonth, unsalvagedIn } from './salvage-month.ts';

/** One step, ms, and the pause after it: a seventh of a core at most. A commit waits for one step and one sync. */
const STEP_MS = 6;
const PAUSE_MS = 40;
/** After the disk has refused, ms. */
const RETRY_MS = 60_000;
/** After the start other things are more urgent, ms. */
const FIRST_ROUND_MS = 60_000;
const ROUND_MS = 3_600_000;
/** People hear of retention once a day, ms. */
const TOLD_EVERY_MS = 86_400_000;
/** `meta` key of station.db: wall time of the last round. */
const SEEN_KEY = 'retention_at';

export interface UpkeepParts {
  readonly store: ChunkStore;
  readonly tail: Tail;
  readonly newest: Newest;
  readonly tags: () => TagBook;
  readonly meta: () => Meta;
  readonly months: () => MonthList;
  readonly retentionDays: HistorySettings['retentionDays'];
  readonly send: (message: FromWriter) => void;
  /** There is something to do. */
  readonly wake: () => void;
}

export class Upkeep {
  readonly #parts: UpkeepParts;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #damaged: string[] = [];
  readonly #retired = new Map<string, Retired>();
  #running: Generator<void> | null = null;
  #isRoundDue = false;
  #isPausing = false;
  #isHeld = false;
  #isFailing = false;
  /** The disk has refused what was wanted for a damaged file: a round that is due may make the room for it. */
  #isRoundFirst = false;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(parts: UpkeepParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#damaged.push(...unsalvagedIn(this.#parts.store.folder, readdirSync(this.#parts.store.folder)));
    const round = (): void => {
      this.#isRoundDue = true;
      this.#parts.wake();
    };
    this.#timers.push(setTimeout(round, FIRST_ROUND_MS), setInterval(round, ROUND_MS));
    if (this.#damaged.length > 0) this.#pause(PAUSE_MS);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#giveUp();
  }

  /** A month file has just been put aside under this name. */
  salvage(file: string): void {
    this.#damaged.push(file);
  }

  get hasWork(): boolean {
    return !this.#isPausing && (this.#running !== null || this.#isRoundDue || this.#damaged.length > 0);
  }

  /** Does a little. Throws when a file turns out damaged, and for mistakes of the program. */
  step(): void {
    if (!this.hasWork) return;
    this.#running ??= this.#next();
    const { store } = this.#parts;
    const until = performance.now() + STEP_MS;
    try {
      while (this.#running !== null && performance.now() < until) {
        if (this.#running.next().done === true) this.#running = null;
      }
      store.commit();
      this.#isFailing = false;
    } catch (error) {
      this.#giveUp();
      store.rollback();
      return this.#failed(error);
    }
    store.forgetAxes();
    this.#pause(PAUSE_MS);
  }

  /** A disk that takes nothing is for recording to live with and to tell; here it is tried again later. */
  #failed(error: unknown): void {
    const trouble = troubleOf(error);
    if (trouble === null || trouble === 'damaged') throw error;
    const why = error instanceof Error ? error.message : String(error);
    if (!this.#isFailing) this.#parts.send({ kind: 'upkeep-failed', why });
    this.#isFailing = true;
    this.#isRoundFirst = true;
    this.#pause(RETRY_MS);
  }

  /** Files that it has open are closed. */
  #giveUp(): void {
    this.#running?.return(undefined);
    this.#running = null;
  }

  #pause(ms: number): void {
    this.#isPausing = true;
    const timer = setTimeout(() => {
      this.#isPausing = false;
      if (this.hasWork) this.#parts.wake();
    }, ms);
    timer.unref();
  }

  #next(): Generator<void> | null {
    const isRound = this.#isRoundDue && (this.#isRoundFirst || this.#damaged.length === 0);
    this.#isRoundFirst = false;
    const file = isRound ? undefined : this.#damaged.shift();
    if (file !== undefined) {
      // Behind the others, until all of it is done.
      this.#damaged.push(file);
      return this.#salvage(file);
    }
    if (!isRound) return null;
    this.#isRoundDue = false;
    return this.#round();
  }

  *#salvage(file: string): Generator<void> {
    const { store, tail, tags, send } = this.#parts;
    const inMemoryFrom = (tag: number): number => tail.take(tag).seq[0] ?? Number.POSITIVE_INFINITY;
    const salvaged = yield* salvageMonth({ store, file, tags: tags().all(), inMemoryFrom });
    this.#damaged.splice(this.#damaged.indexOf(file), 1);
    this.#list();
    send({ kind: 'salvaged', ...salvaged });
  }

  /** What has been committed by now is missed from here on when it is gone. */
  #list(): void {
    const { store, months } = this.#parts;
    store.commit();
    months().note(store.changed);
    store.noted();
  }

  *#round(): Generator<void> {
    const { store, newest, tags, months, retentionDays } = this.#parts;
    const now = Date.now();
    if (this.#mayRemove(now)) {
      const classes = new Map(
        tags()
          .all()
          .map(tag => [tag.id, tag.class]),
      );
      yield* retentionPass(
        {
          store,
          newestOf: tag => (newest.has(tag) ? newest.timeOf(tag) : null),
          classOf: tag => classes.get(tag) ?? null,
          onRemoving: month => months().strike(month),
          onRetired: retired => this.#add(retired),
        },
        cutoffsAt(retentionDays, now),
      );
      this.#tell();
    }
    yield* closeMonths(store, now);
    this.#list();
  }

  #mayRemove(now: number): boolean {
    const { meta, send } = this.#parts;
    const isBelieved = isClockBelieved(now, meta().number(SEEN_KEY), performance.now());
    if (isBelieved) meta().set(SEEN_KEY, now);
    else if (!this.#isHeld) send({ kind: 'retention-held' });
    this.#isHeld = !isBelieved;
    return isBelieved;
  }

  #add({ signalClass, samples, before }: Retired): void {
    const known = this.#retired.get(signalClass)?.samples ?? 0;
    this.#retired.set(signalClass, { signalClass, samples: known + samples, before });
  }

  #tell(): void {
    if (this.#retired.size === 0 || performance.now() - this.#toldAt < TOLD_EVERY_MS) return;
    this.#parts.send({ kind: 'retired', retired: [...this.#retired.values()] });
    this.#retired.clear();
    this.#toldAt = performance.now();
  }
}
