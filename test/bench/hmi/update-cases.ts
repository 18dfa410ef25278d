/**
 * A screen of 600 symbols whose values change in the field, four times a second: JavaScript an update, the pace of frames, and how long
 * the screen takes to be there. Beside it the same screen with all values in the state of its root and nothing kept from rendering.
 */
import type { Page } from 'playwright-core';
import { frameTimes } from '../alarms/chain/page-probe.ts';
import { type BenchCase, median, percentile, sleep } from '../bench.ts';
import { BENCH_SCENE } from './hmi-project.ts';
import { type HmiRig, openBenchScene, react, UPDATE_MS } from './hmi-rig.ts';
import { withNaivePage } from './naive-rig.ts';
import { type Spent, spentPerUpdate } from './script-time.ts';

export interface UpdatePlan {
  readonly warmUpMs: number;
  readonly runs: number;
  readonly runMs: number;
  readonly mounts: number;
}

interface Measured extends Spent {
  readonly frames: readonly number[];
}

async function measureUpdates(page: Page, { warmUpMs, runs, runMs }: UpdatePlan): Promise<Measured> {
  await sleep(warmUpMs);
  const spent: Spent[] = [];
  const frames: number[] = [];
  for (let run = 0; run < runs; run++) {
    spent.push(await spentPerUpdate(page, runMs));
    // Apart: asking for every frame is JavaScript too.
    frames.push(...(await page.evaluate(frameTimes, runMs)));
  }
  return { script: median(spent.map(s => s.script)), layout: median(spent.map(s => s.layout)), frames };
}

export async function updateCases(rig: HmiRig, plan: UpdatePlan): Promise<Record<string, BenchCase>> {
  const { page } = rig;
  await openBenchScene(page);
  const elements = await page.locator('svg.scene *').count();
  const cases: Record<string, BenchCase> = {};
  for (const [name, share] of [
    ['update-20', 0.2],
    ['update-100', 1],
  ] as const) {
    const stop = rig.change(share);
    const itemsBefore = await page.evaluate(() => window.pageTraffic.items);
    const startedAt = Date.now();
    const own = await measureUpdates(page, plan);
    const items = (await page.evaluate(() => window.pageTraffic.items)) - itemsBefore;
    const perS = (items / ((Date.now() - startedAt) / 1_000)).toFixed(1);
    await stop();
    const naive = await withNaivePage(share, naivePage => measureUpdates(naivePage, plan));
    const about = `600 symbols (120 with bar, 80 numbers, 400 pumps of which about one in ten changes its state), ${elements} elements, ${perS} messages/s`;
    Object.assign(cases, casesOf({ name, own, naive, about }));
  }
  return { ...cases, mount: await mountCase(page, plan.mounts) };
}

interface Compared {
  readonly name: string;
  readonly own: Measured;
  readonly naive: Measured;
  readonly about: string;
}

function casesOf({ name, own, naive, about }: Compared): Record<string, BenchCase> {
  const p95 = percentile(own.frames, 0.95);
  const naiveP95 = percentile(naive.frames, 0.95);
  return {
    [name]: {
      ...{ value: own.script, unit: 'ms', baseline: naive.script, ratio: own.script / naive.script },
      note: `JavaScript per ${UPDATE_MS} ms, all the page does; style and layout ${own.layout.toFixed(1)} ms more; ${about}; baseline: root state without memo, values made in the page, ${naive.layout.toFixed(1)} ms style and layout`,
    },
    [`${name}-frame-p95`]: {
      ...{ value: p95, unit: 'ms', baseline: naiveP95, ratio: p95 / naiveP95 },
      note: `${own.frames.length} frames, worst ${Math.max(...own.frames).toFixed(0)} ms`,
    },
  };
}

/** Its picture is kept from the first time; the first time is not counted. */
async function mountCase(page: Page, mounts: number): Promise<BenchCase> {
  const there: number[] = [];
  const painted: number[] = [];
  for (let i = 0; i <= mounts; i++) {
    await page.keyboard.press('F1');
    await page.locator('[data-scene="overview"]').waitFor();
    await sleep(300);
    const { thereMs, paintedMs } = await react(page, { kind: 'symbols', id: BENCH_SCENE }, () =>
      page.keyboard.press('F2'),
    );
    if (i === 0) continue;
    there.push(thereMs);
    painted.push(paintedMs);
  }
  const note = `median of ${mounts}, from the key to all 600 symbols in the document; painted after ${median(painted).toFixed(0)} ms`;
  return { value: median(there), unit: 'ms', note };
}
