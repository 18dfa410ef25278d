/** What surrounds the alarms: what was kept around a call, files of the journal, the page about the alarm system, keys and their help. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { AlarmContext, AlarmJournalPage } from '../../shared/model/alarm-journal.ts';
import {
  calm,
  INTRUSION,
  isIn,
  NAME,
  OUTLET_2,
  openList,
  RELIEF,
  SLAM_SHUT,
  STATION_OUTLET,
  signOn,
  statusOf,
  trip,
} from './hmi-alarm-hands.ts';
import { type AtBench, confirmDialog } from './hmi-bench.ts';
import { expectGoodTexts } from './hmi-texts.ts';
import { waitFor } from './wait-for.ts';

const LONG_MS = 30_000;

export function describeAlarmPages(at: AtBench): void {
  describeContext(at);
  describeFiles(at);
  describePerformance(at);
  describeEquipment(at);
  describeKeys(at);
}

function describeContext(at: AtBench): void {
  test('keep what was around a call of priority 1, seen from its card with the tags that belong to it', async () => {
    const { page, host } = at();
    await trip(at, OUTLET_2);
    const filter = { from: 0, to: 8e15, ids: [OUTLET_2.id], events: ['raise'], limit: 1 };
    const { rows } = await host.value<AlarmJournalPage>('alarms.journal', filter);
    const sequence = rows[0]?.sequence ?? 0;
    await openList(at);
    await page.getByTestId(`alarm:${OUTLET_2.id}`).click();
    const turn = page.getByTestId(`activation:${sequence}`);
    await turn.click();
    const strips = page.getByTestId(`context:${sequence}`);
    await strips.waitFor();
    expect(await turn.getAttribute('aria-expanded')).toBe('true');
    const { series } = await host.value<AlarmContext>('alarms.context', { sequence });
    expect(await strips.locator('.context-strip').count()).toBe(series.length);
    expect(series.map(({ tag }) => tag)).toEqual([OUTLET_2.tag, 'PT-1354', 'PT-1703']);
    expect(await strips.locator('.context-strip').first().textContent()).toMatch(/PT-1353.*1\.69/);
    await turn.press('Enter');
    await strips.waitFor({ state: 'detached' });
    await page.getByTestId('ring-to:PT-1703').click();
    await page.locator('[data-testid^="ring:"]').first().waitFor();
    await calm(at);
  });
}

interface Saved {
  readonly name: string;
  /** First bytes, as numbers. */
  readonly head: readonly number[];
  readonly text: string;
}

declare global {
  interface Window {
    savedFile?: { readonly blob: Blob; readonly name: string };
  }
}

/** Takes the file where the page would hand it to the browser: in the desktop application a person is asked where it goes. */
async function catchFiles(page: Page): Promise<void> {
  await page.evaluate(() => {
    let blob = new Blob();
    URL.createObjectURL = made => {
      if (made instanceof Blob) blob = made;
      return 'blob:caught';
    };
    HTMLAnchorElement.prototype.click = function click(this: HTMLAnchorElement) {
      window.savedFile = { blob, name: this.download };
    };
  });
}

async function savedBy(page: Page, testId: string): Promise<Saved> {
  await page.evaluate(() => {
    delete window.savedFile;
  });
  await page.getByTestId(testId).click();
  await page.waitForFunction(() => window.savedFile !== undefined);
  return page.evaluate(async () => {
    const { blob = new Blob(), name = '' } = window.savedFile ?? {};
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return { name, head: [...bytes.slice(0, 3)], text: await blob.text() };
  });
}

function describeFiles(at: AtBench): void {
  test('leave the journal as CSV and as a workbook, as it was searched', async () => {
    const { page } = at();
    await trip(at, INTRUSION);
    await openList(at);
    await page.keyboard.press('4');
    await page.getByTestId('journal:tag').fill(INTRUSION.tag);
    await page.locator('[data-testid^="journal-row:"]').first().waitFor();
    await waitFor('the search', async () => !/PT-/.test((await page.getByTestId('journal-rows').textContent()) ?? ''));
    await catchFiles(page);
    const csv = await savedBy(page, 'journal:csv');
    expect([csv.name.endsWith('.csv'), csv.head]).toEqual([true, [0xef, 0xbb, 0xbf]]);
    const lines = csv.text.split('\r\n').filter(line => line.includes('XA-1951'));
    expect(lines.length).toBeGreaterThan(0);
    expect(csv.text).not.toContain('PT-1303');
    const workbook = await savedBy(page, 'journal:xlsx');
    expect([workbook.name.endsWith('.xlsx'), workbook.head.slice(0, 2)]).toEqual([true, [0x50, 0x4b]]);
    await waitFor('the number of rows', async () => {
      const told = (await page.getByTestId('journal-exported').textContent()) ?? '';
      return told.includes(workbook.name) && /[1-9]/.test(told);
    });
    await page.reload();
    await page.getByTestId('alarms').waitFor();
    await calm(at);
  });
}

