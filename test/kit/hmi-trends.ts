/** The trend screen: the ways to it, pens, live values that move, history and back, and figures that are those of the station. */
import { describe, expect, test } from 'vitest';
import type { TagDefinition, TagReading } from '../../shared/model/tag.ts';
import type { RawHistory, RecentSeries } from '../../shared/rpc/contract.ts';
import { formatNumber } from '../../shared/units/format.ts';
import type { AtBench } from './hmi-bench.ts';
import { expectGoodTexts } from './hmi-texts.ts';
import { sleep, waitFor } from './wait-for.ts';

const TAG = 'TT-1303';

async function openTrends(at: AtBench): Promise<void> {
  await at().page.getByTestId('screen:trends').click();
  await at().page.getByTestId('trends').waitFor();
  await waitFor('the plots', async () => (await plots(at).getAttribute('data-state')) === 'ready', 10_000);
}

const plots = (at: AtBench) => at().page.getByTestId('trend-plots');
const mode = (at: AtBench) => at().page.getByTestId('trend-mode').getAttribute('data-mode');
const isMode = (at: AtBench, wanted: string) => waitFor(wanted, async () => (await mode(at)) === wanted, 5_000);
const textOf = (at: AtBench, id: string) => at().page.getByTestId(id).textContent();
const endOf = async (at: AtBench): Promise<number> => Number(await plots(at).getAttribute('data-to'));

/** Middle of the plots, and so many pixels beside it. */
async function spot(at: AtBench, byPx = 0): Promise<{ readonly x: number; readonly y: number }> {
  const box = await plots(at).boundingBox();
  if (box === null) throw new Error('the plots are not there');
  return { x: box.x + box.width / 2 + byPx, y: box.y + box.height / 2 };
}

export function describeTrends(at: AtBench): void {
  describe('the trend screen', () => {
    describeWays(at);
    describePens(at);
    describeTime(at);
    describeReading(at);
    describeLook(at);
  });
}

function describeWays(at: AtBench): void {
  test('opens by key and by the rail, shows pens to somebody who has chosen none, and Esc leads back', async () => {
    const { page } = at();
    await page.keyboard.press('F8');
    await page.getByTestId('trends').waitFor();
    await waitFor('the first pens', async () => (await page.locator('[data-testid^="pen:"]').count()) === 8, 10_000);
    await page.keyboard.press('Escape');
    await page.getByTestId('scene').waitFor();
    await openTrends(at);
    expect(await page.title()).toMatch(/趋势|Trends/);
  });

  test('opens from the small trend of a value, with that value as a pen', async () => {
    const { page } = at();
    await page.getByTestId('value:TT-1101').first().click();
    await page.getByTestId('trend-open').click();
    await page.getByTestId('trends').waitFor();
    await page.getByTestId('pen:TT-1101').waitFor();
    expect(await page.getByTestId('trend').count()).toBe(0);
    await page.goBack();
    await page.getByTestId('value:PT-1103').first().click();
    await page.keyboard.press('F8');
    await page.getByTestId('pen:PT-1103').waitFor();
  });
}

function describePens(at: AtBench): void {
  test('finds a tag, adds it as a pen, hides and removes it, and keeps pens and span over a reload', async () => {
    const { page } = at();
    await openTrends(at);
    await page.keyboard.press('/');
    await page.keyboard.type(TAG);
    await page.getByTestId(`add-pen:${TAG}`).waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId(`pen:${TAG}`).waitFor();
    await page.getByTestId(`trend-row:${TAG}`).waitFor();
    await page.getByTestId(`pen-eye:${TAG}`).click();
    await page.getByTestId('span:minutes10').click();
    await page.reload();
    await page.getByTestId(`pen:${TAG}`).waitFor();
    expect(await page.getByTestId(`pen-eye:${TAG}`).getAttribute('aria-pressed')).toBe('false');
    expect(await page.getByTestId('span:minutes10').getAttribute('aria-pressed')).toBe('true');
    await page.getByTestId(`pen-eye:${TAG}`).click();
    await page.getByTestId(`pen-remove:${TAG}`).click();
    await page.getByTestId(`pen:${TAG}`).waitFor({ state: 'detached' });
  });

  test('shows live values that move, the same as everywhere', async () => {
    const { page } = at();
    await openTrends(at);
    await page.getByTestId('pen-search').fill('PT-1101');
    await page.getByTestId('add-pen:PT-1101').click();
    // Esc leaves the search and not the screen.
    await page.getByTestId('pen-search').press('Escape');
    expect(await page.getByTestId('pen-search').evaluate(search => search === document.activeElement)).toBe(false);
    expect(await page.getByTestId('trends').count()).toBe(1);
    const before = await endOf(at);
    await waitFor('the window to move on', async () => (await endOf(at)) - before > 1_500, 6_000);
    try {
      await at().field.force('PT-1101', 4.321);
      await waitFor('the value', async () => (await textOf(at, 'pen-value:PT-1101')) === '4.321', 8_000);
      await waitFor('the newest in the table', async () => (await textOf(at, 'trend-at:PT-1101')) === '4.321', 3_000);
      await waitFor(
        'the greatest of the span',
        async () => Number(await textOf(at, 'trend-max:PT-1101')) >= 4.321,
        5_000,
      );
    } finally {
      await at().field.release('PT-1101');
    }
  });
}

