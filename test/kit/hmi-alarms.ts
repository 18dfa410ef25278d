/** Alarms on the screen: the banner, the list that stands still, the card, the badges, shelving and the journal. */
import { describe, expect, test } from 'vitest';
import { SETTLED_MS } from '../../renderer/alarms/banner/lead.ts';
import {
  calm,
  INTRUSION,
  isIn,
  NAME,
  OUTLET,
  openList,
  rowsOf,
  SLAM_SHUT,
  signOn,
  statusOf,
  trip,
} from './hmi-alarm-hands.ts';
import { describeAlarmKeys } from './hmi-alarm-keys.ts';
import { describeAlarmLooks } from './hmi-alarm-looks.ts';
import { describeAlarmPages } from './hmi-alarm-pages.ts';
import { type AtBench, confirmDialog } from './hmi-bench.ts';
import { expectGoodTexts } from './hmi-texts.ts';
import { plugSpeaker } from './speaker.ts';
import { sleep, waitFor } from './wait-for.ts';

export function describeAlarms(at: AtBench): void {
  describe('alarms', () => {
    describeBanner(at);
    describeList(at);
    describeCard(at);
    describeHidden(at);
    describeAlarmKeys(at);
    describeAlarmPages(at);
    describeSilentConsole(at);
    describeAlarmLooks(at);
    describeLook(at);
  });
}

function describeBanner(at: AtBench): void {
  test('are on every screen within seconds: banner, count, badge on the mimic and on the rail; one key acknowledges', async () => {
    const { page } = at();
    await calm(at);
    await signOn(at);
    await trip(at, OUTLET);
    await waitFor('the banner', async () => (await page.getByTestId('lead-tag').textContent()) === OUTLET.tag, 5_000);
    await page.locator('[data-testid^="mark:"] [data-look="unacknowledged"][data-priority="1"]').first().waitFor();
    await page.locator('[data-testid="screen:overview"] [data-look="unacknowledged"]').waitFor();
    expect(await page.getByTestId('count:1').textContent()).toMatch(/1\/ 1$/);
    await waitFor('the horn', async () => (await page.getByTestId('silence').getAttribute('data-sounding')) === '1');
    await page.keyboard.press('m');
    await waitFor('silence', async () => (await page.getByTestId('silence').getAttribute('data-sounding')) === '');
    expect((await statusOf(at, OUTLET.id))?.name).toBe('UNACK');
    await page.getByTestId('screen:communication').click();
    expect(await page.getByTestId('lead-tag').textContent()).toBe(OUTLET.tag);
    // A press within the first moment of an alarm is meant for the one before.
    await sleep(SETTLED_MS + 100);
    await page.keyboard.press('a');
    await isIn(at, OUTLET.id, 'ACK');
    expect((await statusOf(at, OUTLET.id))?.record.acknowledgedBy).toBe(NAME);
    await page.getByTestId('lead-tag').waitFor({ state: 'detached' });
    await calm(at);
  });
}

function describeList(at: AtBench): void {
  test('stand still in the list while the pointer is in it; what is new waits, counted, until it is let in', async () => {
    const { page } = at();
    await trip(at, INTRUSION);
    await openList(at);
    const row = page.getByTestId(`alarm:${INTRUSION.id}`);
    await row.hover();
    await waitFor(
      'a frozen list',
      async () => (await page.locator('.active-list').getAttribute('data-frozen')) === 'true',
    );
    const before = await rowsOf(at);
    await trip(at, OUTLET);
    const chip = page.getByTestId('new-alarms');
    await chip.waitFor();
    expect(await chip.textContent()).toMatch(/▲ 1/);
    expect(await rowsOf(at)).toEqual(before);
    expect(await page.getByTestId('lead-tag').textContent()).toBe(OUTLET.tag);
    // By a key: a pointer on its way to the chip leaves the list, which then stands still no longer.
    await chip.press('Enter');
    await page.getByTestId(`alarm:${OUTLET.id}`).waitFor();
    expect((await rowsOf(at))[0]).toMatch(/^PT-1303\/HH@/);
    await calm(at);
  });

  test('are acknowledged by the space bar on a row and by the visible page, and the list can be filtered', async () => {
    const { page } = at();
    await signOn(at);
    await trip(at, INTRUSION);
    await trip(at, OUTLET);
    await openList(at);
    await page.getByTestId(`alarm:${OUTLET.id}`).focus();
    await page.keyboard.press('Space');
    await isIn(at, OUTLET.id, 'ACK');
    await page.getByTestId('filter:3').click();
    await page.getByTestId(`alarm:${OUTLET.id}`).waitFor({ state: 'detached' });
    await page.getByTestId('filter:clear').click();
    await page.getByTestId(`alarm:${OUTLET.id}`).waitFor();
    await page.getByTestId('action:page').click();
    await page.getByTestId('field:why').fill('已派人');
    await confirmDialog(page);
    await isIn(at, INTRUSION.id, 'ACK');
    await calm(at);
  });
}

