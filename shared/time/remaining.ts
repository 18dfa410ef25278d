/** How long something still lasts, in two units at most. Pure. Never rounds up: what says `1 min` has a whole minute left. */
const SECOND_MS = 1_000;
const UNITS = [
  ['d', 24 * 3_600 * SECOND_MS],
  ['h', 3_600 * SECOND_MS],
  ['min', 60 * SECOND_MS],
] as const;

/** `45 s` below a minute, then `12 min`, `5 h 12 min`, `3 d 4 h`; what is over reads `0 s`, no time `?`. */
export function remainingText(remainingMs: number): string {
  if (!Number.isFinite(remainingMs)) return '?';
  const left = Math.max(0, remainingMs);
  const at = UNITS.findIndex(([, ms]) => left >= ms);
  const first = UNITS[at];
  if (first === undefined) return `${Math.floor(left / SECOND_MS)} s`;
  const [name, ms] = first;
  const whole = `${Math.floor(left / ms)} ${name}`;
  const next = UNITS[at + 1];
  const rest = next === undefined ? 0 : Math.floor((left % ms) / next[1]);
  return rest === 0 || next === undefined ? whole : `${whole} ${rest} ${next[0]}`;
}
