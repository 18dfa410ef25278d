/** From screen to screen as a person goes: by keys, by the search, back and forth; and what the support screen has. */
import { expect, test } from 'vitest';
import type { AtBench } from './hmi-bench.ts';
import { waitFor } from './wait-for.ts';

export function describeNavigation(at: AtBench): void {
  const shows = (hash: string) => waitFor(hash, () => Promise.resolve(new URL(at().page.url()).hash === hash), 5_000);

  test('a key opens a process screen, a reload keeps it, the search rings what it finds, and back leads the same way', async () => {
    const { page } = at();
    await page.keyboard.press('F2');
    await shows('#/scenes/filtering');
    await page.locator('[data-scene="filtering"]').waitFor();
    await page.reload();
    await page.locator('[data-scene="filtering"]').waitFor();
    await page.keyboard.press('F1');
    await shows('#/');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('jzyl');
    await page.getByTestId('found:tag PT-1101').waitFor();
    await page.keyboard.press('Enter');
    await shows('#/scenes/filtering');
    await page.locator('[data-testid^="ring:"]').first().waitFor();
    await page.keyboard.press('Alt+ArrowLeft');
    await shows('#/');
    await page.keyboard.press('Alt+ArrowRight');
    await shows('#/scenes/filtering');
  });

  test('the support screen lists signals, shows causes with their effects, and has the emergency cards', async () => {
    const { page } = at();
    await page.keyboard.press('F10');
    await page.getByTestId('signal:ZSO-1001').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('pt1303');
    await page.getByTestId('signal:PT-1303').waitFor();
    await waitFor('one row', async () => (await page.locator('[data-testid^="signal:"]').count()) === 1);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('2');
    await page.locator('[data-testid="cause:HS-1001"] [data-truth="no"]').waitFor();
    await page.keyboard.press('3');
    await page.getByTestId('procedure:E03').click();
    await shows('#/support/procedures/E03');
    await page.getByTestId('step:1').check();
    expect(await page.getByTestId('step:1').isChecked()).toBe(true);
  });
}
