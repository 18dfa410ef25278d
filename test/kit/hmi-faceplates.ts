/** Faceplates on the overview: live when they open, beside their objects and never over them, three at most, closed by Esc. */
import { describe, expect, test } from 'vitest';
import type { AtBench } from './hmi-bench.ts';
import { expectGoodTexts } from './hmi-texts.ts';
import { waitFor } from './wait-for.ts';

const plateOf = (at: AtBench, id: string) => at().page.getByTestId(`plate:${id}`);

/** Ids of the open ones, in the order in which they were opened. */
const open = (at: AtBench) =>
  at()
    .page.locator('.plate')
    .evaluateAll(plates => plates.map(plate => plate.getAttribute('data-testid')?.slice('plate:'.length) ?? ''));

/** By the keyboard, which reaches what another faceplate lies over. */
async function show(at: AtBench, node: string): Promise<void> {
  await at().page.getByTestId(`asset:${node}`).focus();
  await at().page.keyboard.press('Enter');
}

/** px² of a faceplate over the object that it is about. */
export const covered = (at: AtBench, id: string) =>
  at().page.evaluate(name => {
    const box = (selector: string) => document.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect();
    const a = box(`[data-testid="plate:${name}"]`);
    const b = box(`[data-asset="${name}"]`);
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    return Math.max(0, wide) * Math.max(0, high);
  }, id);

/** Drags a faceplate by its head until its middle lies on its object, and lets it go there. */
async function dropOnObject(at: AtBench, id: string): Promise<void> {
  const { mouse } = at().page;
  const plate = await plateOf(at, id).boundingBox();
  const object = await at().page.locator(`[data-asset="${id}"]`).first().boundingBox();
  if (plate === null || object === null) throw new Error(`${id} is not there`);
  await mouse.move(plate.x + 60, plate.y + 20);
  await mouse.down();
  const [x, y] = [object.x - plate.width / 2 + 60, object.y - plate.height / 2 + 20];
  await mouse.move(x, y, { steps: 4 });
  expect(await covered(at, id)).toBeGreaterThan(0);
  await mouse.up();
}

export function describeFaceplates(at: AtBench): void {
  describe('a faceplate', () => {
    test('opens from its symbol with live values and a leader, and takes no command yet but says why', async () => {
      await at().page.getByTestId('asset:XV-1001').click();
      const plate = plateOf(at, 'XV-1001');
      await plate.waitFor();
      await at().page.getByTestId('leader:XV-1001').waitFor({ state: 'attached' });
      await waitFor('all its values', async () => (await plate.locator('[data-quality="bad"]').count()) === 0, 5_000);
      expect(await plate.getByTestId('plate-state').textContent()).toMatch(/^(开|open)$/);
      expect(await plate.locator('[data-testid="permissive"][data-met="true"]').count()).toBeGreaterThan(3);
      expect(await plate.locator('.command-buttons button:not([aria-disabled="true"])').count()).toBe(0);
      expect(await plate.getByTestId('command-reason').textContent()).not.toBe('');
      await at().page.keyboard.press('Escape');
      await plate.waitFor({ state: 'detached' });
    });

    test('never covers its object; a fourth replaces the oldest that is not pinned; Esc closes the top one', async () => {
      await show(at, 'XV-1101');
      await plateOf(at, 'XV-1101').getByTestId('plate-pin').click();
      for (const node of ['FE-1401A', 'PCV-1301A', 'F-1201A']) await show(at, node);
      expect(await open(at)).toEqual(['XV-1101', 'PCV-1302A', 'F-1201A']);
      for (const id of ['XV-1101', 'F-1201A']) expect(await covered(at, id), id).toBe(0);
      await dropOnObject(at, 'F-1201A');
      await waitFor('the plate to slip beside its object', async () => (await covered(at, 'F-1201A')) === 0, 3_000);
      expect(await plateOf(at, 'PCV-1302A').getByTestId('controlling').textContent()).toMatch(/工作调压器|Worker/);
      for (const left of [['XV-1101', 'PCV-1302A'], ['XV-1101'], []]) {
        await at().page.keyboard.press('Escape');
        await waitFor('one less', async () => (await open(at)).length === left.length);
        expect(await open(at)).toEqual(left);
      }
    });

    test('opens for a value by the context menu, shows the same number, and its texts are whole', async () => {
      await at().page.getByTestId('language:zh').click();
      const value = at().page.getByTestId('value:PT-1101').first();
      await value.click({ button: 'right' });
      const plate = plateOf(at, 'PT-1101');
      await plate.waitFor();
      const same = async () => (await plate.getByTestId('plate-value').textContent()) === (await value.textContent());
      await waitFor('the same number', same, 5_000);
      expect(await plate.getByTestId('limit:PT-1101/HH').textContent()).toContain('3.950');
      await expectGoodTexts(at().page, 'zh', '[data-testid="plate:PT-1101"]');
      await at().page.keyboard.press('Escape');
      await plate.waitFor({ state: 'detached' });
    });
  });
}
