/** What every set of pictures needs: the looks of a screen, a page in one of them, and where a picture goes. */
import type { Browser, Page } from 'playwright-core';
import { sleep } from '../bench/bench.ts';
import { plugSpeaker } from '../kit/speaker.ts';
import type { StationProcess } from '../kit/station-process.ts';

export interface Look {
  readonly theme: 'day' | 'night';
  readonly language: 'zh' | 'en';
}

export const LOOKS: readonly Look[] = [
  { theme: 'day', language: 'zh' },
  { theme: 'day', language: 'en' },
  { theme: 'night', language: 'zh' },
  { theme: 'night', language: 'en' },
];

export interface Studio {
  readonly browser: Browser;
  readonly station: StationProcess;
  readonly save: (page: Page, name: string) => Promise<void>;
  /** Data folder of the station. */
  readonly data: string;
}

export const FULL_HD = { width: 1920, height: 1080 };

interface PageOptions {
  readonly size?: { readonly width: number; readonly height: number };
  readonly address?: string;
  /** Done to the page before it is opened. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** What is on each screen once it is there; by the first part of its address. */
const SIGNS: Readonly<Record<string, string>> = {
  '#/communication': 'scan-groups',
  '#/trends': 'trend-table',
  '#/alarms': 'alarms',
  '#/support/legend': 'legend',
  '#/support': 'support',
  '#/scenes': 'scene',
};

export const signOf = (address: string): string | undefined =>
  Object.entries(SIGNS).find(([start]) => address.startsWith(start))?.[1];

/** A page in a look, on the screen at `address`, once its values are there. */
export async function openPage(
  { browser, station }: Pick<Studio, 'browser' | 'station'>,
  look: Look,
  { size = FULL_HD, address = '', prepare }: PageOptions = {},
): Promise<Page> {
  const page = await browser.newPage({ viewport: size });
  // What a picture shows must not hang on the machine that takes it.
  await plugSpeaker(page, 'speaker');
  await page.addInitScript(stored => {
    localStorage.setItem('citygate.theme', stored.theme);
    localStorage.setItem('citygate.language', stored.language);
  }, look);
  await prepare?.(page);
  await page.goto(`${station.url}/${address}`);
  if (address === '') {
    await page.getByTestId('scene').waitFor();
    await page.waitForFunction(() => document.querySelectorAll('[data-quality="good"]').length > 10);
  } else {
    const sign = signOf(address);
    if (sign !== undefined) await page.getByTestId(sign).waitFor();
  }
  await sleep(1_500);
  return page;
}
