/** Figures, targets and durations as they are printed (pure). */
import { PERFORMANCE_TARGETS, type PerformanceFigure } from '../../../shared/alarm/performance-targets.ts';
import { formatNumber, NO_VALUE } from '../../../shared/units/format.ts';

const COUNTED: ReadonlySet<PerformanceFigure> = new Set(['peakPer10Min', 'chattering', 'fleeting', 'stale']);

/** `0.35 %`; a share that is not 0 never reads as 0. */
export function shareText(share: number | null): string {
  if (share === null) return NO_VALUE;
  const percent = share * 100;
  return percent > 0 && percent < 0.01 ? '< 0.01 %' : `${formatNumber(percent, percent < 10 ? 2 : 1)} %`;
}

export function figureText(figure: PerformanceFigure, value: number | null): string {
  if (PERFORMANCE_TARGETS[figure].kind === 'share') return shareText(value);
  const decimals = COUNTED.has(figure) ? 0 : figure === 'per10Min' ? 2 : 1;
  return formatNumber(value, decimals);
}

const SIGN = { 'at-most': '≤', below: '<', 'at-least': '≥' } as const;

/** `≤ 150`, `< 1 %`. */
export function targetText(figure: PerformanceFigure): string {
  const { bound, value, kind } = PERFORMANCE_TARGETS[figure];
  if (value === 0) return '0';
  return `${SIGN[bound]} ${kind === 'share' ? `${formatNumber(value * 100, 0)} %` : formatNumber(value, 0)}`;
}

/** What can still be managed; empty where nothing is said. */
export function mostText(figure: PerformanceFigure): string {
  const { most } = PERFORMANCE_TARGETS[figure];
  return most === null ? '' : formatNumber(most, 0);
}

const STEPS = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
] as const;
/** Seconds and minutes are kept up to here, as whole numbers of two digits read best. */
const KEPT = 100;

/** `8.4 s`, `47 s`, `12.5 min`, `3.2 h`, `2.0 d`. */
export function durationText(seconds: number): string {
  const step = STEPS.find(([size, unit]) =>
    unit === 'min' ? seconds >= KEPT : seconds >= size * (unit === 'h' ? 1 : 2),
  );
  if (step === undefined) return `${formatNumber(seconds, seconds > 0 && seconds < 10 ? 1 : 0)} s`;
  const [size, unit] = step;
  return `${formatNumber(seconds / size, 1)} ${unit}`;
}
