/**
 * Makes a scripted device answer as one that works on many requests at once: it takes them until as many are there as it can
 * hold, or nobody sends more, and answers them in an order of its own. One of a full crowd can be given a fault.
 */
import { type Behaviour, type Exchange, faults, isTalking } from './fake-modbus-server.ts';

/** A client that has sent all it may sends no more; longer than a burst takes to arrive, ms. */
const GATHER_MS = 15;
/** What a fault sends after its request was answered must not be mixed with the next replies, ms. */
const FAULT_MS = 60;

/** Numbers that look random and are the same in every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Which of the crowd meets the fault: the one that is answered before the others, or after them. */
export type Place = 'first' | 'last' | 'last, then nothing';

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map(item => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

export class Crowd {
  /** Most requests that were on the way at once. */
  largest = 0;
  /** How often a fault was met. */
  met = 0;
  readonly #size: number;
  readonly #random: () => number;
  readonly #right = faults.none();
  #fault: Behaviour | null = null;
  #place: Place = 'last';
  #waiting: Exchange[] = [];
  #timer: NodeJS.Timeout | undefined;
  #notBefore = 0;

  constructor(size: number, seed = 1) {
    this.#size = size;
    this.#random = seededRandom(seed);
  }

  /** One of the next full crowd meets the fault. */
  meet(fault: Behaviour, place: Place): void {
    this.#fault = fault;
    this.#place = place;
  }

  readonly behave: Behaviour = exchange => {
    this.#waiting = this.#waiting.filter(({ socket }) => !socket.destroyed);
    this.#waiting.push(exchange);
    this.largest = Math.max(this.largest, this.#waiting.length);
    clearTimeout(this.#timer);
    const pauseMs = Math.max(0, this.#notBefore - performance.now());
    const isFull = this.#waiting.length >= this.#size;
    if (isFull && pauseMs === 0) this.#answer();
    else this.#timer = setTimeout(() => this.#answer(), isFull ? pauseMs : Math.max(pauseMs, GATHER_MS));
  };

  #answer(): void {
    if (this.#waiting.some(({ socket }) => isTalking(socket))) {
      this.#timer = setTimeout(() => this.#answer(), 1);
      return;
    }
    const crowd = shuffled(this.#waiting, this.#random);
    this.#waiting = [];
    const fault = crowd.length === this.#size ? this.#fault : null;
    if (fault === null) return this.#rightly(crowd);
    this.#fault = null;
    this.met++;
    const [victim, ...others] = crowd;
    if (victim === undefined) return;
    if (this.#place !== 'first') this.#rightly(others);
    fault(victim);
    if (this.#place === 'first') this.#rightly(others);
    if (this.#place === 'last, then nothing') mute.add(victim.socket);
    this.#notBefore = performance.now() + FAULT_MS;
  }

  #rightly(exchanges: readonly Exchange[]): void {
    for (const exchange of exchanges) {
      if (!mute.has(exchange.socket) && !exchange.socket.destroyed) this.#right(exchange);
    }
  }
}

const mute = new WeakSet<Exchange['socket']>();
