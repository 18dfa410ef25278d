/** Field, station and Chromium with the screen of 600 symbols, each a process of its own: started together, ended whatever happens. */
import type { Page } from 'playwright-core';
import { launchBrowser } from '../../kit/browser.ts';
import { seededRandom } from '../../kit/random.ts';
import { plugSpeaker } from '../../kit/speaker.ts';
import { StationProcess } from '../../kit/station-process.ts';
import { sleep } from '../bench.ts';
import type { FillOrder } from '../historian/fill-process.ts';
import { measured } from '../historian/measured.ts';
import type { PollProject } from '../poll-project.ts';
import { type Slave, startSlave } from '../slave-process.ts';
import { BENCH_SCENE, PENS, SYMBOLS, VALUE_RANGE, writeHmiProject } from './hmi-project.ts';
import { installTraffic, type Reacted, reactionTo, type Wanted } from './page-traffic.ts';

export const UPDATE_MS = 250;
const YEAR_MS = 365 * 86_400_000;
const REACTION_LIMIT_MS = 15_000;
/** Equipment changes its state more rarely than its values move. */
const LOW_SHARE = 0.05;
/** Changes go to the field in parts of so long. */
const PART_MS = 4_000;

export interface HmiRig {
  readonly page: Page;
  readonly slave: Slave;
  /** From the field to the page changes `share` of all values, every 250 ms, until the function that comes back is called. */
  change(share: number): () => Promise<void>;
}

interface RigOptions {
  /** Distance of the samples of the eight pens, a year of which is stored before the station starts. */
  readonly pastStepMs: number;
}

export async function withHmiRig<T>({ pastStepMs }: RigOptions, use: (rig: HmiRig) => Promise<T>): Promise<T> {
  const slave = await startSlave(1);
  const files = writeHmiProject(slave.ports[0] ?? 0);
  try {
    await fillPast(files, pastStepMs);
    const station = await StationProcess.start(files);
    try {
      return await withPage(station.url, page => use({ page, slave, change: share => changing(slave, share) }));
    } finally {
      await station.stop();
    }
  } finally {
    slave.stop();
    files.remove();
  }
}

async function fillPast({ data }: PollProject, stepMs: number): Promise<void> {
  const samplesPerTag = Math.floor(YEAR_MS / stepMs);
  const from = Date.now() - YEAR_MS;
  const order: FillOrder = { folder: data, tags: PENS.length, from, samplesPerTag, liveS: 0, stepMs };
  await measured({ program: 'fill-process', order });
}

/** A page of the product at 1920 × 1080 on `url`, whose traffic is counted. */
export async function withPage<T>(url: string, use: (page: Page) => Promise<T>): Promise<T> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN' });
    await plugSpeaker(page, 'speaker');
    await page.addInitScript(installTraffic);
    const setup = { pens: PENS.map(tag => ({ tag, isHidden: false })), spanMs: 600_000, plots: 'stacked', pair: null };
    await page.addInitScript(text => {
      if (localStorage.getItem('citygate.trend') === null) localStorage.setItem('citygate.trend', text);
    }, JSON.stringify(setup));
    await page.goto(url);
    await page.getByTestId('scene').waitFor();
    return await use(page);
  } finally {
    await browser.close();
  }
}

/** Opens the screen of 600 symbols and waits for its values. */
export async function openBenchScene(page: Page): Promise<void> {
  await page.keyboard.press('F2');
  await page.locator(`[data-scene="${BENCH_SCENE}"]`).waitFor();
  await page.waitForFunction(() => document.querySelector('[data-reason="not-read-yet"]') === null);
}

function changing(slave: Slave, share: number): () => Promise<void> {
  const random = seededRandom(7);
  let isOn = true;
  const run = async (): Promise<void> => {
    for (let from = Date.now(); isOn; from += PART_MS) {
      await slave.schedule(partOf({ from, share, random }));
      await sleep(from + PART_MS - Date.now());
    }
  };
  const running = run();
  return async () => {
    isOn = false;
    await running;
  };
}

interface Part {
  readonly from: number;
  readonly share: number;
  readonly random: () => number;
}

function partOf({ from, share, random }: Part): { register: number; value: number; at: number }[] {
  const each = Math.round(share * SYMBOLS);
  return Array.from({ length: PART_MS / UPDATE_MS }, (_, tick) => tick).flatMap(tick => {
    const first = Math.floor(random() * SYMBOLS);
    return Array.from({ length: each }, (_, i) => ({
      // Neighbours would be of one kind: 7 has no factor in common with 600.
      register: (first + i * 7) % SYMBOLS,
      value: valueOf(random),
      at: from + tick * UPDATE_MS,
    }));
  });
}

/** Another number nearly every time; beyond the half, where pumps stand, once in twenty. */
function valueOf(random: () => number): number {
  const isLow = random() < LOW_SHARE;
  return Math.floor((random() / 2 + (isLow ? 0 : 0.5)) * VALUE_RANGE);
}

/** From the one press of `act` until `wanted`. @throws when it does not come in time */
export async function react(page: Page, wanted: Wanted, act: () => Promise<unknown>): Promise<Reacted> {
  const reaction = page.evaluate(reactionTo, { wanted, limitMs: REACTION_LIMIT_MS });
  // The listeners must be there before the press is.
  await page.evaluate(() => undefined);
  await act();
  const reacted = await reaction;
  if (reacted === null) throw new Error(`nothing came within ${REACTION_LIMIT_MS} ms: ${JSON.stringify(wanted)}`);
  return reacted;
}
