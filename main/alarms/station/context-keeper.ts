/**
 * Keeps what was around each activation and each call of priority 1 and 2 (main thread): ±60 s of its tag and of its relatives, copied
 * out of history when the last minute is over, so that it is there whatever retention takes later. What lacks one is found in the
 * journal, behind the newest that was kept: so neither a flood nor a restart nor a full disk leaves any out, and memory holds one page.
 * One after the other: nobody's polling or journal waits for it.
 */
import type { AlarmTransition } from '../../../shared/model/alarm.ts';
import type { AlarmContext, AlarmJournalFilter, AlarmJournalRow } from '../../../shared/model/alarm-journal.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { AlarmArchive } from '../journal/alarm-archive.ts';

export interface ContextSamples {
  readonly t: Float64Array;
  readonly v: Float64Array;
  readonly q: Uint16Array;
}

export interface ContextParts {
  readonly archive: Pick<AlarmArchive, 'snapshot' | 'later' | 'context' | 'keepContext'>;
  /** Stored samples of a tag over [from, to), epoch ms. */
  readonly read: (tag: string, span: { readonly from: number; readonly to: number }) => Promise<ContextSamples>;
  /** The tag of an alarm, then its relatives. */
  readonly tagsOf: (id: string) => readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

export const CONTEXT_MS = 60_000;
/** After the last minute: samples of slow scans and of the last post to the disk are in by then, ms. */
const SETTLE_MS = 3_000;
/** Rows that are looked at together. */
export const CONTEXT_PAGE = 200;
/** For a history that cannot be read. A journal that refuses is asked until it takes it. */
const ATTEMPTS = 3;
const RETRY_MS = 10_000;
/** A source whose clock is further off than this does not say where to look, ms. */
const SANE_MS = 60_000;

/** From one look for a row that the journal does not have yet to the next, ms. */
const LOOK_MS = 1_000;
const LONGEST_WAIT_MS = CONTEXT_MS + SANE_MS + SETTLE_MS;

interface Waiting {
  readonly row: AlarmJournalRow;
  readonly from: number;
  readonly to: number;
  /** Monotonic ms. */
  dueAt: number;
  attempts: number;
}

type Call = Pick<AlarmTransition, 'sequence' | 'event' | 'priority' | 'isAnnounced'>;

/** Activations that nobody was shown too: whoever looks into them later asks the same. */
const isWanted = ({ priority, isAnnounced, event }: Call): boolean =>
  priority <= 2 && (isAnnounced || event === 'raise');

const URGENT = { from: -8.64e15, to: 8.64e15, priorities: [1, 2] } as const satisfies AlarmJournalFilter;

export class ContextKeeper {
  readonly #parts: ContextParts;
  /** Oldest first. */
  #queue: Waiting[] = [];
  /** Up to here rows have been looked at; up to there they are kept or given up. */
  #seen: number;
  #handled: number;
  /** Up to here the journal has the rows that it will ever have; up to there is the newest one that wants a context. */
  #durable: number;
  #wanted: number;
  /** Monotonic ms. */
  #lookAt = Number.NEGATIVE_INFINITY;
  #running: Promise<void> | null = null;
  #isStopped = false;
  #isInTrouble = false;
  #givenUp = 0;

  constructor(parts: ContextParts) {
    this.#parts = parts;
    const { lastContext, lastSequence } = parts.archive.snapshot;
    this.#seen = lastContext;
    this.#handled = lastContext;
    this.#durable = lastSequence;
    this.#wanted = lastSequence;
  }

