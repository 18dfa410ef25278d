/** How far apart two events are, for reading down a column. Pure. */

const MINUTE_S = 60;
const HOUR_S = 3_600;

/** `0`, `+0.250 s`, `−12.000 s`, `+3:05.250`, `−26:00:00`; ms. */
export function differenceText(ms: number): string {
  if (ms === 0) return '0';
  const sign = ms < 0 ? '−' : '+';
  const whole = Math.round(Math.abs(ms));
  const seconds = Math.floor(whole / 1_000);
  const rest = String(whole % 1_000).padStart(3, '0');
  const two = (n: number): string => String(n).padStart(2, '0');
  if (seconds < MINUTE_S) return `${sign}${seconds}.${rest} s`;
  const [minutes, second] = [Math.floor(seconds / MINUTE_S), two(seconds % MINUTE_S)];
  if (seconds < HOUR_S) return `${sign}${minutes}:${second}.${rest}`;
  return `${sign}${Math.floor(minutes / 60)}:${two(minutes % 60)}:${second}`;
}
