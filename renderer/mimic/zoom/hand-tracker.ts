/**
 * What pointers on a mimic mean: one on the ground pushes the scene, two zoom it and push it. A press that hardly moves is none of
 * them. Pure; CSS pixels of the window.
 */
import type { Point } from '../../../shared/scene/place-node.ts';

/** How the scene is to follow: pushed by `by`, and zoomed `ratio` times about `about` before that. */
export interface HandMove {
  readonly by: Point;
  readonly about: Point;
  readonly ratio: number;
}

interface Held {
  readonly at: Point;
  /** On nothing that has a press of its own. */
  readonly isOnGround: boolean;
  readonly isMoving: boolean;
}

/** A finger trembles; less is a press. */
const SLIP_PX = 6;

const middle = (a: Point, b: Point): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1]];

export class HandTracker {
  readonly #held = new Map<number, Held>();

  /** True while something is being pushed. */
  get isMoving(): boolean {
    return [...this.#held.values()].some(({ isMoving }) => isMoving);
  }

  /** True when a second pointer has made two of them: what the first had begun is not meant. */
  down(id: number, at: Point, isOnGround: boolean): boolean {
    // A third finger adds nothing.
    if (this.#held.size === 2) return false;
    this.#held.set(id, { at, isOnGround, isMoving: false });
    return this.#held.size === 2;
  }

  /** Null for what moves nothing. */
  move(id: number, at: Point): HandMove | null {
    const held = this.#held.get(id);
    if (held === undefined) return null;
    const other = [...this.#held].find(([key]) => key !== id)?.[1];
    if (other !== undefined) return this.#pinch(id, held, { at, other });
    if (!held.isOnGround || (!held.isMoving && distance(at, held.at) < SLIP_PX)) return null;
    this.#held.set(id, { ...held, at, isMoving: true });
    return { by: minus(at, held.at), about: at, ratio: 1 };
  }

  up(id: number): void {
    this.#held.delete(id);
  }

  clear(): void {
    this.#held.clear();
  }

  #pinch(id: number, held: Held, { at, other }: { readonly at: Point; readonly other: Held }): HandMove {
    this.#held.set(id, { ...held, at, isOnGround: true, isMoving: true });
    const about = middle(held.at, other.at);
    // Fingers on one point have no distance to compare.
    const ratio = distance(at, other.at) / Math.max(1, distance(held.at, other.at));
    return { by: minus(middle(at, other.at), about), about, ratio: Math.max(0.2, ratio) };
  }
}