function describeTime(at: AtBench): void {
  test('is history as soon as the hand moves into the past, stands still there, and End is live again', async () => {
    const { page } = at();
    await openTrends(at);
    await page.getByTestId('span:minutes10').click();
    await isMode(at, 'live');
    const from = await spot(at);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + 200, from.y, { steps: 5 });
    await page.mouse.up();
    await isMode(at, 'history');
    expect(await textOf(at, 'trend-return')).toMatch(/\d:\d\d/);
    await sleep(300);
    const end = await endOf(at);
    await sleep(1_500);
    expect(await endOf(at)).toBe(end);
    await page.keyboard.press('End');
    await isMode(at, 'live');
    await page.keyboard.press('ArrowLeft');
    await isMode(at, 'history');
    await page.keyboard.press('End');
    await isMode(at, 'live');
  });

  test('goes to the oldest values by Home, and a press on Live leads back', async () => {
    const { page } = at();
    await openTrends(at);
    await page.getByTestId('span:minutes10').click();
    // Down to the shortest window, ten seconds: the station has been running for longer.
    for (let press = 0; press < 12; press++) await page.keyboard.press('+');
    const pens = await page
      .locator('[data-testid^="pen:"]')
      .evaluateAll(rows => rows.map(row => row.getAttribute('data-testid')));
    const tags = pens.map(id => id?.slice('pen:'.length));
    // The demo station has a past of 30 days.
    const first = tags.map(tag =>
      at().host.value<RawHistory>('history.raw', { tag, from: 0, to: Date.now(), limit: 1 }),
    );
    const oldest = Math.min(...(await Promise.all(first)).map(({ samples }) => [...samples.t][0] ?? Number.NaN));
    await page.keyboard.press('Home');
    const isThere = async () => Math.abs(Number(await plots(at).getAttribute('data-from')) - oldest) < 2_000;
    await waitFor('the oldest', isThere, 5_000);
    await isMode(at, 'history');
    await page.getByTestId('trend-live-mode').click();
    await isMode(at, 'live');
  });

  test('zooms about the pointer with the wheel, and a double click steps back', async () => {
    const { page } = at();
    await openTrends(at);
    await page.getByTestId('span:minutes10').click();
    const at0 = await spot(at, -100);
    await page.mouse.move(at0.x, at0.y);
    await waitFor('the cursor', async () => (await page.getByTestId('trend-cursor-time').count()) === 1);
    const under = Number(await page.getByTestId('trend-table').getAttribute('data-at'));
    for (let notch = 0; notch < 4; notch++) await page.mouse.wheel(0, -100);
    await isMode(at, 'history');
    await sleep(400);
    const now = Number(await page.getByTestId('trend-table').getAttribute('data-at'));
    // While it was live the window moved on by what passed meanwhile.
    expect(Math.abs(now - under)).toBeLessThan(5_000);
    await page.mouse.dblclick(at0.x, at0.y);
    await isMode(at, 'live');
  });

  test('goes to a date and time by keyboard alone, with the cursor on it, and nowhere for what is no time', async () => {
    const { page } = at();
    await openTrends(at);
    await page.getByTestId('language:zh').click();
    await page.getByTestId('span:hour').click();
    await page.keyboard.press('g');
    await page.getByTestId('go-to-form').waitFor();
    await page.keyboard.type('2026-02-30');
    await page.keyboard.press('Enter');
    expect(await textOf(at, 'go-to-problem')).toMatch(/请输入/);
    await page.keyboard.press('Escape');
    await page.getByTestId('go-to-form').waitFor({ state: 'detached' });
    await page.getByTestId('trends').waitFor();
    await page.keyboard.press('g');
    const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
    await page.keyboard.type(day.replaceAll('-', '/'));
    await page.keyboard.press('Tab');
    await page.keyboard.type('8:05');
    await page.keyboard.press('Enter');
    await isMode(at, 'history');
    // The demo station stands in China, whatever the zone of this computer.
    const wanted = Date.parse(`${day}T08:05:00+08:00`);
    const cursor = async () => Number(await page.getByTestId('trend-table').getAttribute('data-at'));
    await waitFor('the cursor', async () => Math.abs((await cursor()) - wanted) < 1_000, 5_000);
    expect(Math.abs((await endOf(at)) - 30 * 60_000 - wanted)).toBeLessThan(1_000);
    await page.keyboard.press('g');
    await page.getByTestId(`day:${day}`).press('ArrowLeft');
    const before = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
    expect(await page.getByTestId('go-to-date').inputValue()).toBe(before);
    await page.getByTestId('go-to-act').click();
    await waitFor('the day before', async () => Math.abs((await cursor()) - wanted + 86_400_000) < 1_000, 5_000);
    await page.keyboard.press('End');
    await page.mouse.move(5, 5);
  });

  test('reads at the cursor what the station had then', async () => {
    const { page } = at();
    await openTrends(at);
    await page.getByTestId('pen-search').fill(TAG);
    await page.getByTestId(`add-pen:${TAG}`).click();
    await page.getByTestId('span:minutes10').click();
    await page.getByTestId('trend-history-mode').click();
    await isMode(at, 'history');
    const box = await plots(at).boundingBox();
    if (box === null) throw new Error('the plots are not there');
    // Near the right end: there the station has surely been running.
    await page.mouse.move(box.x + box.width - 100, box.y + box.height / 2);
    await sleep(800);
    const time = Number(await page.getByTestId('trend-table').getAttribute('data-at'));
    const shown = await textOf(at, `trend-at:${TAG}`);
    const [series] = await at().host.value<(RecentSeries & { v: number[]; t: number[] })[]>('history.recent', {
      tags: [TAG],
      from: time - 60_000,
    });
    const [definition] = (await at().host.value<TagDefinition[]>('tags.list', {})).filter(({ name }) => name === TAG);
    if (series === undefined || definition === undefined) throw new Error('the station does not know the tag');
    const index = [...series.t].findLastIndex(sampledAt => sampledAt <= time);
    expect(index).toBeGreaterThanOrEqual(0);
    expect(shown).toBe(formatNumber(series.v[index] ?? null, definition.decimals));
    const [reading] = await at().host.value<TagReading[]>('tags.read', { tags: [TAG] });
    expect(reading?.quality).toBe('good');
    await page.getByTestId(`pen-remove:${TAG}`).click();
    await page.keyboard.press('End');
  });
}

