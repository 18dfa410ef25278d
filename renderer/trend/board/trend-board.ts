/**
 * The board of the trend screen: holds pens, window and cursor together and draws them into one canvas, at most once a frame. While
 * the hand moves it draws at once from what is loaded; answers are drawn when they come.
 */
import type { DemoPastProgress } from '../../../shared/model/history.ts';
import type { Catalog } from '../../../shared/text/catalog.ts';
import type { ClientTimers } from '../../host/timers.ts';
import { browserTimers } from '../../host/timers.ts';
import { type Observable, observable } from '../../store/observable.ts';
import type { Session } from '../../store/session.ts';
import { type Inks, readInks } from '../chart/inks.ts';
import { type BoardPicture, paintBoard } from '../chart/paint-board.ts';
import { type BoardLayout, layoutBoard } from '../chart/plot-layout.ts';
import type { Ends } from '../chart/value-axis.ts';
import { findOldest } from '../time/find-oldest.ts';
import {
  about,
  type Follow,
  live,
  liveFor,
  type Moment,
  returnsInMs,
  showing,
  type TimeWindow,
  windowOf,
} from '../time/follow.ts';
import { BoardData } from './board-data.ts';
import { pictureOf, spotsAt } from './board-picture.ts';
import { rowsOf, type TableRow } from './board-rows.ts';
import { CursorLayer } from './cursor-layer.ts';
import type { BoardPen, PenData } from './pen-data.ts';
import { Steps } from './steps.ts';

/** The board still moves for so long after the last input, ms: axes hold still until then. */
const MOVING_MS = 250;
/** The table is written anew no more often than a person can read it. */
const TABLE_EVERY_MS = 60;
/** Of the span, before the oldest value that is gone to. */
const BEFORE_OLDEST = 0.02;

/** What the table and the toolbar show beside the canvas. */
export interface BoardView {
  readonly follow: Follow;
  readonly window: TimeWindow;
  readonly layout: BoardLayout | null;
  /** X of the cursor in CSS px and the time it is at; null without one. */
  readonly cursor: { readonly x: number; readonly time: number } | null;
  readonly rows: readonly TableRow[];
  readonly canStepBack: boolean;
  readonly state: 'loading' | 'ready' | 'failed';
}

/** What the plots were drawn of last. */
export interface Drawn {
  readonly view: TimeWindow;
  readonly layout: BoardLayout;
  readonly picture: BoardPicture;
}

export class TrendBoard {
  readonly #session: Session;
  readonly #timers: ClientTimers = browserTimers;
  readonly #view = observable<BoardView | null>(null);
  readonly #data: BoardData;
  readonly #steps = new Steps();
  readonly #ends = new Map<string, Ends>();
  #canvas: HTMLCanvasElement | null = null;
  #cursor: CursorLayer | null = null;
  /** As drawn last. */
  #drawn: Drawn | null = null;
  #isStale = false;
  #texts: Catalog;
  #inks: Inks | null = null;
  #size = { width: 0, height: 0, scale: 1 };
  #cursorX: number | null = null;
  #layout: BoardLayout | null = null;
  #past: DemoPastProgress | null = null;
  #isFrameAsked = false;
  #isTableDue = false;
  #movedAt = Number.NEGATIVE_INFINITY;
  #tableAt = Number.NEGATIVE_INFINITY;
  #offPens: (() => void)[] = [];

