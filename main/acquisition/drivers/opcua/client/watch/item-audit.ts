/**
 * Whether monitored items still tell the truth, judged by plain reads. Pure; worker thread. A keep-alive says that nothing
 * has changed, but a server may have lost an item, or its node, without a word, and its last value would look fresh for ever.
 * A single difference proves nothing, because the change may be on its way; the same silence a while later does.
 */
import { CONFIG_ERROR } from '../../../../../../shared/model/quality.ts';
import type { DecodedValue } from '../value.ts';

export type Verdict =
  | 'sound'
  /** There is no item, and the node can be read: make one. */
  | 'missing'
  /** The node is there no more, or not shown to us. */
  | 'gone'
  /** The node is there again, and its item may have died with it. */
  | 'back'
  /** The value has changed and the item has not told it. */
  | 'mute';

export interface Reading {
  readonly value: DecodedValue;
  readonly hasItem: boolean;
  /** Monotonic ms. */
  readonly now: number;
  /** How long a change may take from the node to us, ms. */
  readonly patienceMs: number;
}

export class ItemAudit {
  readonly #hasTold: Uint8Array;
  readonly #v: Float64Array;
  readonly #q: Uint16Array;
  readonly #exact = new Map<number, bigint | string>();
  /** Since when the node has another value than the one that was told, by index. */
  readonly #suspectSince = new Map<number, number>();

  constructor(nodeCount: number) {
    this.#hasTold = new Uint8Array(nodeCount);
    this.#v = new Float64Array(nodeCount);
    this.#q = new Uint16Array(nodeCount);
  }

  /** The item has told this value. */
  tell(index: number, { v, q, exact }: DecodedValue): void {
    this.#hasTold[index] = 1;
    this.#v[index] = v;
    this.#q[index] = q;
    if (exact !== null) this.#exact.set(index, exact);
    else if (this.#exact.size > 0) this.#exact.delete(index);
    if (this.#suspectSince.size > 0) this.#suspectSince.delete(index);
  }

  /** The item has been deleted or made anew. */
  forget(index: number): void {
    this.#hasTold[index] = 0;
    this.#exact.delete(index);
    this.#suspectSince.delete(index);
  }

  /** What a read of the node means for its item. */
  judge(index: number, { value, hasItem, now, patienceMs }: Reading): Verdict {
    const isGone = value.q === CONFIG_ERROR;
    if (!hasItem) return isGone ? 'sound' : 'missing';
    const hasTold = this.#hasTold[index] === 1;
    const wasGone = hasTold && this.#q[index] === CONFIG_ERROR;
    if (isGone) return wasGone ? 'sound' : 'gone';
    if (wasGone) return 'back';
    if (hasTold && this.#isSame(index, value)) {
      this.#suspectSince.delete(index);
      return 'sound';
    }
    const since = this.#suspectSince.get(index);
    if (since === undefined) this.#suspectSince.set(index, now);
    return since !== undefined && now - since > patienceMs ? 'mute' : 'sound';
  }

  #isSame(index: number, { v, q, exact }: DecodedValue): boolean {
    return this.#q[index] === q && Object.is(this.#v[index], v) && (this.#exact.get(index) ?? null) === exact;
  }
}
