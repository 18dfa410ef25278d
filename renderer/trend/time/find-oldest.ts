/** Where the history of some tags begins, found by asking for ever shorter parts of it. */
import type { TrendSeries } from '../../../shared/model/history.ts';
import type { DataWindow } from './data-window.ts';
import { MOST_SPAN_MS } from './follow.ts';

const COLUMNS = 2_000;
/** Ten years in 2,000 columns are 44 h; three rounds more end at less than a millisecond. */
const MOST_ROUNDS = 4;

/**
 * Epoch ms of the first value of any of the tags that `read` tells of, to within `nearMs`; null when there is none.
 * Rejects as `read` does.
 */
export async function findOldest(
  read: (window: DataWindow) => Promise<readonly TrendSeries[]>,
  { now, nearMs }: { readonly now: number; readonly nearMs: number },
): Promise<number | null> {
  let window: DataWindow = columnsOf(now - MOST_SPAN_MS, now);
  let oldest: number | null = null;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const starts = (await read(window)).map(firstKnown).filter(start => start !== null);
    if (starts.length === 0) return oldest;
    const first = starts.reduce((a, b) => (b.at < a.at ? b : a));
    oldest = first.at;
    if (first.withinMs <= nearMs) return oldest;
    window = columnsOf(first.at, first.at + first.withinMs);
  }
  return oldest;
}

function columnsOf(from: number, to: number): DataWindow {
  const stepMs = Math.max(1, Math.ceil((to - from) / COLUMNS));
  const columns = Math.max(10, Math.ceil((to - from) / stepMs));
  return { from, to: from + columns * stepMs, stepMs, columns };
}

function firstKnown({ samples, buckets }: TrendSeries): { readonly at: number; readonly withinMs: number } | null {
  const time = samples?.t[0];
  if (time !== undefined) return { at: time, withinMs: 0 };
  if (buckets === null) return null;
  const index = buckets.percentValid.findIndex(share => share > 0);
  return index < 0 ? null : { at: buckets.from + index * buckets.stepMs, withinMs: buckets.stepMs };
}
