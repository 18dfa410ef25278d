/** Every screen that the station has, and how one page goes from one to the next: what pictures and comparisons of pictures share. */
import type { Page } from 'playwright-core';
import type { StationDescription } from '../../shared/model/station.ts';
import { sleep } from '../bench/bench.ts';
import type { StationProcess } from '../kit/station-process.ts';
import { signOf } from './pictures.ts';

export interface Screen {
  readonly name: string;
  readonly address: string;
}

/** Those that every station has. */
const VIEWS: readonly Screen[] = [
  { name: 'trends', address: '#/trends' },
  { name: 'alarms', address: '#/alarms' },
  { name: 'alarms-journal', address: '#/alarms/journal' },
  { name: 'alarms-hidden', address: '#/alarms/hidden' },
  { name: 'alarms-events', address: '#/alarms/events' },
  { name: 'alarms-performance', address: '#/alarms/performance' },
  { name: 'support-io', address: '#/support' },
  { name: 'support-interlocks', address: '#/support/interlocks' },
  { name: 'support-procedures', address: '#/support/procedures' },
  { name: 'support-legend', address: '#/support/legend' },
  { name: 'communication', address: '#/communication' },
];

const VALUES_LIMIT_MS = 10_000;
/** Small charts ask for their past after their values. */
const SETTLE_MS = 500;

/** Process screens in their order, then the others. */
export async function screensOf(station: StationProcess): Promise<readonly Screen[]> {
  const { scenes } = await station.value<StationDescription>('station.describe', {});
  const processes = scenes.map(({ id }) => ({ name: id, address: `#/scenes/${encodeURIComponent(id)}` }));
  return [...processes, ...VIEWS];
}

/** Goes there, until its values are there and badges are in the phase in which they are drawn in full. */
export async function visit(page: Page, { name, address }: Screen): Promise<void> {
  await page.evaluate(hash => {
    location.hash = hash;
  }, address);
  const isScene = address.startsWith('#/scenes/');
  await (isScene ? page.locator(`[data-scene="${name}"]`) : page.getByTestId(signOf(address) ?? 'scene')).waitFor();
  const isRead = () =>
    document.querySelector(
      '[data-scene] [data-reason="not-read-yet"], [data-testid="performance"]:not([data-phase="ready"])',
    ) === null;
  await page.waitForFunction(isRead, undefined, { timeout: VALUES_LIMIT_MS });
  await sleep(SETTLE_MS);
  await page.waitForFunction(() => document.documentElement.dataset['blink'] === 'on', undefined, { polling: 20 });
}
