/**
 * Walks equal steps of time over a tag's blocks in one pass and fills a running aggregate for each (pure). Whole blocks give their
 * heads; a block that an edge cuts is decoded once, however many steps are inside it. Looks at the cancel flag once a block and
 * once a step.
 */
import type { Samples } from '../samples.ts';
import type { Block, TagHistory } from './block.ts';
import { type ChangeCount, lastValueBefore, lastValueIn } from './change-count.ts';
import { type QuerySpan, throwIfCancelled } from './query-span.ts';
import type { RunningAggregate, SampleAt } from './running-aggregate.ts';
import { blockAt, blockReaching, type DecodedBlock } from './seek.ts';

export interface StepQuery extends QuerySpan {
  /** Ms, > 0. The last step is shorter where the span is no whole number of steps (OPC UA Part 13, 5.4.2.2). */
  readonly stepMs: number;
}

interface WalkParts {
  readonly running: RunningAggregate;
  readonly changes: ChangeCount | null;
  readonly decoded: DecodedBlock;
  /** Called when the running aggregate holds step `index`. */
  readonly onStep: (index: number) => void;
}

/** Start of step `index`; with `index` = number of steps the end of the last one. */
export function stepEdge({ from, to, stepMs }: StepQuery, index: number): number {
  return Math.min(from + index * stepMs, to);
}

/** How many steps the span has; 0 for a span of no length. */
export function stepCount({ from, to, stepMs }: StepQuery): number {
  let steps = Math.ceil((to - from) / stepMs);
  while (steps > 0 && from + (steps - 1) * stepMs >= to) steps--;
  while (from + steps * stepMs < to) steps++;
  return steps;
}

export function walkSteps(history: TagHistory, query: StepQuery, parts: WalkParts): void {
  const walk = new StepWalk(history, query, parts);
  const steps = stepCount(query);
  for (let index = 0; index < steps; index++) {
    walk.fill(stepEdge(query, index), stepEdge(query, index + 1));
    parts.onStep(index);
  }
}

class StepWalk {
  readonly #blocks: readonly Block[];
  readonly #knownUntil: number;
  readonly #query: StepQuery;
  readonly #parts: WalkParts;
  /** The next sample to add. */
  #k: number;
  #index = 0;

  constructor({ blocks, knownUntil }: TagHistory, query: StepQuery, parts: WalkParts) {
    this.#blocks = blocks;
    this.#knownUntil = knownUntil;
    this.#query = query;
    this.#parts = parts;
    this.#k = blockReaching(blocks, query.from);
    this.#enter();
  }

  fill(from: number, to: number): void {
    const { running } = this.#parts;
    throwIfCancelled(this.#query.signal);
    running.begin(from, to);
    while (this.#k < this.#blocks.length && this.#addUpTo(to)) throwIfCancelled(this.#query.signal);
    running.end(this.#next(), this.#knownUntil);
  }

  /** Tells what was in force before the first step. */
  #enter(): void {
    const { running, changes, decoded } = this.#parts;
    const before = this.#blocks[this.#k - 1]?.head;
    if (before !== undefined) running.enter({ t: before.lastT, v: before.lastV, q: before.lastQ });
    const block = this.#blocks[this.#k];
    let value = Number.NaN;
    if (block !== undefined && block.head.firstT < this.#query.from) {
      const samples = decoded.samplesOf(block);
      this.#index = block.indexAt(this.#query.from);
      running.enter(sampleAt(samples, this.#index - 1));
      if (changes !== null) value = lastValueIn(samples, this.#index);
    }
    if (changes === null) return;
    if (Number.isNaN(value)) value = lastValueBefore(this.#blocks, this.#k);
    if (!Number.isNaN(value)) changes.enter(value);
  }

  /** Adds what the current block has before `to`; true when the block is used up. */
  #addUpTo(to: number): boolean {
    const { running, decoded } = this.#parts;
    const block = blockAt(this.#blocks, this.#k);
    const { head } = block;
    if (head.firstT >= to) return false;
    if (this.#index === 0 && head.lastT < to) {
      running.addHead(head, () => decoded.samplesOf(block));
    } else {
      const end = head.lastT < to ? head.count : block.indexAt(to);
      running.addSlice(decoded.samplesOf(block), this.#index, end);
      this.#index = end;
      if (end < head.count) return false;
    }
    this.#k++;
    this.#index = 0;
    return true;
  }

  #next(): SampleAt | null {
    const block = this.#blocks[this.#k];
    if (block === undefined) return null;
    const { head } = block;
    if (this.#index === 0) return { t: head.firstT, v: head.firstV, q: head.firstQ };
    return sampleAt(this.#parts.decoded.samplesOf(block), this.#index);
  }
}

function sampleAt({ t, v, q }: Samples, i: number): SampleAt {
  return { t: t[i] ?? Number.NaN, v: v[i] ?? Number.NaN, q: q[i] ?? 0 };
}
