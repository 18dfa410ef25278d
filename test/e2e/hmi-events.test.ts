/**
 * The event view and the sound of alarms in a real browser on the headless host: what happened around an alarm, live and history, one
 * window of several that sounds, and a computer without a sound device.
 */
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { AlarmStatus } from '../../shared/model/alarm.ts';
import type { EventPage, StationEvent } from '../../shared/model/event.ts';
import type { AlarmStreamItem } from '../../shared/rpc/alarm-contract.ts';
import { launchBrowser } from '../kit/browser.ts';
import { FieldControl } from '../kit/field-control.ts';
import { expectGoodTexts } from '../kit/hmi-texts.ts';
import { type Outputs, plugSpeaker } from '../kit/speaker.ts';
import { projectRoot, StationProcess } from '../kit/station-process.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { waitFor } from '../kit/wait-for.ts';

const temporary = useTemporaryFolders();
/** Trips within 2 s; priority 1. */
const OUTLET = { tag: 'PT-1303', id: 'PT-1303/HH', over: 0.424 } as const;
/** Priority 3. */
const INTRUSION = { tag: 'XA-1951', id: 'XA-1951/ON', over: 1 } as const;
/** A console without a sound device. */
const SILENT = 'CONSOLE/SOUND';
const WAIT_MS = 20_000;

let station: StationProcess;
let browser: Browser;
let field: FieldControl;
let context: BrowserContext;

beforeAll(async () => {
  const data = join(temporary(), 'data');
  station = await StationProcess.start({ project: join(projectRoot, 'assets/demo-station'), data });
  browser = await launchBrowser();
  field = new FieldControl(data);
});
afterEach(async () => {
  await context?.close();
  await calm();
});
afterAll(async () => {
  await browser?.close();
  await station?.stop();
});

const statusOf = async (id: string): Promise<AlarmStatus | undefined> =>
  (await station.value<AlarmStreamItem>('alarms.read', {})).statuses.find(status => status.id === id);

async function trip({ tag, id, over }: typeof OUTLET | typeof INTRUSION): Promise<void> {
  await field.force(tag, over);
  await waitFor(`${id}`, async () => (await statusOf(id))?.name === 'UNACK', WAIT_MS);
}

async function calm(): Promise<void> {
  for (const { tag } of [OUTLET, INTRUSION]) await field.release(tag);
  await waitFor(
    'calm',
    async () => {
      const { statuses } = await station.value<AlarmStreamItem>('alarms.read', {});
      for (const { id } of statuses.filter(status => status.isUnacknowledged)) {
        await station.value('alarms.acknowledge', { ids: [id], who: 'suite', comment: '' });
      }
      return [OUTLET, INTRUSION].every(({ id }) => statuses.find(status => status.id === id)?.name === 'NORMAL');
    },
    30_000,
  );
}

interface Sounding {
  tones?: number;
}

interface OpenOptions {
  readonly devices?: Outputs;
  readonly address?: string;
  readonly in?: BrowserContext;
}

/** A window that counts the tones that it plays. */
async function openWindow({ devices = 'speaker', address = '', in: own }: OpenOptions = {}): Promise<Page> {
  if (own === undefined) context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const page = await (own ?? context).newPage();
  await page.addInitScript(() => {
    const counted: Sounding = window as object;
    counted.tones = 0;
    const create = AudioContext.prototype.createOscillator;
    AudioContext.prototype.createOscillator = function (this: AudioContext) {
      counted.tones = (counted.tones ?? 0) + 1;
      return create.call(this);
    };
  });
  await plugSpeaker(page, devices);
  await page.goto(`${station.url}/${address}`);
  await page.getByTestId('silence').waitFor();
  return page;
}

const tonesOf = (page: Page): Promise<number> => page.evaluate(() => (window as object as Sounding).tones ?? 0);
/** Where it is heard, while something sounds. */
const hornOf = (page: Page) => page.getByTestId('silence').getAttribute('data-horn');
const isReady = async (page: Page) => (await page.getByTestId('silence').getAttribute('data-speaker')) === 'ready';
const touch = (page: Page) => page.mouse.click(5, 5);

