/** What was shown before it was changed, so that a person finds the way back. Pure but for what it remembers. */
const MOST_STEPS = 30;
/** Turns of a wheel that follow each other this closely are one step, ms. */
const ONE_STEP_MS = 700;

export class Steps<S> {
  readonly #before: S[] = [];
  #movedAt = Number.NEGATIVE_INFINITY;

  get isEmpty(): boolean {
    return this.#before.length === 0;
  }

  /** `state` is about to be changed; `at` is monotonic ms. */
  remember(state: S, at: number): void {
    const isSameStep = at - this.#movedAt < ONE_STEP_MS;
    this.#movedAt = at;
    if (isSameStep) return;
    this.#before.push(state);
    if (this.#before.length > MOST_STEPS) this.#before.shift();
  }

  /** A change of another kind is coming: a step of its own, however soon. */
  part(): void {
    this.#movedAt = Number.NEGATIVE_INFINITY;
  }

  /** The step before, or null when there is none. */
  back(): S | null {
    this.part();
    return this.#before.pop() ?? null;
  }

  forget(): void {
    this.#before.length = 0;
  }
}
