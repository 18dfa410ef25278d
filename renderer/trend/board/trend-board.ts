/**
 * The board of the trend screen: holds pens, window, cursors, comparison and lanes together and draws them into one canvas, at most
 * once a frame. While the hand moves it draws at once from what is loaded; answers are drawn when they come.
 */
import type { DemoPastProgress } from '../../../shared/model/history.ts';
import type { Catalog } from '../../../shared/text/catalog.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { browserTimers, type ClientTimers } from '../../host/timers.ts';
import { type MutableObservable, type Observable, observable } from '../../store/observable.ts';
import type { Session } from '../../store/session.ts';
import { DenseLines } from '../chart/dense-lines.ts';
import type { DrawnPlot } from '../chart/drawing.ts';
import { type Inks, readInks } from '../chart/inks.ts';
import { type BoardPicture, paintBoard } from '../chart/paint-board.ts';
import { type BoardLayout, type Box, layoutBoard } from '../chart/plot-layout.ts';
import type { Ends } from '../chart/value-axis.ts';
import { type Compare, shiftOf } from '../compare/compare.ts';
import { type ReadCursors, spanBetween } from '../cursors/cursors.ts';
import type { LaneData } from '../lanes/lane-data.ts';
import { groupAt, type LaneGroup, type LaneMark } from '../lanes/lane-groups.ts';
import { axisColumns, plotPlan } from '../plots/plot-plan.ts';
import { findOldest } from '../time/find-oldest.ts';
import { type Follow, type Moment, showing, type TimeWindow } from '../time/follow.ts';
import { preparedCanvas } from './board-canvas.ts';
import { BoardCursors, type ShownCursor } from './board-cursors.ts';
import type { BoardData } from './board-data.ts';
import { type BoardFigures, comparedTime } from './board-figures.ts';
import { pictureOf, spotsAt } from './board-picture.ts';
import { rowsOf, type TableRow } from './board-rows.ts';
import { figuresFrom, lanesFrom, pensFrom } from './board-sources.ts';
import { BoardTime } from './board-time.ts';
import { CursorLayer } from './cursor-layer.ts';
import type { BoardPen, PenData } from './pen-data.ts';

/** The table is written anew no more often than a person can read it. */
const TABLE_EVERY_MS = 60;
/** Of the span, before the oldest value that is gone to. */
const BEFORE_OLDEST = 0.02;
const LANES = 2;

/** What the table and the toolbar show beside the canvas. */
export interface BoardView {
  readonly follow: Follow;
  readonly window: TimeWindow;
  readonly layout: BoardLayout | null;
  /** The first cursor in view: x in CSS px and the time it is at; null without one. */
  readonly cursor: { readonly x: number; readonly time: number } | null;
  /** All of them in view. */
  readonly cursors: readonly ShownCursor[];
  readonly read: ReadCursors;
  readonly rows: readonly TableRow[];
  /** The historian's own figures stand in the rows; else those of what is drawn. */
  readonly isExact: boolean;
  /** The part of time that the figures of the rows are of. */
  readonly figuresOf: TimeWindow;
  readonly compare: Compare | null;
  /** Where the comparison is read, epoch ms in its own time; null without one. */
  readonly comparedAt: number | null;
  readonly canStepBack: boolean;
  readonly state: 'loading' | 'ready' | 'failed';
}

/** What was drawn last, and how. */
export interface Drawn {
  readonly view: TimeWindow;
  readonly layout: BoardLayout;
  readonly picture: BoardPicture;
  readonly shiftMs: number | null;
  /** CSS px of the canvas; `scale`: how much larger than 12 px its texts are. */
  readonly size: { readonly width: number; readonly height: number; readonly scale: number };
}

export class TrendBoard {
  readonly time: BoardTime;
  readonly cursors: BoardCursors;
  /** The mark of the lanes whose card is open. */
  readonly card: MutableObservable<LaneGroup | null> = observable<LaneGroup | null>(null);
  readonly #session: Session;
  readonly #timers: ClientTimers = browserTimers;
  readonly #view = observable<BoardView | null>(null);
  readonly #data: BoardData;
  readonly #compared: BoardData;
  readonly #lanes: LaneData;
  readonly #figures: BoardFigures;
  readonly #ends = new Map<string, Ends>();
  readonly #dense = new DenseLines();
  #canvas: HTMLCanvasElement | null = null;
  #layer: CursorLayer | null = null;
  #box: Box | null = null;
  #drawn: Drawn | null = null;
  #isStale = false;
  #texts: Catalog;
  #inks: Inks | null = null;
  #size = { width: 0, height: 0, scale: 1 };
  #past: DemoPastProgress | null = null;
  #isFrameAsked = false;
  #isTableDue = false;
  #tableAt = Number.NEGATIVE_INFINITY;