function describePerformance(at: AtBench): void {
  test('are judged as a system: figures, the most frequent, a suggestion, and one page of paper', async () => {
    const { page } = at();
    await trip(at, STATION_OUTLET);
    await openList(at);
    await page.keyboard.press('6');
    await page.locator('[data-testid="performance"][data-phase="ready"]').waitFor();
    expect(await page.getByTestId('figure:perDay').textContent()).toMatch(/\d/);
    const month = await page.getByTestId('performance-month').textContent();
    await page.keyboard.press('ArrowLeft');
    await waitFor('another month', async () => (await page.getByTestId('performance-month').textContent()) !== month);
    await page.keyboard.press('ArrowRight');
    await page.getByTestId(`top:${STATION_OUTLET.id}`).waitFor();
    await page.getByTestId(`suggest:${STATION_OUTLET.id}`).click();
    const answer = page.getByTestId(`suggestion:${STATION_OUTLET.id}`);
    await waitFor(
      'a suggestion',
      async () => /\d (次|activations)|activations: \d/.test((await answer.textContent()) ?? ''),
      LONG_MS,
    );
    for (const language of ['zh', 'en'] as const) {
      await page.getByTestId(`language:${language}`).click();
      await expectGoodTexts(page, language, '.performance-head');
      await expectGoodTexts(page, language, '[data-testid="performance-figures"]');
    }
    await page.getByTestId('language:en').click();
    await page.emulateMedia({ media: 'print' });
    try {
      expect(await page.locator('.rail, .top, .message, .tabs, .flood-panel').filter({ visible: true }).count()).toBe(
        0,
      );
      expect(await page.locator('.print-head').textContent()).toContain(month ?? '');
      expect(await page.getByTestId('performance-print').isVisible()).toBe(false);
      expect(await page.getByTestId('performance-top').isVisible()).toBe(true);
    } finally {
      await page.emulateMedia({ media: 'screen' });
    }
    await page.getByTestId(`named:${STATION_OUTLET.id}`).first().click();
    await page.locator(`[data-testid="alarm-card"][data-id="${STATION_OUTLET.id}"]`).waitFor();
    await calm(at);
  });
}

function describeEquipment(at: AtBench): void {
  test('are suppressed with their equipment, by its key, with a reason and an end, and come back', async () => {
    const { page } = at();
    await signOn(at);
    await trip(at, SLAM_SHUT);
    await page.getByTestId('rail-area:1300').click();
    await page.getByTestId(`alarm:${SLAM_SHUT.id}`).focus();
    await page.keyboard.press('e');
    await page.getByTestId('take-equipment-out-dialog').waitFor();
    await page.getByTestId('field:why').fill('切断阀检修');
    await confirmDialog(page);
    await isIn(at, SLAM_SHUT.id, 'SUPPRESSED');
    const [by] = (await statusOf(at, SLAM_SHUT.id))?.record.state.suppressed ?? [];
    expect(by).toMatchObject({ kind: 'equipment', of: 'SSV-1301A', hold: { by: NAME, reason: '切断阀检修' } });
    await page.keyboard.press('3');
    await page.getByTestId(`hidden:${SLAM_SHUT.id}`).click();
    await page.getByTestId('card:return-equipment').click();
    await confirmDialog(page);
    await isIn(at, SLAM_SHUT.id, 'UNACK');
    await page.keyboard.press('1');
    await page.getByTestId('filter:clear').click();
    await calm(at);
  });
}

function describeKeys(at: AtBench): void {
  test.each([
    'zh',
    'en',
  ] as const)('tell their keys in %s: from any screen, and none twice in one part of it', async language => {
    const { page } = at();
    await page.getByTestId(`language:${language}`).click();
    await page.keyboard.press('?');
    const help = page.getByTestId('keys-dialog');
    await help.waitFor();
    expect(await help.locator('dl > div').count()).toBeGreaterThan(30);
    await expectGoodTexts(page, language, '.key-groups');
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await page.getByTestId('language:en').click();
  });

  test('are opened from the banner by one key', async () => {
    const { page } = at();
    await trip(at, RELIEF);
    await waitFor('the banner', async () => (await page.getByTestId('lead-tag').textContent()) === RELIEF.tag);
    await page.keyboard.press('b');
    await page.locator(`[data-testid="alarm-card"][data-id="${RELIEF.id}"]`).waitFor();
    await calm(at);
  });
}
