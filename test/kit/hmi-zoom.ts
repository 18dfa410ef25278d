/** A process screen as a hand moves it: zoomed about the pointer, pushed by its ground, whole again; and the Tab key over it. */
import { expect, test } from 'vitest';
import type { AtBench } from './hmi-bench.ts';
import { covered } from './hmi-faceplates.ts';
import { waitFor } from './wait-for.ts';

export function describeZoom(at: AtBench): void {
  const factor = (text: string) =>
    waitFor(text, async () => (await at().page.getByTestId('zoom-factor').textContent()) === text, 5_000);
  const whole = () => at().page.getByTestId('zoom').waitFor({ state: 'detached' });
  const middleOf = async (node: string): Promise<readonly [number, number]> => {
    const { x, y, width, height } = (await at().page.getByTestId(`asset:${node}`).boundingBox()) ?? expect.fail(node);
    return [x + width / 2, y + height / 2];
  };
  /** How far it is from there: fonts of another size are not exactly as many times as wide. CSS px. */
  const distance = async (node: string, [x, y]: readonly [number, number]): Promise<number> => {
    const [nowX, nowY] = await middleOf(node);
    return Math.hypot(nowX - x, nowY - y);
  };

  test('a screen is zoomed about the pointer and pushed by its ground, faceplates and the focus follow, and a key shows the whole', async () => {
    const { page } = at();
    await page.keyboard.press('F1');
    const before = await middleOf('XV-1401A');
    await page.mouse.move(...before);
    await page.keyboard.down('Control');
    for (let i = 0; i < 3; i++) await page.mouse.wheel(0, -120);
    await page.keyboard.up('Control');
    await factor('195 %');
    expect(await distance('XV-1401A', before)).toBeLessThan(2);
    const [x, y] = await emptyPlace(at);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 40, y + 30, { steps: 4 });
    await page.mouse.up();
    expect(await distance('XV-1401A', [before[0] + 40, before[1] + 30])).toBeLessThan(2);
    await page.getByTestId('asset:XV-1401A').focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('plate:XV-1401A').waitFor();
    expect(await covered(at, 'XV-1401A')).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByTestId('asset:XV-1703').focus();
    const [farX, farY] = await middleOf('XV-1703');
    const size = page.viewportSize() ?? (await page.evaluate(() => ({ width: innerWidth, height: innerHeight })));
    expect([farX > 72 && farX < size.width, farY > 88 && farY < size.height]).toEqual([true, true]);
    await page.keyboard.press('0');
    await whole();
    await page.keyboard.press('+');
    await factor('125 %');
    await page.keyboard.press('F2');
    await page.locator('[data-scene="filtering"]').waitFor();
    await whole();
  });

  test('the Tab key goes along the main line of the overview from left to right', async () => {
    const { page } = at();
    await page.keyboard.press('F1');
    await page.getByTestId('asset:XV-1001').focus();
    const seen: string[] = [];
    for (let i = 0; i < 6; i++) {
      seen.push(await page.evaluate(() => document.activeElement?.getAttribute('data-asset') ?? ''));
      await page.keyboard.press('Tab');
    }
    expect(seen.filter(id => id !== '').slice(0, 5)).toEqual([
      'XV-1001',
      'XV-1201A',
      'F-1201A',
      'XV-1401A',
      'FE-1401A',
    ]);
  });
}

/** A point of the scene in view where nothing is that has a press of its own. */
const emptyPlace = (at: AtBench): Promise<readonly [number, number]> =>
  at().page.evaluate(() => {
    for (let y = 200; y < innerHeight - 200; y += 20) {
      for (let x = 200; x < innerWidth - 100; x += 20) {
        const found = document.elementFromPoint(x, y);
        if (found?.closest('svg.scene') && !found.closest('[role="button"], [role="link"]')) return [x, y] as const;
      }
    }
    throw new Error('the screen has no ground');
  });
