/** The event view as pictures: live, and the minutes around a trip with its first-out group, in both languages and palettes. */
import type { Page } from 'playwright-core';
import type { AlarmStreamItem } from '../../shared/rpc/alarm-contract.ts';
import { sleep } from '../bench/bench.ts';
import { FieldControl } from '../kit/field-control.ts';
import { waitFor } from '../kit/wait-for.ts';
import { LOOKS, type Look, openPage, type Studio } from './pictures.ts';

/** What trips, in this order. */
const TRIPS: readonly (readonly [string, number])[] = [
  ['XA-1951', 1],
  ['PT-1302A', 0.393],
  ['PT-1303', 0.424],
  ['SSV-1301A', 1],
];
const SMALL = { width: 1366, height: 768 };
const TRIP = 'PT-1303/HH';

export async function takeEvents(studio: Studio): Promise<void> {
  const { station } = studio;
  const field = new FieldControl(studio.data);
  const until = Date.now() + 3_600_000;
  const by = { who: '王海涛', why: '校验变送器' };
  await station.value('tags.override', { tag: 'PT-1101', kind: 'force', value: 3.1, until, ...by });
  await Promise.all(TRIPS.map(([tag, value]) => field.force(tag, value)));
  await waitFor(
    'the trip',
    async () => {
      const { statuses } = await station.value<AlarmStreamItem>('alarms.read', {});
      return statuses.some(({ id, name }) => id === TRIP && name === 'UNACK');
    },
    40_000,
  );
  await station.value('tags.release', { tag: 'PT-1101', ...by });
  await station.value('alarms.acknowledge', { ids: [TRIP], who: '王海涛', comment: '已派人' });
  await sleep(1_000);
  for (const look of LOOKS) {
    await one(studio, look, { name: 'events-live', address: '#/alarms/events' });
    await one(studio, look, { name: 'events-sequence', address: cardOf(TRIP), before: around });
  }
  const [first] = LOOKS;
  if (first !== undefined)
    await one(studio, first, { name: 'events-sequence-1366', address: cardOf(TRIP), before: around, size: SMALL });
  for (const [tag] of TRIPS) await field.release(tag);
}

const cardOf = (id: string): string => `#/alarms/active/${encodeURIComponent(id)}`;

async function around(page: Page): Promise<void> {
  await page.getByTestId('card:sequence').click();
  await page.locator('.event-row.is-chosen').waitFor();
}

interface Picture {
  readonly name: string;
  readonly address: string;
  readonly size?: { readonly width: number; readonly height: number };
  readonly before?: (page: Page) => Promise<void>;
}

async function one(studio: Studio, look: Look, { name, address, size, before }: Picture): Promise<void> {
  const page = await openPage(studio, look, { address, ...(size === undefined ? {} : { size }) });
  await page.mouse.click(5, 5);
  await before?.(page);
  await page.mouse.move(5, 5);
  await sleep(800);
  await studio.save(page, `${name}-${look.theme}-${look.language}`);
  await page.close();
}
