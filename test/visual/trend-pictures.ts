/** The trend screen as pictures: as it is after the start, and over long times with spike, gap, bad and demo data made by rule. */
import type { Page } from 'playwright-core';
import type { HistoryStatus } from '../../shared/model/history.ts';
import { sleep } from '../bench/bench.ts';
import { scriptHistory } from '../kit/scripted-history.ts';
import { waitFor } from '../kit/wait-for.ts';
import { FULL_HD, LOOKS, type Look, openPage, type Studio } from './pictures.ts';

const ADDRESS = '#/trends';
const HOURS_8 = 8 * 3_600_000;
const SMALL = { width: 1366, height: 768 };

export async function takeTrends(studio: Studio): Promise<void> {
  for (const look of LOOKS) {
    const page = await openPage(studio, look, { address: ADDRESS });
    await page.getByTestId('span:minutes10').click();
    await sleep(1_500);
    await studio.save(page, `trends-${look.theme}-${look.language}`);
    await page.getByTestId('pen-search').fill('TT-13');
    await sleep(800);
    await studio.save(page, `trends-${look.theme}-${look.language}-search`);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.getByTestId('go-to-form').waitFor();
    await sleep(400);
    await studio.save(page, `trends-${look.theme}-${look.language}-go-to`);
    await page.close();
    await scripted(studio, look, FULL_HD);
  }
  await scripted(studio, { theme: 'day', language: 'zh' }, SMALL);
  await scripted(studio, { theme: 'day', language: 'zh' }, { width: 3840, height: 2160 });
}

/** The month before the first start is there about 2¼ minutes after it, and later on a busy computer, ms. */
const PAST_LIMIT_MS = 600_000;

/** The trend screen over the whole past of the demo station, as the station itself has made and stored it. */
export async function takeDemoPast(studio: Studio): Promise<void> {
  const isMade = async (): Promise<boolean> => {
    const { demoPast, hasDemoData } = await studio.station.value<HistoryStatus>('history.status', {});
    return demoPast === null && hasDemoData;
  };
  await waitFor("the demo station's past", isMade, PAST_LIMIT_MS);
  for (const look of LOOKS) {
    const page = await openPage(studio, look, { address: ADDRESS });
    await page.getByTestId('span:month').click();
    await sleep(3_000);
    await studio.save(page, `trends-${look.theme}-${look.language}-month`);
    await read(studio, page, `trends-${look.theme}-${look.language}`);
    await page.close();
  }
}

/** Two cursors and yesterday over eight hours, all pens in one plot, and one pen against another. */
async function read(studio: Studio, page: Page, name: string): Promise<void> {
  await page.getByTestId('span:hours8').click();
  await page.keyboard.press('v');
  await page.getByTestId('compare:yesterday').click();
  const box = await page.getByTestId('trend-plots').boundingBox();
  if (box === null) throw new Error('the plots are not there');
  for (const share of [0.4, 0.7]) {
    await page.mouse.click(box.x + box.width * share, box.y + box.height / 3);
    await sleep(600);
  }
  await sleep(2_000);
  await studio.save(page, `${name}-cursors`);
  await page.getByTestId('plot-mode').click();
  await sleep(800);
  await studio.save(page, `${name}-one-plot`);
  await page.getByTestId('pair-mode').click();
  await sleep(2_500);
  await studio.save(page, `${name}-pair`);
}

async function scripted(studio: Studio, look: Look, size: { width: number; height: number }): Promise<void> {
  const to = Date.now();
  const page = await openPage(studio, look, {
    address: ADDRESS,
    size,
    prepare: opened => scriptHistory(opened, { from: to - HOURS_8, to }),
  });
  await page.getByTestId('span:hours8').click();
  await page.getByTestId('trend-history-mode').click();
  const box = await page.getByTestId('trend-plots').boundingBox();
  if (box === null) throw new Error('the plots are not there');
  await page.mouse.move(box.x + box.width * 0.72, box.y + box.height / 3);
  await sleep(1_500);
  const suffix = size.width === FULL_HD.width ? '' : `-${size.width}`;
  await studio.save(page, `trends-${look.theme}-${look.language}${suffix}-history`);
  await page.close();
}
