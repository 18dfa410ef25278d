/** Substituted and forced values: entered through the dialog, marked wherever they are shown, counted on every screen, released. */
import { describe, expect, test } from 'vitest';
import type { OverrideEntry } from '../../shared/model/tag.ts';
import { type AtBench, confirmDialog, qualityOn, showsOn } from './hmi-bench.ts';
import { openCommunication, openOverview } from './hmi-communication.ts';
import { expectGoodTexts } from './hmi-texts.ts';
import { sleep, waitFor } from './wait-for.ts';

const BY = { who: '李工', why: '压力表读数' } as const;

const onScreen = (at: AtBench) => at().page.getByTestId('value:PT-1101').first();

/** The number, its box and its letter are drawn side by side. */
const letterOnScreen = (at: AtBench) =>
  onScreen(at).evaluate(number => {
    const boxes = [...(number.parentElement?.querySelectorAll('g') ?? [])];
    return boxes.find(g => g.getAttribute('visibility') === 'visible')?.textContent ?? '';
  });

const count = async (at: AtBench) => (await at().page.getByTestId('override-count').allTextContents()).join('');

/** Opens the dialog and takes PT-1101 out of what a word finds. */
async function chooseTag(at: AtBench): Promise<void> {
  const { page } = at();
  await openCommunication(at);
  await page.getByTestId('action:override').click();
  await page.getByTestId('field:tag').fill('进站压力');
  await page.getByTestId('found:PT-1101').click();
}

export function describeOverrides(at: AtBench): void {
  describe('an overridden value', () => {
    describeForced(at);
    describeRefused(at);
    describeRegister(at);
  });
}

function describeForced(at: AtBench): void {
  test('is found, entered, marked and counted on the overview, told in the register, and released', async () => {
    const { page } = at();
    await chooseTag(at);
    await page.getByTestId('kind:force').check();
    await page.getByTestId('field:value').fill('２．３４５');
    await page.getByTestId('field:who').fill(BY.who);
    await page.getByTestId('field:why').fill(BY.why);
    await page.keyboard.press('Enter');
    await page.getByTestId('override-dialog').waitFor({ state: 'detached' });

    await openOverview(at);
    await waitFor('the forced value', async () => (await onScreen(at).textContent())?.startsWith('2.34'));
    expect(await letterOnScreen(at)).toBe('F');
    expect(await qualityOn(page, 'PT-1101')).toBe('uncertain');
    expect(await count(at)).toBe('F 1');
    await onScreen(at).hover();
    const tooltip = page.getByTestId('tooltip');
    await waitFor('who and why', async () => /李工.*压力表读数/.test((await tooltip.textContent()) ?? ''));
    await page.mouse.move(0, 0);

    await page.getByTestId('override-count').click();
    const row = page.getByTestId('override:PT-1101');
    await row.waitFor();
    expect(await row.textContent()).toMatch(/^F.*PT-1101.*2\.345.*李工.*压力表读数.*59 min$/);
    expect(await page.getByTestId('override-live:PT-1101').getAttribute('data-quality')).toBe('good');
    await row.press('Enter');
    await page.getByTestId('release-dialog').waitFor();
    await page.getByTestId('field:who').fill(BY.who);
    await page.getByTestId('field:why').fill('恢复');
    await confirmDialog(page);
    await row.waitFor({ state: 'detached' });
    expect(await count(at)).toBe('');
    await openOverview(at);
    await showsOn(page, 'PT-1101', 'good', 5_000);
    expect(await letterOnScreen(at)).toBe('');
  });
}

function describeRefused(at: AtBench): void {
  test('is not taken beyond the range unless it is meant, and the reason stands beside it', async () => {
    const { page, host } = at();
    await page.getByTestId('language:en').click();
    await chooseTag(at);
    const act = page.getByTestId('act');
    await waitFor('the present value', async () =>
      /range 0\.000 … .*Now \d.* good/.test((await page.getByTestId('present-value').textContent()) ?? ''),
    );
    await page.getByTestId('field:value').fill('1,234');
    expect(await page.getByTestId('value-problem').textContent()).toBe('thousands or decimals? write 1234 or 1.234');
    await page.getByTestId('field:value').fill('99');
    expect(await page.getByTestId('value-problem').textContent()).toBe('beyond the range');
    await page.getByTestId('field:who').fill('Li');
    await page.getByTestId('field:why').fill('test');
    expect(await act.getAttribute('aria-disabled')).toBe('true');
    await act.click({ force: true });
    expect(await host.value<OverrideEntry[]>('tags.overrides', {})).toEqual([]);
    await page.getByTestId('beyond').check();
    expect(await act.getAttribute('aria-disabled')).toBe('false');
    await page.getByTestId('end:at').check();
    await page.getByTestId('field:date').fill('2020-01-01');
    expect(await act.textContent()).toContain('this time has passed');
    await page.getByTestId('cancel').click();
  });

  test('that is gone cannot be released: the station says so, and how to go on, in the language of the screen', async () => {
    const { page, host } = at();
    const by = { who: 'Li', why: 'test' };
    await host.value('tags.override', { tag: 'PT-1101', kind: 'force', value: 2, until: Date.now() + 600_000, ...by });
    await openCommunication(at);
    await page.getByTestId('language:zh').click();
    await page.getByTestId('action:release').click();
    await page.getByTestId('release-dialog').waitFor();
    await host.value('tags.release', { tag: 'PT-1101', ...by });
    await page.getByTestId('field:who').fill(BY.who);
    await page.getByTestId('field:why').fill(BY.why);
    await page.getByTestId('act').click();
    const refusal = page.getByTestId('refusal');
    await refusal.waitFor();
    expect(await refusal.textContent()).toContain('PT-1101 没有替代值或强制值');
    expect(await page.getByTestId('field:why').inputValue()).toBe(BY.why);
    await page.getByTestId('cancel').click();
    await page.getByTestId('release-dialog').waitFor({ state: 'detached' });
  });
}

function describeRegister(at: AtBench): void {
  test.each([
    'zh',
    'en',
  ] as const)('is shown and asked for in %s without overlapping or small texts', async language => {
    const { page, host } = at();
    const by =
      language === 'zh' ? BY : { who: 'Li', why: 'gauge reading, transmitter out for calibration until Friday' };
    const until = Date.now() + 29 * 86_400_000;
    const tags = [
      { tag: 'PT-1101', kind: 'force', value: 2.345 },
      { tag: 'FI-1701', kind: 'substitute', value: 9_000 },
    ];
    for (const order of tags) await host.value('tags.override', { ...order, until, ...by });
    await openCommunication(at);
    await page.getByTestId(`language:${language}`).click();
    await waitFor('both rows', async () => (await page.locator('[data-testid^="override:"]').count()) === 2);
    expect(await count(at)).toBe('F 1S 1');
    await sleep(1_200);
    await expectGoodTexts(page, language, '.comm');
    await page.getByTestId('action:release').click();
    await expectGoodTexts(page, language, 'dialog');
    await page.keyboard.press('Escape');
    await chooseTag(at);
    await page.getByTestId('field:value').fill('99');
    await page.getByTestId('end:at').check();
    await sleep(300);
    await expectGoodTexts(page, language, 'dialog');
    await page.keyboard.press('Escape');
    for (const { tag } of tags) await host.value('tags.release', { tag, ...by });
  });
}
