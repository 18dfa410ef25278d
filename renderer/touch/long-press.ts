/**
 * A long press of a finger or pen is the right button, everywhere and on every host: this is the one place that says so. Browsers differ
 * in when they tell of one themselves (some at once, some when the finger leaves, some never), so theirs is dropped. The press
 * that was long is no click.
 */
import type { ClientTimers } from '../host/timers.ts';
import type { Point } from './finger.ts';

const LONG_MS = 500;
/** A finger that moves farther scrolls or drags, CSS px. */
const SLIP_PX = 10;
/** The browser's own word comes up to so long after ours, ms. */
const ECHO_MS = 800;

/** Of a pointer event, as much as matters. */
export interface Touch {
  readonly pointerType: string;
  readonly pointerId: number;
  readonly isPrimary: boolean;
  readonly clientX: number;
  readonly clientY: number;
}

export interface LongPressParts {
  readonly timers: Pick<ClientTimers, 'after' | 'now'>;
  /** The press at this place has been long. True when something came of it. */
  readonly onLong: (at: Point) => boolean;
}

export class LongPress {
  readonly #parts: LongPressParts;
  #held: Touch | null = null;
  #stop: () => void = () => undefined;
  #isSpent = false;
  #longAt = Number.NEGATIVE_INFINITY;

  constructor(parts: LongPressParts) {
    this.#parts = parts;
  }

  down(touch: Touch): void {
    this.#let();
    this.#isSpent = false;
    if (touch.pointerType === 'mouse' || !touch.isPrimary) return;
    this.#held = touch;
    this.#stop = this.#parts.timers.after(LONG_MS, () => {
      this.#held = null;
      this.#longAt = this.#parts.timers.now();
      this.#isSpent = this.#parts.onLong({ x: touch.clientX, y: touch.clientY });
    });
  }

  move({ pointerId, clientX, clientY }: Touch): void {
    const held = this.#held;
    if (held === null || held.pointerId !== pointerId) return;
    if (Math.hypot(clientX - held.clientX, clientY - held.clientY) > SLIP_PX) this.#let();
  }

  /** The finger has left, or the browser took the press for itself. */
  up(): void {
    this.#let();
  }

  /** True for the click of a press that was long: it has been answered. */
  takesClick(): boolean {
    const isTaken = this.#isSpent;
    this.#isSpent = false;
    return isTaken;
  }

  /** True for the browser's own word of a press that was told already. */
  takesMenu(): boolean {
    return this.#held !== null || this.#parts.timers.now() - this.#longAt < ECHO_MS;
  }

  #let(): void {
    this.#stop();
    this.#stop = () => undefined;
    this.#held = null;
  }
}
