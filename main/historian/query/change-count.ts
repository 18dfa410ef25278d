/**
 * Changes of value from one sample with a value to the next, of one step of time (pure). The value before the step counts, however
 * long ago it was: so changes are neither lost nor counted twice where steps meet, and the steps add up.
 */
import type { ChunkHead } from '../codec/chunk-head.ts';
import { hasValue } from '../codec/heads/validity.ts';
import type { Samples } from '../samples.ts';
import type { Block } from './block.ts';
import { counterRise } from './sample-rules.ts';

export class ChangeCount {
  /** Changes of value in the step. The very first value of a history is one (OPC UA Part 13, 5.4.3.24). */
  transitions = 0;
  /** Rise of a counter, roll-over and resets seen through. */
  rise = 0;
  /** The first and last value inside the step; NaN when there is none. */
  first = Number.NaN;
  last = Number.NaN;
  #previous = Number.NaN;
  readonly #modulus: number | null;

  constructor(modulus: number | null) {
    this.#modulus = modulus;
  }

  /** The last value before the first step; not called when there is none. */
  enter(v: number): void {
    this.#previous = v;
  }

  begin(): void {
    this.transitions = 0;
    this.rise = 0;
    this.first = Number.NaN;
    this.last = Number.NaN;
  }

  add(v: number): void {
    if (Number.isNaN(this.first)) this.first = v;
    this.last = v;
    if (v !== this.#previous) this.transitions++;
    if (!Number.isNaN(this.#previous)) this.rise += counterRise(this.#previous, v, this.#modulus);
    this.#previous = v;
  }

  /** `samples` is called where the counter falls, and where the chunk begins or ends without a value. */
  addHead(head: ChunkHead, samples: () => Samples): void {
    if (head.valid === 0) return;
    if (head.falls > 0 || !hasValue(head.firstV, head.firstQ) || !hasValue(head.lastV, head.lastQ)) {
      const { v, q } = samples();
      for (let i = 0; i < v.length; i++) if (hasValue(v[i] ?? Number.NaN, q[i] ?? 0)) this.add(v[i] ?? Number.NaN);
      return;
    }
    this.add(head.firstV);
    this.transitions += head.transitions;
    this.rise += counterRise(head.firstV, head.lastV, null);
    this.last = head.lastV;
    this.#previous = head.lastV;
  }
}

/** The last value in `samples` before position `end`; NaN when there is none. */
export function lastValueIn({ v, q }: Samples, end: number): number {
  for (let i = end - 1; i >= 0; i--) if (hasValue(v[i] ?? Number.NaN, q[i] ?? 0)) return v[i] ?? Number.NaN;
  return Number.NaN;
}

/** The last value in the blocks before index `end`; NaN when there is none. Goes back over heads, decodes one block at most. */
export function lastValueBefore(blocks: readonly Block[], end: number): number {
  for (let k = end - 1; k >= 0; k--) {
    const block = blocks[k];
    if (block === undefined || block.head.valid === 0) continue;
    const { head } = block;
    return hasValue(head.lastV, head.lastQ) ? head.lastV : lastValueIn(block.samples(), head.count);
  }
  return Number.NaN;
}
