/** The overview: every value in its quality, as the field truly served it, in both languages and palettes, and its trends. */
import { describe, expect, test } from 'vitest';
import type { TagDefinition, TagReading } from '../../shared/model/tag.ts';
import type { AtBench } from './hmi-bench.ts';
import { expectGoodTexts } from './hmi-texts.ts';
import { sleep, waitFor } from './wait-for.ts';

export function describeOverview(at: AtBench): void {
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
      await expectGoodTexts(at().page, language);
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
  describeTrend(at);
}

function describeTrend(at: AtBench): void {
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
