/**
 * Gathers what the tag table announces into batches of columns over one time axis, as the historian takes them. Tags that are
 * heard together share an axis; what happens to some of them alone becomes a batch of its own. Order of one tag is kept: a batch
 * never holds anything older than the batches of the same tag before it. What comes with an older time (the result of an
 * analysis whose device fell silent meanwhile) has the time at which its group was heard last.
 */

import { GOOD } from '../../../shared/model/quality.ts';
import type { Handle, SampleBatch } from '../../../shared/model/tag.ts';
import type { ImportBatch } from '../../historian/import-messages.ts';

/** Samples of some tags, ready to be imported. */
export type DemoBatch = Pick<ImportBatch, 't' | 'columns'>;

/** Values in a batch: what the historian expects of an import at most. */
const MOST_VALUES = 65_536;
/** Rows of a batch: what the historian puts into one chunk of a tag; more would only make large batches of small groups. */
const MOST_ROWS = 2048;

export interface BlockGroup {
  readonly handles: Uint32Array;
  readonly names: readonly string[];
}

interface Rows {
  readonly t: Float64Array;
  /** Column after column. */
  readonly v: Float64Array;
  readonly q: Uint16Array;
}

class Block {
  readonly group: BlockGroup;
  readonly #most: number;
  #rows: Rows | null = null;
  #count = 0;
  #last = Number.NEGATIVE_INFINITY;

  constructor(group: BlockGroup) {
    this.group = group;
    this.#most = Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_VALUES / group.handles.length)));
  }

  get isFull(): boolean {
    return this.#count === this.#most;
  }

  /** The time of the next row: the historian refuses what is before the last. */
  next(t: number): number {
    this.#last = Math.max(this.#last, t);
    return this.#last;
  }

  add(batch: SampleBatch, positions: ArrayLike<number> | null): void {
    const width = this.group.handles.length;
    this.#rows ??= {
      t: new Float64Array(this.#most),
      v: new Float64Array(this.#most * width),
      q: new Uint16Array(this.#most * width),
    };
    const { t, v, q } = this.#rows;
    const row = this.#count;
    t[row] = this.next(batch.t[positions?.[0] ?? 0] ?? Number.NaN);
    for (let i = 0; i < width; i += 1) {
      const from = positions === null ? i : (positions[i] ?? i);
      v[i * this.#most + row] = batch.v[from] ?? Number.NaN;
      q[i * this.#most + row] = batch.q[from] ?? 0;
    }
    this.#count = row + 1;
  }

  /** Nothing is left behind. Null when there was nothing. */
  take(): DemoBatch | null {
    if (this.#rows === null) return null;
    const { t, v, q } = this.#rows;
    const count = this.#count;
    const columns = this.group.names.map((tag, i) => {
      const [from, to] = [i * this.#most, i * this.#most + count];
      const qualities = q.slice(from, to);
      const values = v.slice(from, to);
      return qualities.every(word => word === GOOD) ? { tag, v: values } : { tag, v: values, q: qualities };
    });
    this.#rows = null;
    this.#count = 0;
    return { t: t.slice(0, count), columns };
  }
}

export class SampleBlocks {
  readonly #blocks: readonly Block[];
  /** Block and column of each handle. */
  readonly #places = new Map<Handle, { block: Block; column: number }>();
  #ready: DemoBatch[] = [];

  /** Handles that belong to no group are not gathered. */
  constructor(groups: readonly BlockGroup[]) {
    this.#blocks = groups.map(group => new Block(group));
    for (const block of this.#blocks) {
      block.group.handles.forEach((handle, column) => this.#places.set(handle, { block, column }));
    }
  }

  add(batch: SampleBatch): void {
    const first = this.#places.get(batch.handles[0] ?? -1)?.block;
    // By far the most: the reply to a whole group.
    if (first !== undefined && batch.handles === first.group.handles) {
      first.add(batch, null);
      if (first.isFull) this.#flush(first);
      return;
    }
    for (const [block, positions] of this.#parts(batch)) {
      if (positions.length === block.group.handles.length) block.add(batch, positions);
      else this.#addAlone(block, batch, positions);
      if (block.isFull) this.#flush(block);
    }
  }

  /** Batches that are complete. */
  take(): readonly DemoBatch[] {
    if (this.#ready.length === 0) return NOTHING;
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  /** Everything that is left. */
  takeAll(): readonly DemoBatch[] {
    for (const block of this.#blocks) this.#flush(block);
    return this.take();
  }

  /** Positions in the batch by block, each in the order of the block's columns. */
  #parts(batch: SampleBatch): Map<Block, number[]> {
    const parts = new Map<Block, number[]>();
    batch.handles.forEach((handle, position) => {
      const block = this.#places.get(handle)?.block;
      if (block === undefined) return;
      const positions = parts.get(block) ?? [];
      positions.push(position);
      parts.set(block, positions);
    });
    const columnAt = (position: number) => this.#places.get(batch.handles[position] ?? -1)?.column ?? 0;
    for (const positions of parts.values()) positions.sort((a, b) => columnAt(a) - columnAt(b));
    return parts;
  }

  #addAlone(block: Block, batch: SampleBatch, positions: readonly number[]): void {
    this.#flush(block);
    const { names } = block.group;
    const columns = positions.map(position => ({
      tag: names[this.#places.get(batch.handles[position] ?? -1)?.column ?? 0] ?? '',
      v: batch.v.slice(position, position + 1),
      q: batch.q.slice(position, position + 1),
    }));
    const [at = 0] = positions;
    this.#ready.push({ t: Float64Array.of(block.next(batch.t[at] ?? Number.NaN)), columns });
  }

  #flush(block: Block): void {
    const taken = block.take();
    if (taken !== null) this.#ready.push(taken);
  }
}

const NOTHING: readonly DemoBatch[] = [];
