/** Finds an axis that was stored before: tags that are heard together have the very same times (writer thread). */
import type { Axis } from '../samples.ts';

interface Entry {
  readonly axis: Axis;
  readonly id: number;
}

const bytesOf = (a: Float64Array): Uint8Array => new Uint8Array(a.buffer, a.byteOffset, a.byteLength);
const isSame = (a: Float64Array, b: Float64Array): boolean => Buffer.compare(bytesOf(a), bytesOf(b)) === 0;

export class AxisBook {
  readonly #entries = new Map<string, Entry[]>();

  /** The id of this axis; `store` gives it one when it is new. */
  idOf(axis: Axis, store: () => number): number {
    const { t, seq } = axis;
    const last = t.length - 1;
    const key = `${t.length} ${t[0]} ${t[last]} ${seq[0]} ${seq[last]} ${t[last >> 1]}`;
    const alike = this.#entries.get(key) ?? [];
    const found = alike.find(entry => isSame(entry.axis.t, t) && isSame(entry.axis.seq, seq));
    if (found !== undefined) return found.id;
    const id = store();
    // A copy: what came in may be a view of something larger.
    this.#entries.set(key, [...alike, { axis: { t: t.slice(), seq: seq.slice() }, id }]);
    return id;
  }

  clear(): void {
    this.#entries.clear();
  }
}