/** Puts a cursor so many pixels beside the middle of the plots. */
async function press(at: AtBench, byPx: number): Promise<void> {
  const place = await spot(at, byPx);
  await at().page.mouse.click(place.x, place.y);
}

const timeOf = async (at: AtBench, cursor: 'at' | 'b'): Promise<number> =>
  Number(await at().page.getByTestId('trend-table').getAttribute(`data-${cursor}`));

function describeReading(at: AtBench): void {
  test('reads between two cursors what the historian works out, and puts and removes them by keys too', async () => {
    const { page } = at();
    await openTrends(at);
    await page.getByTestId('pen-search').fill('FI-1701');
    await page.getByTestId('add-pen:FI-1701').click();
    await page.getByTestId('span:minutes10').click();
    await page.getByTestId('trend-live-mode').click();
    // Half a minute of the window, so that there is something between the cursors.
    const hasPast = async () => Number.parseFloat((await textOf(at, 'trend-good:FI-1701')) ?? '') >= 5;
    await waitFor('a past', hasPast, 60_000);
    await page.getByTestId('trend-history-mode').click();
    const box = await plots(at).boundingBox();
    if (box === null) throw new Error('the plots are not there');
    // Near the right end: there the station has surely been running.
    await press(at, box.width / 2 - 130);
    await press(at, box.width / 2 - 100);
    const isExact = async () => (await page.getByTestId('trend-table').getAttribute('data-exact')) === 'true';
    await waitFor('the figures', isExact, 5_000);
    const [from, to] = [Math.round(await timeOf(at, 'at')), Math.round(await timeOf(at, 'b'))];
    expect(to).toBeGreaterThan(from);
    const asked = { tags: ['FI-1701'], aggregates: ['TimeAverage', 'Total'], from, to, stepMs: to - from };
    const [average, total] = await at().host.value<readonly { v: number[] }[]>('history.aggregate', asked);
    expect(await textOf(at, 'trend-average:FI-1701')).toBe(formatNumber([...(average?.v ?? [])][0] ?? null, 0));
    const volume = ([...(total?.v ?? [])][0] ?? Number.NaN) / 3_600;
    expect(await textOf(at, 'trend-integral:FI-1701')).toBe(`${formatNumber(volume, 0)} m³`);
    expect(await textOf(at, 'trend-apart')).toMatch(/^Δ /);
    await page.keyboard.press('Shift+ArrowLeft');
    await waitFor('B to move', async () => (await timeOf(at, 'b')) < to, 3_000);
    await page.keyboard.press('Delete');
    await page.mouse.move(5, 5);
    await page.getByTestId('trend-apart').waitFor({ state: 'detached' });
    await page.keyboard.press('c');
    await page.getByTestId('trend-cursor-remove:a').click();
    await page.getByTestId('trend-cursor-remove:a').waitFor({ state: 'detached' });
    await page.getByTestId('pen-remove:FI-1701').click();
    await page.keyboard.press('End');
  });

  test('zooms to a box, and one step back undoes time and values of it', async () => {
    const { page } = at();
    await openTrends(at);
    await page.getByTestId('span:minutes10').click();
    await page.getByTestId('trend-live-mode').click();
    await isMode(at, 'live');
    const from = await spot(at, -200);
    await page.keyboard.down('Shift');
    await page.mouse.move(from.x, from.y - 40);
    await page.mouse.down();
    await page.mouse.move(from.x + 200, from.y + 20, { steps: 5 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await isMode(at, 'history');
    const span = async () =>
      Number(await plots(at).getAttribute('data-to')) - Number(await plots(at).getAttribute('data-from'));
    await waitFor('the shorter window', async () => (await span()) < 5 * 60_000, 3_000);
    await page.keyboard.press('z');
    await isMode(at, 'live');
    // Both ends are read one after the other while the window moves.
    await waitFor('the window of before', async () => Math.abs((await span()) - 10 * 60_000) < 2_000, 3_000);
  });

  test('stands as one plot, by unit, as X-Y plot and compared with yesterday, by keys', async () => {
    const { page } = at();
    await openTrends(at);
    const count = async () => Number(await plots(at).getAttribute('data-plots'));
    await waitFor('the plots of the first pens', async () => (await count()) > 2, 5_000);
    const stacked = await count();
    await page.keyboard.press('l');
    await waitFor('one plot', async () => (await count()) === 1, 3_000);
    await page.keyboard.press('l');
    await waitFor('plots by unit', async () => (await count()) === 2, 3_000);
    await page.keyboard.press('l');
    await waitFor('stacked plots', async () => (await count()) === stacked, 3_000);
    await page.keyboard.press('v');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByTestId('trend-head-compared').waitFor();
    await page.getByTestId('compare').click();
    await page.getByTestId('compare:none').click();
    await page.getByTestId('trend-head-compared').waitFor({ state: 'detached' });
    await page.keyboard.press('x');
    await page.getByTestId('trend-pair').waitFor();
    const points = async () => Number(await page.locator('.trends-pair-plot').getAttribute('data-points'));
    await waitFor('points', async () => (await points()) > 0, 5_000);
    await page.keyboard.press('x');
    await page.getByTestId('trend-pair').waitFor({ state: 'detached' });
  });

  test('marks an alarm below the plots, with what can be done from there', async () => {
    const { page } = at();
    await openTrends(at);
    await page.getByTestId('span:minutes10').click();
    await page.getByTestId('trend-live-mode').click();
    try {
      await at().field.force('PT-1303', 0.4);
      await waitFor('the mark', async () => Number(await plots(at).getAttribute('data-alarms')) > 0, 20_000);
    } finally {
      await at().field.release('PT-1303');
    }
    await plots(at).focus();
    await page.keyboard.press('End');
    await page.keyboard.press(',');
    await page.keyboard.press('Enter');
    await page.getByTestId('lane-card').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('lane-card').waitFor({ state: 'detached' });
    expect(await page.getByTestId('trends').count()).toBe(1);
  });
}

function describeLook(at: AtBench): void {
  test.each([
    'zh',
    'en',
  ] as const)('has no overlapping and no small text in %s, also on a small screen, and nothing is cut off', async language => {
    const { page } = at();
    try {
      await page.getByTestId(`language:${language}`).click();
      await openTrends(at);
      await sleep(500);
      await expectGoodTexts(page, language);
      await page.setViewportSize({ width: 1366, height: 768 });
      await sleep(500);
      await expectGoodTexts(page, language, '.trends');
      const cut = await page
        .locator('.trends-bar, .trends-main, .trends-pens')
        .evaluateAll(parts => parts.filter(part => part.scrollWidth > part.clientWidth + 1).length);
      expect(cut).toBe(0);
    } finally {
      await page.setViewportSize({ width: 1920, height: 1080 });
      await page.getByTestId('language:zh').click();
    }
  });
}