function describeCard(at: AtBench): void {
  test('open their card from the badge of the mimic; it leads to the object and rings it', async () => {
    const { page } = at();
    await trip(at, SLAM_SHUT);
    await page.getByTestId('screen:overview').click();
    await page.getByTestId(`mark:${SLAM_SHUT.tag}`).press('Enter');
    const card = page.getByTestId('floating-card');
    await card.waitFor();
    expect(await card.locator('[data-now="true"]').getAttribute('data-state')).toBe('UNACK');
    expect(await page.getByTestId('card:shelve').getAttribute('aria-disabled')).toBe('true');
    expect(await page.getByTestId('card:reset').getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    await page.getByTestId('lead-open').click();
    await page.getByTestId('alarm-card').waitFor();
    await waitFor('its history', async () => (await page.getByTestId('card-history').locator('tbody tr').count()) > 0);
    await page.getByTestId('card:screen').click();
    await page.getByTestId(`ring:${SLAM_SHUT.tag}`).waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId(`ring:${SLAM_SHUT.tag}`).waitFor({ state: 'detached' });
    await calm(at);
  });
}

function describeSilentConsole(at: AtBench): void {
  test('are raised by a console that loses its sound device, told in its banner, and clear when it has one again', async () => {
    const { page, host } = at();
    const id = 'CONSOLE/SOUND';
    await calm(at);
    await plugSpeaker(page, 'none');
    await page.locator('[data-testid="speaker"][data-state="missing"]').waitFor();
    await isIn(at, id, 'UNACK');
    await openList(at);
    await page.getByTestId(`alarm:${id}`).waitFor();
    await host.value('alarms.acknowledge', { ids: [id], who: NAME, comment: '' });
    await isIn(at, id, 'ACK');
    await plugSpeaker(page, 'speaker');
    await page.locator('[data-testid="speaker"][data-state="missing"]').waitFor({ state: 'detached' });
    await waitFor('the end', async () => (await statusOf(at, id))?.name === 'NORMAL', 30_000);
  });
}

function describeHidden(at: AtBench): void {
  test('are shelved with a reason and an end, counted, found again in their table and brought back; the journal knows', async () => {
    const { page } = at();
    await trip(at, INTRUSION);
    await openList(at);
    await page.getByTestId(`alarm:${INTRUSION.id}`).focus();
    await page.keyboard.press('s');
    await page.getByTestId('shelve-dialog').waitFor();
    await page.getByTestId('field:who').fill(NAME);
    expect(await page.getByTestId('act').getAttribute('aria-disabled')).toBe('true');
    await page.getByTestId('field:why').fill('围栏检修');
    await confirmDialog(page);
    await isIn(at, INTRUSION.id, 'SHELVED');
    await waitFor('the count', async () => (await page.getByTestId('count:shelved').textContent())?.endsWith('1'));
    await page.getByTestId('count:shelved').click();
    const row = page.getByTestId(`hidden:${INTRUSION.id}`);
    await row.waitFor();
    expect(await row.textContent()).toContain('围栏检修');
    await page.getByTestId(`back:${INTRUSION.id}`).click();
    await page.getByTestId('field:who').fill(NAME);
    await confirmDialog(page);
    await isIn(at, INTRUSION.id, 'UNACK');

    await page.getByTestId('tab:journal').click();
    await page.getByTestId('journal:text').fill('围栏检修');
    await waitFor('the row', async () => (await page.locator('[data-testid^="journal-row:"]').count()) === 1);
    const found = page.locator('[data-testid^="journal-row:"]');
    expect(await found.textContent()).toMatch(/XA-1951.*王海涛/);
    await calm(at);
  });
}

function describeLook(at: AtBench): void {
  test.each(['zh', 'en'] as const)('are shown in %s without overlapping or small texts', async language => {
    const { page } = at();
    await trip(at, OUTLET);
    await trip(at, SLAM_SHUT);
    await page.getByTestId(`language:${language}`).click();
    await openList(at);
    await expectGoodTexts(page, language, '.active-list');
    await page.getByTestId(`alarm:${OUTLET.id}`).click();
    await page.getByTestId('alarm-card').waitFor();
    await expectGoodTexts(page, language, '.card-head');
    await expectGoodTexts(page, language, '.card-response');
    await expectGoodTexts(page, language, '.message');
    await page.getByTestId('tab:journal').click();
    await page.locator('[data-testid^="journal-row:"]').first().waitFor();
    await expectGoodTexts(page, language, '.journal-search');
    await calm(at);
  });
}
