/** A sample sink and channel context that remember everything, for tests of a driver against a real peer. */

import type { BoundTag, ChannelContext, DeviceChange, SampleSink } from '../../main/acquisition/channel.ts';
import { createLog } from '../../main/platform/log.ts';
import type { DeviceCause, DeviceState } from '../../shared/model/device.ts';
import type { Quality } from '../../shared/model/quality.ts';
import { channelContext, projectTag } from './project-parts.ts';

export interface Seen {
  v: number;
  t: number;
  q: Quality;
  exact: bigint | string | undefined;
  sourceT: number;
  serverT: number;
  updates: number;
  confirms: number;
  /** Monotonic ms of the last update or confirmation. */
  freshAt: number;
  /** Monotonic ms of the last invalidation. */
  badAt: number;
}

export class ChannelRecorder {
  readonly changes: (DeviceChange & { readonly at: number })[] = [];
  readonly lines: string[] = [];
  readonly secrets = new Map<string, string>();
  readonly context: ChannelContext;
  /** Called for each value, in the order in which they come. */
  onValue: ((handle: number, value: number) => void) | null = null;
  readonly #seen = new Map<number, Seen>();

  constructor(dataDirectory: string, change: Partial<ChannelContext> = {}) {
    const sink: SampleSink = {
      update: batch =>
        batch.handles.forEach((handle, at) => {
          const seen = this.of(handle);
          seen.v = batch.v[at] ?? Number.NaN;
          seen.t = batch.t[at] ?? Number.NaN;
          seen.q = batch.q[at] ?? 0;
          seen.exact = batch.exact?.get(at);
          seen.sourceT = batch.sourceT?.[at] ?? Number.NaN;
          seen.serverT = batch.serverT?.[at] ?? Number.NaN;
          seen.freshAt = performance.now();
          seen.updates += 1;
          this.onValue?.(handle, seen.v);
        }),
      confirm: handles => {
        for (const handle of handles) {
          this.of(handle).confirms += 1;
          this.of(handle).freshAt = performance.now();
        }
      },
      invalidate: (handles, reason) => {
        for (const handle of handles)
          Object.assign(this.of(handle), { v: Number.NaN, q: reason, badAt: performance.now() });
      },
    };
    this.context = channelContext({
      sink,
      log: createLog('test', { level: 'debug', write: line => void this.lines.push(line) }),
      onChange: change => void this.changes.push({ ...change, at: performance.now() }),
      secret: name => this.secrets.get(name) ?? null,
      dataDirectory,
      ...change,
    });
  }

  of(handle: number): Seen {
    const known = this.#seen.get(handle);
    if (known) return known;
    const none = { t: 0, q: 0, updates: 0, confirms: 0, freshAt: 0, badAt: 0 };
    const seen: Seen = { ...none, v: Number.NaN, exact: undefined, sourceT: Number.NaN, serverT: Number.NaN };
    this.#seen.set(handle, seen);
    return seen;
  }

  /** The last change told, as `state/cause`. */
  get last(): `${DeviceState}/${DeviceCause}` | 'none' {
    const change = this.changes.at(-1);
    return change ? `${change.state}/${change.cause}` : 'none';
  }
}

/** Resolves with the ms it took until `isTrue`; rejects after `limitMs` with what was looked for. */
export async function until(what: string, isTrue: () => boolean, limitMs: number): Promise<number> {
  const startedAt = performance.now();
  while (!isTrue()) {
    if (performance.now() - startedAt > limitMs) throw new Error(`not within ${limitMs} ms: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  return performance.now() - startedAt;
}

/** A tag with an OPC UA address and otherwise plain properties. */
export function opcuaTag(handle: number, nodeId: string, periodMs = 1_000): BoundTag {
  const address = { kind: 'opcua', nodeId } as const;
  return {
    handle,
    tag: projectTag(handle, { signalClass: 'COM', periodMs, device: 'GC', address, addressText: nodeId }),
  };
}
