/**
 * How old something is, in at most three digits and a unit, so that the text fits an age box. Pure. Ages never round up:
 * a value that says `59 s` has not been silent for a minute yet.
 */
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `47 s` below 100 s, then `12 min`, `5 h`, `3 d`. A negative age (clocks differ) reads `0 s`; no age reads `?`. */
export function ageText(ageMs: number): string {
  if (!Number.isFinite(ageMs)) return '?';
  const age = Math.max(0, ageMs);
  if (age < 100 * SECOND_MS) return `${Math.floor(age / SECOND_MS)} s`;
  if (age < 100 * MINUTE_MS) return `${Math.floor(age / MINUTE_MS)} min`;
  if (age < 48 * HOUR_MS) return `${Math.floor(age / HOUR_MS)} h`;
  return `${Math.min(999, Math.floor(age / DAY_MS))} d`;
}
