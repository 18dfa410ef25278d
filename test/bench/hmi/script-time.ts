/** What a page spends its time on, as Chromium itself adds it up. */
import type { Page } from 'playwright-core';
import { sleep } from '../bench.ts';
import { UPDATE_MS } from './hmi-rig.ts';

export interface Spent {
  /** JavaScript, ms an update. */
  readonly script: number;
  /** Style and layout, ms an update. */
  readonly layout: number;
}

/** While `ms` pass, by updates of 250 ms each; whatever else the page does counts too. */
export async function spentPerUpdate(page: Page, ms: number): Promise<Spent> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('Performance.enable', { timeDomain: 'timeTicks' });
    const read = async (): Promise<ReadonlyMap<string, number>> => {
      const { metrics } = await session.send('Performance.getMetrics');
      return new Map(metrics.map(({ name, value }) => [name, value * 1_000]));
    };
    const before = await read();
    const startedAt = performance.now();
    await sleep(ms);
    const after = await read();
    const updates = (performance.now() - startedAt) / UPDATE_MS;
    const grown = (name: string): number => ((after.get(name) ?? 0) - (before.get(name) ?? 0)) / updates;
    return { script: grown('ScriptDuration'), layout: grown('RecalcStyleDuration') + grown('LayoutDuration') };
  } finally {
    await session.detach();
  }
}

const MB = 1_048_576;

/** Heap that is in use after a collection, MB. */
export async function heapMb(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    return usedSize / MB;
  } finally {
    await session.detach();
  }
}
