/**
 * Rate of announced alarms and the flood mark (main thread). ISA-18.2: a flood begins when more than 10 alarms came in 10 minutes
 * and ends when fewer than 5 did. On the monotonic clock: a clock that is set makes no flood and ends none.
 */
export const RATE_WINDOW_MS = 600_000;
const BEGINS_ABOVE = 10;
const ENDS_BELOW = 5;

export class FloodMark {
  /** Monotonic times within the window. */
  #times: number[] = [];
  #isFlood = false;

  /** One alarm, `ageMs` ago. */
  add(now: number, ageMs: number): void {
    this.#times.push(now - ageMs);
    this.at(now);
  }

  /** How things stand at `now`, monotonic ms. */
  at(now: number): { readonly recent: number; readonly isFlood: boolean } {
    if (this.#times.some(time => time <= now - RATE_WINDOW_MS)) {
      this.#times = this.#times.filter(time => time > now - RATE_WINDOW_MS);
    }
    const recent = this.#times.length;
    this.#isFlood = this.#isFlood ? recent >= ENDS_BELOW : recent > BEGINS_ABOVE;
    return { recent, isFlood: this.#isFlood };
  }
}
