/**
 * The communication screen on a station that is not the demo: a device that refuses a register, one that has never answered, and
 * the host itself lost. Station and devices are real programs and sockets.
 */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../kit/browser.ts';
import { FakeModbusServer, faults } from '../kit/fake-modbus-server.ts';
import { expectGoodTexts } from '../kit/hmi-texts.ts';
import { freePort } from '../kit/opcua-server.ts';
import { writeProject } from '../kit/project-builder.ts';
import { StationProcess } from '../kit/station-process.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { waitFor } from '../kit/wait-for.ts';

const temporary = useTemporaryFolders();
const REFUSED = 40;

let device: FakeModbusServer;
let station: StationProcess;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  device = await new FakeModbusServer().listen();
  const [right, refuse] = [faults.none(), faults.exception(2)];
  device.behave = exchange => {
    const { offset, count } = exchange.request;
    (offset <= REFUSED && REFUSED < offset + count ? refuse : right)(exchange);
  };
  const project = writeProject(join(temporary(), 'project'), {
    channels: [
      { id: 'plc', port: device.port, devices: [{ id: 'PLC', unit: 1 }] },
      { id: 'gone', port: await freePort(), devices: [{ id: 'GONE', unit: 1 }] },
    ],
    tags: [
      ...Array.from({ length: 60 }, (_, offset) => ({ name: `T-${offset}`, device: 'PLC', offset })),
      { name: 'G-1', device: 'GONE', offset: 0 },
    ],
  });
  station = await StationProcess.start({ project, data: join(temporary(), 'data') });
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.addInitScript(() => localStorage.setItem('citygate.language', 'en'));
  await page.goto(`${station.url}/#/communication/devices/PLC`);
  await page.getByTestId('device-detail').waitFor();
});

afterAll(async () => {
  await browser?.close();
  await station?.stop();
  await device?.close();
});

const textOf = async (testId: string) => (await page.getByTestId(testId).textContent()) ?? '';

describe('the communication screen of a station with trouble', () => {
  test('names the register that a device refuses, and when it is tried again, and reads on around it', async () => {
    await waitFor('the hole', async () => (await page.getByTestId('holes').count()) === 1, 15_000);
    expect(await textOf('holes')).toMatch(/^holding registers 40tried again at \d{2}:\d{2}:\d{2}$/);
    expect(await page.getByTestId('device:PLC').textContent()).toMatch(/0\/[1-9]\d*\/0/);
    expect(Number(await textOf('device-p50:PLC'))).toBeGreaterThan(0);
    await expectGoodTexts(page, 'en');
    await page.getByTestId('language:zh').click();
    expect(await textOf('holes')).toMatch(/^保持寄存器 40\d{2}:\d{2}:\d{2} 再试$/);
    await expectGoodTexts(page, 'zh');
    await page.getByTestId('language:en').click();
  });

  test('shows no number of a device that has never answered', async () => {
    await page.getByTestId('device:GONE').click();
    await waitFor('the detail', async () => (await textOf('latency')).includes('No reply yet'));
    expect(await textOf('device-state:GONE')).toMatch(/^lost: connection refused · \d+\s(?:s|min)$/);
    expect(await textOf('device-p50:GONE')).toBe('----');
    expect(await page.getByTestId('latency').locator('.latency-plot').count()).toBe(0);
    expect(await page.getByTestId('scan-groups').locator('.figure.none').count()).toBe(2);
    expect(await page.getByTestId('round-trips:GONE').locator('.line').getAttribute('d')).toBe('');
  });

  test('knows nothing while the station is silent: no lamp is lit, every figure is old, every button says why', async () => {
    await page.getByTestId('device:PLC').click();
    process.kill(station.pid, 'SIGSTOP');
    try {
      await page.getByTestId('link-banner').waitFor({ timeout: 4_000 });
      expect(await page.locator('[data-testid^="device:"][data-level="unknown"]').count()).toBe(2);
      expect(await textOf('device-state:PLC')).toBe('state unknown');
      const ground = await page.getByTestId('device-p50:PLC').evaluate(n => getComputedStyle(n).backgroundImage);
      expect(ground).toContain('gradient');
      expect(await textOf('action:enabled')).toContain('no connection to the station');
      await page.getByTestId('action:enabled').click({ force: true });
      expect(await page.locator('dialog').count()).toBe(0);
    } finally {
      process.kill(station.pid, 'SIGCONT');
    }
    await page.getByTestId('link-banner').waitFor({ state: 'detached', timeout: 10_000 });
    await waitFor('the device', async () => (await textOf('device-state:PLC')) !== 'state unknown');
  });

  test('tells of a command whose answer is missing that nobody knows what became of it', async () => {
    await page.getByTestId('action:enabled').click();
    await page.getByTestId('field:who').fill('Li');
    await page.getByTestId('field:why').fill('test');
    process.kill(station.pid, 'SIGSTOP');
    try {
      await page.keyboard.press('Enter');
      await page.getByTestId('refusal').waitFor({ timeout: 6_000 });
      expect(await textOf('refusal')).toContain('It is not known whether the command was carried out');
    } finally {
      process.kill(station.pid, 'SIGCONT');
    }
    await page.getByTestId('cancel').click();
    await page.locator('dialog').waitFor({ state: 'detached' });
  });
});
