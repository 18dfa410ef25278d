/**
 * Numbers of commits: rising, never given twice, across restarts. Blocks of them are reserved on disk before the first of a block
 * is used, so that also a commit that leaves no row in the journal (an import) cannot be numbered again after a power cut.
 */
import type { Meta } from '../store/station-db.ts';

const BLOCK = 10_000;
const KEY = 'sequence_reserved';

export class Sequence {
  readonly #meta: Meta;
  #last: number;
  #reserved: number;

  /** @param known the highest number that is known to be used */
  constructor(meta: Meta, known: number) {
    this.#meta = meta;
    this.#reserved = meta.number(KEY) ?? 0;
    this.#last = Math.max(known, this.#reserved);
  }

  get last(): number {
    return this.#last;
  }

  /** Makes sure that `count` numbers can be taken; writes to disk now and then, outside or inside a transaction. */
  reserve(count: number): void {
    if (this.#last + count <= this.#reserved) return;
    const reserved = this.#last + Math.max(count, BLOCK);
    this.#meta.set(KEY, reserved);
    this.#reserved = reserved;
  }

  /** The next number; `reserve` comes first. */
  next(): number {
    if (this.#last >= this.#reserved) throw new RangeError('a sequence number was not reserved');
    return ++this.#last;
  }
}
