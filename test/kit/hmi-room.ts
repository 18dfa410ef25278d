/** The room around the screens: every size of window in both languages, fingers, the number pad, further windows. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { StationDescription } from '../../shared/model/station.ts';
import type { AtBench } from './hmi-bench.ts';
import { targetReport } from './hmi-targets.ts';
import { textReport } from './hmi-texts.ts';
import { waitFor } from './wait-for.ts';

const SIZES = [
  { width: 1366, height: 768 },
  { width: 3840, height: 2160 },
] as const;
const VIEWS = [
  '#/trends',
  '#/alarms',
  '#/alarms/journal',
  '#/alarms/events',
  '#/support',
  '#/support/interlocks',
  '#/communication',
];

export function describeRoom(at: AtBench): void {
  async function screens(): Promise<readonly string[]> {
    const { scenes } = await at().host.value<StationDescription>('station.describe');
    return [...scenes.map(({ id }) => `#/scenes/${id}`), ...VIEWS];
  }
  async function show(page: Page, hash: string): Promise<void> {
    await page.evaluate(to => {
      location.hash = to;
    }, hash);
    if (hash.startsWith('#/scenes/')) await page.locator(`[data-scene="${hash.slice(9)}"]`).waitFor();
    await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }

  test.each(
    SIZES,
  )('every screen fits a window of $width × $height in both languages: no text lies on another or beside the window', {
    timeout: 120_000,
  }, async size => {
    const { page } = at();
    await page.setViewportSize(size);
    const wrong: string[] = [];
    for (const language of ['en', 'zh'] as const) {
      await page.getByTestId(`language:${language}`).click();
      for (const hash of await screens()) {
        await show(page, hash);
        const { overlaps, small } = await textReport(page);
        // The frame of the smallest window has 11 px.
        const tiny = size.width < 1920 ? [] : small;
        const cut = await page.evaluate(() =>
          document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight
            ? ['scrolls']
            : [],
        );
        wrong.push(
          ...[...overlaps, ...tiny.map(text => `small: ${text}`), ...cut].map(text => `${language} ${hash}: ${text}`),
        );
      }
    }
    await page.getByTestId('language:en').click();
    await page.setViewportSize({ width: 1920, height: 1080 });
    expect(wrong).toEqual([]);
  });

  test('in a window for fingers nothing that is pressed is under 46 px or nearer than 8 px to another', {
    timeout: 120_000,
  }, async () => {
    const { page } = at();
    const wrong: string[] = [];
    await page.keyboard.press('?');
    await page.getByTestId('touch:on').check();
    wrong.push(...(await targetReport(page, 'dialog')));
    await page.keyboard.press('Escape');
    for (const size of [SIZES[0], { width: 1920, height: 1080 }]) {
      await page.setViewportSize(size);
      for (const hash of ['#/scenes/metering', ...VIEWS]) {
        await show(page, hash);
        wrong.push(...(await targetReport(page)).map(text => `${size.width} ${hash}: ${text}`));
      }
    }
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.keyboard.press('?');
    await page.getByTestId('touch:auto').check();
    await page.keyboard.press('Escape');
    expect([...new Set(wrong)]).toEqual([]);
  });

  test('the number pad stands ready for fingers, shows range and present value, and explains what is beyond', async () => {
    const { page } = at();
    await page.keyboard.press('?');
    await page.getByTestId('touch:on').check();
    await page.keyboard.press('Escape');
    await page.keyboard.press('F11');
    await page.getByTestId('action:override').click();
    await page.getByTestId('field:tag').fill('PT-1303');
    await page.getByTestId('found:PT-1303').click();
    await page.getByTestId('field:value').click();
    for (const key of ['9', '9', '9']) await page.getByTestId(`pad:${key}`).click();
    const pad = page.getByTestId('number-pad');
    expect(await page.getByTestId('field:value').inputValue()).toBe('999');
    await waitFor('the pad to explain', async () => /beyond the range/.test((await pad.textContent()) ?? ''));
    expect(await pad.textContent()).toMatch(/range .* Now /s);
    expect(await targetReport(page, '[data-testid="number-pad"]')).toEqual([]);
    await page.getByTestId('pad:clear').click();
    expect(await page.getByTestId('field:value').inputValue()).toBe('');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByTestId('touch:auto').check();
    await page.keyboard.press('Escape');
  });
}
