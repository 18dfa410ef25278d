/** Faceplates as pictures: three side by side of each kind, on their first and on other tabs, in both languages and palettes and small. */
import type { Page } from 'playwright-core';
import { sleep } from '../bench/bench.ts';
import { LOOKS, openPage, type Studio } from './pictures.ts';

/** Nodes of the overview whose faceplates are shown together, and the tabs that they are turned to. */
const SETS = [
  { name: 'valve-meter-regulator', nodes: ['XV-1101', 'FE-1401A', 'PCV-1302A'], tabs: [] },
  { name: 'tabs', nodes: ['XV-1001', 'FE-1401A', 'PCV-1302A'], tabs: ['interlocks', 'diagnostics', 'setpoints'] },
  { name: 'analyser-vessel', nodes: ['GC-1501', 'F-1201A'], tabs: ['components', 'limits'] },
] as const;
const SMALL = { width: 1366, height: 768 };

export async function takePlates(studio: Studio): Promise<void> {
  for (const look of LOOKS) {
    const page = await openPage(studio, look);
    for (const set of SETS) {
      for (const node of set.nodes) await show(page, node);
      for (const tab of set.tabs) await page.locator(`[data-testid="plate-tab:${tab}"]`).first().click();
      await save(studio, page, `faceplates-${set.name}-${look.theme}-${look.language}`);
      for (const _node of set.nodes) await page.keyboard.press('Escape');
    }
    await page.getByTestId('value:PT-1101').first().click({ button: 'right' });
    await save(studio, page, `faceplates-analogue-${look.theme}-${look.language}`);
    await page.close();
  }
  const small = await openPage(studio, { theme: 'day', language: 'zh' }, { size: SMALL });
  for (const node of ['XV-1001', 'FE-1401B']) await show(small, node);
  await save(studio, small, 'faceplates-day-zh-1366');
  await small.close();
}

/** By the keyboard, which reaches what another faceplate lies over. */
async function show(page: Page, node: string): Promise<void> {
  await page.getByTestId(`asset:${node}`).focus();
  await page.keyboard.press('Enter');
}

async function save(studio: Studio, page: Page, name: string): Promise<void> {
  await sleep(1_500);
  await studio.save(page, name);
}
