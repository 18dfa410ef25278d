/**
 * Which part of history is asked for, and when what has been loaded no longer does. Pure. More is loaded than is shown, so that
 * a moving hand finds it there; buckets lie on multiples of their length, so that reading again moves no line by a pixel.
 */
import type { TimeWindow } from './follow.ts';

/** [from, to) in `columns` equal steps of `stepMs`, as `history.trend` takes it. */
export interface DataWindow extends TimeWindow {
  readonly stepMs: number;
  readonly columns: number;
}

export interface Loaded extends DataWindow {
  /** Station clock when it was asked for: nothing later is in it. */
  readonly readAt: number;
}

interface Screen {
  /** Width of the plots in CSS px. */
  readonly widthPx: number;
  /** Station clock, epoch ms UTC. */
  readonly now: number;
}

/** Shares of the visible span loaded beyond it: half on each side makes twice as much in all. */
const MARGIN = 0.5;
/** Less than this left on a side and more is asked for: a fast hand crosses it in about 100 ms. */
const LEAST_MARGIN = 0.15;
/** The contract takes 4,096; rounding to whole steps needs a few. */
const MOST_COLUMNS = 4_000;
const LEAST_COLUMNS = 10;
/** Buckets coarser than wanted are mended soon; finer ones only cost drawing. */
const COARSER = 1.3;
const FINER = 0.4;
/** The live end is read again so often, or once a bucket where buckets are longer. */
const REFRESH_MS = 1_000;

/** What to ask for to show `view`: on each side half as much again, what would be future on the left. */
export function wantedData(view: TimeWindow, { widthPx, now }: Screen): DataWindow {
  const span = view.to - view.from;
  const end = Math.min(view.to + span * MARGIN, Math.max(now, view.to));
  const start = end - span * (1 + 2 * MARGIN);
  const stepMs = Math.max(1, Math.ceil(span / Math.max(1, widthPx)), Math.ceil((end - start) / MOST_COLUMNS));
  const from = Math.floor(start / stepMs) * stepMs;
  const columns = Math.min(MOST_COLUMNS + 2, Math.max(LEAST_COLUMNS, Math.ceil((end - from) / stepMs)));
  return { from, to: from + columns * stepMs, stepMs, columns };
}

/** True while `loaded` shows `view` as well as a new answer would. */
export function isEnough(loaded: Loaded | null, view: TimeWindow, screen: Screen): boolean {
  if (loaded === null) return false;
  return reaches(loaded, view, screen.now) && isFineEnough(loaded, view, screen) && isFresh(loaded, view, screen.now);
}

function reaches(loaded: Loaded, view: TimeWindow, now: number): boolean {
  const least = (view.to - view.from) * LEAST_MARGIN;
  if (view.from - loaded.from < least) return false;
  // Towards now there is nothing more to be had: what is new there is a question of freshness.
  return loaded.to >= loaded.readAt ? Math.min(view.to, now) - loaded.to < least : loaded.to - view.to >= least;
}

function isFineEnough(loaded: Loaded, view: TimeWindow, screen: Screen): boolean {
  const { stepMs } = wantedData(view, screen);
  return loaded.stepMs <= stepMs * COARSER && loaded.stepMs >= stepMs * FINER;
}

function isFresh(loaded: Loaded, view: TimeWindow, now: number): boolean {
  if (view.to <= loaded.readAt) return true;
  return now - loaded.readAt < Math.max(REFRESH_MS, loaded.stepMs);
}
