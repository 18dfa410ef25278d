/** The communication screen: the ways there and back, what it tells of devices, and that a reload keeps it. */
import { describe, expect, test } from 'vitest';
import type { DeviceStatus } from '../../shared/model/device.ts';
import type { HistoryStatus } from '../../shared/model/history.ts';
import type { AtBench } from './hmi-bench.ts';
import { expectGoodTexts } from './hmi-texts.ts';
import { sleep, waitFor } from './wait-for.ts';

/** Shows the communication screen, from whatever screen. */
export async function openCommunication(at: AtBench): Promise<void> {
  await at().page.getByTestId('screen:communication').click();
  await at().page.getByTestId('communication').waitFor();
}

export async function openOverview(at: AtBench): Promise<void> {
  await at().page.getByTestId('screen:overview').click();
  await at().page.getByTestId('scene').waitFor();
}

/** State of a device as the station knows it. */
export async function stateOf(at: AtBench, device: string): Promise<string | undefined> {
  const devices = await at().host.value<DeviceStatus[]>('devices.status', {});
  return devices.find(status => status.device === device)?.state;
}

export const rowOf = (at: AtBench, device: string) => at().page.getByTestId(`device:${device}`);
export const levelOnRow = (at: AtBench, device: string) => rowOf(at, device).getAttribute('data-level');
/** Device whose detail is shown. */
export const detailed = (at: AtBench) => at().page.getByTestId('device-detail').getAttribute('data-device');
const focused = (at: AtBench) => at().page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? null);

export function describeCommunication(at: AtBench): void {
  describe('the communication screen', () => {
    describeWays(at);
    describeTable(at);
    describeHistory(at);
    describeHistoryCare(at);
    describeSmallScreen(at);
    describeAttention(at);
    describeLostDevice(at);
  });
}

function describeWays(at: AtBench): void {
  test('opens by key, by the rail and by a lamp, and Esc, F1 and Back lead to the overview', async () => {
    const { page } = at();
    const scene = page.getByTestId('scene');
    const communication = page.getByTestId('communication');
    await page.keyboard.press('F11');
    await communication.waitFor();
    expect(await page.title()).toMatch(/通信|Communication/);
    await page.keyboard.press('Escape');
    await scene.waitFor();
    await openCommunication(at);
    await page.keyboard.press('F1');
    await scene.waitFor();
    await page.getByTestId('device-group:GC').getByRole('button').click();
    await communication.waitFor();
    expect(await detailed(at)).toBe('GC');
    await page.goBack();
    await scene.waitFor();
    expect(await communication.count()).toBe(0);
  });

  test('is kept by a reload, with the device that was looked at', async () => {
    const { page } = at();
    await openCommunication(at);
    await rowOf(at, 'FCB').click();
    await page.reload();
    await page.getByTestId('communication').waitFor();
    await waitFor('the device', async () => (await detailed(at)) === 'FCB', 10_000);
    await openOverview(at);
    await page.reload();
    await page.getByTestId('scene').waitFor();
  });
}

function describeTable(at: AtBench): void {
  test('shows every device once, in channels, with figures of its own', async () => {
    const { page } = at();
    await openCommunication(at);
    const devices = await at().host.value<DeviceStatus[]>('devices.status', {});
    const shown = await page
      .locator('[data-testid^="device:"]')
      .evaluateAll(rows => rows.map(row => row.getAttribute('data-testid')?.slice('device:'.length)));
    expect(shown).toHaveLength(devices.length);
    expect(new Set(shown)).toEqual(new Set(devices.map(status => status.device)));
    expect(await page.locator('.group-head').count()).toBe(2);
    await waitFor('round trips of all', async () => {
      const texts = await page.locator('[data-testid^="device-p50:"]').allTextContents();
      return texts.length === devices.length && texts.every(text => Number(text) > 0);
    });
    await waitFor(
      'a line of the last hour',
      async () => (await page.getByTestId('round-trips:PLC').locator('.line').getAttribute('d'))?.includes('L'),
      10_000,
    );
  });

  test.each([
    'zh',
    'en',
  ] as const)('has no overlapping and no small text in %s, no mixed languages, and changes palette at once', async language => {
    const { page } = at();
    await openCommunication(at);
    await page.getByTestId(`language:${language}`).click();
    for (const device of ['PLC', 'GC', 'EVC1']) {
      await rowOf(at, device).click();
      await page.getByTestId('scan-groups').waitFor();
      await sleep(300);
      await expectGoodTexts(page, language);
    }
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const day = await ground();
    await page.getByTestId('theme:night').click();
    expect(await ground()).not.toBe(day);
    await page.getByTestId('theme:day').click();
    expect(await ground()).toBe(day);
  });
}

function describeHistory(at: AtBench): void {
  test('shows that history is recorded: more and more is stored, and no value is unaccounted for', async () => {
    const { page } = at();
    await openCommunication(at);
    const figure = async (name: string) =>
      Number((await page.getByTestId(name).textContent())?.replaceAll(',', '').replace(' /s', '') ?? Number.NaN);
    await page.getByTestId('history-panel').waitFor();
    await waitFor('values stored a second', async () => (await figure('history:rate')) > 0, 15_000);
    expect(await figure('history-unaccounted')).toBe(0);
    expect(await page.locator('.unaccounted.is-wrong').count()).toBe(0);
    expect(await figure('history:lost')).toBe(0);
    const stored = async () => (await at().host.value<HistoryStatus>('history.status', {})).stored;
    const before = await stored();
    await waitFor('more stored', async () => (await stored()) > before);
    expect(await page.getByTestId('history-not-recorded').count()).toBe(0);
  });
}

