/**
 * Which part of time the plots show: the last so-and-so long, moving with the clock (live), or a window that stands still
 * (history). Pure; moments are handed in. What reaches up to now is live and nothing else is, so that the switch on the screen
 * can never say one thing and the plots show another.
 */
export interface TimeWindow {
  /** Epoch ms UTC, `from` < `to`. */
  readonly from: number;
  readonly to: number;
}

export interface Follow {
  /** How much of the past is shown while live, ms; kept through history, so that the way back leads to the same picture. */
  readonly spanMs: number;
  /** Null while live. */
  readonly held: TimeWindow | null;
  /** When the person last moved the window; monotonic ms. */
  readonly inputAt: number;
}

/** The moment of an input. */
export interface Moment {
  /** Station clock, epoch ms UTC. */
  readonly now: number;
  /** Monotonic ms. */
  readonly at: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What the buttons offer. */
export const SPANS = [
  { name: 'minutes10', ms: 10 * MINUTE_MS },
  { name: 'hour', ms: HOUR_MS },
  { name: 'hours8', ms: 8 * HOUR_MS },
  { name: 'day', ms: DAY_MS },
  { name: 'week', ms: 7 * DAY_MS },
  { name: 'month', ms: 30 * DAY_MS },
  { name: 'year', ms: 365 * DAY_MS },
] as const;

/** Below it the samples of one scan stand alone. */
const LEAST_SPAN_MS = 10_000;
/** No station keeps history for longer. */
export const MOST_SPAN_MS = 10 * 365 * DAY_MS;
/** A forgotten history must not be taken for now by the next shift. */
export const AUTO_RETURN_MS = 10 * MINUTE_MS;
/** A window that ends nearer to now than this share of its span is live: about a dozen pixels, what a hand cannot mean. */
const LIVE_SHARE = 0.01;

export const liveFor = (spanMs: number): Follow => ({ spanMs: heldIn(spanMs), held: null, inputAt: 0 });

const heldIn = (spanMs: number): number => Math.min(MOST_SPAN_MS, Math.max(LEAST_SPAN_MS, spanMs));

export function windowOf({ spanMs, held }: Follow, now: number): TimeWindow {
  return held ?? { from: now - spanMs, to: now };
}

/** Shows `window`, or live where it reaches up to now; nothing is ever shown of the future. */
export function showing(follow: Follow, window: TimeWindow, { now, at }: Moment): Follow {
  const spanMs = heldIn(window.to - window.from);
  const to = window.from + spanMs;
  if (to >= now - spanMs * LIVE_SHARE) return { spanMs, held: null, inputAt: at };
  const from = Math.max(window.from, now - MOST_SPAN_MS);
  return { spanMs: follow.spanMs, held: { from, to: from + spanMs }, inputAt: at };
}

/** Moved by `byMs`, later for positive ones. */
export function panned(follow: Follow, byMs: number, moment: Moment): Follow {
  const { from, to } = windowOf(follow, moment.now);
  return showing(follow, { from: from + byMs, to: to + byMs }, moment);
}

/** `factor` times as long, with `about` (epoch ms) staying where it is on the screen. */
export function zoomed(follow: Follow, { factor, about }: { factor: number; about: number }, moment: Moment): Follow {
  return showing(follow, zoomedWindow(windowOf(follow, moment.now), factor, about), moment);
}

export function zoomedWindow({ from, to }: TimeWindow, factor: number, about: number): TimeWindow {
  const span = to - from;
  const longer = heldIn(span * factor);
  const share = (about - from) / span;
  const start = about - share * longer;
  return { from: start, to: start + longer };
}

/** History about `at` (epoch ms, not after now): in the middle, or farther right where there is no later yet. */
export function about(follow: Follow, at: number, moment: Moment): Follow {
  const { from, to } = windowOf(follow, moment.now);
  const end = Math.min(moment.now, at + (to - from) / 2);
  return { ...follow, held: { from: end - (to - from), to: end }, inputAt: moment.at };
}

/** Another span about the middle of the window, or ending now where it would reach into the future; history stays history. */
export function withSpan(follow: Follow, spanMs: number, moment: Moment): Follow {
  if (follow.held === null) return { spanMs, held: null, inputAt: moment.at };
  const to = Math.min(moment.now, (follow.held.from + follow.held.to + spanMs) / 2);
  return { spanMs, held: { from: to - spanMs, to }, inputAt: moment.at };
}

export const live = (follow: Follow, moment: Moment): Follow => ({ ...follow, held: null, inputAt: moment.at });

/** Stands still where it is now, for a person who wants to look in peace. */
export const held = (follow: Follow, moment: Moment): Follow => ({
  ...follow,
  held: windowOf(follow, moment.now),
  inputAt: moment.at,
});

/** Ms until history goes back to live by itself; null while live. */
export function returnsInMs({ held: window, inputAt }: Follow, at: number): number | null {
  return window === null ? null : Math.max(0, AUTO_RETURN_MS - (at - inputAt));
}