  constructor(session: Session, texts: Catalog) {
    const timers = this.#timers;
    this.#session = session;
    this.#texts = texts;
    const onNews = (): void => this.redraw();
    const parts = { client: session.client, timers, onNews };
    this.#data = pensFrom(parts);
    this.#compared = pensFrom(parts);
    this.#lanes = lanesFrom(parts);
    this.#figures = figuresFrom({ ...parts, onNews: () => this.#askFrame() });
    this.time = new BoardTime(session, timers, onNews);
    this.cursors = new BoardCursors(
      session.reading,
      () => this.#drawn,
      () => this.#askFrame(),
    );
  }

  get view(): Observable<BoardView | null> {
    return this.#view;
  }

  /** As drawn last; null before that. */
  get drawn(): Drawn | null {
    return this.#drawn;
  }

  /** Everything in the lanes, by time. */
  get marks(): readonly LaneMark[] {
    const lanes = this.#lanes.lanes;
    if (lanes === null) return [];
    return [...lanes.alarms.marks, ...lanes.actions.marks].toSorted((a, b) => a.time - b.time);
  }

  /** The mark within `reach` px of `x`, in the lane at this place or in any; null where there is none. */
  markAt(x: number, lane: number | null, reach: { readonly before: number; readonly after: number }): LaneGroup | null {
    const lanes = this.#drawn?.picture.lanes ?? [];
    const looked = lane === null ? lanes : lanes.slice(lane, lane + 1);
    return looked.map(({ groups }) => groupAt(groups, x, reach)).find(group => group !== null) ?? null;
  }

