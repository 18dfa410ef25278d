/**
 * What users of a comparable open-source SCADA have complained of, each as what must be true here. Those that another test holds
 * already are named in docs/hmi-review.md with that test.
 */
import { describe, expect, test } from 'vitest';
import { totalSpans } from '../../renderer/faceplates/history/totals.ts';
import type { AggregateSeries } from '../../shared/model/history.ts';
import type { StationDescription } from '../../shared/model/station.ts';
import { zoneClock } from '../../shared/time/zone.ts';
import { calm, INTRUSION, isIn, MAINS, openList, signOn, statusOf, trip } from './hmi-alarm-hands.ts';
import type { AtBench } from './hmi-bench.ts';
import { sleep, waitFor } from './wait-for.ts';

const YEAR_MS = 365 * 86_400_000;
/** Long enough for an alarm that ends to be told to the page and for a horn to begin. */
const QUIET_MS = 2_000;
/** Sizes of type of a line differ by no more, px at 1920 × 1080: its middles do. */
const ONE_LINE_PX = 6;
const COUNTERS = ['FQ-1401A', 'FQ-1401B', 'FQ-1401C'];

export function describeComplaints(at: AtBench): void {
  describe('a complaint of users elsewhere: here', () => {
    describeChart(at);
    describeAlarmList(at);
    describeDay(at);
  });
}

async function openTrends(at: AtBench): Promise<void> {
  const { page } = at();
  await page.keyboard.press('F8');
  await page.getByTestId('trends').waitFor();
  const hasPens = async (): Promise<boolean> => (await page.locator('[data-testid^="pen:"]').count()) > 0;
  await waitFor('pens', hasPens, 10_000);
}

function describeChart(at: AtBench): void {
  const plots = () => at().page.getByTestId('trend-plots');
  const shows = (ms: number) => async (): Promise<boolean> => {
    const [from, to] = [Number(await plots().getAttribute('data-from')), Number(await plots().getAttribute('data-to'))];
    const isReady = (await plots().getAttribute('data-state')) === 'ready';
    return isReady && Math.abs(to - from - ms) < 5_000;
  };

  test('a chart goes from ten minutes to a year and back while one waits, and forth again at once', async () => {
    const { page } = at();
    await openTrends(at);
    for (let turn = 0; turn < 3; turn++) {
      await page.getByTestId('span:minutes10').click();
      await waitFor('ten minutes', shows(600_000), 5_000);
      await page.getByTestId('span:year').click();
      await waitFor('a year', shows(YEAR_MS), 5_000);
    }
    expect(await page.locator('.trends-note').count()).toBe(0);
    await page.getByTestId('span:hour').click();
  });

  test('a cursor stays at its time when the chart is zoomed and when the window is', async () => {
    const { page } = at();
    await openTrends(at);
    await page.getByTestId('span:hour').click();
    await page.getByTestId('trend-history-mode').click();
    const box = await plots().boundingBox();
    if (box === null) throw new Error('the plots are not there');
    const [x, y] = [box.x + box.width * 0.6, box.y + box.height / 2];
    await page.mouse.click(x, y);
    const table = async (): Promise<number> => Number(await page.getByTestId('trend-table').getAttribute('data-at'));
    await page.getByTestId('trend-cursor-time').waitFor();
    const before = await table();
    try {
      for (let turn = 0; turn < 3; turn++) await page.mouse.wheel(0, -120);
      await waitFor('the zoom', async () => !(await shows(3_600_000)()), 3_000);
      expect(await table()).toBe(before);
      await page.setViewportSize({ width: 1280, height: 720 });
      await sleep(400);
      expect(await table()).toBe(before);
      expect(await page.getByTestId('trend-cursor-time').isVisible()).toBe(true);
    } finally {
      await page.setViewportSize({ width: 1920, height: 1080 });
      await page.getByTestId('trend-cursor-remove:a').click();
      await page.keyboard.press('End');
    }
  });
}

