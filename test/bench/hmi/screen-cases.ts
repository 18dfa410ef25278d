/** The demo station under a hand: from a key to a whole screen, from a press on a symbol to a faceplate with values. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot, StationProcess } from '../../kit/station-process.ts';
import { type BenchCase, median, percentile, sleep } from '../bench.ts';
import { react, withPage } from './hmi-rig.ts';

/** From the start until every device has been read. */
const SETTLE_MS = 5_000;
const REST_MS = 400;
const SCREENS = [
  ['F2', 'filtering'],
  ['F3', 'regulation'],
  ['F1', 'overview'],
  ['F4', 'metering'],
  ['F5', 'distribution'],
  ['F6', 'safety'],
  ['F7', 'utilities'],
] as const;
const PLATES = ['XV-1001', 'XV-1101'] as const;

/** @param turns through all screens and faceplates, after one that is not counted */
export async function screenCases(turns: number): Promise<Record<string, BenchCase>> {
  const data = mkdtempSync(join(tmpdir(), 'citygate-bench-'));
  try {
    const station = await StationProcess.start({ project: join(projectRoot, 'assets/demo-station'), data });
    try {
      await sleep(SETTLE_MS);
      return await withPage(station.url, async page => ({
        'screen-change-p95': await changeCase(page, turns),
        faceplate: await plateCase(page, turns * 3),
        'palette-switch': await paletteCase(page, turns * 2),
      }));
    } finally {
      await station.stop();
    }
  } finally {
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function changeCase(page: Page, turns: number): Promise<BenchCase> {
  const times: number[] = [];
  for (let turn = 0; turn <= turns; turn++) {
    for (const [key, scene] of SCREENS) {
      const { paintedMs } = await react(page, { kind: 'scene', id: scene }, () => page.keyboard.press(key));
      if (turn > 0) times.push(paintedMs);
      await sleep(REST_MS);
    }
  }
  const note = `${times.length} changes between the seven screens of the demo station, from the key to the frame with every value; median ${median(times).toFixed(0)} ms, worst ${Math.max(...times).toFixed(0)} ms`;
  return { value: percentile(times, 0.95), unit: 'ms', note };
}

async function plateCase(page: Page, turns: number): Promise<BenchCase> {
  await page.keyboard.press('F1');
  await page.locator('[data-scene="overview"]').waitFor();
  const times: number[] = [];
  for (let turn = 0; turn <= turns; turn++) {
    for (const id of PLATES) {
      const { paintedMs } = await react(page, { kind: 'plate', id }, () => page.getByTestId(`asset:${id}`).click());
      if (turn > 0) times.push(paintedMs);
      await page.keyboard.press('Escape');
      await page.getByTestId(`plate:${id}`).waitFor({ state: 'detached' });
      await sleep(REST_MS);
    }
  }
  const note = `median of ${times.length}, from the click on a valve to the frame with all values of its faceplate; worst ${Math.max(...times).toFixed(0)} ms`;
  return { value: median(times), unit: 'ms', note };
}

async function paletteCase(page: Page, turns: number): Promise<BenchCase> {
  const times: number[] = [];
  for (let turn = 0; turn <= turns; turn++) {
    for (const id of ['night', 'day'] as const) {
      const { paintedMs } = await react(page, { kind: 'palette', id }, () => page.getByTestId(`theme:${id}`).click());
      if (turn > 0) times.push(paintedMs);
      await sleep(REST_MS);
    }
  }
  const note = `median of ${times.length} on the overview, from the click to the frame in the other palette; worst ${Math.max(...times).toFixed(0)} ms`;
  return { value: median(times), unit: 'ms', note };
}
