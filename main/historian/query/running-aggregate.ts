/**
 * Aggregates of one step of time while samples are added to it in order of time, as whole heads or as slices (pure). Owns the
 * segments between what is added, cut at the step's edges. `begin` keeps the last sample, so steps that follow each other are
 * filled in one pass; the sample before the first step is told by `enter`. Figures are valid after `end`.
 */
import type { ChunkHead } from '../codec/chunk-head.ts';
import { hasValue } from '../codec/heads/validity.ts';
import type { Interpolation, Samples } from '../samples.ts';
import type { ChangeCount } from './change-count.ts';
import { isGoodValue, onLine, worseQuality } from './sample-rules.ts';

export interface SampleAt {
  readonly t: number;
  readonly v: number;
  readonly q: number;
}

/** Times in ms; the rules are those of `ChunkHead`, with segments cut at the edges of the step. */
export class StepFigures {
  count = 0;
  valid = 0;
  good = 0;
  /** The first and last sample inside, whatever its quality. */
  first: SampleAt | null = null;
  last: SampleAt | null = null;
  /** Of the samples inside and the one in force at the start; 0 when there is neither. */
  worstQ = 0;
  min = Number.NaN;
  max = Number.NaN;
  minT = Number.NaN;
  maxT = Number.NaN;
  sum = 0;
  mean = 0;
  m2 = 0;
  /** Value · ms. */
  integral = 0;
  /** Time in which some sample was in force, with a value or without. */
  coveredMs = 0;
  validMs = 0;
  goodMs = 0;
  nonZeroMs = 0;
}

export class RunningAggregate {
  figures = new StepFigures();
  readonly #isSloped: boolean;
  readonly #changes: ChangeCount | null;
  #from = 0;
  #to = 0;
  #previous: SampleAt | null = null;
  /** The last sample before the step. */
  #entering: SampleAt | null = null;

  /** `changes`: counts changes of value alongside; it costs decodes where a head does not tell the first or last value. */
  constructor(interpolation: Interpolation, changes: ChangeCount | null) {
    this.#isSloped = interpolation === 'sloped';
    this.#changes = changes;
  }

  enter(sample: SampleAt): void {
    this.#previous = sample;
  }

  begin(from: number, to: number): void {
    this.figures = new StepFigures();
    this.#from = from;
    this.#to = to;
    this.#entering = this.#previous;
    this.#changes?.begin();
  }

  /** A chunk that is wholly inside the step. `samples` is called only if the head does not suffice. */
  addHead(head: ChunkHead, samples: () => Samples): void {
    this.#reach({ t: head.firstT, v: head.firstV, q: head.firstQ });
    this.#changes?.addHead(head, samples);
    this.#addCounts(head);
    this.#addValues(head);
    this.figures.integral += head.integral;
    this.figures.coveredMs += head.lastT - head.firstT;
    this.figures.validMs += head.validMs;
    this.figures.goodMs += head.goodMs;
    this.figures.nonZeroMs += head.nonZeroMs;
    this.#previous = { t: head.lastT, v: head.lastV, q: head.lastQ };
    this.figures.last = this.#previous;
  }

  /** Samples at positions start … end − 1, all inside the step. */
  addSlice({ t, v, q }: Samples, start: number, end: number): void {
    for (let i = start; i < end; i++) this.#addSample({ t: t[i] ?? 0, v: v[i] ?? Number.NaN, q: q[i] ?? 0 });
  }

  /** Closes the step. `next`: the first sample after it; without one the last sample holds until `knownUntil`. */
  end(next: SampleAt | null, knownUntil: number): void {
    const { figures } = this;
    if (this.#previous !== null) {
      if (next === null) this.#addSegment(this.#previous, { t: knownUntil, v: Number.NaN, q: 0 });
      else this.#addSegment(this.#previous, next);
    }
    const enters = figures.first?.t ?? next?.t ?? knownUntil;
    if (this.#entering === null || enters <= this.#from) return;
    figures.worstQ =
      figures.count === 0
        ? worseQuality(this.#entering.q, this.#entering.q)
        : worseQuality(this.#entering.q, figures.worstQ);
  }

  #addSample(sample: SampleAt): void {
    this.#reach(sample);
    const { figures } = this;
    figures.worstQ = worseQuality(figures.count === 0 ? sample.q : figures.worstQ, sample.q);
    figures.count++;
    figures.last = sample;
    this.#previous = sample;
    if (!hasValue(sample.v, sample.q)) return;
    if (isGoodValue(sample.v, sample.q)) figures.good++;
    this.#changes?.add(sample.v);
    this.#addValue(sample);
  }

  /** Welford's step: no loss of digits when the spread is small beside the values. */
  #addValue({ t, v }: SampleAt): void {
    const { figures } = this;
    figures.valid++;
    figures.sum += v;
    const apart = v - figures.mean;
    figures.mean += apart / figures.valid;
    figures.m2 += apart * (v - figures.mean);
    this.#widen({ min: v, minT: t, max: v, maxT: t });
  }

  #addCounts(head: ChunkHead): void {
    const { figures } = this;
    figures.worstQ = worseQuality(figures.count === 0 ? head.worstQ : figures.worstQ, head.worstQ);
    figures.count += head.count;
    figures.good += head.good;
  }

  /** Chan's merge of two sums of squares. */
  #addValues(head: ChunkHead): void {
    if (head.valid === 0) return;
    const { figures } = this;
    const valid = figures.valid + head.valid;
    const apart = head.sum / head.valid - figures.mean;
    figures.m2 += head.m2 + apart * apart * ((figures.valid * head.valid) / valid);
    figures.mean += apart * (head.valid / valid);
    figures.valid = valid;
    figures.sum += head.sum;
    this.#widen(head);
  }

  #widen({ min, minT, max, maxT }: { min: number; minT: number; max: number; maxT: number }): void {
    const { figures } = this;
    if (!(figures.min <= min)) {
      figures.min = min + 0;
      figures.minT = minT;
    }
    if (!(figures.max >= max)) {
      figures.max = max + 0;
      figures.maxT = maxT;
    }
  }

  #reach(sample: SampleAt): void {
    if (this.#previous !== null) this.#addSegment(this.#previous, sample);
    this.figures.first ??= sample;
  }

  #addSegment(start: SampleAt, next: SampleAt): void {
    const from = Math.max(start.t, this.#from);
    const to = Math.min(next.t, this.#to);
    if (from >= to) return;
    const { figures } = this;
    const ms = to - from;
    figures.coveredMs += ms;
    if (!hasValue(start.v, start.q)) return;
    figures.validMs += ms;
    if (isGoodValue(start.v, start.q)) figures.goodMs += ms;
    if (start.v !== 0) figures.nonZeroMs += ms;
    figures.integral += this.#middle({ start, next, from, to }) * ms;
  }

  /** Mean of a segment between two times in it. */
  #middle({ start, next, from, to }: { start: SampleAt; next: SampleAt; from: number; to: number }): number {
    if (!this.#isSloped || start.v === next.v || !hasValue(next.v, next.q)) return start.v;
    const line = { t0: start.t, v0: start.v, t1: next.t, v1: next.v };
    return onLine(from, line) / 2 + onLine(to, line) / 2;
  }
}
