/**
 * The pens of the board with what has been read of them, kept in step with what is shown: asks when the window moves out of what
 * is loaded, when it is too coarse, and when there is news at the live end. Knows nothing of canvas or React.
 */
import type { TrendSeries } from '../../../shared/model/history.ts';
import type { CallError } from '../../host/call-book.ts';
import type { ClientTimers } from '../../host/timers.ts';
import { isEnough, type Loaded, wantedData } from '../time/data-window.ts';
import type { TimeWindow } from '../time/follow.ts';
import { createTrendLoader, type TrendLoader, type TrendWish } from '../time/trend-loader.ts';
import { type BoardPen, PenData } from './pen-data.ts';

interface DataSource {
  readonly read: (wish: TrendWish) => Promise<readonly TrendSeries[]>;
  readonly timers: Pick<ClientTimers, 'now' | 'after'>;
  /** Something new is there to be drawn. */
  readonly onNews: () => void;
}

/** While a wheel turns nothing of an answer is seen before the next turn, and each costs a frame to take: asked so rarely, ms. */
const ZOOM_BETWEEN_MS = 400;
/** After the last turn, until it rests, ms. */
const ZOOM_RESTS_MS = 120;
/** Of the span: what rounding alone makes of it. */
const SAME_SPAN = 1e-6;

export class BoardData {
  readonly #source: DataSource;
  readonly #pens = new Map<string, PenData>();
  /** Set points that are no pens themselves, by name. */
  readonly #setPoints = new Map<string, PenData>();
  #loader: TrendLoader;
  #loaded: Loaded | null = null;
  #asked: Loaded | null = null;
  /** What is loaded is shown until the next answer, and asked for again whatever it is. */
  #isStale = false;
  #trouble: CallError | null = null;
  #spanMs = Number.NaN;
  #zoomedAt = Number.NEGATIVE_INFINITY;

  constructor(source: DataSource) {
    this.#source = source;
    this.#loader = this.#newLoader();
  }

  /** By place. */
  get pens(): readonly PenData[] {
    return [...this.#pens.values()].toSorted((a, b) => a.pen.slot - b.pen.slot);
  }

  /** What has been read of the set point of `pen`; null without one. */
  setPointOf({ setPoint = null }: BoardPen): PenData | null {
    if (setPoint === null) return null;
    return this.#pens.get(setPoint.name) ?? this.#setPoints.get(setPoint.name) ?? null;
  }

  get loaded(): Loaded | null {
    return this.#loaded;
  }

  /** Why nothing comes; null while answers come. */
  get trouble(): CallError | null {
    return this.#trouble;
  }

  /** Pens that stay keep what has been read of them; a new one is asked for with all, so that they stay of one window. */
  setPens(pens: readonly BoardPen[]): void {
    let hasNew = false;
    const names = new Set(pens.map(({ tag }) => tag.name));
    for (const name of this.#pens.keys()) if (!names.has(name)) this.#pens.delete(name);
    for (const pen of pens) {
      const known = this.#pens.get(pen.tag.name);
      if (known === undefined) this.#pens.set(pen.tag.name, new PenData(pen));
      else known.pen = pen;
      hasNew ||= known === undefined;
    }
    if (this.#takeSetPoints(pens) || hasNew) this.forget();
  }

  /** True where one of them is new. */
  #takeSetPoints(pens: readonly BoardPen[]): boolean {
    const wanted = new Map(
      pens.flatMap(({ slot, setPoint = null }) =>
        setPoint === null || this.#pens.has(setPoint.name) ? [] : [[setPoint.name, { slot, tag: setPoint }] as const],
      ),
    );
    for (const name of this.#setPoints.keys()) if (!wanted.has(name)) this.#setPoints.delete(name);
    const added = [...wanted].filter(([name]) => !this.#setPoints.has(name));
    for (const [name, pen] of added) this.#setPoints.set(name, new PenData({ ...pen, isHidden: true }));
    return added.length > 0;
  }

  get #names(): readonly string[] {
    return [...this.#pens.keys(), ...this.#setPoints.keys()];
  }

  /** Reads everything anew, e.g. after a lost link; what is there stays until it comes. */
  forget(): void {
    this.#asked = null;
    this.#isStale = true;
  }

  /** Asks for what is missing to show `view`. Called before every frame. */
  follow(view: TimeWindow, screen: { readonly widthPx: number; readonly now: number }): void {
    if (this.#pens.size === 0) return;
    const isZooming = this.#isZooming(view);
    if (!isZooming) this.#loader.hurry();
    const isAsked = this.#loader.isBusy() && this.#asked !== null;
    const expected = isAsked ? this.#asked : this.#isStale ? null : this.#loaded;
    if (isEnough(expected, view, screen)) return;
    const wish = { ...wantedData(view, screen), readAt: screen.now, tags: this.#names };
    this.#asked = wish;
    this.#loader.want(wish, isZooming ? ZOOM_BETWEEN_MS : undefined);
  }

  /** True while the span changes; a span that is chosen is asked for at once all the same, as nothing was just before. */
  #isZooming({ from, to }: TimeWindow): boolean {
    const now = this.#source.timers.now();
    if (Math.abs((to - from) / this.#spanMs - 1) > SAME_SPAN) this.#zoomedAt = now;
    this.#spanMs = to - from;
    return now - this.#zoomedAt < ZOOM_RESTS_MS;
  }

  stop(): void {
    this.#loader.stop();
    this.#loader = this.#newLoader();
    this.#asked = null;
  }

  #newLoader(): TrendLoader {
    return createTrendLoader({
      read: this.#source.read,
      timers: this.#source.timers,
      onAnswer: (wish, series) => this.#take(wish, series),
      onTrouble: error => {
        this.#trouble = error;
        this.#source.onNews();
      },
    });
  }

  #take(wish: TrendWish, all: readonly TrendSeries[]): void {
    for (const series of all) (this.#pens.get(series.tag) ?? this.#setPoints.get(series.tag))?.take(series, wish);
    this.#loaded = wish;
    // An answer from before a pen was added says nothing of it.
    this.#isStale = !this.#names.every(name => wish.tags.includes(name));
    this.#source.onNews();
  }
}
