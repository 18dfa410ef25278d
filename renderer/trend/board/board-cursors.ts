/** The cursors on the board: two times that are put, and the pointer that stands in for what is not put yet. Px are of the canvas. */
import type { MutableObservable } from '../../store/observable.ts';
import type { BoardLayout } from '../chart/plot-layout.ts';
import {
  type CursorName,
  type Cursors,
  cursorNear,
  moved,
  NO_CURSORS,
  put,
  type ReadCursors,
  readCursors,
  seenIn,
  turned,
  without,
} from '../cursors/cursors.ts';
import type { TrendReading } from '../cursors/trend-reading.ts';
import type { TimeWindow } from '../time/follow.ts';

/** Where plots lie and which part of time they show. */
export interface BoardFrame {
  readonly layout: BoardLayout;
  readonly view: TimeWindow;
}

/** A cursor as it is shown. */
export interface ShownCursor {
  readonly name: CursorName;
  readonly x: number;
  /** Epoch ms. */
  readonly time: number;
  readonly isPut: boolean;
}

export class BoardCursors {
  readonly #reading: MutableObservable<TrendReading>;
  readonly #frame: () => BoardFrame | null;
  readonly #onChange: () => void;
  #pointerX: number | null = null;

  constructor(reading: MutableObservable<TrendReading>, frame: () => BoardFrame | null, onChange: () => void) {
    this.#reading = reading;
    this.#frame = frame;
    this.#onChange = onChange;
  }

  get all(): Cursors {
    return this.#reading.get().cursors;
  }

  /** Those in what is drawn: no other one is read. */
  get seen(): Cursors {
    const frame = this.#frame();
    return frame === null ? NO_CURSORS : seenIn(this.all, frame.view);
  }

  /** Both as they are read now. */
  get read(): ReadCursors {
    return readCursors(this.seen, this.pointerTime);
  }

  /** Epoch ms under the pointer; null without one. */
  get pointerTime(): number | null {
    return this.#pointerX === null ? null : this.timeAt(this.#pointerX);
  }

  /** The pointer, else the one that keys move; null without any. */
  get time(): number | null {
    const { seen } = this;
    return this.pointerTime ?? seen[seen.active];
  }

  /** X in px; null takes the pointer away. */
  point(x: number | null): void {
    const layout = this.#frame()?.layout;
    this.#pointerX =
      x === null || layout === undefined ? null : Math.min(layout.left + layout.width, Math.max(layout.left, x));
    this.#onChange();
  }

  /** Puts one at `time`, or where it is read now, or in the middle. */
  put(time?: number): void {
    const frame = this.#frame();
    if (frame === null) return;
    const at = time ?? this.pointerTime ?? (frame.view.from + frame.view.to) / 2;
    this.set(put(this.all, at, this.seen));
  }

  hold(name: CursorName, x: number): void {
    const { left, width } = this.#frame()?.layout ?? { left: 0, width: 0 };
    this.set(moved(this.all, name, this.timeAt(Math.min(left + width, Math.max(left, x)))));
  }

  remove(name: CursorName | null): void {
    this.set(name === null ? NO_CURSORS : without(this.all, name));
  }

  turn(): void {
    this.set(turned(this.all));
  }

  set(cursors: Cursors): void {
    this.#reading.set({ ...this.#reading.get(), cursors });
    this.#onChange();
  }

  /** Moves by px the one that is being read last: the pointer until both are put. It starts at the right end. */
  step(byPx: number): void {
    const frame = this.#frame();
    if (frame === null) return;
    const { layout } = frame;
    const { a, b, active } = this.seen;
    const time = active === 'a' ? a : b;
    if (a === null || b === null || time === null) this.point((this.#pointerX ?? layout.left + layout.width) + byPx);
    else this.hold(active, this.xOf(time) + byPx);
  }

  /** The same to a time in view. */
  stepTo(time: number): void {
    const { a, b, active } = this.seen;
    if (a === null || b === null) this.point(this.xOf(time));
    else this.set(moved(this.all, active, time));
  }

  /** The put cursor that a hand at `x` takes. */
  near(x: number, reach: number): CursorName | null {
    return cursorNear(this.all, time => this.xOf(time), { x, reach });
  }

  /** In view, A first. */
  shown(): readonly ShownCursor[] {
    const frame = this.#frame();
    if (frame === null) return [];
    const { left, width } = frame.layout;
    const { read, seen } = this;
    return (['a', 'b'] as const).flatMap(name => {
      const time = read[name];
      if (time === null) return [];
      const x = this.xOf(time);
      const isSeen = x >= left - 1 && x <= left + width + 1;
      return isSeen ? [{ name, x, time, isPut: seen[name] !== null }] : [];
    });
  }

  /** Epoch ms at an x of the canvas. */
  timeAt(x: number): number {
    const frame = this.#frame();
    if (frame === null) return Number.NaN;
    const { layout, view } = frame;
    return view.from + ((x - layout.left) / Math.max(1, layout.width)) * (view.to - view.from);
  }

  xOf(time: number): number {
    const frame = this.#frame();
    if (frame === null) return Number.NaN;
    const { layout, view } = frame;
    return layout.left + ((time - view.from) / (view.to - view.from)) * layout.width;
  }
}
