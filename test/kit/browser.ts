/** The system's Chromium, headless, as every browser test uses it. */
import { type Browser, chromium } from 'playwright-core';

/** As root there is no sandbox to be had; the background switches keep a closed network quiet. */
const SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env['CITYGATE_BROWSER'] ?? '/usr/bin/chromium', args: SWITCHES });
}