  constructor(session: Session, texts: Catalog) {
    this.#session = session;
    this.#texts = texts;
    this.#data = new BoardData({
      read: ({ tags, from, to, columns }) =>
        session.client.call('history.trend', { tags: [...tags], from, to, columns }),
      timers: this.#timers,
      onNews: () => this.redraw(),
    });
  }

  get view(): Observable<BoardView | null> {
    return this.#view;
  }

  /** As drawn last; null before that. */
  get drawn(): Drawn | null {
    return this.#drawn;
  }

  /** CSS px of the canvas. */
  get size(): { readonly width: number; readonly height: number; readonly scale: number } {
    return this.#size;
  }

  /** Draws into `canvas`, and the cursor into `cursorRoot` over it, until the function that is returned is called. */
  start(canvas: HTMLCanvasElement, cursorRoot: HTMLElement): () => void {
    const cursor = new CursorLayer(cursorRoot);
    this.#canvas = canvas;
    this.#cursor = cursor;
    const { follow, second, preferences, client, station } = this.#session;
    const stops = [
      follow.subscribe(() => this.redraw()),
      second.subscribe(() => this.#everySecond()),
      preferences.theme.subscribe(() => {
        this.#inks = null;
        this.redraw();
      }),
      station.history.subscribe(() => this.#pastMoved()),
      client.onConnected(() => {
        this.#data.forget();
        this.redraw();
      }),
    ];
    this.#everySecond();
    return () => {
      for (const stop of stops) stop();
      this.#data.stop();
      cursor.clear();
      this.#canvas = null;
      this.#cursor = null;
    };
  }

  setPens(pens: readonly BoardPen[]): void {
    this.#data.setPens(pens);
    for (const off of this.#offPens) off();
    this.#offPens = pens.map(({ tag }) => this.#session.tags.subscribe(tag.handle, () => this.redraw()));
    this.redraw();
  }

  setTexts(texts: Catalog): void {
    this.#texts = texts;
    this.redraw();
  }

  /** The canvas has this size in CSS px; `scale` is how much larger than 12 px its texts are. */
  resize(size: { readonly width: number; readonly height: number; readonly scale: number }): void {
    this.#size = size;
    this.#draw();
  }

  get follow(): Follow {
    return this.#session.follow.get();
  }

  /** The moment of an input. */
  moment(): Moment {
    return { now: this.#session.client.stationNow(), at: this.#timers.now() };
  }

  /** Moves the window as `change` says; the step before can be gone back to. */
  move(change: (follow: Follow, moment: Moment) => Follow): void {
    const { follow } = this.#session;
    const moment = this.moment();
    this.#steps.remember(follow.get(), moment.at);
    this.#movedAt = moment.at;
    this.#set(change(follow.get(), moment));
  }

  /** To the window before the last move; to live when there is none. */
  stepBack(): void {
    const before = this.#steps.back();
    const moment = this.moment();
    this.#set(before === null ? live(this.#session.follow.get(), moment) : { ...before, inputAt: moment.at });
  }

  goLive(): void {
    this.#steps.forget();
    this.#set(live(this.#session.follow.get(), this.moment()));
  }

  /** To the beginning of what is known of the pens. Rejects with `CallError`. */
  async goOldest(): Promise<void> {
    const tags = this.#data.pens.map(({ pen }) => pen.tag.name);
    if (tags.length === 0) return;
    const { now } = this.moment();
    const view = windowOf(this.#session.follow.get(), now);
    const span = view.to - view.from;
    const read = (window: { from: number; to: number; columns: number }) =>
      this.#session.client.call('history.trend', { tags, from: window.from, to: window.to, columns: window.columns });
    const oldest = await findOldest(read, { now, nearMs: span * BEFORE_OLDEST });
    if (oldest === null) return;
    const from = oldest - span * BEFORE_OLDEST;
    this.move((follow, moment) => showing(follow, { from, to: from + span }, moment));
  }

  /** History about a moment (epoch ms), with the cursor on it. */
  goTo(at: number): void {
    this.move((follow, moment) => about(follow, at, moment));
    const { from, to } = windowOf(this.follow, this.moment().now);
    const layout = this.#layout;
    if (layout !== null) this.setCursor(layout.left + ((at - from) / (to - from)) * layout.width);
  }

  /** The person is here: history stays for another ten minutes. */
  touched(): void {
    const { follow } = this.#session;
    const { at } = this.moment();
    if (follow.get().held !== null && at - follow.get().inputAt > 1_000) follow.set({ ...follow.get(), inputAt: at });
  }

  /** X in CSS px from the left of the canvas; null takes the cursor away. */
  setCursor(x: number | null): void {
    const layout = this.#layout;
    this.#cursorX =
      x === null || layout === null ? null : Math.min(layout.left + layout.width, Math.max(layout.left, x));
    this.#askFrame();
  }

  /** Moves the cursor by pixels; it starts at the right end. */
  moveCursor(byPx: number): void {
    if (this.#layout === null) return;
    this.setCursor((this.#cursorX ?? this.#layout.left + this.#layout.width) + byPx);
  }

  /** Time at an x of the canvas, epoch ms. */
  timeAt(x: number): number {
    const view = windowOf(this.#session.follow.get(), this.moment().now);
    if (this.#layout === null) return view.to;
    return view.from + ((x - this.#layout.left) / this.#layout.width) * (view.to - view.from);
  }

  /** Ms a CSS pixel is wide. */
  msPerPx(): number {
    const { from, to } = windowOf(this.#session.follow.get(), this.moment().now);
    return (to - from) / Math.max(1, this.#layout?.width ?? 1);
  }

  get cursorTime(): number | null {
    return this.#cursorX === null ? null : this.timeAt(this.#cursorX);
  }

  redraw(): void {
    this.#isStale = true;
    this.#askFrame();
  }

  /** Everything that changes until the next frame is drawn in it, and the plots only where something of them has changed. */
  #askFrame(): void {
    if (this.#isFrameAsked) return;
    this.#isFrameAsked = true;
    requestAnimationFrame(() => {
      this.#isFrameAsked = false;
      if (this.#isStale) this.#draw();
      else this.#drawCursor(this.moment());
    });
  }

  #set(next: Follow): void {
    this.#session.follow.set(next);
    const { trend } = this.#session.preferences;
    if (trend.get().spanMs !== next.spanMs) trend.set({ ...trend.get(), spanMs: next.spanMs });
  }

  /** More of the demo's past is there than when it was read. */
  #pastMoved(): void {
    const past = this.#session.station.history.get()?.demoPast ?? null;
    if (past?.doneTo === this.#past?.doneTo) return;
    const { loaded } = this.#data;
    const known = past ?? this.#past;
    this.#past = past;
    if (loaded === null || known === null || loaded.from < known.to) this.#data.forget();
    this.redraw();
  }

  #everySecond(): void {
    const { follow } = this.#session;
    if (returnsInMs(follow.get(), this.#timers.now()) === 0) {
      this.#steps.forget();
      follow.set(liveFor(follow.get().spanMs));
    }
    this.redraw();
  }

  #draw(): void {
    const canvas = this.#canvas;
    const { width, height, scale } = this.#size;
    if (canvas === null || width < 50 || height < 50) return;
    const moment = this.moment();
    const view = windowOf(this.#session.follow.get(), moment.now);
    const shown = this.#shown;
    const plots = new Set(shown.map(({ pen }) => pen.slot >> 1)).size;
    const layout = layoutBoard({ width, height, scale, plots });
    this.#layout = layout;
    this.#data.follow(view, { widthPx: layout.width, now: moment.now });
    this.#inks ??= readInks(canvas);
    const ctx = prepared(canvas, this.#size, this.#inks.ground);
    if (ctx === null) return;
    const isMoving = moment.at - this.#movedAt < MOVING_MS;
    const picture = pictureOf({
      session: this.#session,
      shown,
      layout,
      view,
      loaded: this.#data.loaded,
      texts: this.#texts,
      ends: this.#ends,
      isMoving,
      now: moment.now,
      past: this.#past,
    });
    paintBoard({ ctx, inks: this.#inks, layout, view }, picture);
    this.#drawn = { view, layout, picture };
    this.#isStale = false;
    this.#drawCursor(moment);
    if (isMoving) this.#soonAgain();
  }

  /** Over what is drawn: cursor, and now and then the table. */
  #drawCursor({ now, at }: Moment): void {
    const [layout, drawn, x] = [this.#layout, this.#drawn, this.#cursorX];
    if (layout === null || drawn === null) return;
    const {
      view,
      picture: { plots },
    } = drawn;
    const msPerPx = (view.to - view.from) / Math.max(1, layout.width);
    const cursor = x === null ? null : { x, time: view.from + (x - layout.left) * msPerPx };
    if (cursor === null) this.#cursor?.hide();
    else this.#cursor?.show(cursor.x, layout, spotsAt(plots, this.#shown, cursor.time));
    this.#tell({ window: view, layout, cursor, at, now });
  }

  get #shown(): readonly PenData[] {
    return this.#data.pens.filter(({ pen }) => !pen.isHidden);
  }

  /** What moved comes to rest, and the table with it, without anybody touching anything. */
  #soonAgain(): void {
    if (this.#isTableDue) return;
    this.#isTableDue = true;
    this.#timers.after(TABLE_EVERY_MS, () => {
      this.#isTableDue = false;
      // What moved until now comes to rest: its axes are taken anew.
      if (this.#timers.now() - this.#movedAt < 2 * MOVING_MS) this.redraw();
      else this.#askFrame();
    });
  }

  #tell({ window, layout, cursor, at, now }: Pick<BoardView, 'window' | 'layout' | 'cursor'> & Moment): void {
    if (at - this.#tableAt < TABLE_EVERY_MS) {
      this.#soonAgain();
      return;
    }
    this.#tableAt = at;
    const { loaded, trouble, pens } = this.#data;
    const follow = this.#session.follow.get();
    const isLive = follow.held === null;
    this.#view.set({
      follow,
      window,
      layout,
      cursor,
      rows: rowsOf(this.#session, pens, { window, time: cursor?.time ?? null, isLive, loaded, now }),
      canStepBack: !this.#steps.isEmpty,
      state: trouble !== null ? 'failed' : loaded === null && pens.length > 0 ? 'loading' : 'ready',
    });
  }
}

/** The canvas empty and at the resolution of the screen; opaque, so that what is under it need not be mixed in. */
function prepared(canvas: HTMLCanvasElement, { width, height }: { width: number; height: number }, ground: string) {
  const ratio = window.devicePixelRatio || 1;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== across || canvas.height !== down) {
    canvas.width = across;
    canvas.height = down;
  }
  const ctx = canvas.getContext('2d', { alpha: false });
  ctx?.setTransform(ratio, 0, 0, ratio, 0, 0);
  if (ctx === null) return null;
  ctx.fillStyle = ground;
  ctx.fillRect(0, 0, width, height);
  return ctx;
}
