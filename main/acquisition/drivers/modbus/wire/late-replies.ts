/**
 * Serial requests whose answer may still come. An RTU frame carries no transaction id, and a serial server hands a late answer to
 * whoever is connected when it comes, also after a reconnect; so the line remembers what it still owes, whatever happens to the
 * connection. As long as an answer could be taken for another's, the other is not asked (invariant 5). Main thread.
 */
import type { Clock } from '../../../../platform/clock.ts';
import { answers, isAlike, type ReplyShape } from './pdu.ts';
import { SilentUnits } from './silent-units.ts';

export interface LateWindow {
  /** The deadline passed: the device, or the way to it, is slower than it should be. */
  readonly silent: number;
  /** The frame or the connection broke: an answer, if there is one, comes within its ordinary deadline; on a late line after it. */
  readonly broken: number;
}

interface Debt {
  readonly shape: ReplyShape;
  readonly until: number;
  readonly why: keyof LateWindow;
}

export class LateReplies {
  readonly #window: LateWindow;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #silent: SilentUnits;
  #owed: Debt[] = [];

  /** @param window for how long, ms, the line owes an answer after silence, and after the connection broke under a request */
  constructor(window: LateWindow, clock: Pick<Clock, 'monotonic'>) {
    this.#window = window;
    this.#clock = clock;
    this.#silent = new SilentUnits(window.broken, clock);
  }

  /** The request of this shape is given up without an answer. */
  add(shape: ReplyShape, why: keyof LateWindow): void {
    this.#forget();
    const { silent, broken } = this.#window;
    this.#silent.unanswered(shape.unit);
    // A line that still owes an answer after silence is late, so what breaks on it may come as late as that.
    const isLate = this.#owed.some(debt => debt.why === 'silent');
    const ms = why === 'silent' ? silent : isLate ? broken + silent : broken;
    this.#owed.push({ shape, until: this.#clock.monotonic() + ms, why });
  }

  /** How long a late answer could still be taken for one to a request of this shape, ms; 0 = it may be asked now. */
  ambiguousForMs(reply: ReplyShape): number {
    this.#forget();
    const alike = this.#owed.filter(({ shape }) => isAlike(shape, reply));
    return Math.max(this.#silent.quietForMs(reply.unit), ...alike.map(o => o.until - this.#clock.monotonic()));
  }

  /** The unit has answered what it was asked. */
  heard(unit: number): void {
    this.#silent.heard(unit);
  }

  /** The unit, silent for long, is answering what was given up: whatever it says until it is quiet is thrown away. */
  isCatchingUp(unit: number): boolean {
    return this.#silent.quietForMs(unit) > 0;
  }

  get isEmpty(): boolean {
    this.#forget();
    return this.#owed.length === 0;
  }

  /** True when a frame of this shape may pay an old debt. */
  owes(frame: ReplyShape): boolean {
    this.#forget();
    return this.#owed.some(({ shape }) => answers(frame, shape)) || this.#silent.owes(frame);
  }

  /**
   * True when this reply (unit · PDU) pays an old debt and must be thrown away. An exception could pay any debt of its unit and
   * function: it counts as late, and whoever waits for one learns nothing rather than something that may be another's.
   */
  take(body: Buffer): boolean {
    this.#forget();
    const [unit = 0, code = 0] = body;
    const frame = { unit, code, length: body.length };
    const at = this.#owed.findIndex(({ shape }) => answers(frame, shape));
    if (at >= 0) this.#owed.splice(at, 1);
    const isGivenUp = this.#silent.take(frame);
    return at >= 0 || isGivenUp;
  }

  #forget(): void {
    const now = this.#clock.monotonic();
    if (this.#owed.every(o => o.until > now)) return;
    for (const { shape, until } of this.#owed) if (until <= now) this.#silent.giveUp(shape);
    this.#owed = this.#owed.filter(o => o.until > now);
  }
}
