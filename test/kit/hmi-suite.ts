/**
 * The product as a person meets it, whatever host shows it: what the screen shows, what it says when something is lost, and that
 * it is right again by itself. A test file hands in a started host on the demo station with its page open.
 */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TagDefinition, TagReading } from '../../shared/model/tag.ts';
import type { RecentSeries } from '../../shared/rpc/contract.ts';
import { FieldControl } from './field-control.ts';
import { sleep, waitFor } from './wait-for.ts';

export interface HmiHost {
  /** Shows the overview at 1920 × 1080. */
  readonly page: Page;
  readonly dataDirectory: string;
  /** The value of a call that must succeed. */
  value<T>(method: string, input?: unknown): Promise<T>;
  stop(): Promise<void>;
}

interface Bench {
  readonly host: HmiHost;
  readonly page: Page;
  readonly field: FieldControl;
}

export const qualityOn = (page: Page, tag: string) =>
  page.getByTestId(`value:${tag}`).first().getAttribute('data-quality');

export const showsOn = (page: Page, tag: string, quality: string, limitMs: number) =>
  waitFor(`${tag} to look ${quality}`, async () => (await qualityOn(page, tag)) === quality, limitMs);

/** Every visible text of the page: which overlap, which are below 12 px, and all of them. */
async function textReport(page: Page): Promise<{ overlaps: string[]; small: string[]; all: string[] }> {
  return page.evaluate(() => {
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
        // Line boxes are taller than glyphs: half of the smaller text must be shared to touch.
        if (wide > 1 && high > Math.min(a.size, b.size) * 0.5) overlaps.push(`${a.text} × ${b.text}`);
      }
    }
    return { overlaps, small: boxes.filter(b => b.size < 11.9).map(b => b.text), all: boxes.map(b => b.text) };
  });
}

/** Runs every test that holds for any host. */
export function describeHmi(name: string, start: () => Promise<HmiHost>): void {
  describe(`the HMI in ${name}`, () => {
    let bench: Bench | undefined;
    const at = (): Bench => {
      if (bench === undefined) throw new Error('the host did not start');
      return bench;
    };
    beforeAll(async () => {
      const host = await start();
      bench = { host, page: host.page, field: new FieldControl(host.dataDirectory) };
      await showsOn(host.page, 'PT-1101', 'good', 10_000);
    });
    afterEach(async () => {
      await bench?.field.clear();
    });
    afterAll(async () => {
      await bench?.host.stop();
    });
    describeOverview(at);
    describeTrend(at);
    describeOverride(at);
    describeLosses(at);
  });
}

