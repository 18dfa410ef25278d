/** The trend screen with eight pens over a stored year: from the press of a span to drawn, and the pace of frames under a hand. */
import type { Page } from 'playwright-core';
import { frameTimes } from '../alarms/chain/page-probe.ts';
import { type BenchCase, median, percentile, sleep } from '../bench.ts';
import { type HmiRig, react } from './hmi-rig.ts';

export interface TrendPlan {
  readonly runs: number;
  readonly panMs: number;
}

export async function trendCases({ page }: HmiRig, plan: TrendPlan): Promise<Record<string, BenchCase>> {
  const cases: Record<string, BenchCase> = {};
  for (const [name, span] of [
    ['trend-8h', 'hours8'],
    ['trend-1y', 'year'],
  ] as const) {
    const times: number[] = [];
    // The first is not counted.
    for (let run = 0; run <= plan.runs; run++) {
      await openTrends(page);
      const { paintedMs } = await react(page, { kind: 'trend' }, () => page.getByTestId(`span:${span}`).click());
      if (run > 0) times.push(paintedMs);
    }
    const note = `median of ${plan.runs} on a fresh page, from the click to the frame that shows the answer for 8 pens; worst ${Math.max(...times).toFixed(0)} ms`;
    cases[name] = { value: median(times), unit: 'ms', note };
  }
  return { ...cases, ...(await panCases(page, plan.panMs)) };
}

/** Fresh, so that nothing of another span is known. */
async function openTrends(page: Page): Promise<void> {
  await page.evaluate(() => localStorage.removeItem('citygate.trend'));
  await page.reload();
  await page.getByTestId('screen:trends').click();
  await page.waitForFunction(() => document.querySelectorAll('[data-testid^="pen:"]').length === 8);
  await page.getByTestId('span:minutes10').click();
  await sleep(1_000);
  await page.waitForFunction(() => window.pageTraffic.waiting.size === 0);
  await page.evaluate(() => {
    window.pageTraffic.before = window.pageTraffic.asked;
  });
}

/** At the year: each pan and each turn of the wheel shows what has not been read. */
async function panCases(page: Page, ms: number): Promise<Record<string, BenchCase>> {
  const box = await page.getByTestId('trend-plots').boundingBox();
  if (box === null) throw new Error('the plots are not there');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const cases: Record<string, BenchCase> = {};
  const hands: Readonly<Record<string, (step: number) => Promise<void>>> = {
    'pan-p95': step => page.mouse.move(x + 300 * Math.sin(step / 15), y),
    'zoom-p95': step => page.mouse.wheel(0, Math.floor(step / 12) % 2 === 0 ? -120 : 120),
  };
  for (const [name, hand] of Object.entries(hands)) {
    await page.mouse.move(x, y);
    if (name === 'pan-p95') await page.mouse.down();
    const frames = page.evaluate(frameTimes, ms);
    for (let step = 0, until = performance.now() + ms; performance.now() < until; step++) {
      await hand(step);
      await sleep(16);
    }
    const times = await frames;
    if (name === 'pan-p95') await page.mouse.up();
    const note = `8 pens × 1 year, ${times.length} frames, worst ${Math.max(...times).toFixed(0)} ms`;
    cases[name] = { value: percentile(times, 0.95), unit: 'ms', note };
  }
  return cases;
}