  /** Those at hand that wait for their minute, and those whose samples could not be read. */
  get figures(): { readonly waiting: number; readonly givenUp: number } {
    return { waiting: this.#queue.length, givenUp: this.#givenUp };
  }

  /** Rows as they are told. */
  take(rows: readonly Call[], isDurable: boolean): void {
    this.#wanted = rows.findLast(isWanted)?.sequence ?? this.#wanted;
    if (isDurable) this.#durable = rows.at(-1)?.sequence ?? this.#durable;
  }

  /** Kept, or as far as its minute has gone; null for a row that has none. */
  async of(sequence: number): Promise<AlarmContext | null> {
    const { archive, clock } = this.#parts;
    const kept = await archive.context(sequence);
    if (kept !== null || sequence <= this.#handled) return kept;
    const [row] = await archive.later(URGENT, { after: sequence - 1, limit: 1 });
    if (row === undefined || row.sequence !== sequence || !isWanted(row)) return null;
    const { from, to } = spanOf(row);
    return { ...(await this.#read(row, { from, to: Math.min(to, clock.now()) })), isComplete: false };
  }

  /** Lets time pass; about once a second. */
  advance(): void {
    if (this.#running !== null || this.#isStopped || !this.#isDue) return;
    this.#running = this.#work().finally(() => (this.#running = null));
  }

  /** Ends after the one that is being kept; the others are found again at the next start. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  get #isDue(): boolean {
    const now = this.#parts.clock.monotonic();
    const [next] = this.#queue;
    return next === undefined ? this.#wanted > this.#seen && this.#lookAt <= now : next.dueAt <= now;
  }

  async #work(): Promise<void> {
    while (this.#isDue && !this.#isStopped) {
      const [next] = this.#queue;
      if (next === undefined) await this.#look();
      else await this.#keep(next);
    }
  }

  /** A row that was told before the journal had it is looked for again later. */
  async #look(): Promise<void> {
    const { archive, clock } = this.#parts;
    const durable = this.#durable;
    try {
      const rows = await archive.later(URGENT, { after: this.#seen, limit: CONTEXT_PAGE });
      const isAll = rows.length < CONTEXT_PAGE;
      this.#queue = rows.filter(isWanted).map(row => this.#waiting(row));
      this.#seen = Math.max(this.#seen, rows.at(-1)?.sequence ?? 0, isAll ? durable : 0);
      if (isAll && rows.length === 0) this.#lookAt = clock.monotonic() + LOOK_MS;
    } catch (error) {
      this.#lookAt = clock.monotonic() + RETRY_MS;
      this.#trouble('the journal cannot be read', error);
    }
  }

  #waiting(row: AlarmJournalRow): Waiting {
    const { clock } = this.#parts;
    const { from, to } = spanOf(row);
    // After a clock that was set back it would be hours.
    const leftMs = Math.min(LONGEST_WAIT_MS, Math.max(to, row.received + CONTEXT_MS) + SETTLE_MS - clock.now());
    return { row, from, to, attempts: 0, dueAt: clock.monotonic() + leftMs };
  }

  async #keep(waiting: Waiting): Promise<void> {
    const read = await this.#readOf(waiting);
    if (read === null) return;
    try {
      await this.#parts.archive.keepContext({ ...read, isComplete: true });
      this.#isInTrouble = false;
      this.#end(waiting);
    } catch (error) {
      waiting.dueAt = this.#parts.clock.monotonic() + RETRY_MS;
      this.#trouble('the journal takes none', error);
    }
  }

  /** Null when history cannot be read now. */
  async #readOf(waiting: Waiting): Promise<Omit<AlarmContext, 'isComplete'> | null> {
    try {
      return await this.#read(waiting.row, waiting);
    } catch (error) {
      waiting.dueAt = this.#parts.clock.monotonic() + RETRY_MS;
      this.#trouble('history cannot be read', error);
      if (this.#isStopped || ++waiting.attempts < ATTEMPTS) return null;
      this.#givenUp++;
      this.#end(waiting);
      return null;
    }
  }

  #end({ row }: Waiting): void {
    this.#queue.shift();
    this.#handled = row.sequence;
  }

  /** One line until it goes again. */
  #trouble(what: string, error: unknown): void {
    if (this.#isInTrouble || this.#isStopped) return;
    this.#isInTrouble = true;
    this.#parts.log.warn(() => `samples around urgent alarms are not kept, ${what}: ${String(error)}`);
  }

  async #read(
    { sequence, id }: AlarmJournalRow,
    { from, to }: { readonly from: number; readonly to: number },
  ): Promise<Omit<AlarmContext, 'isComplete'>> {
    const series: AlarmContext['series'][number][] = [];
    for (const tag of this.#parts.tagsOf(id)) {
      const { t, v, q } = await this.#parts.read(tag, { from, to });
      series.push({ tag, t, v, q });
    }
    return { sequence, from, to, series };
  }
}

function spanOf({ time, received }: Pick<AlarmJournalRow, 'time' | 'received'>): { from: number; to: number } {
  const middle = Math.abs(time - received) <= SANE_MS ? time : received;
  return { from: middle - CONTEXT_MS, to: middle + CONTEXT_MS };
}
