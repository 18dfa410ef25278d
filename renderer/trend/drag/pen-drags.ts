/**
 * Dragging a tag onto the trends, by mouse, pen and finger alike: a press on a value that moves becomes a drag, which follows the hand
 * also when the screen beneath it changes. Where it may be let go is said by zones; one that is rested on may open another screen. Esc
 * gives it up. Owns nothing that is drawn.
 */
import type { ClientTimers } from '../../host/timers.ts';
import { type MutableObservable, type Observable, observable } from '../../store/observable.ts';

/** A press that moves less than this is a click, px. */
const DRAG_PX = 8;
/** Rested on for so long a zone opens what is behind it, ms. */
const REST_MS = 500;

/** Where a tag may be let go. */
export interface DropZone {
  readonly onDrop: (tag: string, at: { readonly x: number; readonly y: number }) => void;
  readonly onRest?: () => void;
}

/** An element of the page, as far as it matters here. */
export interface Zone {
  readonly parentElement: Zone | null;
}

/** What is needed of the page. */
export interface DragPage {
  readonly defaultView: Pick<Window, 'addEventListener'> | null;
  readonly documentElement: { setPointerCapture(pointerId: number): void };
  elementFromPoint(x: number, y: number): Zone | null;
}

export interface PenDrag {
  readonly tag: string;
  /** Of the hand, CSS px of the window. */
  readonly x: number;
  readonly y: number;
  /** The zone beneath it. */
  readonly over: Zone | null;
}

/** What has become of a pen: shown for a moment, wherever it was done. */
export interface PenNews {
  readonly what: 'added' | 'moved';
  readonly tag: string;
  readonly slot: number;
}

export interface PenDragParts {
  readonly document: DragPage;
  readonly timers: Pick<ClientTimers, 'after'>;
  /** Something has begun that hides what stands beside the pointer. */
  readonly onStart: () => void;
}

/** Of a press. */
export interface Press {
  readonly button: number;
  readonly isPrimary: boolean;
  readonly pointerId: number;
  readonly clientX: number;
  readonly clientY: number;
}

export class PenDrags {
  readonly told: MutableObservable<PenNews | null> = observable<PenNews | null>(null);
  readonly #parts: PenDragParts;
  readonly #drag = observable<PenDrag | null>(null);
  readonly #zones = new Map<Zone, DropZone>();
  #end: AbortController | null = null;
  #stopResting: () => void = () => undefined;

  constructor(parts: PenDragParts) {
    this.#parts = parts;
  }

  /** Null while nothing is dragged. */
  get drag(): Observable<PenDrag | null> {
    return this.#drag;
  }

  /** Lets tags be dropped on `element` until the function that is returned is called. */
  addZone(element: Zone, zone: DropZone): () => void {
    this.#zones.set(element, zone);
    return () => void this.#zones.delete(element);
  }

  /** A press on something that tells of `tag`. */
  press(tag: string, press: Press): void {
    const view = this.#parts.document.defaultView;
    if (press.button !== 0 || !press.isPrimary || view === null) return;
    this.#finish();
    const { signal } = (this.#end = new AbortController());
    const isOwn = (event: PointerEvent): boolean => event.pointerId === press.pointerId;
    view.addEventListener('pointermove', event => this.#move(tag, press, event), { signal, capture: true });
    view.addEventListener(
      'pointerup',
      event => {
        if (isOwn(event)) this.#drop();
      },
      { signal, capture: true },
    );
    view.addEventListener('pointercancel', event => (isOwn(event) ? this.#finish() : undefined), { signal });
    view.addEventListener('blur', () => this.#finish(), { signal });
    // A press that is held opens something else.
    view.addEventListener('contextmenu', () => this.#finish(), { signal });
    view.addEventListener('keydown', event => this.#key(event), { signal, capture: true });
  }

  /** Gives up what is dragged, or what a press may still become. */
  cancel(): void {
    this.#finish();
  }

  #move(tag: string, press: Press, event: PointerEvent): void {
    if (event.pointerId !== press.pointerId) return;
    const { clientX: x, clientY: y } = event;
    const before = this.#drag.get();
    if (before === null) {
      if (Math.hypot(x - press.clientX, y - press.clientY) < DRAG_PX) return;
      // What was pressed may leave the page when the screen changes; the root stays.
      this.#parts.document.documentElement.setPointerCapture(press.pointerId);
      this.#parts.onStart();
    }
    event.preventDefault();
    const over = this.#zoneAt(x, y);
    if (over !== before?.over) this.#rest(over);
    this.#drag.set({ tag, x, y, over });
  }

  #zoneAt(x: number, y: number): Zone | null {
    for (let at: Zone | null = this.#parts.document.elementFromPoint(x, y); at !== null; at = at.parentElement) {
      if (this.#zones.has(at)) return at;
    }
    return null;
  }

  #rest(over: Zone | null): void {
    this.#stopResting();
    const onRest = over === null ? undefined : this.#zones.get(over)?.onRest;
    this.#stopResting = onRest === undefined ? () => undefined : this.#parts.timers.after(REST_MS, onRest);
  }

  #drop(): void {
    const drag = this.#drag.get();
    if (drag !== null) this.#swallowClick();
    const zone = drag === null || drag.over === null ? undefined : this.#zones.get(drag.over);
    this.#finish();
    if (drag !== null) zone?.onDrop(drag.tag, { x: drag.x, y: drag.y });
  }

  /** What is let go over a button has not pressed it. */
  #swallowClick(): void {
    const end = new AbortController();
    const stop = (event: Event): void => {
      event.preventDefault();
      event.stopPropagation();
    };
    this.#parts.document.defaultView?.addEventListener('click', stop, { signal: end.signal, capture: true });
    this.#parts.timers.after(0, () => end.abort());
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || this.#drag.get() === null) return;
    event.preventDefault();
    event.stopPropagation();
    this.#finish();
  }

  #finish(): void {
    this.#end?.abort();
    this.#end = null;
    this.#stopResting();
    this.#drag.set(null);
  }
}
