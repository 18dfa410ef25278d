/**
 * Serial requests whose answer may still come. An RTU frame carries no transaction id, and a serial server hands a late answer to
 * whoever is connected when it comes, also after a reconnect; so the line remembers what it still owes, whatever happens to the
 * connection. As long as an answer could be taken for another's, the other is not asked (invariant 5). A unit answers in the order
 * asked: once it has answered a question that cannot be mistaken, nothing older comes of it any more. Main thread.
 */
import type { Clock } from '../../../../platform/clock.ts';
import { answers, isAlike, type ReplyShape } from './pdu.ts';
import { SilentUnits } from './silent-units.ts';

export interface LateWindow {
  /** The deadline passed: the device, or the way to it, is slower than it should be. */
  readonly silent: number;
  /** The frame or the connection broke, at any moment before the deadline: the answer may be as late as one after it. */
  readonly broken: number;
  /** A unit that answers old questions has done so when it has been quiet for as long as one answer may take. */
  readonly quiet: number;
  /**
   * From the beginning: what another program has asked the line, this one before it was started again, may still be answered, and
   * nobody knows what that was. Nothing is asked so long, and what comes is thrown away.
   */
  readonly strange: number;
}

interface Debt {
  readonly shape: ReplyShape;
  readonly givenUpAt: number;
  readonly until: number;
}

export class LateReplies {
  readonly #window: LateWindow;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #silent: SilentUnits;
  #owed: Debt[] = [];
  /** Monotonic ms. */
  #strangeUntil: number;

  /** @param window for how long, ms, the line owes an answer */
  constructor(window: LateWindow, clock: Pick<Clock, 'monotonic'>) {
    this.#window = window;
    this.#clock = clock;
    this.#silent = new SilentUnits(window.quiet, clock);
    this.#strangeUntil = clock.monotonic() + window.strange;
  }

  /** The request of this shape is given up without an answer. */
  add(shape: ReplyShape, why: 'silent' | 'broken'): void {
    this.#forget();
    this.#silent.unanswered(shape.unit);
    const now = this.#clock.monotonic();
    this.#owed.push({ shape, givenUpAt: now, until: now + this.#window[why] });
  }

  /** How long a late answer could still be taken for one to a request of this shape, ms; 0 = it may be asked now. */
  ambiguousForMs(reply: ReplyShape): number {
    this.#forget();
    const now = this.#clock.monotonic();
    const alike = this.#owed.filter(({ shape }) => isAlike(shape, reply));
    const strangeMs = this.#strangeUntil - now;
    return Math.max(0, strangeMs, this.#silent.quietForMs(reply.unit), ...alike.map(o => o.until - now));
  }

  /** The unit has answered what it was asked at this time, monotonic ms: what was given up before that does not come any more. */
  answered(unit: number, askedAt: number): void {
    this.#silent.heard(unit);
    if (this.#owed.length === 0) return;
    this.#owed = this.#owed.filter(({ shape, givenUpAt }) => shape.unit !== unit || givenUpAt > askedAt);
  }

  /** The unit has refused what it was asked, or somebody on the way to it has: only that it has no queue is sure. */
  refused(unit: number): void {
    this.#silent.heard(unit);
  }

  /** The unit, silent for long, is answering what was given up: whatever it says until it is quiet is thrown away. */
  isCatchingUp(unit: number): boolean {
    return this.#silent.quietForMs(unit) > 0;
  }

  get isEmpty(): boolean {
    this.#forget();
    return this.#owed.length === 0 && !this.#isStrange;
  }

  /** True when a frame of this shape may pay an old debt. */
  owes(frame: ReplyShape): boolean {
    this.#forget();
    return this.#isStrange || this.#owed.some(({ shape }) => answers(frame, shape)) || this.#silent.owes(frame);
  }

  /**
   * True when this reply (unit · PDU) pays an old debt and must be thrown away. An exception could pay any debt of its unit and
   * function: it counts as late, and whoever waits for one learns nothing rather than something that may be another's.
   */
  take(body: Buffer): boolean {
    this.#forget();
    if (this.#isStrange) {
      this.#strangeUntil = Math.max(this.#strangeUntil, this.#clock.monotonic() + this.#window.quiet);
      return true;
    }
    const [unit = 0, code = 0] = body;
    const frame = { unit, code, length: body.length };
    const at = this.#owed.findIndex(({ shape }) => answers(frame, shape));
    if (at >= 0) this.#owed.splice(at, 1);
    const isGivenUp = this.#silent.take(frame);
    return at >= 0 || isGivenUp;
  }

  get #isStrange(): boolean {
    return this.#clock.monotonic() < this.#strangeUntil;
  }

  #forget(): void {
    const now = this.#clock.monotonic();
    if (this.#owed.every(o => o.until > now)) return;
    for (const { shape, until } of this.#owed) if (until <= now) this.#silent.giveUp(shape);
    this.#owed = this.#owed.filter(o => o.until > now);
  }
}
