/** Where the window was before it was moved, so that a person finds the way back. Pure but for what it remembers. */
import type { Follow } from '../time/follow.ts';

const MOST_STEPS = 30;
/** Turns of a wheel that follow each other this closely are one step, ms. */
const ONE_STEP_MS = 700;

export class Steps {
  readonly #before: Follow[] = [];
  #movedAt = Number.NEGATIVE_INFINITY;

  get isEmpty(): boolean {
    return this.#before.length === 0;
  }

  /** The window is about to move from `follow`; `at` is monotonic ms. */
  remember(follow: Follow, at: number): void {
    const isSameStep = at - this.#movedAt < ONE_STEP_MS;
    this.#movedAt = at;
    if (isSameStep) return;
    this.#before.push(follow);
    if (this.#before.length > MOST_STEPS) this.#before.shift();
  }

  /** The step before, or null when there is none. */
  back(): Follow | null {
    this.#movedAt = Number.NEGATIVE_INFINITY;
    return this.#before.pop() ?? null;
  }

  forget(): void {
    this.#before.length = 0;
  }
}
