/**
 * Signals as a gas station has them, in its shares, at 1 s with some ms of jitter: what the historian is fed in the benches. The
 * values are made beforehand and come again after `ROUND` scans, so that making them costs nothing while something is measured.
 */
import { GOOD } from '../../../shared/model/quality.ts';
import type { SampleBatch, SignalClass } from '../../../shared/model/tag.ts';
import { type Signal, signal } from '../../kit/history-samples.ts';
import { seededRandom } from '../../kit/random.ts';

/** Of 100 tags; shares of the demo station's tag list. */
const SHARES: readonly (readonly [SignalClass, Signal, number])[] = [
  ['DI', 'boolean', 38],
  ['DO', 'constant', 7],
  ['AI', 'noisy-float32', 12],
  ['AI', 'analogue-12-bit', 10],
  ['AI', 'ramp', 4],
  ['AO', 'decimal', 2],
  ['COM', 'noisy-float32', 11],
  ['COM', 'totaliser-double', 3],
  ['COM', 'totaliser-uint32', 2],
  ['COM', 'constant', 3],
  ['CALC', 'double', 6],
  ['SYS', 'decimal', 2],
];

export interface MixTag {
  readonly name: string;
  readonly signalClass: SignalClass;
  readonly signal: Signal;
}

/** `only`: all of one class, in its own shares. */
export function mixTags(count: number, only: SignalClass | null = null): readonly MixTag[] {
  const shares = SHARES.filter(([kind]) => only === null || kind === only);
  const row = shares.flatMap(([signalClass, kind, share]) =>
    Array.from({ length: share }, () => ({ signalClass, signal: kind })),
  );
  return Array.from({ length: count }, (_, i) => {
    // Spread: 37 has no factor in common with the lengths of the rows.
    const { signalClass, signal: kind } = row[(i * 37) % row.length] ?? { signalClass: 'AI', signal: 'decimal' };
    return { name: `M-${String(i).padStart(5, '0')}`, signalClass, signal: kind };
  });
}

/** Tags of one reply: they share one time. */
const GROUP = 1_000;
const JITTER_MS = 9;

/**
 * Batches of scan after scan, a group each. Their arrays are used again with the next scan, so that handing them over costs
 * next to nothing: whoever takes them copies.
 */
export class Mix {
  /** By scan of the round, then by group. */
  readonly #batches: readonly (readonly SampleBatch[])[];
  readonly #start: number;
  #jitter = 1;

  /** `round`: scans after which the values come again. */
  constructor(
    tags: readonly MixTag[],
    { start, round = 600, seed = 1 }: { start: number; round?: number; seed?: number },
  ) {
    const random = seededRandom(seed);
    const sources = tags.map(tag => signal(tag.signal, random));
    const groups = Array.from({ length: Math.ceil(tags.length / GROUP) }, (_, g) => {
      const size = Math.min(GROUP, tags.length - g * GROUP);
      const handles = Uint32Array.from({ length: size }, (_unused, i) => g * GROUP + i);
      return { from: g * GROUP, handles, t: new Float64Array(size), q: new Uint16Array(size).fill(GOOD) };
    });
    this.#start = start;
    this.#batches = Array.from({ length: round }, () => {
      const all = Float64Array.from(sources, next => next());
      return groups.map(({ from, ...group }) => ({ ...group, v: all.subarray(from, from + group.handles.length) }));
    });
  }

  /** Samples of scan `n`. */
  scan(n: number): readonly SampleBatch[] {
    const batches = this.#batches[n % this.#batches.length] ?? [];
    for (const [g, { t }] of batches.entries()) {
      this.#jitter = (Math.imul(this.#jitter, 1_103_515_245) + 12_345) & 0x7fffffff;
      t.fill(this.#start + n * 1_000 + g * 83 + ((this.#jitter >>> 8) % JITTER_MS));
    }
    return batches;
  }
}
