/**
 * `npm run screenshots [-- DIR]`: writes every screen of the demo station as a picture (`screen-…`), in both languages and palettes,
 * calm, with alarms and with lost devices, and in two other sizes; `--screens` ends there. Then what single screens can look like: with a
 * lost station, a trend, faceplates and each dialog open. Looks at the running product, station and field included.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { sleep } from '../bench/bench.ts';
import { launchBrowser } from '../kit/browser.ts';
import { StationProcess } from '../kit/station-process.ts';
import { takeAlarms } from './alarm-pictures.ts';
import { takeCommunication } from './communication-pictures.ts';
import { takeEvents } from './event-pictures.ts';
import { LOOKS, openPage, type Studio } from './pictures.ts';
import { takePlates } from './plate-pictures.ts';
import { takeScreens } from './screen-pictures.ts';
import { takeSupport } from './support-pictures.ts';
import { takeSymbols } from './symbol-pictures.ts';
import { takeDemoPast, takeTrends } from './trend-pictures.ts';

/** Long enough for sparks and trends to have a shape, short enough to wait for. */
const WARM_UP_MS = 20_000;
/** Exit code of a program that a person has interrupted. */
const INTERRUPTED = 130;

const USAGE = [
  '用法：npm run screenshots [-- 目录] [--screens]（默认 out/screenshots；--screens 只拍各画面）。',
  'Usage: npm run screenshots [-- DIR] [--screens] (out/screenshots unless given; --screens: only the screens).',
].join('\n');

interface Asked {
  /** Where the pictures go, as seen from where the command was typed. */
  readonly directory: string;
  readonly isScreensOnly: boolean;
}

/** Null after saying what may be typed. */
function asked(): Asked | null {
  const standard = fileURLToPath(new URL('../../out/screenshots', import.meta.url));
  try {
    const options = { help: { type: 'boolean' }, screens: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ allowPositionals: true, options });
    if (values.help !== true && positionals.length <= 1) {
      const directory = resolve(process.env['INIT_CWD'] ?? process.cwd(), positionals[0] ?? standard);
      return { directory, isScreensOnly: values.screens };
    }
    if (values.help !== true) process.exitCode = 2;
  } catch (error) {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 2;
  }
  process.stderr.write(`${USAGE}\n`);
  return null;
}

class Interruption extends Error {}

/** Rejects on Ctrl-C, SIGTERM, a closed terminal or a reader that is gone (`npm run screenshots | head`). */
function interruption(): Promise<never> {
  return new Promise((_resolve, reject) => {
    const interrupt = () => reject(new Interruption('interrupted'));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
    for (const stream of [process.stdout, process.stderr]) stream.on('error', interrupt);
  });
}

async function main(): Promise<void> {
  const wish = asked();
  if (wish === null) return;
  const { directory } = wish;
  mkdirSync(directory, { recursive: true });
  const data = mkdtempSync(join(tmpdir(), 'citygate-pictures-'));
  const project = fileURLToPath(new URL('../../assets/demo-station', import.meta.url));
  const interrupted = interruption();
  // While the station starts nobody awaits it yet; what is begun is awaited, then ended.
  interrupted.catch(() => undefined);
  try {
    const station = await StationProcess.start({ project, data });
    try {
      const browser = await launchBrowser({ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false });
      try {
        await Promise.race([interrupted, takeAll({ browser, station, data, ...wish })]);
      } finally {
        await browser.close();
      }
    } finally {
      // Interrupted while the station was made to look lost: stopped, it could not end.
      station.run.signal('SIGCONT');
      await station.stop();
    }
  } finally {
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function takeAll(on: Omit<Studio, 'save'> & Asked): Promise<void> {
  const { browser, station, directory, data, isScreensOnly } = on;
  const save = async (page: Page, name: string) => {
    await page.screenshot({ path: join(directory, `${name}.png`) });
    process.stdout.write(`${name}.png\n`);
  };
  await sleep(WARM_UP_MS);
  const studio: Studio = { browser, station, save, data };
  await takeScreens(studio);
  if (isScreensOnly) return;
  await smallTrends(studio);
  await takePlates(studio);
  await takeSymbols(studio);
  await takeTrends(studio);
  await takeCommunication(studio);
  await takeSupport(studio);
  await takeDemoPast(studio);
  await takeAlarms(studio);
  await takeEvents(studio);
  await stationLost(studio);
}

async function smallTrends(studio: Studio): Promise<void> {
  for (const look of LOOKS) {
    const page = await openPage(studio, look);
    await page.getByTestId('value:PT-1303').first().click();
    await page.getByTestId('trend').waitFor();
    await sleep(1_500);
    await studio.save(page, `overview-${look.theme}-${look.language}-trend`);
    await page.close();
  }
}

async function stationLost(studio: Studio): Promise<void> {
  const pages = [];
  for (const look of LOOKS) {
    const page = await openPage(studio, look);
    // The devices of the pictures before are found again: here only the link shall be missing.
    await page.waitForFunction(() => document.querySelector('[data-level="crossed"]') === null);
    pages.push({ look, page });
  }
  process.kill(studio.station.pid, 'SIGSTOP');
  await sleep(4_000);
  for (const { look, page } of pages) await studio.save(page, `overview-${look.theme}-${look.language}-station-lost`);
  process.kill(studio.station.pid, 'SIGCONT');
}

main().catch((error: unknown) => {
  if (error instanceof Interruption) process.exit(INTERRUPTED);
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
