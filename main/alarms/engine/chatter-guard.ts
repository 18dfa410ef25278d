/**
 * Chattering alarms (main thread). An alarm that is raised again and again within a minute is held active, and the activations are
 * counted into one row now and then: rows stay bounded and their sum is still every activation. When it has been quiet for a
 * minute it is let go and cleared with the time at which the condition really became false.
 */
import type { AlarmPoint } from './alarm-point.ts';
import type { Ledger } from './ledger.ts';
import { KEPT_RAISES } from './record/next-record.ts';

/** KPI of ISA-18.2: three activations within a minute are chatter. An alarm is held only at twice that. */
export const CHATTER_WINDOW_MS = 60_000;
/** Time between two rows about one chattering alarm, ms: what a power cut may leave uncounted. */
export const CHATTER_ROW_MS = 30_000;

export class ChatterGuard {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** True when the change is taken: the alarm chatters and is held active. */
  takes(point: AlarmPoint, isTrue: boolean, monotonic: number): boolean {
    if (point.record.chatter === null) return false;
    if (!isTrue) return true;
    point.chatter.pending++;
    point.chatter.lastRaise = monotonic;
    return true;
  }

  raised(point: AlarmPoint, received: number, monotonic: number): void {
    const { recentRaises } = point.record;
    const [oldest = received] = recentRaises;
    if (recentRaises.length < KEPT_RAISES || received - oldest > CHATTER_WINDOW_MS) return;
    point.chatter = { pending: 0, lastRaise: monotonic, lastRow: monotonic };
    this.#ledger.note(point, 'chatter', 0);
  }

  /** After a restart: what is held goes on being held for its minute. */
  restore(point: AlarmPoint, monotonic: number): void {
    point.chatter = { pending: 0, lastRaise: monotonic, lastRow: monotonic };
  }

  advance(point: AlarmPoint, monotonic: number): void {
    if (point.record.chatter === null || point.gate !== null) return;
    const { pending, lastRaise, lastRow } = point.chatter;
    if (monotonic - lastRaise >= CHATTER_WINDOW_MS) return this.#end(point, pending);
    if (pending === 0 || monotonic - lastRow < CHATTER_ROW_MS) return;
    point.chatter = { pending: 0, lastRaise, lastRow: monotonic };
    this.#ledger.note(point, 'chatter', pending);
  }

  #end(point: AlarmPoint, pending: number): void {
    point.chatter.pending = 0;
    this.#ledger.note(point, 'chatter-end', pending);
    if (point.seen === 'false') this.#ledger.apply(point, { kind: 'clear' }, { time: point.condition.changedAt });
  }
}

/** Three activations within the last minute, or held because of more. `now` is epoch ms. */
export function isChattering({ record }: Pick<AlarmPoint, 'record'>, now: number): boolean {
  const recent = record.recentRaises.filter(time => time > now - CHATTER_WINDOW_MS);
  return record.chatter !== null || recent.length >= KEPT_RAISES / 2;
}
