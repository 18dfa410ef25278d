/**
 * What a request costs a device: so much for the request itself, so much more for each register it asks for, ms. A line fitted
 * to measured round trips, the newest counting most. Pure. Until the sizes differ enough to tell the two apart, the slope is
 * what the medium alone would take.
 */

/** Half of the weight lies in the last 70 requests: follows a device that grows slow within a minute, not within a hiccup. */
const DECAY = 0.99;
/** Requests before the fit is used. */
const ENOUGH = 20;
/** Standard deviation of the sizes below which the slope cannot be told, registers. */
const LEAST_SPREAD = 8;
/** A round trip this many times the usual one is a hiccup of the network, not a cost. */
const HICCUP = 8;
/** So many hiccups in a row are none: the device has become slow at a stroke (another way to it, another program), requests. */
const HICCUPS_IN_A_ROW = 5;

export interface ReadCost {
  readonly perRequestMs: number;
  readonly perRegisterMs: number;
}

export class CostModel {
  readonly #initial: ReadCost;
  #weight = 0;
  #count = 0;
  #size = 0;
  #time = 0;
  #sizeSize = 0;
  #sizeTime = 0;
  #hiccups = 0;

  /** @param initial what the medium suggests before anything is measured */
  constructor(initial: ReadCost) {
    this.#initial = initial;
  }

  /** One reply: `registers` it brought (16 bits count as one), `ms` it took. */
  add(registers: number, ms: number): void {
    const isHiccup = this.isMeasured && ms > HICCUP * (this.#time / this.#weight);
    if (isHiccup && ++this.#hiccups < HICCUPS_IN_A_ROW) return;
    this.#hiccups = 0;
    this.#count++;
    this.#weight = this.#weight * DECAY + 1;
    this.#size = this.#size * DECAY + registers;
    this.#time = this.#time * DECAY + ms;
    this.#sizeSize = this.#sizeSize * DECAY + registers * registers;
    this.#sizeTime = this.#sizeTime * DECAY + registers * ms;
  }

  get isMeasured(): boolean {
    return this.#count >= ENOUGH;
  }

  get cost(): ReadCost {
    if (!this.isMeasured) return this.#initial;
    const meanSize = this.#size / this.#weight;
    const meanTime = this.#time / this.#weight;
    const variance = this.#sizeSize / this.#weight - meanSize * meanSize;
    const covariance = this.#sizeTime / this.#weight - meanSize * meanTime;
    const isTold = variance >= LEAST_SPREAD * LEAST_SPREAD;
    const slope = isTold ? Math.max(0, covariance / variance) : this.#initial.perRegisterMs;
    // A fit must never make a request look free: then every tag would be asked for alone.
    const least = meanTime * 0.1;
    return { perRequestMs: Math.max(least, meanTime - slope * meanSize), perRegisterMs: slope };
  }
}
