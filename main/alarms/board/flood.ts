/**
 * Rate of announced alarms and the flood mark (main thread). ISA-18.2: a flood begins when more than 10 alarms came in 10 minutes
 * and ends when fewer than 5 did.
 */
export const RATE_WINDOW_MS = 600_000;
const BEGINS_ABOVE = 10;
const ENDS_BELOW = 5;

export class FloodMark {
  /** Received times within the window, oldest first. */
  #times: number[] = [];
  #isFlood = false;

  add(time: number): void {
    this.#times.push(time);
    this.at(time);
  }

  /** How things stand at `now`, epoch ms. */
  at(now: number): { readonly recent: number; readonly isFlood: boolean } {
    const gone = this.#times.findIndex(time => time > now - RATE_WINDOW_MS);
    this.#times = gone === -1 ? [] : gone === 0 ? this.#times : this.#times.slice(gone);
    const recent = this.#times.length;
    this.#isFlood = this.#isFlood ? recent >= ENDS_BELOW : recent > BEGINS_ABOVE;
    return { recent, isFlood: this.#isFlood };
  }
}
