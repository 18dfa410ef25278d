/**
 * Chattering alarms (main thread). An alarm that is raised again and again within a minute is held active, and the activations are
 * counted into one row now and then: rows stay bounded and their sum is still every activation. As soon as it comes less often than
 * a chattering alarm does, it is let go, and cleared with the time at which the condition really became false: what is shown
 * is not what is for as long as it chatters, and no longer. Runs on the monotonic clock.
 */
import type { AlarmRecord } from '../../../shared/model/alarm.ts';
import type { Instant } from '../conditions/condition.ts';
import type { AlarmPoint } from './alarm-point.ts';
import type { Ledger, Occasion } from './ledger.ts';
import { KEPT_RAISES } from './record/next-record.ts';

/** KPI of ISA-18.2: three activations within a minute are chatter. An alarm is held only at twice that. */
export const CHATTER_WINDOW_MS = 60_000;
const CHATTERS_AT = KEPT_RAISES / 2;
/** Time between two rows about one chattering alarm, ms: what a kill or a power cut may leave uncounted. */
export const CHATTER_ROW_MS = 30_000;

export interface ChatterParts {
  readonly ledger: Ledger;
  readonly clear: (point: AlarmPoint, occasion: Occasion) => void;
}

export class ChatterGuard {
  readonly #parts: ChatterParts;

  constructor(parts: ChatterParts) {
    this.#parts = parts;
  }

  /** True when the change is taken: the alarm chatters and is held active. */
  takes(point: AlarmPoint, isTrue: boolean, monotonic: number): boolean {
    if (point.record.chatter === null) return false;
    if (!isTrue) return true;
    point.chatter.pending++;
    remember(point, monotonic);
    return true;
  }

  raised(point: AlarmPoint, monotonic: number): void {
    remember(point, monotonic);
    if (raisesSince(point, monotonic - CHATTER_WINDOW_MS) < KEPT_RAISES) return;
    point.chatter = { ...point.chatter, pending: 0, lastRow: monotonic };
    this.#parts.ledger.note(point, 'chatter', 0);
  }

  /** After a restart: what is held goes on being held for its minute. What the condition was then is no activation now. */
  restore(point: AlarmPoint, { wall, monotonic }: Instant): void {
    const { chatter, recentRaises } = point.record;
    const known = recentRaises.filter(time => time <= wall).map(time => monotonic - (wall - time));
    const raises = chatter === null ? known : Array.from({ length: CHATTERS_AT }, () => monotonic);
    point.chatter = { pending: 0, raises, lastRow: monotonic };
    if (chatter?.isTrue === false) point.seen = 'false';
  }

  advance(point: AlarmPoint, monotonic: number): void {
    if (point.record.chatter === null || point.gate !== null) return;
    const { pending, lastRow } = point.chatter;
    if (raisesSince(point, monotonic - CHATTER_WINDOW_MS) < CHATTERS_AT) return this.#end(point);
    if (pending > 0 && monotonic - lastRow >= CHATTER_ROW_MS) this.#count(point, monotonic);
  }

  /** Before the end of the station: nothing is left uncounted. */
  flush(point: AlarmPoint, monotonic: number): void {
    const { chatter } = point.record;
    if (chatter === null) return;
    if (point.chatter.pending > 0 || chatter.isTrue !== (point.seen === 'true')) this.#count(point, monotonic);
  }

  #count(point: AlarmPoint, monotonic: number): void {
    const { pending } = point.chatter;
    point.chatter = { ...point.chatter, pending: 0, lastRow: monotonic };
    this.#parts.ledger.note(point, 'chatter', pending);
  }

  /** A condition that is not known now, or not yet since a restart, clears nothing: it will when it is judged. */
  #end(point: AlarmPoint): void {
    const { pending } = point.chatter;
    point.chatter.pending = 0;
    this.#parts.ledger.note(point, 'chatter-end', pending);
    const { state, changedAt } = point.condition;
    if (point.seen === 'false' && state === 'false') this.#parts.clear(point, { time: changedAt });
    else point.seen = 'true';
  }
}

function remember(point: AlarmPoint, monotonic: number): void {
  point.chatter.raises = [...point.chatter.raises, monotonic].slice(-KEPT_RAISES);
}

const raisesSince = ({ chatter }: AlarmPoint, since: number): number =>
  chatter.raises.filter(time => time > since).length;

/** Three activations within the last minute, or held because of more. `now` is epoch ms; times after it are of a clock that was set back. */
export function isChattering({ recentRaises, chatter }: AlarmRecord, now: number): boolean {
  const recent = recentRaises.filter(time => time > now - CHATTER_WINDOW_MS && time <= now);
  return chatter !== null || recent.length >= CHATTERS_AT;
}
