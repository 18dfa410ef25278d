/**
 * Until when each value may be taken for fresh, by handle. Pure: the monotonic time is handed in. A value is past its deadline
 * at the deadline, not after it; breaking that breaks invariant 1 for one moment.
 */
import type { Handle } from '../../shared/model/tag.ts';

export class Deadlines {
  readonly #deadline: Float64Array;
  readonly #after: Float64Array;
  /** No deadline is earlier; it may be too early after deadlines have moved on, and is corrected when it passes. */
  #earliest = Number.POSITIVE_INFINITY;

  /** `afterMs` by handle; Infinity for a point that nobody scans. */
  constructor(afterMs: readonly number[]) {
    this.#after = Float64Array.from(afterMs);
    this.#deadline = new Float64Array(afterMs.length).fill(Number.POSITIVE_INFINITY);
  }

  get earliest(): number {
    return this.#earliest;
  }

  at(h: Handle): number {
    return this.#deadline[h] ?? Number.POSITIVE_INFINITY;
  }

  restart(h: Handle, now: number): void {
    const deadline = now + (this.#after[h] ?? 0);
    this.#deadline[h] = deadline;
    if (deadline < this.#earliest) this.#earliest = deadline;
  }

  /** There is nothing to expire any more. */
  clear(h: Handle): void {
    this.#deadline[h] = Number.POSITIVE_INFINITY;
  }

  /** Handles whose deadline has passed; they stay so until they are cleared or restarted. */
  passed(now: number): readonly Handle[] {
    const passed: Handle[] = [];
    let earliest = Number.POSITIVE_INFINITY;
    this.#deadline.forEach((deadline, h) => {
      if (deadline <= now) passed.push(h);
      else earliest = Math.min(earliest, deadline);
    });
    this.#earliest = earliest;
    return passed;
  }
}
