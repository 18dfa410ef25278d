/**
 * Keeps what was around each call of priority 1 and 2 (main thread): ±60 s of its tag and of its relatives, copied out of history
 * when the last minute is over, so that it is there whatever retention takes later. One after the other and no more than a bounded
 * number at once: in a flood nobody's polling or journal waits for it. What a restart has interrupted is gone on with.
 */
import type { AlarmTransition } from '../../../shared/model/alarm.ts';
import type { AlarmContext, AlarmJournalRow } from '../../../shared/model/alarm-journal.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { AlarmArchive } from '../journal/alarm-archive.ts';

export interface ContextSamples {
  readonly t: Float64Array;
  readonly v: Float64Array;
  readonly q: Uint16Array;
}

export interface ContextParts {
  readonly archive: Pick<AlarmArchive, 'page' | 'context' | 'keepContext'>;
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
/** Calls that wait for their minute. Beyond it a call has none of its own: its samples are in history like all others. */
export const MOST_WAITING = 2_000;
const ATTEMPTS = 3;
const RETRY_MS = 10_000;
/** At a start: calls this long before the newest row may lack their context, ms. A flood's last ones are some minutes late. */
const LOOK_BACK_MS = 300_000;
const LOOK_BACK_ROWS = 1_000;
/** A source whose clock is further off than this does not say where to look, ms. */
const SANE_MS = 60_000;

interface Waiting {
  readonly sequence: number;
  readonly id: string;
  readonly from: number;
  readonly to: number;
  /** Monotonic ms. */
  dueAt: number;
  attempts: number;
}

type Call = Pick<AlarmTransition, 'sequence' | 'id' | 'time' | 'received' | 'priority' | 'isAnnounced'>;

export class ContextKeeper {
  readonly #parts: ContextParts;
  readonly #waiting = new Map<number, Waiting>();
  #running: Promise<void> | null = null;
  #isStopped = false;
  #skipped = 0;

  constructor(parts: ContextParts) {
    this.#parts = parts;
  }

  /** Calls that wait, and those that had no room. */
  get figures(): { readonly waiting: number; readonly skipped: number } {
    return { waiting: this.#waiting.size, skipped: this.#skipped };
  }

  /** Rows as they are told. */
  take(rows: readonly Call[]): void {
    for (const row of rows) if (row.isAnnounced && row.priority <= 2) this.#expect(row);
  }

  /** Finds the calls whose minute the last run did not live to see. Once, at the start. */
  async resume(): Promise<void> {
    const { archive } = this.#parts;
    const filter = { from: 0, to: 8.64e15, priorities: [1, 2] as const };
    const { rows } = await archive.page(filter, { before: null, limit: LOOK_BACK_ROWS });
    const newest = rows[0]?.received ?? 0;
    const recent = rows.filter(row => row.isAnnounced && row.received > newest - LOOK_BACK_MS);
    for (const row of recent.toReversed()) {
      const kept = await archive.context(row.sequence);
      if (kept?.isComplete !== true) this.#expect(row);
    }
  }

  /** Kept, or as far as its minute has gone; null for a row that has none. */
  async of(sequence: number): Promise<AlarmContext | null> {
    const waiting = this.#waiting.get(sequence);
    if (waiting === undefined) return await this.#parts.archive.context(sequence);
    const to = Math.min(waiting.to, this.#parts.clock.now());
    return { ...(await this.#read({ ...waiting, to })), isComplete: false };
  }

  /** Lets time pass; about once a second. */
  advance(): void {
    if (this.#running !== null || this.#isStopped || this.#next() === undefined) return;
    this.#running = this.#work().finally(() => (this.#running = null));
  }

  /** Ends after the one that is being kept; the others are found again at the next start. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  #expect({ sequence, id, time, received }: Pick<AlarmJournalRow, 'sequence' | 'id' | 'time' | 'received'>): void {
    if (this.#waiting.size >= MOST_WAITING) return this.#skip();
    const { clock } = this.#parts;
    const middle = Math.abs(time - received) <= SANE_MS ? time : received;
    const leftMs = Math.max(0, Math.max(middle, received) + CONTEXT_MS + SETTLE_MS - clock.now());
    this.#waiting.set(sequence, {
      ...{ sequence, id, attempts: 0, from: middle - CONTEXT_MS, to: middle + CONTEXT_MS },
      dueAt: clock.monotonic() + leftMs,
    });
  }

  #skip(): void {
    if (this.#skipped++ === 0) {
      this.#parts.log.warn(() => `more than ${MOST_WAITING} calls wait for their context; the next ones are left out`);
    }
  }

  #next(): Waiting | undefined {
    const now = this.#parts.clock.monotonic();
    for (const waiting of this.#waiting.values()) if (waiting.dueAt <= now) return waiting;
    return undefined;
  }

  async #work(): Promise<void> {
    for (let next = this.#next(); next !== undefined && !this.#isStopped; next = this.#next()) await this.#keep(next);
  }

  async #keep(waiting: Waiting): Promise<void> {
    try {
      await this.#parts.archive.keepContext({ ...(await this.#read(waiting)), isComplete: true });
      this.#waiting.delete(waiting.sequence);
    } catch (error) {
      waiting.dueAt = this.#parts.clock.monotonic() + RETRY_MS;
      if (++waiting.attempts >= ATTEMPTS) this.#waiting.delete(waiting.sequence);
      if (!this.#isStopped) this.#parts.log.warn(() => `context of row ${waiting.sequence}: ${String(error)}`);
    }
  }

  async #read({ sequence, id, from, to }: Waiting): Promise<Omit<AlarmContext, 'isComplete'>> {
    const series: AlarmContext['series'][number][] = [];
    for (const tag of this.#parts.tagsOf(id)) {
      const { t, v, q } = await this.#parts.read(tag, { from, to });
      series.push({ tag, t, v, q });
    }
    return { sequence, from, to, series };
  }
}