/** Middles of all lines of text in the banner, its height, and the height of a line of its largest type, px. */
const bannerOf = (at: AtBench) =>
  at()
    .page.getByTestId('message')
    .evaluate(banner => {
      const texts = document.createTreeWalker(banner, NodeFilter.SHOW_TEXT);
      const middles: number[] = [];
      let line = 0;
      for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(text);
        for (const { width, height, top } of range.getClientRects()) {
          if (width === 0) continue;
          middles.push(top + height / 2);
          line = Math.max(line, height);
        }
      }
      return { middles, height: banner.getBoundingClientRect().height, line };
    });

function describeAlarmList(at: AtBench): void {
  test('one list has what stands and what has gone unseen; a banner of one line; who acknowledges hears no more of it', async () => {
    const { page, field } = at();
    await signOn(at);
    await trip(at, INTRUSION);
    await trip(at, MAINS);
    await field.release(INTRUSION.tag);
    await isIn(at, INTRUSION.id, 'RTN_UNACK');
    const { middles, height, line } = await bannerOf(at);
    expect(middles.length).toBeGreaterThan(5);
    expect(Math.max(...middles) - Math.min(...middles)).toBeLessThan(ONE_LINE_PX);
    expect(height).toBeLessThan(2 * line);
    await openList(at);
    await page.getByTestId(`alarm:${INTRUSION.id}`).waitFor();
    await page.getByTestId(`alarm:${MAINS.id}`).focus();
    await page.keyboard.press('Space');
    await isIn(at, MAINS.id, 'ACK');
    await page.getByTestId(`alarm:${INTRUSION.id}`).focus();
    await page.keyboard.press('Space');
    await isIn(at, INTRUSION.id, 'NORMAL');
    await page.locator('[data-testid="silence"][data-sounding=""]').waitFor();
    await field.release(MAINS.tag);
    await waitFor('its end', async () => (await statusOf(at, MAINS.id))?.name === 'NORMAL', 15_000);
    await sleep(QUIET_MS);
    expect(await page.getByTestId('silence').getAttribute('data-sounding')).toBe('');
    await calm(at);
  });
}

/** The page asks for it once a minute; a busy computer may take some seconds more. */
const READ_AGAIN_MS = 75_000;

function describeDay(at: AtBench): void {
  test('the volume of a day is what the totalisers have risen by, not what they read', async () => {
    const { page, host } = at();
    const day = page.getByTestId('day-volume').locator('.val').first();
    const shown = async (): Promise<number> => Number(((await day.textContent()) ?? '').replaceAll(',', ''));
    await waitFor('the volume of the day', async () => Number.isFinite(await shown()), 40_000);
    const { timeZone, gasDayStart } = await host.value<StationDescription>('station.describe', {});
    const { from } = totalSpans(Date.now(), zoneClock(timeZone), gasDayStart).gasDay;
    /** From its first reading of the day to its last before `to`, m³. */
    const riseOf = async (tag: string, to: number): Promise<number> => {
      const asked = { tags: [tag], aggregates: ['Start', 'End'], from, to, stepMs: to - from };
      const [first, last] = await host.value<AggregateSeries[]>('history.aggregate', asked);
      return (last?.v[0] ?? 0) - (first?.v[0] ?? 0);
    };
    const rise = async (to: number): Promise<number> => {
      const rises = await Promise.all(COUNTERS.map(tag => riseOf(tag, to)));
      return rises.reduce((sum, one) => sum + one, 0);
    };
    // The demo may still be writing its past, so that both grow for a while.
    await waitFor(
      'the volume of the day to be the rise of its totalisers',
      async () => {
        const now = Date.now();
        const least = await rise(Math.max(from + 1_000, now - READ_AGAIN_MS));
        const [volume, most] = [await shown(), await rise(now)];
        return most > 0 && volume >= least - COUNTERS.length && volume <= most + COUNTERS.length;
      },
      2 * READ_AGAIN_MS,
    );
  }, 200_000);
}
