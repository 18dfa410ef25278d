/**
 * What the server has told about each watched node, turned into calls of the sample sink. Main thread. Owns which tags are
 * live: only those are confirmed by a keep-alive, and only by one of their own scan group, so that a tag without a first value,
 * a bad one, or one whose subscription has died can never be kept good by others.
 * Values keep their order: several of one tag in one response reach the sink one after the other, good and bad alike.
 */
import {
  COMM_LOSS,
  CONFIG_ERROR,
  DISABLED,
  isBad,
  NOT_READ_YET,
  type Quality,
} from '../../../../../shared/model/quality.ts';
import type { RawBatch, SampleSink } from '../../../channel.ts';
import type { PublishedReport, PublishedSamples, WatchedNode } from '../messages.ts';
import type { SourceClock } from './source-clock.ts';

export interface LiveValuesOptions {
  /** Handle of each watched node, by index. */
  readonly handles: Uint32Array;
  readonly nodes: readonly Pick<WatchedNode, 'group'>[];
  /** True for a group whose every scan brings every value: nothing else confirms its values. */
  readonly isReadGroup: (group: number) => boolean;
  readonly sink: SampleSink;
  readonly clock: SourceClock;
}

export class LiveValues {
  readonly #options: LiveValuesOptions;
  readonly #isLive: Uint8Array;
  readonly #isOff: Uint8Array;
  /** How often a node has come in the response at hand; all zero between responses. */
  readonly #seen: Uint16Array;
  /** Handles of live tags by group; a missing one has to be gathered anew. */
  readonly #live = new Map<number, Uint32Array>();
  #isLost = false;

  constructor(options: LiveValuesOptions) {
    const { length } = options.handles;
    this.#options = options;
    this.#isLive = new Uint8Array(length);
    this.#isOff = new Uint8Array(length);
    this.#seen = new Uint16Array(length);
  }

  /** The group's subscription lives and these values have changed; all other live ones of the group have not. */
  published({ group, samples, receivedAt }: Pick<PublishedReport, 'group' | 'samples' | 'receivedAt'>): void {
    const { sink, isReadGroup } = this.#options;
    const live = isReadGroup(group) ? null : this.#liveHandles(group);
    if (live && live.length > 0) sink.confirm(live);
    if (!samples) return;
    this.#isLost = false;
    for (const rows of this.#layers(samples.index)) this.#apply(samples, rows, receivedAt);
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
    this.#invalidate(Uint32Array.from(this.#isOff.keys()), COMM_LOSS);
  }

  /** These nodes belong to a device that is out of operation from now on, or back. */
  setOff(index: Uint32Array, isOff: boolean): void {
    if (isOff) this.#invalidate(index, DISABLED);
    for (const at of index) this.#isOff[at] = isOff ? 1 : 0;
    if (!isOff) this.#invalidate(index, this.#isLost ? COMM_LOSS : NOT_READ_YET);
  }

  /**
   * Rows of `samples` in layers: the first value of each node, then the second of those that have one, and so on. Within a
   * layer no node comes twice, so that good and bad values can be told apart without mixing up their order.
   */
  #layers(index: Uint32Array): number[][] {
    const layers: number[][] = [];
    index.forEach((at, row) => {
      if (this.#isOff[at] === 1) return;
      const depth = this.#seen[at] ?? 0;
      this.#seen[at] = depth + 1;
      const layer = layers[depth];
      if (layer) layer.push(row);
      else layers.push([row]);
    });
    for (const at of index) this.#seen[at] = 0;
    return layers;
  }

  #apply(samples: PublishedSamples, rows: readonly number[], receivedAt: number): void {
    const usable: number[] = [];
    const bad = new Map<Quality, number[]>();
    for (const row of rows) {
      const q = samples.q[row] ?? NOT_READ_YET;
      if (!isBad(q)) usable.push(row);
      else if (!bad.get(q)?.push(samples.index[row] ?? 0)) bad.set(q, [samples.index[row] ?? 0]);
    }
    if (usable.length > 0) this.#update(samples, usable, receivedAt);
    for (const [reason, index] of bad) this.#invalidate(Uint32Array.from(index), reason);
  }

  #update(samples: PublishedSamples, rows: readonly number[], receivedAt: number): void {
    const { clock, sink } = this.#options;
    const index = Uint32Array.from(rows, row => samples.index[row] ?? 0);
    const column = (source: Float64Array): Float64Array => Float64Array.from(rows, row => source[row] ?? Number.NaN);
    const sourceT = column(samples.sourceT);
    this.#mark(index, 1);
    const batch: RawBatch = {
      handles: this.#handlesOf(index),
      t: sourceT.map(t => clock.timeOf(t, receivedAt)),
      v: column(samples.v),
      q: Uint16Array.from(rows, row => samples.q[row] ?? NOT_READ_YET),
      sourceT,
      serverT: column(samples.serverT),
    };
    const exact = exactOf(samples.exact, rows);
    sink.update(exact ? { ...batch, exact } : batch);
  }

  #invalidate(index: Uint32Array, reason: Quality): void {
    const own = index.filter(at => this.#isOff[at] === 0);
    this.#mark(own, 0);
    if (own.length > 0) this.#options.sink.invalidate(this.#handlesOf(own), reason);
  }

  #handlesOf(index: Uint32Array): Uint32Array {
    return index.map(at => this.#options.handles[at] ?? 0);
  }

  #mark(index: Uint32Array, isLive: 0 | 1): void {
    for (const at of index) {
      if (this.#isLive[at] === isLive) continue;
      this.#isLive[at] = isLive;
      this.#live.delete(this.#options.nodes[at]?.group ?? 0);
    }
  }

  #liveHandles(group: number): Uint32Array {
    const known = this.#live.get(group);
    if (known) return known;
    const { handles, nodes } = this.#options;
    const live = handles.filter((_handle, at) => this.#isLive[at] === 1 && nodes[at]?.group === group);
    this.#live.set(group, live);
    return live;
  }
}

function exactOf(
  exact: ReadonlyMap<number, bigint | string> | null,
  rows: readonly number[],
): ReadonlyMap<number, bigint | string> | null {
  if (!exact) return null;
  const own = rows.flatMap((row, at) => {
    const value = exact.get(row);
    return value === undefined ? [] : [[at, value] as const];
  });
  return own.length > 0 ? new Map(own) : null;
}
