/** What every test of the HMI works with: a started host with its page open, the demo field behind it, and what a value looks like. */
import type { Page } from 'playwright-core';
import type { FieldControl } from './field-control.ts';
import { waitFor } from './wait-for.ts';

export interface HmiHost {
  /** Shows the overview at 1920 × 1080. */
  readonly page: Page;
  readonly dataDirectory: string;
  /** The value of a call that must succeed. */
  value<T>(method: string, input?: unknown): Promise<T>;
  stop(): Promise<void>;
}

export interface HmiBench {
  readonly host: HmiHost;
  readonly page: Page;
  readonly field: FieldControl;
}

/** The bench once the host has started; throws before. */
export type AtBench = () => HmiBench;

export const qualityOn = (page: Page, tag: string) =>
  page.getByTestId(`value:${tag}`).first().getAttribute('data-quality');

export const showsOn = (page: Page, tag: string, quality: string, limitMs: number) =>
  waitFor(`${tag} to look ${quality}`, async () => (await qualityOn(page, tag)) === quality, limitMs);

/** Does what the open dialog is for; resolves when it is gone: until the station has answered, it takes the keys. */
export async function confirmDialog(page: Page): Promise<void> {
  await page.getByTestId('act').click();
  await page.locator('dialog').waitFor({ state: 'detached' });
}
