/** Finds an axis that was stored before: tags that are heard together have the very same times (writer thread). */
import { isSameColumn } from '../sample-bits.ts';
import type { Axis } from '../samples.ts';

/** An axis in the file. */
export interface StoredAxis {
  readonly id: number;
  /** Least and greatest sequence number. */
  readonly firstSeq: number;
  readonly lastSeq: number;
}

interface Entry {
  readonly axis: Axis;
  readonly stored: StoredAxis;
}

export class AxisBook {
  readonly #entries = new Map<string, Entry[]>();
  /** By the array of times itself: most tags come with the same one. */
  #known = new WeakMap<Float64Array, { readonly seq: Float64Array; readonly stored: StoredAxis }>();

  /** What is known of this axis; `store` gives it an id when it is new. */
  find(axis: Axis, store: () => number): StoredAxis {
    const known = this.#known.get(axis.t);
    if (known !== undefined && known.seq === axis.seq) return known.stored;
    const stored = this.#search(axis, store);
    this.#known.set(axis.t, { seq: axis.seq, stored });
    return stored;
  }

  clear(): void {
    this.#entries.clear();
    this.#known = new WeakMap();
  }

  #search({ t, seq }: Axis, store: () => number): StoredAxis {
    const last = t.length - 1;
    const key = `${t.length} ${t[0]} ${t[last]} ${seq[0]} ${seq[last]} ${t[last >> 1]}`;
    const alike = this.#entries.get(key) ?? [];
    const found = alike.find(entry => isSameColumn(entry.axis.t, t) && isSameColumn(entry.axis.seq, seq));
    if (found !== undefined) return found.stored;
    const stored = { id: store(), ...sequencesOf(seq) };
    // A copy: what came in may be a view of something larger.
    this.#entries.set(key, [...alike, { axis: { t: t.slice(), seq: seq.slice() }, stored }]);
    return stored;
  }
}

function sequencesOf(seq: Float64Array): { firstSeq: number; lastSeq: number } {
  let firstSeq = Number.POSITIVE_INFINITY;
  let lastSeq = 0;
  for (const number of seq) {
    if (number < firstSeq) firstSeq = number;
    if (number > lastSeq) lastSeq = number;
  }
  return { firstSeq, lastSeq };
}
