/**
 * Which part of time and of values the board shows, and the ways back: a stack of what was shown before. Owns the person's moves; the
 * window itself is the session's, so that it outlives the screen.
 */
import type { ClientTimers } from '../../host/timers.ts';
import type { Session } from '../../store/session.ts';
import type { Ends } from '../chart/value-axis.ts';
import { about, type Follow, live, liveFor, type Moment, returnsInMs, showing, windowOf } from '../time/follow.ts';
import type { BoxZoom, ZoomedEnds } from '../zoom/box-zoom.ts';
import { Steps } from './steps.ts';

/** The board still moves for so long after the last input, ms: axes hold still until then. */
export const MOVING_MS = 250;

interface Step {
  readonly follow: Follow;
  readonly zoomed: ZoomedEnds;
}

const NOTHING_ZOOMED: ZoomedEnds = new Map<string, Ends>();

interface TimeSession extends Pick<Session, 'follow'> {
  readonly client: Pick<Session['client'], 'stationNow'>;
  readonly preferences: Pick<Session['preferences'], 'trend'>;
}

export class BoardTime {
  readonly #session: TimeSession;
  readonly #timers: Pick<ClientTimers, 'now' | 'after'>;
  readonly #steps = new Steps<Step>();
  readonly #onChange: () => void;
  #zoomed = NOTHING_ZOOMED;
  #movedAt = Number.NEGATIVE_INFINITY;
  #cancelKeeping: (() => void) | null = null;

  constructor(session: TimeSession, timers: Pick<ClientTimers, 'now' | 'after'>, onChange: () => void) {
    this.#session = session;
    this.#timers = timers;
    this.#onChange = onChange;
  }

  get follow(): Follow {
    return this.#session.follow.get();
  }

  /** Value axes whose ends a person has chosen. */
  get zoomed(): ZoomedEnds {
    return this.#zoomed;
  }

  get canStepBack(): boolean {
    return !this.#steps.isEmpty;
  }

  /** The moment of an input. */
  moment(): Moment {
    return { now: this.#session.client.stationNow(), at: this.#timers.now() };
  }

  isMoving(at: number): boolean {
    return at - this.#movedAt < MOVING_MS;
  }

  /** Whether it has come to rest within the last moments: its axes are taken anew then. */
  isComingToRest(at: number): boolean {
    return at - this.#movedAt < 2 * MOVING_MS;
  }

  /** Moves the window as `change` says; the step before can be gone back to. */
  move(change: (follow: Follow, moment: Moment) => Follow): void {
    const moment = this.moment();
    const isMoving = this.isMoving(moment.at);
    this.#steps.remember({ follow: this.follow, zoomed: this.#zoomed }, moment.at);
    this.#movedAt = moment.at;
    this.#set(change(this.follow, moment), isMoving ? MOVING_MS : 0);
  }

  /** Shows what a box means, in one step. */
  zoomTo({ window, ends }: BoxZoom): void {
    if (window === null && ends.size === 0) return;
    this.#steps.part();
    this.move((follow, moment) => (window === null ? follow : showing(follow, window, moment)));
    this.#steps.part();
    this.#zoomed = new Map([...this.#zoomed, ...ends]);
    this.#movedAt = Number.NEGATIVE_INFINITY;
    this.#onChange();
  }

  /** To what was shown before the last move; to live with all values where there is none. */
  stepBack(): void {
    const before = this.#steps.back();
    const moment = this.moment();
    this.#zoomed = before?.zoomed ?? NOTHING_ZOOMED;
    this.#set(before === null ? live(this.follow, moment) : { ...before.follow, inputAt: moment.at });
    this.#onChange();
  }

  goLive(): void {
    this.#steps.forget();
    this.#zoomed = NOTHING_ZOOMED;
    this.#set(live(this.follow, this.moment()));
    this.#onChange();
  }

  /** History about a moment (epoch ms). */
  goTo(at: number): void {
    this.#steps.part();
    this.move((follow, moment) => about(follow, at, moment));
  }

  /** The person is here: history stays for another ten minutes. */
  touched(): void {
    const { at } = this.moment();
    if (this.follow.held !== null && at - this.follow.inputAt > 1_000)
      this.#session.follow.set({ ...this.follow, inputAt: at });
  }

  /** Back to live by itself, when the time has come. */
  everySecond(): void {
    if (returnsInMs(this.follow, this.#timers.now()) !== 0) return;
    this.#steps.forget();
    this.#zoomed = NOTHING_ZOOMED;
    this.#session.follow.set(liveFor(this.follow.spanMs));
  }

  window(now = this.moment().now): ReturnType<typeof windowOf> {
    return windowOf(this.follow, now);
  }

  /** A turning wheel keeps its span `keepInMs` after it rests: keeping writes, and all beside the plots is made anew for it. */
  #set(next: Follow, keepInMs = 0): void {
    this.#session.follow.set(next);
    this.#cancelKeeping?.();
    this.#cancelKeeping = null;
    if (keepInMs === 0) this.#keepSpan();
    else this.#cancelKeeping = this.#timers.after(keepInMs, () => this.#keepSpan());
  }

  #keepSpan(): void {
    const { trend } = this.#session.preferences;
    const { spanMs } = this.follow;
    if (trend.get().spanMs !== spanMs) trend.set({ ...trend.get(), spanMs });
  }
}
