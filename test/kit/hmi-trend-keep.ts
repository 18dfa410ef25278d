/** Keeping trends and giving them away: a value dragged to its plot, a preset and an annotation that the station keeps, a file. */
import { describe, expect, test } from 'vitest';
import type { Annotation, AnnotationPage } from '../../shared/model/annotation.ts';
import type { TrendPreset } from '../../shared/model/trend-preset.ts';
import { type AtBench, confirmDialog } from './hmi-bench.ts';
import { waitFor } from './wait-for.ts';

const TAG = 'PT-1101';
const EVER = { from: 0, to: 8e15 };

export function describeTrendKeep(at: AtBench): void {
  describe('what is kept of trends', () => {
    test('a value is dragged over the rail onto a plot, pens change places by keys, and a preset brings them back and is brought back itself', async () => {
      const { page, host } = at();
      await dragToTrends(at, TAG);
      const row = page.getByTestId(`pen:${TAG}`);
      await row.waitFor();
      const digit = async (): Promise<number> => Number(await row.locator('.pen-digit').textContent());
      const before = await digit();
      await page.keyboard.press('k');
      await page.getByTestId('field:name').fill('e2e 预设');
      await page.getByTestId('field:who').fill('李工');
      await confirmDialog(page);
      const [kept] = (await host.value<TrendPreset[]>('presets.list')).filter(({ name }) => name.zh === 'e2e 预设');
      expect(kept?.setup.pens[before - 1]).toMatchObject({ tag: TAG });
      await page.getByTestId(`pen-grip:${TAG}`).focus();
      await page.keyboard.press('Alt+ArrowDown');
      await waitFor('the pen to move', async () => (await digit()) === before + 1, 3_000);
      await page.getByTestId('preset:e2e 预设').click();
      await waitFor('the pen to be back', async () => (await digit()) === before, 3_000);
      await page.getByTestId('preset-more:e2e 预设').click();
      await page.getByTestId('preset-remove').check();
      await confirmDialog(page);
      await page.getByTestId('preset:e2e 预设').waitFor({ state: 'detached' });
      await page.getByTestId('trend-undo-act').click();
      await page.getByTestId('preset:e2e 预设').waitFor();
      const again = (await host.value<TrendPreset[]>('presets.list')).find(({ name }) => name.zh === 'e2e 预设');
      expect(again?.setup).toEqual(kept?.setup);
      await host.value('presets.remove', { id: again?.id, version: again?.version, who: '李工' });
      await page.getByTestId('preset:e2e 预设').waitFor({ state: 'detached' });
    });

    test('an annotation is at its tag in every trend, and in the events', async () => {
      const { page, host } = at();
      await page.getByTestId(`value:${TAG}`).first().click();
      await page.getByTestId('trend-open').click();
      await page.keyboard.press('n');
      await page.getByTestId('field:tag').selectOption(TAG);
      await page.getByTestId('field:text').fill('校验 e2e');
      await page.getByTestId('field:who').fill('李工');
      await confirmDialog(page);
      const noted = async (): Promise<Annotation | undefined> =>
        (await host.value<AnnotationPage>('annotations.search', { ...EVER, tags: [TAG] })).annotations[0];
      expect(await page.getByTestId('on-duty').textContent(), 'a name in a dialog is no duty').not.toContain('李工');
      await waitFor('the annotation', async () => (await noted())?.text === '校验 e2e', 5_000);
      const { id, version } = (await noted()) ?? { id: '', version: 0 };
      await page.getByTestId(`annotation:${id}`).waitFor();
      await page.keyboard.press('F1');
      await page.getByTestId(`value:${TAG}`).first().click();
      await page.getByTestId('trend').getByText('校验 e2e').waitFor();
      await page.getByTestId(`value:${TAG}`).first().click({ button: 'right' });
      await page.getByTestId('plate-tab:trend').click();
      await page.locator('.plate-chart').getByText('校验 e2e').waitFor();
      await page.keyboard.press('Escape');
      const { events } = await host.value<{ events: unknown[] }>('events.search', { ...EVER, text: '校验 e2e' });
      expect(events).toMatchObject([{ kind: 'operation', tag: TAG, who: '李工' }]);
      await host.value('annotations.remove', { id, version, who: '李工' });
      await page.getByTestId('trend').getByText('校验 e2e').waitFor({ state: 'detached' });
    });
  });
}

/** Over the rail, which opens the trends, to the middle of the first plot. */
async function dragToTrends(at: AtBench, tag: string): Promise<void> {
  const { page } = at();
  const middle = async (id: string, share: number) => {
    const box = await page.getByTestId(id).first().boundingBox();
    if (box === null) throw new Error(`${id} is not there`);
    return [box.x + box.width / 2, box.y + box.height * share] as const;
  };
  await page.mouse.move(...(await middle(`value:${tag}`, 0.5)));
  await page.mouse.down();
  await page.mouse.move(...(await middle('screen:trends', 0.5)), { steps: 4 });
  await page.getByTestId('trends').waitFor();
  await waitFor(
    'the plots',
    async () => (await page.getByTestId('trend-plots').getAttribute('data-state')) === 'ready',
    10_000,
  );
  await page.mouse.move(...(await middle('trend-plots', 0.25)), { steps: 4 });
  await page.getByTestId('pen-dragged').waitFor();
  await page.mouse.up();
}
