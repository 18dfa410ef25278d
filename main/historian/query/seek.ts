/**
 * Finding a place in a tag's blocks by time (pure), and the one decoded block that a query keeps while it goes forward. Blocks are
 * ascending and disjoint in time, so all samples of one instant are in one block.
 */
import type { Samples } from '../samples.ts';
import type { Block } from './block.ts';

/** Index of the first block whose last sample is at or after `t`; `blocks.length` when there is none. */
export function blockReaching(blocks: readonly Block[], t: number): number {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (blockAt(blocks, middle).head.lastT >= t) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** For indexes that are known to be inside. */
export function blockAt(blocks: readonly Block[], index: number): Block {
  const block = blocks[index];
  if (block === undefined) throw new RangeError(`No block ${index} of ${blocks.length}.`);
  return block;
}

/** Index of the first sample in `block` later than `t`. */
export function indexAfter(block: Block, t: number): number {
  let index = block.indexAt(t);
  while (index < block.head.count && block.timeAt(index) === t) index++;
  return index;
}

/** Remembers the samples of the block asked for last: steps shorter than a block ask for the same one many times over. */
export class DecodedBlock {
  #block: Block | null = null;
  #samples: Samples | null = null;

  samplesOf(block: Block): Samples {
    if (this.#samples === null || this.#block !== block) {
      this.#samples = block.samples();
      this.#block = block;
    }
    return this.#samples;
  }
}
