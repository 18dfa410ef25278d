/**
 * Fewer points than there are pixels, with every spike kept: first, minimum, maximum and last of each column
 * (hmi.md 2.3, point 56). Gaps (NaN) stay gaps. Pure.
 */
import { firstAtOrAfter } from '../../../shared/time/first-at-or-after.ts';
export interface Points {
  readonly t: readonly number[];
  readonly v: readonly number[];
}

/**
 * Points of `series` in [`from`, `to`] for `columns` pixel columns, oldest first. The last sample before `from` enters at
 * `from`, so that a value that has not changed is drawn and not missing. Few points come back as they are.
 */
export function decimate(series: Points, from: number, to: number, columns: number): Points {
  const start = firstAtOrAfter(series.t, from);
  const end = firstAtOrAfter(series.t, to + 1e-9);
  const t: number[] = [];
  const v: number[] = [];
  const put = (index: number, time = series.t[index] ?? 0): void => {
    t.push(time);
    v.push(series.v[index] ?? Number.NaN);
  };
  if (start > 0) put(start - 1, from);
  if (end - start <= columns * 4) {
    for (let i = start; i < end; i++) put(i);
    return { t, v };
  }
  const columnMs = (to - from) / columns;
  let i = start;
  while (i < end) {
    const column = Math.floor(((series.t[i] ?? 0) - from) / columnMs);
    let next = i;
    while (next < end && Math.floor(((series.t[next] ?? 0) - from) / columnMs) === column) next += 1;
    for (const index of keep(series.v, i, next)) put(index);
    i = next;
  }
  return { t, v };
}

/** Indexes worth keeping of one column, ascending: first, min, max, last and the first gap. */
function keep(v: readonly number[], from: number, to: number): number[] {
  let min = -1;
  let max = -1;
  let gap = -1;
  for (let i = from; i < to; i++) {
    const value = v[i] ?? Number.NaN;
    if (Number.isNaN(value)) {
      if (gap < 0) gap = i;
      continue;
    }
    if (min < 0 || value < (v[min] ?? 0)) min = i;
    if (max < 0 || value > (v[max] ?? 0)) max = i;
  }
  const found = new Set([from, min, max, gap, to - 1].filter(index => index >= 0));
  return [...found].toSorted((a, b) => a - b);
}