describe('the sound of alarms', () => {
  test('comes again until silenced, and again for a new alarm; silence is an event with its place', async () => {
    const page = await openWindow();
    await touch(page);
    await waitFor('the horn', () => isReady(page));
    await trip(OUTLET);
    // Four tones a call, one call a second.
    await waitFor('three calls', async () => (await tonesOf(page)) >= 12);
    await page.keyboard.press('m');
    await waitFor('silence', async () => (await page.getByTestId('silence').getAttribute('data-sounding')) === '');
    const before = await tonesOf(page);
    const [silenced] = (await station.value<StationEvent[]>('events.recent', { source: 'alarms', limit: 1 })) ?? [];
    expect(silenced).toMatchObject({ kind: 'operation', where: expect.stringMatching(/./) });
    expect(silenced?.who ?? null).toBeNull();
    expect([silenced?.text.zh, silenced?.text.en].join()).toMatch(/无人登记值班.*nobody is on duty/);
    expect(await tonesOf(page)).toBe(before);
    await trip(INTRUSION);
    await waitFor('the new alarm', async () => (await tonesOf(page)) > before);
  });

  test('comes out of one window, and out of the next when that one is closed', async () => {
    const first = await openWindow();
    await touch(first);
    await waitFor('the first', () => isReady(first));
    const second = await openWindow({ in: context });
    await touch(second);
    await waitFor('the second', () => isReady(second));
    await trip(OUTLET);
    const places = async () => [await hornOf(first), await hornOf(second)];
    await waitFor('both places', async () => new Set(await places()).size === 2 && (await places()).includes('here'));
    const [heard, silent] = (await hornOf(first)) === 'here' ? [first, second] : [second, first];
    await waitFor('calls', async () => (await tonesOf(heard)) >= 8);
    expect(await tonesOf(silent)).toBe(0);
    expect(await silent.getByTestId('silence').getAttribute('data-sounding')).toBe('1');
    await heard.close();
    await waitFor('the other to take over', async () => (await tonesOf(silent)) > 0, 3_000);
  });

  test('follows what is chosen in another window of the browser: areas, name, language', async () => {
    const first = await openWindow({ address: '#/alarms' });
    const second = await openWindow({ in: context, address: '#/alarms' });
    await second.getByTestId('on-duty').click();
    await second.getByTestId('field:who').fill('李工');
    await second.getByTestId('act').click();
    await waitFor('the name', async () => (await first.getByTestId('on-duty').textContent())?.includes('李工'));
    await second.getByTestId('areas').click();
    await second.getByTestId('area:1300').click();
    await second.getByTestId('act').click();
    await waitFor('the areas', async () => /\d/.test((await first.getByTestId('areas').textContent()) ?? ''));
    await touch(first);
    await touch(second);
    await waitFor('both', async () => (await isReady(first)) && (await isReady(second)));
    await trip(OUTLET);
    await trip(INTRUSION);
    await waitFor('a call for the other area', async () => (await tonesOf(first)) + (await tonesOf(second)) > 0);
    for (const page of [first, second]) {
      expect(await page.getByTestId('silence').getAttribute('data-sounding')).toBe('3');
    }
    await second.getByTestId('language:zh').click();
    await first.locator('html[lang="zh-CN"]').waitFor();
  });

  test('follows the areas of responsibility and no filter of the list', async () => {
    const page = await openWindow({ address: '#/alarms' });
    await touch(page);
    await page.getByTestId('filter:3').click();
    await trip(OUTLET);
    await page.getByTestId(`alarm:${OUTLET.id}`).waitFor({ state: 'detached' });
    await waitFor('a call for what the list hides', async () => (await tonesOf(page)) > 0);
  });

  test('is tested by hand: every priority once', async () => {
    const page = await openWindow({ address: '#/alarms' });
    await touch(page);
    await waitFor('the horn', () => isReady(page));
    await page.getByTestId('horn-test').click();
    await waitFor('1 + 2 + 2 + 4 tones', async () => (await tonesOf(page)) === 9, 10_000);
  });

  test('of a computer without a device is told on the screen and to the station, once; one that waits for a touch is no such', async () => {
    const page = await openWindow({ devices: 'none' });
    const trouble = page.getByTestId('speaker');
    await waitFor('the trouble', async () => (await trouble.getAttribute('data-state')) === 'missing');
    const second = await openWindow({ devices: 'none', in: context });
    await second.getByTestId('speaker').waitFor();
    const told = async () => {
      const events = await station.value<StationEvent[]>('events.recent', { source: 'console', limit: 9 });
      return (events ?? []).map(event => event.text.en);
    };
    await waitFor('the event', async () => (await told()).length === 1);
    expect((await told())[0]).toMatch(/has no sound device/);
    await waitFor('the alarm', async () => (await statusOf(SILENT))?.name === 'UNACK', WAIT_MS);
    await context.close();
    await waitFor('nobody to be left', async () => (await statusOf(SILENT))?.name === 'RTN_UNACK', 30_000);
    const touched = await openWindow();
    await touch(touched);
    await waitFor('the horn', () => isReady(touched));
    expect(await touched.getByTestId('speaker').count()).toBe(0);
    await waitFor('the end', async () => (await told()).length === 2);
  });
});

