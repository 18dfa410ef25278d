/**
 * The alarm screens as pictures: calm, with alarms of every group, a flood, the card with what was kept around a call, the journal,
 * the hidden ones, the page about the alarm system on screen and on paper, badges on the overview, every dialog and the help about
 * the keys, in both languages and palettes and in a small window.
 */
import type { Page } from 'playwright-core';
import type { AlarmStreamItem } from '../../shared/rpc/alarm-contract.ts';
import { sleep } from '../bench/bench.ts';
import { FieldControl } from '../kit/field-control.ts';
import { waitFor } from '../kit/wait-for.ts';
import { LOOKS, type Look, openPage, type Studio } from './pictures.ts';

const LIST = '#/alarms';
const CARD = `#/alarms/active/${encodeURIComponent('PT-1303/HH')}`;
const NAMES = { zh: '王海涛', en: 'Wang Haitao' } as const;
const SMALL = { width: 1366, height: 768 };
/** A4 upright at 96 dpi. */
const PAPER = { width: 794, height: 1123 };
const PERFORMANCE = '#/alarms/performance';

/** A bad day: what trips, in this order. */
const TRIPS: readonly (readonly [string, number])[] = [
  ['GD-1810', 23],
  ['XA-1951', 1],
  ['TT-1941', 33],
  ['PT-1302A', 0.393],
  ['PT-1303', 0.424],
  ['SSV-1301A', 1],
  ['XS-1305', 1],
  ['PDT-1201A', 55],
  ['LT-1601', 15],
  ['PT-1701', 0.4],
];
const KNOWN = ['PT-1701/H', 'PT-1302A/H'];

export async function takeAlarms(studio: Studio): Promise<void> {
  const field = new FieldControl(studio.data);
  for (const look of LOOKS) await one(studio, look, { address: LIST, name: 'alarms-empty' });
  for (const [tag, value] of TRIPS) {
    await field.force(tag, value);
    await sleep(600);
  }
  await standing(studio, 6);
  await sleep(12_000);
  await acknowledge(studio, KNOWN);
  await shelve(studio, 'TT-1941/H');
  await chatter(field, 'XA-1951');
  await field.release('GD-1810');
  await field.release('XA-1951');
  await sleep(3_000);
  for (const look of LOOKS) await badDay(studio, look);
  await flood(studio, field);
  await field.clear();
  for (const [tag] of TRIPS) await field.release(tag).catch(() => undefined);
}

async function standing({ station }: Studio, atLeast: number): Promise<void> {
  await waitFor(
    'the alarms',
    async () => {
      const { statuses } = await station.value<AlarmStreamItem>('alarms.read', {});
      return statuses.filter(status => status.isStanding).length >= atLeast;
    },
    40_000,
  );
}

async function acknowledge({ station }: Studio, ids: readonly string[]): Promise<void> {
  await station.value('alarms.acknowledge', { ids: [...ids], who: NAMES.zh, comment: '已派人' });
}

async function shelve({ station }: Studio, id: string): Promise<void> {
  const until = Date.now() + 2 * 3_600_000;
  await station.value('alarms.shelve', { id, until, who: NAMES.zh, why: '空调检修' });
}

/** Comes and goes often enough that the station suggests a longer delay. */
async function chatter(field: FieldControl, tag: string): Promise<void> {
  for (let i = 0; i < 16; i++) {
    await field.force(tag, i % 2);
    await sleep(1_500);
  }
  await field.force(tag, 1);
}

/** Somebody is on duty. */
async function prepare(page: Page, { language }: Look): Promise<void> {
  await page.addInitScript(name => {
    localStorage.setItem('citygate.duty', JSON.stringify({ name, until: Date.now() + 8 * 3_600_000 }));
  }, NAMES[language]);
}

interface Picture {
  readonly address: string;
  readonly name: string;
  readonly size?: { readonly width: number; readonly height: number };
  readonly before?: (page: Page) => Promise<unknown>;
}

async function one(studio: Studio, look: Look, { address, name, size, before }: Picture): Promise<void> {
  const page = await openPage(studio, look, {
    address,
    ...(size === undefined ? {} : { size }),
    prepare: p => prepare(p, look),
  });
  // A touch lets the horn sound; then the pointer leaves the list, so that nothing is frozen.
  await page.mouse.click(5, 5);
  await sleep(300);
  await before?.(page);
  await sleep(500);
  // In the phase in which badges are drawn in full.
  await page.waitForFunction(() => document.documentElement.dataset['blink'] === 'on', undefined, { polling: 20 });
  await studio.save(page, `${name}-${look.theme}-${look.language}`);
  await page.close();
}

/** The newest call of the card. */
async function openContext(page: Page): Promise<void> {
  const turn = page.locator('.context-turn').first();
  await turn.click();
  const strips = page.locator('.context-strips');
  await strips.scrollIntoViewIfNeeded();
  await page.mouse.move(5, 5);
}

async function suggest(page: Page): Promise<void> {
  await page.getByTestId('suggest:XA-1951/ON').click();
  await page.locator('.suggestion:not(.no-print)').waitFor();
}

async function print(page: Page): Promise<void> {
  await suggest(page);
  await page.emulateMedia({ media: 'print' });
}

async function badDay(studio: Studio, look: Look): Promise<void> {
  const press = (id: string) => (page: Page) => page.getByTestId(id).click();
  const pictures: readonly Picture[] = [
    { address: LIST, name: 'alarms' },
    { address: CARD, name: 'alarms-card' },
    { address: `#/alarms/active/${encodeURIComponent('SSV-1301A/ON')}`, name: 'alarms-card-latching' },
    { address: CARD, name: 'alarms-card-1366', size: SMALL },
    { address: LIST, name: 'alarms-1366', size: SMALL },
    { address: '#/alarms/journal', name: 'alarms-journal' },
    { address: '#/alarms/journal', name: 'alarms-journal-1366', size: SMALL },
    { address: '#/alarms/hidden', name: 'alarms-hidden' },
    { address: '#/alarms/shelved', name: 'alarms-shelved' },
    { address: CARD, name: 'alarms-card-context', before: openContext },
    { address: PERFORMANCE, name: 'alarms-performance', before: suggest },
    { address: PERFORMANCE, name: 'alarms-performance-1366', size: SMALL },
    { address: PERFORMANCE, name: 'alarms-performance-paper', size: PAPER, before: print },
    { address: '', name: 'keys', before: page => page.keyboard.press('?') },
    { address: '', name: 'overview-alarms' },
    { address: '', name: 'overview-alarms-card', before: page => page.getByTestId('mark:SSV-1301A').press('Enter') },
    { address: CARD, name: 'overview-ring', before: press('card:screen') },
    { address: LIST, name: 'alarms-page', before: press('action:page') },
    { address: LIST, name: 'alarms-area', before: press('action:area') },
    { address: '#/alarms/active/PT-1701%2FH', name: 'alarms-shelve', before: press('card:shelve') },
    { address: LIST, name: 'alarms-on-duty', before: press('on-duty') },
    { address: LIST, name: 'alarms-areas', before: press('areas') },
  ];
  for (const picture of pictures) await one(studio, look, picture);
}

async function flood(studio: Studio, field: FieldControl): Promise<void> {
  for (let i = 1; i <= 12; i++) await field.force(`GD-18${String(i).padStart(2, '0')}`, 45);
  await standing(studio, 18);
  for (const look of LOOKS) {
    await one(studio, look, {
      address: LIST,
      name: 'alarms-flood',
      before: page => page.getByTestId('alarm-list').hover({ position: { x: 300, y: 60 } }),
    });
  }
}
