/**
 * Units of a line that have left several requests unanswered, for so long that nobody waits for the answers any more. A unit that
 * was only held up has the requests in its buffer and answers them all when it goes on, in the order asked; opening the port anew
 * does not empty it. So its first frame is a sign of life and no value: it is thrown away like all that follow until the unit has
 * been quiet for the time of one answer, and nothing is asked of it meanwhile (invariant 5). Main thread.
 */
import type { Clock } from '../../../../platform/clock.ts';
import { answers, type ReplyShape } from './pdu.ts';

/** One answer that never came was lost on the line or is waited out; a unit with more of them in a row may have a queue. */
const LEAST_UNANSWERED = 2;

export class SilentUnits {
  readonly #quietMs: number;
  readonly #clock: Pick<Clock, 'monotonic'>;
  /** Requests in a row without an answer, by unit. */
  readonly #unanswered = new Map<number, number>();
  /** Shapes of the answers that were given up, by unit, each once. */
  readonly #givenUp = new Map<number, readonly ReplyShape[]>();
  /** Until when a unit must be quiet, monotonic ms. */
  readonly #quietUntil = new Map<number, number>();

  /** @param quietMs how long a unit may take for one answer */
  constructor(quietMs: number, clock: Pick<Clock, 'monotonic'>) {
    this.#quietMs = quietMs;
    this.#clock = clock;
  }

  unanswered(unit: number): void {
    this.#unanswered.set(unit, (this.#unanswered.get(unit) ?? 0) + 1);
  }

  /** Nobody waits for this answer any more. */
  giveUp(shape: ReplyShape): void {
    const { unit } = shape;
    if ((this.#unanswered.get(unit) ?? 0) < LEAST_UNANSWERED) return;
    const known = this.#givenUp.get(unit) ?? [];
    if (!known.some(s => s.code === shape.code && s.length === shape.length))
      this.#givenUp.set(unit, [...known, shape]);
  }

  /** The unit has answered what it was asked: it has no queue. */
  heard(unit: number): void {
    this.#unanswered.delete(unit);
    this.#givenUp.delete(unit);
  }

  /** How long nothing may be asked of the unit because it is answering what was given up, ms; 0 = not at all. */
  quietForMs(unit: number): number {
    const leftMs = (this.#quietUntil.get(unit) ?? 0) - this.#clock.monotonic();
    if (leftMs <= 0) this.#quietUntil.delete(unit);
    return Math.max(0, leftMs);
  }

  /** True when the frame may be the answer to something that was given up. */
  owes(frame: ReplyShape): boolean {
    return this.quietForMs(frame.unit) > 0 || (this.#givenUp.get(frame.unit) ?? []).some(s => answers(frame, s));
  }

  /** True when the frame may be such an answer and must be thrown away; from now on the unit has to be quiet. */
  take(frame: ReplyShape): boolean {
    if (!this.owes(frame)) return false;
    this.heard(frame.unit);
    this.#quietUntil.set(frame.unit, this.#clock.monotonic() + this.#quietMs);
    return true;
  }
}