describe('the journal', () => {
  test('keeps what it was searched for, and shows and gives nothing for a time that it cannot read', async () => {
    await trip(INTRUSION);
    const page = await openWindow({ address: '#/alarms/journal' });
    const rows = page.locator('[data-testid^="journal-row:"]');
    await page.getByTestId('journal:tag').fill(INTRUSION.tag);
    await waitFor('rows', async () => (await rows.count()) > 0);
    await page.getByTestId('tab:events').click();
    await page.getByTestId('tab:journal').click();
    expect(await page.getByTestId('journal:tag').inputValue()).toBe(INTRUSION.tag);
    await waitFor('rows again', async () => (await rows.count()) > 0);
    await page.getByTestId('journal:typed').click();
    await page.getByTestId('journal:from').fill('yesterday');
    await waitFor('no rows', async () => (await rows.count()) === 0);
    expect(await page.getByTestId('journal:csv').getAttribute('aria-disabled')).toBe('true');
    await page.getByTestId('journal:from').fill('1月1日 上午3点');
    await page.getByTestId('journal:to').fill('');
    await waitFor('rows of a time that it reads', async () => (await rows.count()) > 0);
  });
});

describe('the event view', () => {
  test('follows live, holds still under the pointer and counts what waits', async () => {
    const page = await openWindow({ address: '#/alarms/events' });
    const rows = page.locator('[data-testid^="event:"]');
    await rows.first().waitFor();
    await page.mouse.move(5, 5);
    await trip(INTRUSION);
    await page.locator('[data-testid^="event:a"]', { hasText: INTRUSION.tag }).first().waitFor();
    await page.getByTestId('event-rows').hover();
    const before = await rows.first().getAttribute('data-testid');
    await station.value('alarms.acknowledge', { ids: [INTRUSION.id], who: '李工', comment: '已到场' });
    await page.getByTestId('events:waiting').waitFor();
    expect(await rows.first().getAttribute('data-testid')).toBe(before);
    await page.getByTestId('events:waiting').click();
    await page.locator('[data-kind="operation"]', { hasText: '李工' }).first().waitFor();
  });

  test('shows what happened around an alarm from its card, with the alarm chosen and how well times are known', async () => {
    await trip(OUTLET);
    const page = await openWindow({ address: `#/alarms/active/${encodeURIComponent(OUTLET.id)}` });
    await page.getByTestId('card:sequence').click();
    await waitFor('history', async () => (await page.getByTestId('events').getAttribute('data-mode')) === 'history');
    const chosen = page.locator('.event-row.is-chosen');
    await chosen.waitFor();
    expect(await chosen.textContent()).toContain(OUTLET.tag);
    expect(await chosen.locator('.e-known').textContent()).toMatch(/^−\d+$/);
    expect(await chosen.locator('.e-delta').textContent()).toBe('0');
    await page.keyboard.press('l');
    await waitFor('live', async () => (await page.getByTestId('events').getAttribute('data-mode')) === 'live');
    await page.getByTestId('tab:journal').click();
    await page.locator('[data-testid^="journal-sequence:"]').first().click();
    await page.locator('.event-row.is-chosen').waitFor();
  });

  test('finds by class, tag and text, in history, and gives it as a file', async () => {
    const until = Date.now() + 60_000;
    const by = { who: '李工', why: '校验变送器' };
    await station.value('tags.override', { tag: 'PT-1101', kind: 'substitute', value: 3, until, ...by });
    await station.value('tags.release', { tag: 'PT-1101', ...by });
    const found = await station.value<EventPage>('events.search', { from: 0, to: until, kinds: ['override'] });
    expect(found?.events).toMatchObject([{ tag: 'PT-1101', who: '李工' }, { kind: 'override' }]);
    const page = await openWindow({ address: '#/alarms/events' });
    await page.getByTestId('events:history').click();
    await page.getByTestId('events:kind:override').click();
    await page.getByTestId('events:text').fill('校验');
    const rows = page.locator('[data-testid^="event:"]');
    await waitFor(
      'two rows',
      async () => (await rows.count()) === 2 && (await rows.first().getAttribute('data-kind')) === 'override',
    );
    await page.getByTestId('events:tag').fill('PT-9999');
    await waitFor('none', async () => (await rows.count()) === 0);
    await page.getByTestId('events:tag').fill('pt-1101');
    await waitFor('two again', async () => (await rows.count()) === 2);
    const download = page.waitForEvent('download');
    await page.getByTestId('events:csv').click();
    expect((await download).suggestedFilename()).toMatch(/^events-\d{8}-\d{8}\.csv$/);
  });

  test.each(['zh', 'en'] as const)('is shown in %s without overlapping or small texts', async language => {
    const page = await openWindow({ address: '#/alarms/events' });
    await page.getByTestId(`language:${language}`).click();
    await page.getByTestId('events:history').click();
    await page.getByTestId('events:span:around').click();
    await page.locator('[data-testid^="event:"]').first().waitFor();
    await expectGoodTexts(page, language, '.events-mode');
    await expectGoodTexts(page, language, '.journal-search');
    await expectGoodTexts(page, language, '.events-table');
  });
});
