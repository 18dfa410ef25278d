/**
 * What the pure query functions work on: the history of one tag as blocks, ascending and disjoint in time
 * (`a.head.lastT < b.head.firstT`). Whoever supplies blocks has merged late data already. A head costs nothing; samples cost a
 * decode, so a function takes them only where it must.
 */
import type { ChunkHead } from '../codec/chunk-head.ts';
import type { Interpolation, Samples } from '../samples.ts';

/** One sample without its sequence number. */
export interface SampleInBlock {
  readonly t: number;
  readonly v: number;
  readonly q: number;
  /** Text, or an integer beyond 2^53. */
  readonly exact?: bigint | string;
}

export interface Block {
  readonly head: ChunkHead;
  /** Index of the first sample whose time is ≥ `t`; `head.count` when there is none. May be far cheaper than `samples()`. */
  indexAt(t: number): number;
  /** Time of the sample at `index`. */
  timeAt(index: number): number;
  samples(): Samples;
  /** The values alone where that is cheaper, valid until the next call of it on any block. */
  values?(): Float64Array;
  /** The sample at `index` where that is cheaper than all of them. */
  sampleAt?(index: number): SampleInBlock;
}

export interface TagHistory {
  readonly interpolation: Interpolation;
  readonly blocks: readonly Block[];
  /**
   * Epoch ms up to which the last sample is known to hold: now for a tag that is being recorded, else the time of its last
   * sample. After it nothing is known.
   */
  readonly knownUntil: number;
}
