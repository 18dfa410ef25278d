/**
 * Which files a question holds at the moment (reader thread). They are let go of together, also those that nothing is read from any
 * more: somebody who wants to write one of them waits a second for it, no longer.
 */

/** How long files are held at a time. */
const HOLD_MS = 200;

export interface Held {
  /** Ends what is read of one moment. */
  leave(): void;
}

export class Hold {
  readonly #held = new Set<Held>();
  #since = 0;
  #session = 0;
  #isOn = false;

  /** Number of the question that is under way; null when none is, then nobody would let go of a file. */
  get session(): number | null {
    return this.#isOn ? this.#session : null;
  }

  begin(): void {
    this.#session++;
    this.#isOn = true;
  }

  end(): void {
    this.#isOn = false;
    this.#letGo();
  }

  add(file: Held): void {
    if (this.#held.size === 0) this.#since = performance.now();
    this.#held.add(file);
  }

  /** To be called between reads that need not be of one moment. */
  breathe(): void {
    if (this.#held.size > 0 && performance.now() >= this.#since + HOLD_MS) this.#letGo();
  }

  #letGo(): void {
    for (const file of this.#held) file.leave();
    this.#held.clear();
  }
}
