/**
 * The cursors over the plots: of each a line and a ring on each pen, and the box that is being drawn, as elements of their own. A pointer that moves so redraws none of the
 * plots, which without a graphics card costs most of a frame. Writes transforms only and reads no layout.
 */
import type { BoardLayout, Box } from '../chart/plot-layout.ts';

/** Where a ring stands, CSS px from the left and the top of the plots. */
export interface CursorSpot {
  readonly slot: number;
  readonly x: number;
  readonly y: number;
}

interface CursorLine {
  readonly x: number;
  /** Put where it is; else it goes with the pointer. */
  readonly isPut: boolean;
}

export class CursorLayer {
  readonly #root: HTMLElement;
  readonly #lines: HTMLElement[] = [];
  readonly #rings: HTMLElement[] = [];
  readonly #box: HTMLElement;

  /** Fills `root`, an empty element that covers the plots. */
  constructor(root: HTMLElement) {
    this.#root = root;
    this.#box = this.#element('trends-box');
    this.showBox(null);
  }

  show(lines: readonly CursorLine[], layout: BoardLayout, spots: readonly CursorSpot[]): void {
    const last = layout.lanes.at(-1) ?? layout.plots.at(-1);
    const { top } = layout.marks;
    const height = last === undefined ? '0px' : `${last.top + last.height - top}px`;
    while (this.#lines.length < lines.length) this.#lines.push(this.#element('trends-cursor-line'));
    this.#lines.forEach((element, i) => {
      const line = lines[i];
      if (element.hidden !== (line === undefined)) element.hidden = line === undefined;
      if (line === undefined) return;
      const kind = line.isPut ? 'put' : 'pointer';
      if (element.dataset['kind'] !== kind) element.dataset['kind'] = kind;
      if (element.style.height !== height) element.style.height = height;
      this.#place(element, line.x, top);
    });
    while (this.#rings.length < spots.length) this.#rings.push(this.#element('trends-ring'));
    this.#rings.forEach((ring, i) => {
      const spot = spots[i];
      const slot = spot === undefined ? '' : String(spot.slot + 1);
      // A style that is set anew is worked out anew, also where it is the same.
      if (ring.dataset['pen'] !== slot) ring.dataset['pen'] = slot;
      if (spot !== undefined) this.#place(ring, spot.x, spot.y);
    });
  }

  /** What the hand is drawing; null for nothing. */
  showBox(box: Box | null): void {
    this.#box.hidden = box === null;
    if (box === null) return;
    this.#place(this.#box, box.left, box.top);
    this.#box.style.width = `${box.width}px`;
    this.#box.style.height = `${box.height}px`;
  }

  #place(element: HTMLElement, x: number, y: number): void {
    element.style.transform = `translate(${x}px, ${y}px)`;
  }

  clear(): void {
    this.#root.replaceChildren();
  }

  #element(className: string): HTMLElement {
    const element = document.createElement('div');
    element.className = className;
    this.#root.append(element);
    return element;
  }
}
