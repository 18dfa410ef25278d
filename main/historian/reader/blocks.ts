/**
 * Chunks of the month files and the newest samples in memory as blocks (reader thread): ascending, disjoint in time, late data
 * merged. A chunk that overlaps with no other stays packed until somebody needs its samples.
 */

import { firstAtOrAfter } from '../../../shared/time/first-at-or-after.ts';
import type { StoredHead } from '../codec/heads/head-layout.ts';
import { headOf } from '../codec/heads/head-of.ts';
import type { Block, SampleInBlock } from '../query/block.ts';
import { mergeSamples } from '../query/merge-samples.ts';
import type { Interpolation, Samples } from '../samples.ts';
import { sliceSamples } from '../sort-samples.ts';
import type { MonthReader } from './month-reader.ts';

/** A run of samples of one tag, wherever it is. */
export interface Part {
  readonly firstT: number;
  readonly lastT: number;
  readonly count: number;
  /** Null for samples in memory. */
  readonly head: StoredHead | null;
  load(): Samples;
  /** The part by itself as a block. */
  block(): Block;
}

export interface BlockOptions {
  readonly interpolation: Interpolation;
  /** Also what later samples at the same time have corrected. */
  readonly keepVersions: boolean;
}

/** Overlapping runs are cut into pieces of about this many samples, so that no query holds more. */
const PIECE_SAMPLES = 8_192;

/** @param parts by their begins */
export function blocksOf(parts: readonly Part[], options: BlockOptions): Block[] {
  const blocks: Block[] = [];
  for (let i = 0; i < parts.length; ) {
    const first = parts[i] as Part;
    let end = i + 1;
    for (let lastT = first.lastT; end < parts.length; end++) {
      const next = parts[end] as Part;
      if (next.firstT > lastT) break;
      lastT = Math.max(lastT, next.lastT);
    }
    if (end === i + 1) blocks.push(first.block());
    else for (const piece of merged(parts.slice(i, end), options)) blocks.push(piece);
    i = end;
  }
  return blocks;
}

/** The parts by their begins: themselves when they are in order already, which ten years of them nearly always are. */
export function inOrder(parts: readonly Part[]): readonly Part[] {
  for (let i = 1; i < parts.length; i++) {
    if ((parts[i] as Part).firstT < (parts[i - 1] as Part).firstT) return parts.toSorted((a, b) => a.firstT - b.firstT);
  }
  return parts;
}

/**
 * A chunk of a month file, packed until somebody needs its samples. One small object for each: ten years of a tag are 150,000 chunks.
 */
export class ChunkPart implements Part, Block {
  readonly head: StoredHead;
  readonly #month: MonthReader;

  constructor(month: MonthReader, head: StoredHead) {
    this.#month = month;
    this.head = head;
  }

  get firstT(): number {
    return this.head.firstT;
  }

  get lastT(): number {
    return this.head.lastT;
  }

  get count(): number {
    return this.head.count;
  }

  block(): Block {
    return this;
  }

  load(): Samples {
    return this.samples();
  }

  indexAt(t: number): number {
    return this.#month.axisOf(this.head).indexAt(t);
  }

  timeAt(index: number): number {
    return this.#month.axisOf(this.head).timeAt(index);
  }

  /** Times and sequence numbers are decoded only for who looks at them: minima and maxima do not. */
  samples(): Samples {
    const axis = this.#month.axisOf(this.head);
    return {
      ...this.#month.columnOf(this.head),
      get t() {
        return axis.times();
      },
      get seq() {
        return axis.axis().seq;
      },
    };
  }

  values(): Float64Array {
    return this.#month.valuesOf(this.head);
  }

  sampleAt(index: number): SampleInBlock {
    return { t: this.timeAt(index), ...this.#month.sampleOf(this.head, index) };
  }
}

/** @param samples in order, at least one */
export function memoryPart(samples: Samples, interpolation: Interpolation): Part {
  return {
    firstT: samples.t[0] ?? 0,
    lastT: samples.t.at(-1) ?? 0,
    count: samples.t.length,
    head: null,
    load: () => samples,
    block: () => memoryBlock(() => samples, interpolation),
  };
}

/** A block over samples that are made when first asked for; the head stays, the samples do not. */
function memoryBlock(load: () => Samples, interpolation: Interpolation): Block {
  let head: ReturnType<typeof headOf> | undefined;
  return {
    get head() {
      return (head ??= headOf(load(), interpolation));
    },
    indexAt: t => firstAtOrAfter(load().t, t),
    timeAt: index => load().t[index] ?? Number.NaN,
    samples: load,
  };
}

/** Blocks of parts that overlap: cut where parts begin, each piece merged when it is asked for. */
function merged(parts: readonly Part[], { interpolation, keepVersions }: BlockOptions): Block[] {
  const cuts = cutsOf(parts);
  return cuts.flatMap((from, k) => {
    const to = cuts[k + 1] ?? Number.POSITIVE_INFINITY;
    const inside = parts.filter(part => part.firstT < to && part.lastT >= from);
    const piece = (): Samples => {
      const slices = inside.map(part => slice(part.load(), from, to)).filter(s => s.t.length > 0);
      return mergeSamples(slices, { keepVersions });
    };
    // A part may span the piece without a sample in it; such a piece is none.
    return piece().t.length === 0 ? [] : [memoryBlock(lastLoaded(piece), interpolation)];
  });
}

/** Times at which pieces begin: the first samples of parts, no closer than a piece is worth. */
function cutsOf(parts: readonly Part[]): number[] {
  const cuts: number[] = [];
  let count = Number.POSITIVE_INFINITY;
  for (const part of parts.toSorted((a, b) => a.firstT - b.firstT)) {
    if (count >= PIECE_SAMPLES && part.firstT > (cuts.at(-1) ?? Number.NEGATIVE_INFINITY)) {
      cuts.push(part.firstT);
      count = 0;
    }
    count += part.count;
  }
  return cuts;
}

/** Keeps the samples for as long as nothing else needs the memory. */
function lastLoaded(load: () => Samples): () => Samples {
  let kept: WeakRef<Samples> | undefined;
  return () => {
    const known = kept?.deref();
    if (known !== undefined) return known;
    const samples = load();
    kept = new WeakRef(samples);
    return samples;
  };
}

const slice = (samples: Samples, from: number, to: number): Samples =>
  sliceSamples(samples, firstAtOrAfter(samples.t, from), firstAtOrAfter(samples.t, to));
