/**
 * Wall clock of the station in its own time zone, cheap enough to be asked at each step: the zone's offset is looked up once per
 * quarter of an hour of simulated time.
 */
import type { LocalTime } from './plant/surroundings/demand.ts';

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;
/** 1970-01-01 was a Thursday; Monday is 0. */
const EPOCH_WEEKDAY = 3;

function offsetMs(format: Intl.DateTimeFormat, epochMs: number): number {
  const parts = Object.fromEntries(format.formatToParts(epochMs).map(p => [p.type, Number(p.value)]));
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(epochMs / 1000) * 1000;
}

/** @throws RangeError for an unknown time zone */
export function localTimeIn(timeZone: string): (epochMs: number) => LocalTime {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  let quarter = Number.NaN;
  let offset = 0;
  return epochMs => {
    const now = Math.floor(epochMs / QUARTER_MS);
    if (now !== quarter) {
      quarter = now;
      offset = offsetMs(format, epochMs);
    }
    const local = epochMs + offset;
    const day = Math.floor(local / DAY_MS);
    return { hour: (local - day * DAY_MS) / 3_600_000, weekday: (((day + EPOCH_WEEKDAY) % 7) + 7) % 7 };
  };
}