  /** Draws into `canvas`, and the cursors into `cursorRoot` over it, until the function that is returned is called. */
  start(canvas: HTMLCanvasElement, cursorRoot: HTMLElement): () => void {
    const layer = new CursorLayer(cursorRoot);
    this.#canvas = canvas;
    this.#layer = layer;
    const { follow, second, preferences, client, station, alarms, reading } = this.#session;
    const redraw = (): void => this.redraw();
    const stops = [
      follow.subscribe(redraw),
      reading.subscribe(redraw),
      preferences.trend.subscribe(redraw),
      second.subscribe(() => this.#everySecond()),
      preferences.theme.subscribe(() => {
        this.#inks = null;
        this.redraw();
      }),
      station.history.subscribe(() => this.#pastMoved()),
      alarms.book.summary.subscribe(() => this.#lanes.forget()),
      client.onConnected(() => {
        for (const data of [this.#data, this.#compared, this.#lanes]) data.forget();
        this.redraw();
      }),
    ];
    this.#everySecond();
    return () => {
      for (const stop of stops) stop();
      for (const part of [this.#data, this.#compared, this.#lanes, this.#figures]) part.stop();
      layer.clear();
      this.#canvas = null;
      this.#layer = null;
    };
  }

  /** Asks for their values until the function that is returned is called. */
  setPens(pens: readonly BoardPen[]): () => void {
    this.#data.setPens(pens);
    this.#compared.setPens(pens.map(({ slot, tag, isHidden }) => ({ slot, tag, isHidden })));
    const handles = new Set(pens.flatMap(({ tag, setPoint }) => [tag.handle, ...(setPoint ? [setPoint.handle] : [])]));
    const offs = [...handles].map(handle => this.#session.tags.subscribe(handle, () => this.redraw()));
    this.redraw();
    return () => {
      for (const off of offs) off();
    };
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
    return this.time.follow;
  }

  moment(): Moment {
    return this.time.moment();
  }

  /** To the beginning of what is known of the pens. Rejects with `CallError`. */
  async goOldest(): Promise<void> {
    const tags = this.#data.pens.map(({ pen }) => pen.tag.name);
    if (tags.length === 0) return;
    const { now } = this.moment();
    const { from: start, to: end } = this.time.window(now);
    const span = end - start;
    const read = (window: { from: number; to: number; columns: number }) =>
      this.#session.client.call('history.trend', { tags, from: window.from, to: window.to, columns: window.columns });
    const oldest = await findOldest(read, { now, nearMs: span * BEFORE_OLDEST });
    if (oldest === null) return;
    const from = oldest - span * BEFORE_OLDEST;
    this.time.move((follow, moment) => showing(follow, { from, to: from + span }, moment));
  }

  /** History about a moment (epoch ms), with the pointer on it. */
  goTo(at: number): void {
    this.time.goTo(at);
    const { from, to } = this.time.window();
    const layout = this.#drawn?.layout;
    if (layout !== undefined) this.cursors.point(layout.left + ((at - from) / (to - from)) * layout.width);
  }

  compareWith(compare: Compare | null): void {
    this.#session.reading.set({ ...this.#session.reading.get(), compare });
  }

  /** Ms a CSS pixel is wide. */
  msPerPx(): number {
    const { from, to } = this.time.window();
    return (to - from) / Math.max(1, this.#drawn?.layout.width ?? 1);
  }

  /** What the hand is drawing; null for nothing. */
  showBox(box: Box | null): void {
    this.#box = box;
    this.#askFrame();
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
      else this.#drawCursors(this.moment());
    });
  }

  /** More of the demo's past is there than when it was read. */
  #pastMoved(): void {
    const past = this.#session.station.history.get()?.demoPast ?? null;
    if (past?.doneTo === this.#past?.doneTo && past?.failure === this.#past?.failure) return;
    const known = past ?? this.#past;
    this.#past = past;
    for (const data of [this.#data, this.#compared]) {
      if (data.loaded === null || known === null || data.loaded.from < known.to) data.forget();
    }
    this.redraw();
  }

  #everySecond(): void {
    this.time.everySecond();
    this.redraw();
  }

  #draw(): void {
    const canvas = this.#canvas;
    const { width, height } = this.#size;
    if (canvas === null || width < 50 || height < 50) return;
    const { now, at } = this.moment();
    const view = this.time.window(now);
    const { plots, pair } = this.#session.preferences.trend.get();
    const plan = plotPlan(
      this.#shown.map(data => ({ slot: data.pen.slot, tag: data.pen.tag, data })),
      pair === null ? plots : 'one',
    );
    const layout = layoutBoard({ ...this.#size, plots: plan.length, lanes: LANES, axes: axisColumns(plan) });
    const shiftMs = this.#shiftMs(view, now);
    this.#ask(view, { widthPx: layout.width, now, shiftMs });
    this.#inks ??= readInks(canvas);
    const ctx = preparedCanvas(canvas, this.#size, this.#inks.ground);
    if (ctx === null) return;
    const isMoving = this.time.isMoving(at);
    const picture = pictureOf({
      session: this.#session,
      plan,
      data: this.#data,
      compared: shiftMs === null ? null : this.#compared,
      shiftMs,
      layout,
      view,
      texts: this.#texts,
      language: this.#session.preferences.language.get(),
      ends: this.#ends,
      zoomed: this.time.zoomed,
      isMoving,
      now,
      past: this.#past,
      lanes: this.#lanes.lanes,
    });
    paintBoard({ ctx, inks: this.#inks, layout, view, shiftMs, dense: this.#dense, isMoving }, picture);
    this.#drawn = { view, layout, picture, shiftMs, size: this.#size };
    this.#isStale = false;
    this.#drawCursors({ now, at });
    if (isMoving) this.#soonAgain();
  }

  /** All questions leave together; none waits for the answer of another. */
  #ask(
    view: TimeWindow,
    { shiftMs, ...screen }: { readonly widthPx: number; readonly now: number; readonly shiftMs: number | null },
  ): void {
    this.#data.follow(view, screen);
    if (shiftMs !== null) this.#compared.follow({ from: view.from - shiftMs, to: view.to - shiftMs }, screen);
    this.#lanes.follow(view, screen.now);
  }

  #shiftMs(view: TimeWindow, now: number): number | null {
    const { compare } = this.#session.reading.get();
    const description = this.#session.station.model.get()?.description;
    if (compare === null || description === undefined) return null;
    const { timeZone, gasDayStart } = description;
    return shiftOf(compare, view, { zone: zoneClock(timeZone), gasDayStart, now });
  }

  /** Over what is drawn: cursors, the box, and now and then the table. */
  #drawCursors(moment: Moment): void {
    const drawn = this.#drawn;
    // A board that has been stopped asks for nothing, whatever was still to be drawn.
    if (drawn === null || this.#canvas === null) return;
    const shown = this.cursors.shown();
    this.#layer?.show(shown, drawn.layout, this.#spots(drawn.picture.plots, shown));
    this.#layer?.showBox(this.#box);
    this.#tell(drawn, shown, moment);
  }

  #spots(plots: readonly DrawnPlot[], cursors: readonly ShownCursor[]) {
    return cursors.flatMap(cursor => spotsAt(plots, this.#shown, cursor));
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
      if (this.time.isComingToRest(this.#timers.now())) this.redraw();
      else this.#askFrame();
    });
  }

  #tell({ view: window, layout, shiftMs }: Drawn, cursors: readonly ShownCursor[], { at, now }: Moment): void {
    if (at - this.#tableAt < TABLE_EVERY_MS) {
      this.#soonAgain();
      return;
    }
    this.#tableAt = at;
    const { loaded, trouble, pens } = this.#data;
    const { follow } = this.time;
    const { read } = this.cursors;
    const isLive = follow.held === null;
    const comparedAt = comparedTime({ read, window, shiftMs });
    const tags = pens.map(({ pen }) => pen.tag.name);
    const isMoving = this.time.isMoving(at);
    const figures = this.#figures.at({ tags, window, isLive, isMoving, read, shiftMs, now });
    const moment = { window, time: read.a, timeB: read.b, timeCompared: comparedAt, isLive, loaded, now, figures };
    const first = cursors.find(({ name }) => name === 'a');
    this.#view.set({
      follow,
      window,
      layout,
      cursor: first === undefined ? null : { x: first.x, time: first.time },
      cursors,
      read,
      isExact: figures !== null,
      figuresOf: figures?.wish ?? spanBetween(read) ?? window,
      rows: rowsOf(this.#session, pens, moment),
      compare: this.#session.reading.get().compare,
      comparedAt,
      canStepBack: this.time.canStepBack,
      state: trouble !== null ? 'failed' : loaded === null && pens.length > 0 ? 'loading' : 'ready',
    });
  }
}
