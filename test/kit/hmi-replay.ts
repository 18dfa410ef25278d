/** One time for everything: a window in the past, and back. */
import { expect, it } from 'vitest';
import { NO_VALUE } from '../../shared/units/format.ts';
import type { HmiBench } from './hmi-bench.ts';
import { waitFor } from './wait-for.ts';

const DAY_MS = 86_400_000;

/** Every host. The demo's first month is what it looks at. */
export function describeReplay(at: () => HmiBench): void {
  it('puts the whole window at a past moment, framed, with nothing to operate, and comes back by the same key', async () => {
    const { page, host } = at();
    await waitFor(
      'the demo month',
      async () => (await host.value<{ demoPast: unknown }>('history.status', {})).demoPast === null,
      120_000,
    );
    await page.keyboard.press('y');
    const bar = page.getByTestId('replay');
    await bar.waitFor();
    const before = Date.now();
    for (let hour = 0; hour < 5; hour++) await page.getByTestId('replay-step:-3600000').click();
    const shown = await page.getByTestId('clock').textContent();
    const asOf = before - 5 * 3_600_000 - 600_000;
    const [slice] = await host.value<{ value: number | null }[]>('history.slice', { tags: ['PT-1101'], at: asOf });
    expect(shown).not.toBeNull();
    const value = page.getByTestId('value:PT-1101').first();
    await expect
      .poll(async () => Number(await value.textContent()), { timeout: 10_000 })
      .toBeCloseTo(slice?.value ?? 0, 2);
    expect(await value.textContent()).not.toBe(NO_VALUE);
    await page.keyboard.press('F9');
    await page.getByTestId('action:areas').or(page.getByTestId('areas')).first().waitFor();
    await expect(page.evaluate(() => document.querySelectorAll('.button.is-off').length)).resolves.toBeGreaterThan(0);
    await page.keyboard.press('y');
    await bar.waitFor({ state: 'detached' });
    expect(Date.now() - before).toBeLessThan(DAY_MS);
  });
}
