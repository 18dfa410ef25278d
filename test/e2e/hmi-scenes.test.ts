/**
 * Screens while they are looked at: a changed file is swapped in place, a wrong one is told and changes nothing, and a screen that
 * nobody sees asks the station for nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../kit/browser.ts';
import { FakeModbusServer } from '../kit/fake-modbus-server.ts';
import { writeProject } from '../kit/project-builder.ts';
import { StationProcess } from '../kit/station-process.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { waitFor } from '../kit/wait-for.ts';

const temporary = useTemporaryFolders();

let device: FakeModbusServer;
let station: StationProcess;
let browser: Browser;
let page: Page;
let scenes: string;
/** What the page has asked the `tags` stream for, newest last; nothing where it has closed it. */
const asked: string[][] = [];

interface Opened {
  readonly kind?: string;
  readonly id?: number;
  readonly method?: string;
  readonly input?: { readonly tags?: string[] };
}

beforeAll(async () => {
  device = await new FakeModbusServer().listen();
  device.register = (_request, offset) => [7, 11][offset] ?? 0;
  const project = writeProject(join(temporary(), 'project'), {
    channels: [{ id: 'plc', port: device.port, devices: [{ id: 'PLC', unit: 1 }] }],
    tags: ['P', 'Q'].map((name, offset) => ({ name, device: 'PLC', offset, range: [0, 1_000] as const })),
  });
  scenes = join(project, 'scenes');
  const overview = readFileSync(join(scenes, 'overview.json'), 'utf8');
  const second = overview.replace('"overview"', '"second"').replaceAll('"P"', '"Q"').replaceAll('[P]', '[Q]');
  writeFileSync(join(scenes, 'second.json'), second);
  station = await StationProcess.start({ project, data: join(temporary(), 'data') });
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  let tagsId: number | undefined;
  page.on('websocket', socket =>
    socket.on('framesent', ({ payload }) => {
      if (typeof payload !== 'string') return;
      const message = JSON.parse(payload) as Opened;
      if (message.kind === 'close' && message.id === tagsId) asked.push([]);
      if (message.kind !== 'open' || message.method !== 'tags') return;
      tagsId = message.id;
      asked.push(message.input?.tags ?? []);
    }),
  );
  await page.goto(station.url);
  await page.getByTestId('value:P').waitFor();
});

afterAll(async () => {
  await browser.close();
  await station.stop();
  await device.close();
});

const shows = (tag: string, text: string) =>
  waitFor(
    `${tag} to be ${text}`,
    async () => (await page.getByTestId(`value:${tag}`).textContent())?.startsWith(text) === true,
    30_000,
  );

test('a screen asks for the values that it shows, another one for its own, and one that is left for nothing', async () => {
  await shows('P', '7');
  expect(asked.at(-1)).toContain('P');
  expect(asked.at(-1)).not.toContain('Q');
  await page.goto(`${station.url}/#/scenes/second`);
  await shows('Q', '11');
  await waitFor('the first screen to be given up', () => asked.at(-1)?.includes('P') === false);
  expect(asked.at(-1)).toContain('Q');
  await page.goto(`${station.url}/#/events`);
  await page.getByTestId('value:Q').waitFor({ state: 'detached' });
  const before = asked.length;
  await page.goto(`${station.url}/#/`);
  await shows('P', '7');
  expect(asked.slice(before).flat()).not.toContain('Q');
});

test('a window that nobody sees asks for nothing, and is right as soon as somebody does', async () => {
  const setHidden = (isHidden: boolean) =>
    page.evaluate(hidden => {
      Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
      document.dispatchEvent(new Event('visibilitychange'));
    }, isHidden);
  await setHidden(true);
  await waitFor('nothing to be asked for', () => asked.at(-1)?.length === 0);
  await setHidden(false);
  await waitFor('the screen to be asked for', () => asked.at(-1)?.includes('P') === true);
  await shows('P', '7');
});

test('a file that is changed is swapped in place, and one that is wrong is told and changes nothing', async () => {
  await page.evaluate(() => document.body.setAttribute('data-kept', 'yes'));
  const file = join(scenes, 'overview.json');
  const good = readFileSync(file, 'utf8').replace(
    '"bind":{"value":"P"}',
    '"bind":{"value":"=[P] * 3"},"props":{"unit":"bar"}',
  );
  writeFileSync(file, good.replace('=[P] * 3', 'NO-SUCH'));
  await waitFor('the mistake in words', async () =>
    /NO-SUCH/.test((await page.getByTestId('message').textContent()) ?? ''),
  );
  await shows('P', '7');
  writeFileSync(file, good);
  await page.getByText('bar', { exact: true }).waitFor();
  await waitFor(
    'the new value',
    async () => (await page.locator('.scene .val').allTextContents()).includes('21'),
    30_000,
  );
  expect(await page.locator('body').getAttribute('data-kept')).toBe('yes');
});
