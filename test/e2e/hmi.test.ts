/**
 * The HMI on the headless host: demo field, station and Chromium, three programs. The suite of every host, and what only a page
 * apart from its station can meet.
 */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecentSeries } from '../../shared/rpc/contract.ts';
import { launchBrowser } from '../kit/browser.ts';
import { qualityOn, showsOn } from '../kit/hmi-bench.ts';
import { describeHmi } from '../kit/hmi-suite.ts';
import { plugSpeaker } from '../kit/speaker.ts';
import { descendants, isRunning, projectRoot, StationProcess } from '../kit/station-process.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { sleep, waitFor } from '../kit/wait-for.ts';

const temporary = useTemporaryFolders();
const project = join(projectRoot, 'assets/demo-station');

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await plugSpeaker(page, 'speaker');
  await page.goto(url);
  await page.getByTestId('scene').waitFor();
  return page;
}

/** Process ids of the browser's renderers. */
async function rendererPids(browser: Browser): Promise<readonly number[]> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(p => p.type === 'renderer').map(p => p.id);
}

const isOpening = (message: unknown): message is { method: string; input: { tags?: string[] } } =>
  typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'open';

describeHmi('a browser', async () => {
  const dataDirectory = join(temporary(), 'data');
  const station = await StationProcess.start({ project, data: dataDirectory });
  const browser = await launchBrowser();
  return {
    page: await openPage(browser, station.url),
    dataDirectory,
    value: (method, input) => station.value(method, input),
    stop: async () => {
      await browser.close();
      await station.stop();
    },
  };
});

describe('a page apart from its station', () => {
  let data: string;
  let station: StationProcess;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    data = join(temporary(), 'data');
    station = await StationProcess.start({ project, data });
    browser = await launchBrowser();
    page = await openPage(browser, station.url);
    await showsOn(page, 'PT-1101', 'good', 10_000);
  });

  afterAll(async () => {
    await browser?.close();
    await station?.stop();
  });

  test('a silent station is announced over the whole window and everything is right again without a reload', async () => {
    await page.evaluate(() => {
      document.documentElement.dataset['mark'] = 'same page';
    });
    process.kill(station.pid, 'SIGSTOP');
    try {
      await page.getByTestId('link-banner').waitFor({ timeout: 4_000 });
      expect(await qualityOn(page, 'PT-1101')).toBe('stale');
      expect(await page.locator('[data-testid^="value:"][data-quality="good"]').count()).toBe(0);
      // Nobody knows what it would tell, so it calls; by touch it is silent, and says for whom.
      const silence = page.getByTestId('link-banner').getByTestId('silence');
      expect(await silence.getAttribute('data-sounding')).toBe('2');
      expect(await page.getByTestId('link-banner').locator('[data-testid^="count:"]').count()).toBeGreaterThan(3);
      await silence.click();
      await page.locator('[data-testid="silence"][data-sounding=""]').waitFor();
      await page.getByTestId('alarm-notice').waitFor();
    } finally {
      process.kill(station.pid, 'SIGCONT');
    }
    await page.getByTestId('link-banner').waitFor({ state: 'detached', timeout: 10_000 });
    await showsOn(page, 'PT-1101', 'good', 10_000);
    expect(await page.evaluate(() => document.documentElement.dataset['mark'])).toBe('same page');
  });

  test('a journal that could not be read is read as soon as the station is back, without a new search', async () => {
    await page.getByTestId('screen:alarms').click();
    await page.getByTestId('tab:journal').click();
    const told = async () => (await page.getByTestId('journal-count').textContent()) ?? '';
    await waitFor('the journal', async () => /^\d/.test(await told()));
    process.kill(station.pid, 'SIGSTOP');
    try {
      await page.getByTestId('link-banner').waitFor({ timeout: 4_000 });
      await page.getByTestId('journal:text').fill('PT');
      await waitFor('the failure', async () => /失败|could not be read/.test(await told()));
    } finally {
      process.kill(station.pid, 'SIGCONT');
    }
    await waitFor('the journal again', async () => /^\d/.test(await told()), 10_000);
    await page.getByTestId('screen:overview').click();
  });

  test('a page that opens one screen asks for the values of that screen alone, also after the trends were looked at', async () => {
    const opened: { method: string; input: { tags?: string[] } }[] = [];
    page.once('websocket', socket =>
      socket.on('framesent', ({ payload }) => {
        const message: unknown = typeof payload === 'string' ? JSON.parse(payload) : null;
        if (isOpening(message)) opened.push(message);
      }),
    );
    await page.goto(`${station.url}/#/scenes/chromatograph`);
    await page.reload();
    await page.locator('[data-scene="chromatograph"]').waitFor();
    const asked = () => opened.findLast(({ method }) => method === 'tags')?.input.tags ?? [];
    await waitFor('the values of the screen', async () => asked().some(tag => tag.startsWith('AT-1501')), 10_000);
    await sleep(1_000);
    expect(asked().length).toBeLessThan(60);
    expect(asked()).not.toContain('PT-1303');
    const before = asked().toSorted();
    await page.keyboard.press('F8');
    await waitFor('the values of the pens', async () => asked().some(tag => !before.includes(tag)), 10_000);
    await page.goto(`${station.url}/#/scenes/chromatograph`);
    await waitFor('the pens to be given up', async () => asked().toSorted().join() === before.join(), 10_000);
    await page.getByTestId('screen:overview').click();
    await page.locator('[data-scene="overview"]').waitFor();
  });

  test('a renderer that is killed leaves no gap in what the station knows', async () => {
    const before = await rendererPids(browser);
    const victim = await openPage(browser, station.url);
    const crashed = new Promise(resolve => victim.once('crash', resolve));
    const startedAt = Date.now();
    // The browser keeps a spare renderer, so the page's own may not be the only new one.
    for (const pid of (await rendererPids(browser)).filter(id => !before.includes(id))) process.kill(pid, 'SIGKILL');
    await crashed;
    await sleep(3_000);
    const [series] = await station.value<RecentSeries[]>('history.recent', { tags: ['PT-1101'], from: startedAt });
    const times = Array.from(series?.t ?? []);
    const gaps = times.slice(1).map((t, i) => t - (times[i] ?? 0));
    expect(times.length).toBeGreaterThanOrEqual(3);
    expect(Math.max(...gaps)).toBeLessThan(2_000);
    await victim.close();
  });

  test('a station that is started again on its address is found by the open page, and leaves no process behind', async () => {
    const { port } = station;
    const below = descendants(station.pid);
    await station.kill();
    await page.getByTestId('link-banner').waitFor({ timeout: 4_000 });
    await waitFor('the old processes to end', () => !below.some(isRunning), 6_000);
    station = await StationProcess.start({ project, data, port });
    await page.getByTestId('link-banner').waitFor({ state: 'detached', timeout: 15_000 });
    await showsOn(page, 'PT-1101', 'good', 15_000);
  });
});
