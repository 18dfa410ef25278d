/** The journal folded to what the engine must know after a restart: pure. Each row carries the whole of its alarm, the last one counts. */
import type { AlarmTransition } from '../../../shared/model/alarm.ts';
import { RATE_WINDOW_MS } from '../board/flood.ts';
import type { AlarmSnapshot } from './alarm-journal.ts';

/** `rows` in the order of the journal; `now` is epoch ms; `lastContext` is the newest row with samples around it. */
export function snapshotOf(rows: readonly AlarmTransition[], now: number, lastContext = 0): AlarmSnapshot {
  const last = new Map<string, AlarmTransition>();
  for (const row of rows) last.set(row.id, row);
  return {
    lastSequence: rows.at(-1)?.sequence ?? 0,
    last: [...last.values()],
    announced: rows
      .filter(row => row.isAnnounced && row.received > now - RATE_WINDOW_MS)
      .map(({ received, area }) => ({ received, area })),
    lastContext,
  };
}
