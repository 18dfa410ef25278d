/**
 * One seal: takes the journal up to a commit into month files, tag by tag, in slices between which commits go on (writer thread).
 * Each slice is in the files before its samples leave memory, and all of them are durable before the journal lets them go; what is
 * stopped in the middle is gone on with, or done again after a restart, and the marks in the files see to it that no sample is
 * stored twice.
 */
import type { LoggingPolicy } from '../policy/logging-policy.ts';
import type { Samples } from '../samples.ts';
import type { ChunkStore } from './chunk-store.ts';
import type { ChunkTag } from './month-writer.ts';
import type { Newest } from './newest.ts';
import type { Tail } from './tail.ts';
import { WorkSpace } from './work-space.ts';

/** A chunk of fewer would be mostly head; a tag waits for as many, but not longer than a day. */
const LEAST_SAMPLES = 256;
const LONGEST_WAIT_MS = 86_400_000;
/** Encoding in one slice, ms: a commit or a reader waits at most this long. */
const SLICE_MS = 12;
/** Tags whose samples are taken out of memory together, and samples of all of them (4 MB): what a processor keeps close. */
const BLOCK_TAGS = 32;
const BLOCK_SAMPLES = 131_072;

export interface SealedTag {
  readonly chunk: ChunkTag;
  readonly policy: LoggingPolicy;
}

export interface SealParts {
  readonly tail: Tail;
  readonly store: ChunkStore;
  readonly newest: Newest;
  readonly tagOf: (id: number) => SealedTag;
}

export interface SealOrder {
  readonly through: number;
  readonly isComplete: boolean;
  readonly now: number;
  readonly sliceMs?: number;
}

export class SealJob {
  /** The last commit that is sealed by this. */
  readonly through: number;
  readonly #parts: SealParts;
  readonly #isComplete: boolean;
  readonly #now: number;
  readonly #sliceMs: number;
  readonly #left: number[];
  readonly #space = new WorkSpace();
  /** Samples of the tags that come next, by id. */
  #block: ReadonlyMap<number, Samples> = new Map();
  #answered = 0;
  /** Tags whose samples stay in memory and are carried over. */
  readonly carried: number[] = [];
  /** Samples taken out of memory. */
  sealed = 0;
  /** Of these, what no file and no policy answers for. */
  unaccounted = 0;

  /**
   * @param isComplete also tags with few samples
   * @param now epoch ms
   * @param sliceMs encoding in one step
   */
  constructor(parts: SealParts, { through, isComplete, now, sliceMs = SLICE_MS }: SealOrder) {
    this.#parts = parts;
    this.#sliceMs = sliceMs;
    this.through = through;
    this.#isComplete = isComplete;
    this.#now = now;
    parts.tail.begin();
    this.#left = parts.tail.ids().toReversed();
  }

  /** Does a slice; true when all tags are done. Throws what the disk throws; the slice is then undone and can be tried again. */
  step(): boolean {
    const until = performance.now() + this.#sliceMs;
    const done: { id: number; count: number }[] = [];
    const carriedBefore = this.carried.length;
    const answeredBefore = this.#answered;
    try {
      while (this.#left.length > 0 && performance.now() < until) {
        // Off the list only when it is done: what throws is still to be done.
        const id = this.#left.at(-1) ?? 0;
        done.push({ id, count: this.#sealTag(id) });
        this.#left.pop();
      }
      this.#parts.store.commit();
    } catch (error) {
      this.#parts.store.rollback();
      this.carried.length = carriedBefore;
      this.#answered = answeredBefore;
      this.#left.push(...done.map(d => d.id).toReversed());
      throw error;
    }
    this.#parts.newest.follow(
      this.#parts.tail,
      done.map(d => d.id),
      this.through,
    );
    for (const { id, count } of done) {
      if (count > 0) this.#parts.tail.drop(id, { count, through: this.through });
      this.sealed += count;
    }
    this.unaccounted = this.sealed - this.#answered;
    if (this.#left.length > 0) return false;
    this.#parts.store.sync();
    this.#parts.store.forgetAxes();
    return true;
  }

  /** Returns how many samples of the tag are in the open transaction. */
  #sealTag(id: number): number {
    const { store, tagOf } = this.#parts;
    const samples = this.#samplesOf(id);
    const count = samples.t.length;
    if (count === 0) return 0;
    const isFew = count < LEAST_SAMPLES && this.#now - (samples.t[0] ?? 0) < LONGEST_WAIT_MS;
    if (isFew && !this.#isComplete) {
      this.carried.push(id);
      return 0;
    }
    const { chunk, policy } = tagOf(id);
    const { stored, leftOut, known } = store.add(chunk, samples, {
      origin: 'live',
      policy,
      through: this.through,
    });
    this.#answered += stored + leftOut + known;
    return count;
  }

  #samplesOf(id: number): Samples {
    let samples = this.#block.get(id);
    if (samples === undefined) {
      this.#block = this.#nextBlock();
      samples = this.#block.get(id);
    }
    return samples ?? this.#parts.tail.take(id, this.through);
  }

  #nextBlock(): ReadonlyMap<number, Samples> {
    const { tail } = this.#parts;
    const ids: number[] = [];
    let count = 0;
    for (const id of this.#left.slice(-BLOCK_TAGS).reverse()) {
      count += tail.count(id, this.through);
      if (ids.length > 0 && count > BLOCK_SAMPLES) break;
      ids.push(id);
    }
    const samples = tail.takeAll(ids, this.through, this.#space);
    return new Map(samples.map((own, k) => [ids[k] ?? 0, own]));
  }
}