function describeOverview(at: () => Bench): void {
  describe('the overview', () => {
    test('shows every device online and all but the not configured values good', async () => {
      const all = await at().host.value<TagDefinition[]>('tags.list', {});
      const tags = all.filter(t => t.signalClass !== 'SYS');
      expect(tags.length).toBe(230);
      const settled = async () => {
        const readings = await at().host.value<TagReading[]>('tags.read', { tags: tags.map(t => t.name) });
        return readings.filter(r => r.quality !== 'good');
      };
      await waitFor('all values', async () => (await settled()).every(r => r.reason === 'not-configured'), 10_000);
      const rest = await settled();
      expect(rest.length).toBe(16);
      expect(rest.every(r => r.value === null)).toBe(true);
    });

    test('shows what the field truly served', async () => {
      const shown = await at()
        .page.locator('[data-testid^="value:"][data-quality="good"]')
        .evaluateAll(nodes =>
          nodes.map(n => ({
            tag: n.getAttribute('data-testid')?.slice('value:'.length) ?? '',
            text: n.textContent ?? '',
            at: Date.now(),
          })),
        );
      const tags = new Map((await at().host.value<TagDefinition[]>('tags.list', {})).map(t => [t.name, t]));
      const measured = shown.filter(s => tags.get(s.tag)?.device && tags.get(s.tag)?.unit);
      expect(measured.length).toBeGreaterThan(40);
      for (const { tag, text, at: shownAt } of measured) {
        // A scan, a stream interval and a slow tag's own period old at most.
        const from = shownAt - (tags.get(tag)?.periodMs ?? 0) - 3_000;
        const truth = await at().field.truth([tag], from, shownAt);
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
      await at().page.getByTestId(`language:${language}`).click();
      await sleep(400);
      const report = await textReport(at().page);
      expect(report.overlaps).toEqual([]);
      expect(report.small).toEqual([]);
      if (language === 'en') {
        expect(report.all.filter(text => /[\u4e00-\u9fff]/.test(text) && text !== '中')).toEqual([]);
      } else {
        expect(report.all.filter(text => /[a-z]{5,}/.test(text))).toEqual([]);
      }
    });

    test('changes palette at once and keeps language and palette over a reload', async () => {
      await at().page.getByTestId('theme:night').click();
      const dark = await at().page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      await at().page.getByTestId('language:en').click();
      await at().page.reload();
      await at().page.getByTestId('scene').waitFor();
      expect(await at().page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(dark);
      expect(await at().page.evaluate(() => document.documentElement.lang)).toMatch(/^en/);
      await at().page.getByTestId('theme:day').click();
      expect(await at().page.evaluate(() => getComputedStyle(document.body).backgroundColor)).not.toBe(dark);
    });
  });
}

function describeTrend(at: () => Bench): void {
  describe('the trend', () => {
    test('opens from any value in one action, shows the same value, and closes with Esc', async () => {
      await at().page.getByTestId('value:PT-1101').first().click();
      await at().page.getByTestId('trend').waitFor();
      await at().page.waitForFunction(() => document.querySelector('[data-testid="trend"] canvas') !== null);
      await waitFor(
        'the same text in trend and mimic',
        async () =>
          (await at().page.getByTestId('trend-value').textContent()) ===
          (await at().page.getByTestId('value:PT-1101').first().textContent()),
        5_000,
      );
      await at().page.keyboard.press('Escape');
      await at().page.getByTestId('trend').waitFor({ state: 'detached' });
    });
  });
}

function describeOverride(at: () => Bench): void {
  describe('a forced value', () => {
    const shown = () => at().page.getByTestId('value:PT-1101').first();
    /** The number, its box and its letter are drawn side by side. */
    const letter = () =>
      shown().evaluate(number => {
        const boxes = [...(number.parentElement?.querySelectorAll('g') ?? [])];
        return boxes.find(g => g.getAttribute('visibility') === 'visible')?.textContent ?? '';
      });
    test('is boxed with F and says who entered it and why, until it is released', async () => {
      const by = { who: 'Li', why: 'gauge reading' };
      const until = Date.now() + 600_000;
      await at().host.value('tags.override', { tag: 'PT-1101', kind: 'force', value: 2.345, until, ...by });
      await waitFor('the forced value', async () => (await shown().textContent())?.startsWith('2.34'));
      expect(await letter()).toBe('F');
      expect(await qualityOn(at().page, 'PT-1101')).toBe('uncertain');
      await shown().hover();
      const tooltip = at().page.getByTestId('tooltip');
      await waitFor('who and why', async () => /Li.*gauge reading/.test((await tooltip.textContent()) ?? ''));
      await at().host.value('tags.release', { tag: 'PT-1101', ...by });
      await showsOn(at().page, 'PT-1101', 'good', 5_000);
      expect(await letter()).toBe('');
      await at().page.mouse.move(0, 0);
    });
  });
}

function describeLosses(at: () => Bench): void {
  const qualityOf = (tag: string) => qualityOn(at().page, tag);
  const shows = (tag: string, quality: string, limitMs: number) => showsOn(at().page, tag, quality, limitMs);
  describe('when something is lost', () => {
    test('a device that is gone makes its values old, leaves the others good, and comes back by itself', async () => {
      await at().field.fault('device-offline', 'PLC');
      await shows('PT-1101', 'stale', 5_000);
      expect(await qualityOf('FI-1701')).toBe('good');
      const { overlaps } = await textReport(at().page);
      expect(overlaps).toEqual([]);
      const [reading] = await at().host.value<TagReading[]>('tags.read', { tags: ['PT-1101'] });
      expect(reading).toMatchObject({ value: null, quality: 'bad' });
      expect(reading?.lastGood?.value).toBeGreaterThan(1);
      await at().field.clear();
      await shows('PT-1101', 'good', 15_000);
    });

    test('a half-open device is never shown as good after its deadline', async () => {
      const startedAt = Date.now();
      await at().field.fault('device-half-open', 'FCA');
      await shows('FI-1401A', 'stale', 6_000);
      const [series] = await at().host.value<RecentSeries[]>('history.recent', { tags: ['FI-1401A'], from: startedAt });
      const times = Array.from(series?.t ?? []);
      const lastGood = times.findLast((_, i) => (series?.q[i] ?? 0) >> 8 === 2) ?? startedAt;
      const firstBad = times.find((t, i) => t > lastGood && (series?.q[i] ?? 0) >> 8 === 0) ?? Number.POSITIVE_INFINITY;
      // Three scans of 1 s, and one second to say so.
      expect(firstBad - lastGood).toBeLessThanOrEqual(4_000);
      await at().field.clear();
      await shows('FI-1401A', 'good', 40_000);
    });

    test('a killed field is started again, values heal and no totaliser runs backwards', async () => {
      const totaliser = async () =>
        (await at().host.value<TagReading[]>('tags.read', { tags: ['FQ-1401A'] }))[0]?.value ?? null;
      const before = await totaliser();
      process.kill(at().field.pid, 'SIGKILL');
      await shows('PT-1101', 'stale', 5_000);
      await shows('PT-1101', 'good', 20_000);
      const analyser = async () =>
        (await at().host.value<TagReading[]>('tags.read', { tags: ['AT-1501.C1'] }))[0]?.quality;
      await waitFor('the analyser', async () => (await analyser()) === 'good', 20_000);
      await waitFor('the totaliser', async () => (await totaliser()) !== null, 20_000);
      expect(await totaliser()).toBeGreaterThanOrEqual(before ?? 0);
    });
  });
}
