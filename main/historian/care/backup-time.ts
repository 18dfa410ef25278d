/** When the daily backup is due (pure): once a day at its hour by the station's clock, or as soon after it as the station runs. */
import type { ZoneClock } from '../../../shared/time/zone.ts';

const HOUR_MS = 3_600_000;

/** @param last when it was last tried, epoch ms; a station that is new waits for its first hour */
export function isBackupDue(
  zone: ZoneClock,
  { hour, now, last }: { hour: number; now: number; last: number },
): boolean {
  // A clock that was set back must not stop the backups until it has caught up.
  if (last > now) return true;
  const time = `${String(hour).padStart(2, '0')}:00`;
  // Of the last day and a half one has this hour; one that no clock shows in spring has none that day.
  for (let back = 0; back <= 36; back += 12) {
    const at = zone.epochOf(zone.at(now - back * HOUR_MS).date, time);
    if (at !== null && at <= now) return last < at;
  }
  return false;
}
