/** A historian over a temporary folder, with real threads and real files, and what tests say to it and read back. */
import { once } from 'node:events';
import type { MessagePort } from 'node:worker_threads';
import { Historian, type HistorianOptions } from '../../main/historian/historian.ts';
import type { HistorianEvent } from '../../main/historian/historian-event.ts';
import type { ImportBatch, ImportReply } from '../../main/historian/import-messages.ts';
import type { HistorianTag } from '../../main/historian/messages.ts';
import { DEFAULT_HISTORY } from '../../main/historian/settings.ts';
import { systemClock } from '../../main/platform/clock.ts';
import { createLog } from '../../main/platform/log.ts';
import type { HistorySamples } from '../../shared/model/history.ts';
import { GOOD } from '../../shared/model/quality.ts';
import type { SampleBatch } from '../../shared/model/tag.ts';

export const ALL_TIME = { from: 0, to: Date.UTC(2200, 0), bounds: false } as const;

/** `T-0`, `T-1`, … with the given parts, sloped and logged whole where nothing else is said. */
export function historianTags(count: number, parts: Partial<HistorianTag> = {}): HistorianTag[] {
  return Array.from({ length: count }, (_, handle) => ({
    handle,
    name: `T-${handle}`,
    signalClass: 'AI',
    interpolation: 'sloped',
    logging: { kind: 'all' },
    scaling: null,
    range: null,
    ...parts,
  }));
}

export interface Rig {
  readonly historian: Historian;
  readonly events: readonly HistorianEvent[];
  stop(): Promise<void>;
}

export type RigOptions = Partial<Omit<HistorianOptions, 'onEvent'>> & Pick<HistorianOptions, 'folder'>;

/** Opens it; `stop` is the caller's. */
export async function startRig(options: RigOptions): Promise<Rig> {
  const events: HistorianEvent[] = [];
  const historian = new Historian({
    tags: historianTags(4),
    settings: { ...DEFAULT_HISTORY, reserveMb: 0 },
    clock: systemClock,
    log: createLog('historian', { level: 'error', write: () => undefined }),
    onEvent: event => events.push(event),
    ...options,
  });
  await historian.started();
  return { historian, events, stop: () => historian.stop() };
}

/** One sample each of handles 0 … n − 1 at time `t`. */
export function batchOf(t: number, values: readonly number[], q: number = GOOD): SampleBatch {
  return {
    handles: Uint32Array.from(values.keys()),
    t: new Float64Array(values.length).fill(t),
    v: Float64Array.from(values),
    q: new Uint16Array(values.length).fill(q),
  };
}

/** One sample of one handle. */
export function sampleOf(
  handle: number,
  sample: { t: number; v: number; q?: number; exact?: bigint | string },
): SampleBatch {
  const { t, v, q = GOOD, exact } = sample;
  return {
    handles: Uint32Array.of(handle),
    t: Float64Array.of(t),
    v: Float64Array.of(v),
    q: Uint16Array.of(q),
    ...(exact === undefined ? {} : { exact: new Map([[0, exact]]) }),
  };
}

/** Everything that is stored of a tag. */
export async function readAll(historian: Historian, tag: string, keepVersions = false): Promise<HistorySamples> {
  return (await historian.raw(tag, { ...ALL_TIME, keepVersions })).samples;
}

/** Sends a batch and waits for the answer. */
export async function importBatch(port: MessagePort, batch: Omit<ImportBatch, 'kind' | 'id'>): Promise<ImportReply> {
  const answered = once(port, 'message');
  port.postMessage({ kind: 'import', id: 1, ...batch } satisfies ImportBatch);
  const [reply] = await answered;
  return reply;
}
