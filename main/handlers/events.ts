/** `events.recent` and the `events` stream: in order, none left out. The logs are the queue, so a slow client holds no memory here. */
import type { StationEvent } from '../../shared/model/event.ts';
import { type AlarmLines, mergedByTime } from '../events/alarm-lines.ts';
import type { EventLog } from '../events/event-log.ts';
import type { Outlet, ParsedInput } from './handlers.ts';
import type { StationParts } from './station-parts.ts';

/** Also what the caller has just caused. */
export async function recentEvents(
  { events, alarms, alarmLines }: Pick<StationParts, 'events' | 'alarms' | 'alarmLines'>,
  { limit, alarms: withAlarms }: ParsedInput<'events.recent'>,
  signal: AbortSignal,
): Promise<readonly StationEvent[]> {
  await events.settled();
  const own = events.recent(limit);
  if (!withAlarms) return own;
  await alarms.engine.settled();
  const lines: StationEvent[] = [];
  for (let before: number | null = null; lines.length < limit; ) {
    const page = await alarms.archive.page(EVER, { before, limit: Math.min(limit, PAGE), signal });
    lines.push(...page.rows.map(row => alarmLines.lineOf(row)));
    if (page.next === null) break;
    before = page.next;
  }
  // Told, but not on a disk that takes nothing.
  const waiting = alarmLines.after(lines[0]?.sequence ?? 0);
  return mergedByTime(own, lines.toReversed(), waiting).slice(-limit);
}

/** As far as a date goes. */
const EVER = { from: 0, to: 8.64e15 };
/** Rows at once. */
const PAGE = 1_000;

/** From now on. Without `lines` only what is no alarm. */
export class EventOutlet implements Outlet<readonly StationEvent[]> {
  readonly #logs: readonly { readonly log: EventLog | AlarmLines; sent: number }[];
  readonly #unsubscribe: readonly (() => void)[];

  constructor(log: EventLog, wake: () => void, lines: AlarmLines | null = null) {
    const logs = lines === null ? [log] : [log, lines];
    this.#logs = logs.map(each => ({ log: each, sent: each.lastSequence }));
    this.#unsubscribe = logs.map(each => each.subscribe(wake));
  }

  take(): readonly StationEvent[] | null {
    const fresh = this.#logs.map(entry => {
      const events = entry.log.after(entry.sent);
      entry.sent = entry.log.lastSequence;
      return events;
    });
    const events = fresh.length === 1 ? (fresh[0] ?? []) : mergedByTime(...fresh);
    return events.length === 0 ? null : events;
  }

  close(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }
}