function describeHistoryCare(at: AtBench): void {
  test('checks the history after saying what will happen, and tells how it went', async () => {
    const { page } = at();
    await openCommunication(at);
    await page.getByTestId('language:zh').click();
    await page.getByTestId('action:check').click();
    await waitFor('the focus on Cancel', () =>
      page.getByTestId('cancel').evaluate(button => button === document.activeElement),
    );
    await page.getByTestId('depth:fast').check();
    await page.getByTestId('act').click();
    await page.getByTestId('care-outcome').waitFor({ timeout: 60_000 });
    await expectGoodTexts(page, 'zh', '.modal');
    await page.getByTestId('cancel').click();
    const shown = async () => page.getByTestId('history:check').textContent();
    await waitFor('the check among the facts', async () => /快检/.test((await shown()) ?? ''), 10_000);
  });

  test('says in the language of the screen why a backup cannot be made, and makes none', async () => {
    const { page } = at();
    await openCommunication(at);
    try {
      for (const [language, words] of [
        ['en', 'No folder for backups is known.'],
        ['zh', '未指定备份文件夹。'],
      ] as const) {
        await page.getByTestId(`language:${language}`).click();
        await page.getByTestId('action:backup').click();
        await page.getByTestId('act').click();
        await page.getByTestId('refusal').waitFor();
        expect(await page.getByTestId('refusal').textContent()).toContain(words);
        await page.keyboard.press('Escape');
        await page.getByTestId('backup-dialog').waitFor({ state: 'detached' });
      }
    } finally {
      await page.getByTestId('language:zh').click();
    }
    expect((await at().host.value<HistoryStatus>('history.status', {})).lastBackup).toBeNull();
  });
}

function describeSmallScreen(at: AtBench): void {
  test.each([
    'zh',
    'en',
  ] as const)('cuts nothing off on a screen of 1366 × 768 in %s: its panels scroll', async language => {
    const { page, host } = at();
    const by = { who: 'Li', why: 'test', until: Date.now() + 29 * 86_400_000 };
    await host.value('tags.override', { tag: 'PT-1101', kind: 'force', value: 2.345, ...by });
    await page.setViewportSize({ width: 1366, height: 768 });
    try {
      await openCommunication(at);
      await page.getByTestId(`language:${language}`).click();
      await page.getByTestId('override:PT-1101').waitFor();
      await expectGoodTexts(page, language, '.comm');
      const wide = await page
        .locator('.comm-scroll, .actions, .panel-head')
        .evaluateAll(panels => panels.filter(panel => panel.scrollWidth > panel.clientWidth + 1).length);
      expect(wide).toBe(0);
      await page.getByTestId('action:override').click();
      await page.getByTestId('cancel').click({ trial: true });
      await page.getByTestId('field:why').scrollIntoViewIfNeeded();
      await expectGoodTexts(page, language, 'dialog');
    } finally {
      await page.setViewportSize({ width: 1920, height: 1080 });
    }
  });
}

function describeAttention(at: AtBench): void {
  test('names the tags of a device that need attention, each a way to its trend', async () => {
    const { page, field } = at();
    await openCommunication(at);
    await rowOf(at, 'PLC').click();
    try {
      await field.force('PT-1101', 6.5);
      const outOfRange = page.getByTestId('attention:outOfRange');
      await outOfRange.waitFor({ timeout: 15_000 });
      expect(await outOfRange.textContent()).toContain('PT-1101');
      await outOfRange.getByRole('button', { name: 'PT-1101' }).click();
      await page.getByTestId('trend').waitFor();
      expect(await page.getByTestId('trend').getAttribute('data-tag')).toBe('PT-1101');
      await page.keyboard.press('Escape');
      await page.getByTestId('trend').waitFor({ state: 'detached' });
      expect(await page.getByTestId('communication').count(), 'Esc closed the trend and nothing else').toBe(1);
    } finally {
      await field.release('PT-1101');
    }
  });
}

function describeLostDevice(at: AtBench): void {
  test('tells a lost device within 2 s of its loss, names the cause, and its row leads to the detail by keys', async () => {
    const { page, field } = at();
    await openCommunication(at);
    await page.getByTestId('language:zh').click();
    await field.fault('device-offline', 'FCB');
    await waitFor('the loss', async () => (await stateOf(at, 'FCB')) === 'offline', 8_000);
    await waitFor('the row', async () => (await levelOnRow(at, 'FCB')) === 'crossed', 2_000);
    expect(await page.getByTestId('device-state:FCB').textContent()).toMatch(/^中断：\S+/);
    expect(await page.getByTestId('device-p50:FCB').textContent()).toBe('----');
    await rowOf(at, 'FCA').click();
    await page.keyboard.press('ArrowDown');
    expect(await focused(at)).toBe('device:FCB');
    await page.keyboard.press('Enter');
    expect(await focused(at)).toBe('device-detail');
    expect(await detailed(at)).toBe('FCB');
    const told = await page.getByTestId('device-told').locator('q').textContent();
    expect(told).toMatch(/[a-zA-Z]{4,}/);
    expect(await page.getByTestId('device-events').locator('dd').first().textContent()).toContain('通信中断');
    await expectGoodTexts(page, 'zh', '.comm');
  });

  test('is led to by the message row, which names the lost device on every screen, and shows it found again', async () => {
    const { page, field } = at();
    await openOverview(at);
    await field.fault('device-offline', 'FCB');
    await page.getByTestId('lost-device:FCB').click({ timeout: 10_000 });
    await page.getByTestId('communication').waitFor();
    expect(await detailed(at)).toBe('FCB');
    await field.clear();
    await waitFor('the device', async () => (await levelOnRow(at, 'FCB')) === 'full', 15_000);
    expect(await page.getByTestId('lost-device:FCB').count()).toBe(0);
    await openOverview(at);
  });
}
