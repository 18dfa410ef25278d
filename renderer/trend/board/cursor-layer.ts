/**
 * The cursor over the plots: a line and a ring on each pen, as elements of their own. A pointer that moves so redraws none of the
 * plots, which without a graphics card costs most of a frame. Writes transforms only and reads no layout.
 */
import type { BoardLayout } from '../chart/plot-layout.ts';

/** Where a ring stands, CSS px from the top of the plots. */
export interface CursorSpot {
  readonly slot: number;
  readonly y: number;
}

export class CursorLayer {
  readonly #root: HTMLElement;
  readonly #line: HTMLElement;
  readonly #rings: HTMLElement[] = [];

  /** Fills `root`, an empty element that covers the plots. */
  constructor(root: HTMLElement) {
    this.#root = root;
    this.#line = this.#element('trends-cursor-line');
    this.hide();
  }

  show(x: number, layout: BoardLayout, spots: readonly CursorSpot[]): void {
    const last = layout.plots.at(-1);
    if (last === undefined) {
      this.hide();
      return;
    }
    const { top } = layout.marks;
    this.#root.hidden = false;
    this.#place(this.#line, x, top);
    const height = `${last.top + last.height - top}px`;
    if (this.#line.style.height !== height) this.#line.style.height = height;
    while (this.#rings.length < spots.length) this.#rings.push(this.#element('trends-ring'));
    this.#rings.forEach((ring, i) => {
      const spot = spots[i];
      const slot = spot === undefined ? '' : String(spot.slot + 1);
      // A style that is set anew is worked out anew, also where it is the same.
      if (ring.dataset['pen'] !== slot) ring.dataset['pen'] = slot;
      if (spot !== undefined) this.#place(ring, x, spot.y);
    });
  }

  #place(element: HTMLElement, x: number, y: number): void {
    element.style.transform = `translate(${x}px, ${y}px)`;
  }

  hide(): void {
    this.#root.hidden = true;
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
