/** What alarm screens look like where only a browser can tell: what flashes, what finds room, on screens of several sizes. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { calm, GAS, INTRUSION, isIn, NAME, openList, SLAM_SHUT, signOn, trip } from './hmi-alarm-hands.ts';
import type { AtBench } from './hmi-bench.ts';
import { waitFor } from './wait-for.ts';

const LONG_NAME = 'Maximiliane-Konstantina von Hohenlohe-Waldenburg-Schillingsfuerst'.slice(0, 64);

function oneOf(n: number): (typeof GAS)[number] {
  const gas = GAS[n];
  if (gas === undefined) throw new Error(`there is no gas detector ${n}`);
  return gas;
}

export function describeAlarmLooks(at: AtBench): void {
  describeFlashing(at);
  describeAreas(at);
  describeSizes(at);
  describeLongNames(at);
}

function describeFlashing(at: AtBench): void {
  test('flash as long as nobody has acknowledged them and no longer: returned on the rail, latched on the mimic', async () => {
    const { page, field } = at();
    await trip(at, INTRUSION);
    await trip(at, SLAM_SHUT);
    await field.release(INTRUSION.tag);
    await field.release(SLAM_SHUT.tag);
    await isIn(at, INTRUSION.id, 'RTN_UNACK');
    await isIn(at, SLAM_SHUT.id, 'LATCH_UNACK');
    await page.getByTestId('screen:overview').click();
    const mark = page.getByTestId(`mark:${SLAM_SHUT.tag}`);
    const rail = page.locator('[data-testid="rail-area:1950"] .badge');
    await waitFor('the mark', async () => (await mark.getAttribute('class'))?.includes('is-flashing') === true);
    expect(await rail.getAttribute('class')).toContain('is-flashing');
    // Priority 1 is acknowledged by itself.
    for (const { id } of [SLAM_SHUT, INTRUSION]) await at().host.value('alarms.acknowledge', { ids: [id], who: NAME });
    await isIn(at, SLAM_SHUT.id, 'LATCH_ACK');
    await waitFor('a steady mark', async () => (await mark.getAttribute('class')) === 'alarm-mark');
    await rail.waitFor({ state: 'detached' });
    await calm(at);
  });
}

function describeAreas(at: AtBench): void {
  test('of areas that the screen does not answer for are counted, and shown and marked when their area is pressed', async () => {
    const { page } = at();
    const gas = oneOf(0);
    await page.evaluate(() => localStorage.setItem('citygate.areas', JSON.stringify(['1400'])));
    await page.reload();
    try {
      await page.getByTestId('language:zh').click();
      await trip(at, gas);
      await openList(at);
      expect(await page.getByTestId('alarm-lead').textContent()).toContain('责任区域内无报警');
      await waitFor('a word of what is elsewhere', async () =>
        /责任区域外另有 \d+ 条/.test((await page.getByTestId('list-empty').textContent()) ?? ''),
      );
      await page.getByTestId('rail-area:1800').click();
      await page.getByTestId(`alarm:${gas.id}`).waitFor();
      expect(await page.getByTestId('outside').textContent()).toBe('非责任区域');
      await page.getByTestId('filter:clear').click();
      await page.getByTestId('outside').waitFor({ state: 'detached' });
    } finally {
      await page.evaluate(() => localStorage.removeItem('citygate.areas'));
      await page.reload();
      await calm(at);
    }
  });
}

/** Columns of the first row, in shares of the list: the same picture on every screen of one shape. */
const columnsOf = (page: Page, id: string): Promise<readonly number[]> =>
  page.getByTestId(`alarm:${id}`).evaluate(row => {
    const { width } = row.getBoundingClientRect();
    return [...row.children].map(cell => (100 * cell.getBoundingClientRect().width) / width);
  });

/** A scroll bar and the rounding of a pixel are other shares of another screen, per cent; a column that is left out is far more. */
const SAME_SHARE = 0.75;

const areSame = (columns: readonly number[], usual: readonly number[]): boolean =>
  columns.length === usual.length && columns.every((share, i) => Math.abs(share - (usual[i] ?? 0)) < SAME_SHARE);

const isCut = (page: Page, selector: string): Promise<boolean> =>
  page
    .locator(selector)
    .first()
    .evaluate(element => element.scrollWidth > element.clientWidth + 1);

function describeSizes(at: AtBench): void {
  test('have the same columns on 3840 × 2160 as on 1920 × 1080, without and with a card', async () => {
    const { page } = at();
    const gas = oneOf(1);
    await trip(at, gas);
    try {
      for (const hasCard of [false, true]) {
        await openList(at);
        if (hasCard) await page.getByTestId(`alarm:${gas.id}`).click();
        await page.setViewportSize({ width: 1920, height: 1080 });
        await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
        const usual = await columnsOf(page, gas.id);
        await page.setViewportSize({ width: 3840, height: 2160 });
        await waitFor('the same columns', async () => areSame(await columnsOf(page, gas.id), usual));
        expect(await isCut(page, '.alarm-row .c-message > span')).toBe(false);
      }
    } finally {
      await page.setViewportSize({ width: 1920, height: 1080 });
      await calm(at);
    }
  });

  test('keep tags whole in a small window with a card, and the banner in order when it is zoomed to 200 %', async () => {
    const { page } = at();
    const gas = oneOf(2);
    await trip(at, gas);
    try {
      await openList(at);
      await page.getByTestId('language:en').click();
      await page.getByTestId(`alarm:${gas.id}`).click();
      await page.setViewportSize({ width: 1366, height: 768 });
      for (const tag of await page.locator('.alarm-row .c-tag b').all()) {
        expect(await tag.evaluate(element => element.scrollWidth <= element.clientWidth)).toBe(true);
      }
      const head = await page.locator('.alarms-head').evaluate(element => element.scrollWidth - element.clientWidth);
      expect(head).toBeLessThanOrEqual(0);
      for (const width of [1280, 960]) {
        await page.setViewportSize({ width, height: (width * 9) / 16 });
        const lead = await page.locator('.lead-open').boundingBox();
        const button = await page.getByTestId('lead-ack').boundingBox();
        expect((lead?.x ?? 0) + (lead?.width ?? 0)).toBeLessThanOrEqual((button?.x ?? 0) + 1);
        const silence = await page.getByTestId('silence').boundingBox();
        expect((silence?.x ?? 0) + (silence?.width ?? 0)).toBeLessThanOrEqual(width + 1);
        expect(await isCut(page, '.lead-open')).toBe(false);
      }
    } finally {
      await page.setViewportSize({ width: 1920, height: 1080 });
      await page.getByTestId('language:zh').click();
      await calm(at);
    }
  });
}

function describeLongNames(at: AtBench): void {
  test('have a card that a name of 64 letters does not push aside', async () => {
    const { page, host } = at();
    const gas = oneOf(3);
    await signOn(at);
    await trip(at, gas);
    await host.value('alarms.acknowledge', { ids: [gas.id], who: LONG_NAME });
    await isIn(at, gas.id, 'ACK');
    await openList(at);
    await page.getByTestId(`alarm:${gas.id}`).click();
    const cell = page.getByTestId('card-history').locator(`td[title="${LONG_NAME}"]`).first();
    await cell.waitFor();
    expect(await page.locator('.card-body').evaluate(body => body.scrollWidth - body.clientWidth)).toBeLessThanOrEqual(
      0,
    );
    await calm(at);
  });
}
