/**
 * Memory for the samples of a tag or of some (writer thread), used again with the next ones: what is in it is good until then. Made
 * for a single use it is as long as what it holds.
 */
import { bitsOf } from '../sample-bits.ts';
import type { Samples } from '../samples.ts';

export class WorkSpace {
  t = new Float64Array(0);
  seq = new Float64Array(0);
  v = new Float64Array(0);
  /** `v` as pairs of words: copying them so keeps every bit of a NaN. */
  bits = bitsOf(this.v);
  q = new Uint16Array(0);

  /** Makes sure that `count` samples fit; what was in it is gone. */
  reserve(count: number): void {
    if (count <= this.t.length) return;
    const places = Math.max(count, this.t.length * 2);
    this.t = new Float64Array(places);
    this.seq = new Float64Array(places);
    this.v = new Float64Array(places);
    this.bits = bitsOf(this.v);
    this.q = new Uint16Array(places);
  }

  /** `count` samples from `at` on; views, not copies. */
  samples(at: number, count: number, exact: ReadonlyMap<number, bigint | string>): Samples {
    return {
      t: this.t.subarray(at, at + count),
      seq: this.seq.subarray(at, at + count),
      v: this.v.subarray(at, at + count),
      q: this.q.subarray(at, at + count),
      ...(exact.size > 0 ? { exact } : {}),
    };
  }
}
