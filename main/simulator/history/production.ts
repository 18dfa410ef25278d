/**
 * Makes the demo's month at a pace that leaves the station alone: short slices of work with rests between them. Knows neither
 * threads nor ports; clock, sending and resting are handed in.
 */
import type { DemoRun } from './demo-run.ts';
import type { DemoBatch } from './sample-blocks.ts';

/** Work at a time, ms: a stop is heard after it, and another thread of a PC with one free core waits no longer for its turn. */
const SLICE_MS = 15;
/**
 * Share of one core that is used at most. On a PC with two cores the station (a tenth of one), the demo field and the screen go
 * on undisturbed, and the month (65–75 s of work, measured) is there 2½ minutes after the first start. With four cores or more
 * one may be kept busy: then it is there in 1¾ minutes.
 */
const LOAD = 0.6;
const LOAD_WITH_CORES = 0.95;
const MANY_CORES = 4;

/** Share of one core for a computer with so many. */
export const loadFor = (cores: number): number => (cores >= MANY_CORES ? LOAD_WITH_CORES : LOAD);
const PROGRESS_MS = 1000;

export interface Production {
  readonly run: Pick<DemoRun, 'advance' | 'finish' | 'at' | 'isDone'>;
  readonly from: number;
  readonly to: number;
  /** Share of one core, 0…1. */
  readonly load: number;
  /** Rejects to end everything. */
  readonly send: (batch: DemoBatch) => Promise<void>;
  /** Rejects to end everything. */
  readonly rest: (ms: number) => Promise<void>;
  readonly onProgress: (progress: { share: number; doneTo: number }) => void;
  /** Monotonic ms. */
  readonly now: () => number;
}

/** Resolves when everything is stored. Rejects with what `send` or `rest` reject with. */
export async function produce(production: Production): Promise<void> {
  const { run, from, to, load, send, rest, now, onProgress } = production;
  let toldAt = now();
  while (!run.isDone) {
    const ready = slice(run, now);
    for (const batch of ready.batches) await send(batch);
    // Not shortened by the time that the historian took: it works then, and on a small PC on the same core.
    await rest(ready.tookMs * (1 / load - 1));
    if (now() - toldAt < PROGRESS_MS) continue;
    toldAt = now();
    onProgress({ share: Math.min(1, (run.at - from) / (to - from)), doneTo: Math.min(run.at, to) });
  }
  for (const batch of run.finish()) await send(batch);
}

function slice(run: Production['run'], now: () => number): { batches: readonly DemoBatch[]; tookMs: number } {
  const startedAt = now();
  const batches: DemoBatch[] = [];
  // What is ready is sent before more is made, so that memory stays flat.
  while (!run.isDone && batches.length === 0 && now() - startedAt < SLICE_MS) batches.push(...run.advance());
  return { batches, tookMs: now() - startedAt };
}
