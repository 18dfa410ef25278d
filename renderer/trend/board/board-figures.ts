/** Keeps the historian's figures of what the cursors stand on: asks when they rest, and says what it knows only while it still holds. */
import type { ClientTimers } from '../../host/timers.ts';
import { type ReadCursors, spanBetween } from '../cursors/cursors.ts';
import {
  type FigureSource,
  type Figures,
  type FigureWish,
  isOf,
  readFigures,
  type Slack,
} from '../cursors/pen-figures.ts';
import type { TimeWindow } from '../time/follow.ts';
import { createLatest, type Latest } from '../time/latest.ts';

interface FiguresNow {
  readonly tags: readonly string[];
  readonly window: TimeWindow;
  readonly isLive: boolean;
  /** A hand moves the window: nothing is asked before it rests. */
  readonly isMoving?: boolean;
  readonly read: ReadCursors;
  /** Of a comparison, ms; null without one. */
  readonly shiftMs: number | null;
  /** Station clock, epoch ms UTC. */
  readonly now: number;
}

/** What is newer may be on its way to the disk, ms. */
const UNWRITTEN_MS = 1_500;
/** Of a window that moves with the clock figures are good for so much of it, or so many ms: a cursor for about a pixel. */
const LIVE_SLACK = { span: 0.01, instant: 0.001 };
const LEAST_SLACK_MS = { span: 5_000, instant: 1_000 };
const REST_MS = 120;

export class BoardFigures {
  readonly #latest: Latest<FigureWish>;
  #figures: Figures | null = null;
  #asked: FigureWish | null = null;

  constructor(source: FigureSource, timers: Pick<ClientTimers, 'after'>, onNews: () => void) {
    this.#latest = createLatest<FigureWish, Figures>({
      ask: wish => readFigures(source, wish),
      timers,
      restMs: REST_MS,
      onAnswer: (_, figures) => {
        this.#figures = figures;
        onNews();
      },
    });
  }

  /** Those that hold now; null until they are there. Asks for what is missing. */
  at(moment: FiguresNow): Figures | null {
    const wish = wishOf(moment);
    if (wish === null) return null;
    const slack = slackOf(moment);
    const known = this.#figures;
    if (known !== null && isOf(known, wish, slack)) return known;
    const isAsked = this.#asked !== null && isOf({ wish: this.#asked }, wish, slack);
    if (!isAsked && moment.isMoving !== true) {
      this.#asked = wish;
      this.#latest.want(wish);
    }
    // While the clock goes on the last ones stand until the next are there.
    const wider = { spanMs: 3 * slack.spanMs, instantMs: 3 * slack.instantMs };
    return known !== null && isOf(known, wish, wider) ? known : null;
  }

  stop(): void {
    this.#latest.drop();
    this.#asked = null;
  }
}

/** In history nothing moves but by a hand. Live the window goes on, and with it what the pointer is on. */
function slackOf({ isLive, read, window }: FiguresNow): Slack {
  if (!isLive) return { spanMs: 0, instantMs: 0 };
  const span = window.to - window.from;
  const instantMs = Math.max(LEAST_SLACK_MS.instant, span * LIVE_SLACK.instant);
  if (spanBetween(read) !== null) return { spanMs: instantMs, instantMs };
  return { spanMs: Math.max(LEAST_SLACK_MS.span, span * LIVE_SLACK.span), instantMs };
}

/** Where the comparison is read, in its own time: at the last cursor, else at the end of the window. */
export function comparedTime({
  read,
  window,
  shiftMs,
}: Pick<FiguresNow, 'read' | 'window' | 'shiftMs'>): number | null {
  return shiftMs === null ? null : (read.b ?? read.a ?? window.to) - shiftMs;
}

/** Null where there is nothing to ask. Whole ms: a pointer between two would be asked about for ever. */
function wishOf(moment: FiguresNow): FigureWish | null {
  const { tags, window, read, now } = moment;
  const { from, to } = spanBetween(read) ?? window;
  const end = Math.min(to, now - UNWRITTEN_MS);
  if (tags.length === 0 || end - from < 1) return null;
  const whole = (time: number | null): number | null => (time === null ? null : Math.round(time));
  return {
    tags,
    from: Math.round(from),
    to: Math.round(end),
    instants: { a: whole(read.a), b: whole(read.b), compared: whole(comparedTime(moment)) },
  };
}
