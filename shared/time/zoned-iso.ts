/** Times as files carry them (pure): ISO 8601 with milliseconds and the offset that the station's zone had at that time. */
import type { ZoneClock } from './zone.ts';

/** Every zone on Earth changes its offset at a multiple of this from UTC midnight, ms. */
const STEP_MS = 15 * 60_000;
const MINUTE_MS = 60_000;
/** A journal is read in order: a few hundred steps are what a page needs. */
const MOST_KEPT = 4_096;

export interface ZonedTimes {
  /** Wall clock minus UTC, ms. */
  offsetMs(epochMs: number): number;
  /** `2026-10-01T08:00:00.123+08:00`. */
  iso(epochMs: number): string;
}

/** Looks each quarter of an hour up once; an offset from the zone's tables costs 100 times a time that is near another. */
export function zonedTimes(clock: ZoneClock): ZonedTimes {
  const kept = new Map<number, number>();
  const offsetMs = (epochMs: number): number => {
    const step = Math.floor(epochMs / STEP_MS);
    let offset = kept.get(step);
    if (offset === undefined) {
      const { date, time } = clock.at(step * STEP_MS);
      offset = Date.parse(`${date}T${time}Z`) - step * STEP_MS;
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(step, offset);
    }
    return offset;
  };
  return {
    offsetMs,
    iso: epochMs => {
      const offset = offsetMs(epochMs);
      return new Date(epochMs + offset).toISOString().replace('Z', offsetText(offset));
    },
  };
}

const two = (n: number): string => String(n).padStart(2, '0');

function offsetText(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / MINUTE_MS);
  return `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
