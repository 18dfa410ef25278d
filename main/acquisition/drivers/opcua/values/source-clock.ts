/**
 * Whether the times that a server tells can be believed, and which time a value gets. Pure; main thread. A server whose clock is
 * further off than the project allows puts values at the wrong place of every trend and log: then the time of receipt counts,
 * which is late by the link's delay but never wrong by hours.
 */

/** Right again only when well within the tolerance: an offset at its edge must not make an event every minute. */
const RIGHT_AGAIN = 0.9;

export class SourceClock {
  readonly #toleranceMs: number;
  #offsetMs = Number.NaN;
  #isWrong = false;

  constructor(toleranceMs: number) {
    this.#toleranceMs = toleranceMs;
  }

  /** Server minus station, ms; null before it is known. */
  get offsetMs(): number | null {
    return Number.isNaN(this.#offsetMs) ? null : this.#offsetMs;
  }

  get isWrong(): boolean {
    return this.#isWrong;
  }

  /** How far the clock is off, for people; empty while it is right. */
  get detail(): string {
    if (!this.#isWrong) return '';
    const side = this.#offsetMs > 0 ? 'ahead of' : 'behind';
    return `the server's clock is ${durationOf(Math.abs(this.#offsetMs))} ${side} ours, its times are not used`;
  }

  /** Takes the newest estimate. True when the clock has become wrong or right by it. */
  observe(offsetMs: number): boolean {
    if (Number.isNaN(offsetMs)) return false;
    this.#offsetMs = offsetMs;
    const most = this.#isWrong ? this.#toleranceMs * RIGHT_AGAIN : this.#toleranceMs;
    const before = this.#isWrong;
    this.#isWrong = Math.abs(offsetMs) > most;
    return this.#isWrong !== before;
  }

  /** The connection is gone; another server may answer the next time. */
  reset(): void {
    this.#offsetMs = Number.NaN;
    this.#isWrong = false;
  }

  /**
   * Time of a value, epoch ms: its source's, unless there is none, the server's clock is wrong or the source claims to be in
   * the future (a device behind the server with a wrong clock of its own).
   */
  timeOf(sourceT: number, receivedAt: number): number {
    const isUsable = !this.#isWrong && sourceT <= receivedAt + this.#toleranceMs;
    return isUsable ? sourceT : receivedAt;
  }
}

/** `2 h 0 min`, `3 min 20 s`, `1.5 s`. */
function durationOf(ms: number): string {
  const s = ms / 1_000;
  if (s < 60) return `${s.toFixed(1)} s`;
  const min = Math.floor(s / 60);
  if (min < 60) return `${min} min ${Math.floor(s % 60)} s`;
  const h = Math.floor(min / 60);
  return h < 48 ? `${h} h ${min % 60} min` : `${Math.floor(h / 24)} days`;
}
