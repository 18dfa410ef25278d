/** The list under the hand: what a key means, what stands still, what is left out, and what is refused. */
import { expect, test } from 'vitest';
import { calm, isIn, MAINS, OUTLET_2, openList, signOn, statusOf, trip, UPS } from './hmi-alarm-hands.ts';
import { type AtBench, confirmDialog } from './hmi-bench.ts';
import { sleep, waitFor } from './wait-for.ts';

export function describeAlarmKeys(at: AtBench): void {
  describeChoice(at);
  describePage(at);
  describeArea(at);
  describeMeanwhile(at);
}

const attribute = (at: AtBench, testId: string, name: string) => at().page.getByTestId(testId).getAttribute(name);

function describeChoice(at: AtBench): void {
  test('mean no row before one is chosen; from F9 arrows choose one, and an open card is that of the row', async () => {
    const { page } = at();
    await calm(at);
    await signOn(at);
    await trip(at, MAINS);
    await trip(at, UPS);
    await page.keyboard.press('F1');
    await page.mouse.move(5, 5);
    await page.keyboard.press('F9');
    const rows = page.locator('[data-testid^="alarm:"]');
    await waitFor('two rows', async () => (await rows.count()) >= 2);
    expect(await attribute(at, 'action:acknowledge', 'aria-disabled')).toBe('true');
    await page.keyboard.press('Space');
    await sleep(500);
    expect([(await statusOf(at, MAINS.id))?.name, (await statusOf(at, UPS.id))?.name]).toEqual(['UNACK', 'UNACK']);
    expect(await page.locator('.active-list').getAttribute('data-frozen')).toBe('false');
    await page.keyboard.press('ArrowDown');
    expect(await rows.first().getAttribute('data-current')).toBe('true');
    expect(await page.locator('.active-list').getAttribute('data-frozen')).toBe('true');
    const [upper, lower] = await rows.evaluateAll(found => found.map(row => row.getAttribute('data-id') ?? ''));
    await page.keyboard.press('Enter');
    await page.locator(`[data-testid="alarm-card"][data-id="${upper}"]`).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.locator(`[data-testid="alarm-card"][data-id="${lower}"]`).waitFor();
    await page.keyboard.press('Space');
    await isIn(at, lower ?? '', 'ACK');
    expect((await statusOf(at, upper ?? ''))?.name).toBe('UNACK');
    await page.keyboard.press('Escape');
    await calm(at);
  });
}

function describePage(at: AtBench): void {
  test('of priority 1 are left out of a page, which says so, and acknowledged one by one', async () => {
    const { page } = at();
    await trip(at, UPS);
    await trip(at, OUTLET_2);
    await openList(at);
    await page.getByTestId(`alarm:${OUTLET_2.id}`).waitFor();
    await page.getByTestId('action:page').click();
    expect(await page.getByTestId('left-out').textContent()).toMatch(/1/);
    await confirmDialog(page);
    await isIn(at, UPS.id, 'ACK');
    expect((await statusOf(at, OUTLET_2.id))?.name).toBe('UNACK');
    await page.getByTestId('action:page').click();
    await page.getByTestId('acknowledge-dialog').waitFor();
    expect(await attribute(at, 'act', 'aria-disabled')).toBe('true');
    await page.keyboard.press('Escape');
    await calm(at);
  });
}

function describeArea(at: AtBench): void {
  test('stand still under the pointer when a dialog closes beneath it; an area beyond the screen is named', async () => {
    const { page } = at();
    const area = (await statusOf(at, MAINS.id))?.area ?? '';
    await trip(at, MAINS);
    await openList(at);
    await page.getByTestId(`alarm:${MAINS.id}`).waitFor();
    await page.getByTestId('areas').click();
    await page.getByTestId(`area:${area}`).click();
    await confirmDialog(page);
    await page.keyboard.press('r');
    await page.getByTestId('field:area').selectOption(area);
    await page.getByTestId('foreign-area').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('areas').click();
    await page.getByTestId(`area:${area}`).click();
    await confirmDialog(page);
    await page.mouse.move(5, 5);
    await waitFor(
      'a free list',
      async () => (await page.locator('.active-list').getAttribute('data-frozen')) === 'false',
    );
    await page.keyboard.press('r');
    await page.getByTestId('field:area').selectOption(area);
    expect(await page.getByTestId('foreign-area').count()).toBe(0);
    await confirmDialog(page);
    await waitFor(
      'a list that stands still',
      async () => (await page.locator('.active-list').getAttribute('data-frozen')) === 'true',
    );
    await isIn(at, MAINS.id, 'ACK');
    await calm(at);
  });
}

function describeMeanwhile(at: AtBench): void {
  test('that somebody shelves meanwhile are refused before they are sent, and a time too far ahead says what is allowed', async () => {
    const { page, host } = at();
    await trip(at, UPS);
    await openList(at);
    await page.getByTestId(`alarm:${UPS.id}`).focus();
    await page.keyboard.press('s');
    await page.getByTestId('field:why').fill('电源检修');
    await page.getByTestId('end:at').click();
    await page.getByTestId('field:date').fill('2099年11月26日');
    const act = page.getByTestId('act');
    await waitFor('what is allowed', async () => /\d+ h/.test((await act.textContent()) ?? ''));
    const until = Date.now() + 3_600_000;
    await host.value('alarms.shelve', { id: UPS.id, until, who: '李工', why: '检修' });
    await waitFor('the other person', async () => /已搁置|shelved already/.test((await act.textContent()) ?? ''));
    await page.keyboard.press('Escape');
    await calm(at);
  });
}
