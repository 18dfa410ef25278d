/**
 * The product as a person meets it: demo field, station and Chromium, three programs. What the screen shows, what it says when
 * something is lost, and that it is right again by itself.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TagDefinition, TagReading } from '../../shared/model/tag.ts';
import type { RecentSeries } from '../../shared/rpc/contract.ts';
import { launchBrowser } from '../kit/browser.ts';
import { FieldControl } from '../kit/field-control.ts';
import { descendants, isRunning, projectRoot, StationProcess } from '../kit/station-process.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { sleep, waitFor } from '../kit/wait-for.ts';

const temporary = useTemporaryFolders();
const project = join(projectRoot, 'assets/demo-station');

let data: string;
let station: StationProcess;
let field: FieldControl;
let browser: Browser;
let page: Page;

const qualityOf = (tag: string) => page.getByTestId(`value:${tag}`).first().getAttribute('data-quality');
const shows = (tag: string, quality: string, limitMs: number) =>
  waitFor(`${tag} to look ${quality}`, async () => (await qualityOf(tag)) === quality, limitMs);

async function openPage(): Promise<Page> {
  const opened = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await opened.goto(station.url);
  await opened.getByTestId('scene').waitFor();
  return opened;
}

beforeAll(async () => {
  data = join(temporary(), 'data');
  station = await StationProcess.start({ project, data });
  field = new FieldControl(data);
  browser = await launchBrowser();
  page = await openPage();
  await shows('PT-1101', 'good', 10_000);
});

afterEach(async () => {
  await field.clear();
});

afterAll(async () => {
  await browser?.close();
  await station?.stop();
});

describe('the overview', () => {
  test('shows every device online and all but the not configured values good', async () => {
    const tags = await station.value<TagDefinition[]>('tags.list', {});
    expect(tags.length).toBe(230);
    const settled = async () => {
      const readings = await station.value<TagReading[]>('tags.read', { tags: tags.map(t => t.name) });
      return readings.filter(r => r.quality !== 'good');
    };
    await waitFor('all values', async () => (await settled()).every(r => r.reason === 'not-configured'), 10_000);
    const rest = await settled();
    expect(rest.length).toBe(16);
    expect(rest.every(r => r.value === null)).toBe(true);
  });

  test('shows what the field truly served', async () => {
    const shown = await page.locator('[data-testid^="value:"][data-quality="good"]').evaluateAll(nodes =>
      nodes.map(n => ({
        tag: n.getAttribute('data-testid')?.slice('value:'.length) ?? '',
        text: n.textContent ?? '',
        at: Date.now(),
      })),
    );
    const tags = new Map((await station.value<TagDefinition[]>('tags.list', {})).map(t => [t.name, t]));
    const measured = shown.filter(s => tags.get(s.tag)?.device && tags.get(s.tag)?.unit);
    expect(measured.length).toBeGreaterThan(40);
    for (const { tag, text, at } of measured) {
      // A scan, a stream interval and a slow tag's own period old at most.
      const from = at - (tags.get(tag)?.periodMs ?? 0) - 3_000;
      const truth = await field.truth([tag], from, at);
      const decimals = tags.get(tag)?.decimals ?? 0;
      const number = Number(text.replaceAll(',', '').replace('−', '-'));
      const nearest = Math.min(...truth.map(row => Math.abs(row.value - number)));
      expect(nearest, `${tag} shows ${text}`).toBeLessThanOrEqual(0.51 * 10 ** -decimals);
    }
  });

  test.each([
    'zh',
    'en',
  ] as const)('has no overlapping and no small text in %s, and no mixed languages', async language => {
    await page.getByTestId(`language:${language}`).click();
    await sleep(400);
    const report = await page.evaluate(() => {
      const texts = [...document.querySelectorAll('svg text, .shell *')].filter(
        n =>
          n.childNodes.length > 0 &&
          [...n.childNodes].some(c => c.nodeType === 3 && c.textContent?.trim()) &&
          n.checkVisibility({ visibilityProperty: true }),
      );
      const boxes = texts.map(n => ({
        node: n,
        text: n.textContent?.trim() ?? '',
        box: n.getBoundingClientRect(),
        size: Number.parseFloat(getComputedStyle(n).fontSize),
      }));
      const overlaps: string[] = [];
      for (let i = 0; i < boxes.length; i++) {
        for (let j = i + 1; j < boxes.length; j++) {
          const a = boxes[i];
          const b = boxes[j];
          if (a === undefined || b === undefined || a.node.contains(b.node) || b.node.contains(a.node)) continue;
          const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
          const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
          // Line boxes are taller than glyphs: a quarter of the smaller text must be shared to touch.
          if (wide > 1 && high > Math.min(a.size, b.size) * 0.5) overlaps.push(`${a.text} × ${b.text}`);
        }
      }
      return { overlaps, small: boxes.filter(b => b.size < 11.9).map(b => b.text), all: boxes.map(b => b.text) };
    });
    expect(report.overlaps).toEqual([]);
    expect(report.small).toEqual([]);
    if (language === 'en') {
      expect(report.all.filter(text => /[\u4e00-\u9fff]/.test(text) && text !== '中')).toEqual([]);
    } else {
      expect(report.all.filter(text => /[a-z]{5,}/.test(text))).toEqual([]);
    }
  });

  test('changes palette at once and keeps language and palette over a reload', async () => {
    await page.getByTestId('theme:night').click();
    const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.getByTestId('language:en').click();
    await page.reload();
    await page.getByTestId('scene').waitFor();
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(dark);
    expect(await page.evaluate(() => document.documentElement.lang)).toMatch(/^en/);
    await page.getByTestId('theme:day').click();
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).not.toBe(dark);
  });
});

describe('the trend', () => {
  test('opens from any value in one action, shows the same value, and closes with Esc', async () => {
    await page.getByTestId('value:PT-1101').first().click();
    await page.getByTestId('trend').waitFor();
    await page.waitForFunction(() => document.querySelector('[data-testid="trend"] canvas') !== null);
    await waitFor(
      'the same text in trend and mimic',
      async () =>
        (await page.getByTestId('trend-value').textContent()) ===
        (await page.getByTestId('value:PT-1101').first().textContent()),
      5_000,
    );
    await page.keyboard.press('Escape');
    await page.getByTestId('trend').waitFor({ state: 'detached' });
  });
});

describe('when something is lost', () => {
  test('a device that is gone makes its values old, leaves the others good, and comes back by itself', async () => {
    await field.fault('device-offline', 'PLC');
    await shows('PT-1101', 'stale', 5_000);
    expect(await qualityOf('FI-1701')).toBe('good');
    const [reading] = await station.value<TagReading[]>('tags.read', { tags: ['PT-1101'] });
    expect(reading).toMatchObject({ value: null, quality: 'bad' });
    expect(reading?.lastGood?.value).toBeGreaterThan(1);
    await field.clear();
    await shows('PT-1101', 'good', 15_000);
  });

  test('a half-open device is never shown as good after its deadline', async () => {
    const startedAt = Date.now();
    await field.fault('device-half-open', 'FCA');
    await shows('FI-1401A', 'stale', 6_000);
    const [series] = await station.value<RecentSeries[]>('history.recent', { tags: ['FI-1401A'], from: startedAt });
    const times = Array.from(series?.t ?? []);
    const lastGood = times.findLast((_, i) => (series?.q[i] ?? 0) >> 8 === 2) ?? startedAt;
    const firstBad = times.find((t, i) => t > lastGood && (series?.q[i] ?? 0) >> 8 === 0) ?? Number.POSITIVE_INFINITY;
    // Three scans of 1 s, and one second to say so.
    expect(firstBad - lastGood).toBeLessThanOrEqual(4_000);
    await field.clear();
    await shows('FI-1401A', 'good', 40_000);
  });

  test('a killed field is started again, values heal and no totaliser runs backwards', async () => {
    const totaliser = async () =>
      (await station.value<TagReading[]>('tags.read', { tags: ['FQ-1401A'] }))[0]?.value ?? null;
    const before = await totaliser();
    const [pid = 0] = descendants(station.pid);
    process.kill(pid, 'SIGKILL');
    await shows('PT-1101', 'stale', 5_000);
    await shows('PT-1101', 'good', 20_000);
    const analyser = async () => (await station.value<TagReading[]>('tags.read', { tags: ['AT-1501.C1'] }))[0]?.quality;
    await waitFor('the analyser', async () => (await analyser()) === 'good', 20_000);
    await waitFor('the totaliser', async () => (await totaliser()) !== null, 20_000);
    expect(await totaliser()).toBeGreaterThanOrEqual(before ?? 0);
  });

  test('a silent station is announced over the whole window and everything is right again without a reload', async () => {
    await page.evaluate(() => {
      document.documentElement.dataset['mark'] = 'same page';
    });
    process.kill(station.pid, 'SIGSTOP');
    try {
      await page.getByTestId('link-banner').waitFor({ timeout: 4_000 });
      expect(await qualityOf('PT-1101')).toBe('stale');
      expect(await page.locator('[data-testid^="value:"][data-quality="good"]').count()).toBe(0);
    } finally {
      process.kill(station.pid, 'SIGCONT');
    }
    await page.getByTestId('link-banner').waitFor({ state: 'detached', timeout: 10_000 });
    await shows('PT-1101', 'good', 10_000);
    expect(await page.evaluate(() => document.documentElement.dataset['mark'])).toBe('same page');
  });

  test('a renderer that is killed leaves no gap in what the station knows', async () => {
    const victim = await openPage();
    const renderers = execFileSync('ps', ['-eo', 'pid,args'])
      .toString()
      .split('\n')
      .filter(l => l.includes('--type=renderer'));
    expect(renderers.length).toBeGreaterThan(0);
    const crashed = new Promise(resolve => victim.once('crash', resolve));
    const startedAt = Date.now();
    await victim.goto('chrome://crash').catch((error: unknown) => expect(String(error)).toMatch(/crash|closed|ERR/i));
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
    await shows('PT-1101', 'good', 15_000);
  });
});
