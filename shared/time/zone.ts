/**
 * Station time: UTC epoch milliseconds to the wall clock of the station's zone, wherever the screen stands.
 * Owns the only zone arithmetic of the product; a screen that used the PC's own zone would disagree with the log.
 */
export interface ZonedTime {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** `HH:MM:SS`, 24 h. */
  readonly time: string;
  /** 0 = Sunday … 6 = Saturday. */
  readonly weekday: number;
}

export interface ZoneClock {
  readonly timeZone: string;
  /** Date, time and weekday at `epochMs` in the zone. */
  at(epochMs: number): ZonedTime;
  /**
   * Epoch ms at which the zone's clocks show `date` (`YYYY-MM-DD`) and `time` (`HH:MM` or `HH:MM:SS`); null for what no clock shows, such as
   * 30 February or the hour left out in spring. Of an hour that comes twice in autumn, the first.
   */
  epochOf(date: string, time: string): number | null;
}

const clocks = new Map<string, ZoneClock>();

/** Clock of an IANA zone; made once per zone (a formatter costs about 50 µs). Throws RangeError for an unknown zone. */
export function zoneClock(timeZone: string): ZoneClock {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const formatter = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const clock: ZoneClock = {
    timeZone,
    at: epochMs => split(formatter, epochMs),
    epochOf: (date, time) => epochIn(formatter, date, time),
  };
  clocks.set(timeZone, clock);
  return clock;
}

function split(formatter: Intl.DateTimeFormat, epochMs: number): ZonedTime {
  const parts: Record<string, string> = {};
  for (const part of formatter.formatToParts(epochMs)) parts[part.type] = part.value;
  const { year = '0000', month = '01', day = '01', hour = '00', minute = '00', second = '00' } = parts;
  return {
    date: `${year}-${month}-${day}`,
    time: `${hour}:${minute}:${second}`,
    weekday: new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDay(),
  };
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{2}:\d{2}(:\d{2})?$/;
/** Length of a time without its seconds. */
const MINUTES = 5;
/** No zone is farther from UTC than 14 h. */
const FARTHEST_MS = 14 * 3_600_000;

/** The offset is taken from both sides of the wanted time, so that a change of clocks near it is not missed. */
function epochIn(formatter: Intl.DateTimeFormat, date: string, time: string): number | null {
  if (!DATE.test(date) || !TIME.test(time)) return null;
  const whole = time.length === MINUTES ? `${time}:00` : time;
  const wall = Date.parse(`${date}T${whole}Z`);
  if (Number.isNaN(wall)) return null;
  const offsetAt = (epochMs: number): number => {
    const shown = split(formatter, epochMs);
    return Date.parse(`${shown.date}T${shown.time}Z`) - epochMs;
  };
  const candidates = [wall - FARTHEST_MS, wall + FARTHEST_MS].map(near => wall - offsetAt(near));
  const fitting = candidates.filter(epochMs => {
    const shown = split(formatter, epochMs);
    return shown.date === date && shown.time === whole;
  });
  return fitting.length === 0 ? null : Math.min(...fitting);
}
