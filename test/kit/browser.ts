/** The system's Chromium, headless, as every browser test uses it. */
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';
import { requireScreen } from './build.ts';

/** As root there is no sandbox to be had; the background switches keep a closed network quiet. */
const SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Rejects when out/ is not up to date: what the browser would show is not what the sources say. */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  requireScreen();
  const executablePath = process.env['CITYGATE_BROWSER'] ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: SWITCHES, ...options });
}
