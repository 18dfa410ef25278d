/**
 * What the server has told about each watched node, turned into calls of the sample sink. Main thread. Owns which tags are
 * live: only those are confirmed by a keep-alive, so that a tag without a first value, or a bad one, can never be kept good.
 */
import { COMM_LOSS, CONFIG_ERROR, isBad, type Quality } from '../../../../shared/model/quality.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { SampleSink } from '../../channel.ts';
import type { PublishedSamples } from './messages.ts';

export class LiveValues {
  /** Handle of each watched node, by index. */
  readonly #handles: Uint32Array;
  readonly #isLive: Uint8Array;
  readonly #sink: SampleSink;
  readonly #clock: Clock;
  /** Handles of live tags; null = has to be gathered anew. */
  #live: Uint32Array | null = null;
  #isLost = false;

  constructor(handles: Uint32Array, sink: SampleSink, clock: Clock) {
    this.#handles = handles;
    this.#isLive = new Uint8Array(handles.length);
    this.#sink = sink;
    this.#clock = clock;
  }

  /** The subscription lives and these values have changed; all other live ones have not. */
  published(samples: PublishedSamples | null): void {
    const live = this.#liveHandles();
    if (live.length > 0) this.#sink.confirm(live);
    if (!samples) return;
    this.#isLost = false;
    this.#apply(samples);
  }

  /** The server does not know these nodes, or does not show them to us. */
  refused(index: Uint32Array): void {
    this.#isLost = false;
    this.#invalidate(index, CONFIG_ERROR);
  }

  /** The link is gone: no value is known any more. Told once, until something is heard again. */
  lost(): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#isLive.fill(0);
    this.#live = null;
    if (this.#handles.length > 0) this.#sink.invalidate(this.#handles.slice(), COMM_LOSS);
  }

  #apply(samples: PublishedSamples): void {
    const usable: number[] = [];
    const bad = new Map<Quality, number[]>();
    samples.q.forEach((q, at) => {
      if (!isBad(q)) usable.push(at);
      else bad.set(q, [...(bad.get(q) ?? []), samples.index[at] ?? 0]);
    });
    this.#update(samples, usable);
    for (const [reason, index] of bad) this.#invalidate(Uint32Array.from(index), reason);
  }

  #update(samples: PublishedSamples, positions: readonly number[]): void {
    if (positions.length === 0) return;
    const receivedAt = this.#clock.now();
    const index = Uint32Array.from(positions, at => samples.index[at] ?? 0);
    this.#mark(index, 1);
    this.#sink.update({
      handles: this.#handlesOf(index),
      t: Float64Array.from(positions, at => samples.t[at] || receivedAt),
      v: Float64Array.from(positions, at => samples.v[at] ?? Number.NaN),
      q: Uint16Array.from(positions, at => samples.q[at] ?? 0),
    });
  }

  #invalidate(index: Uint32Array, reason: Quality): void {
    this.#mark(index, 0);
    this.#sink.invalidate(this.#handlesOf(index), reason);
  }

  #handlesOf(index: Uint32Array): Uint32Array {
    return index.map(at => this.#handles[at] ?? 0);
  }

  #mark(index: Uint32Array, isLive: 0 | 1): void {
    for (const at of index) {
      if (this.#isLive[at] === isLive) continue;
      this.#isLive[at] = isLive;
      this.#live = null;
    }
  }

  #liveHandles(): Uint32Array {
    this.#live ??= this.#handles.filter((_handle, at) => this.#isLive[at] === 1);
    return this.#live;
  }
}
