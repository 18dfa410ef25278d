/** Bundles naive-page.tsx as the product is bundled and shows it in a browser of its own. */
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { launchBrowser } from '../../kit/browser.ts';
import { NUMBERS, placeOf, ROWS, SYMBOLS } from './hmi-project.ts';

let bundled: Promise<string> | null = null;

async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL('./naive-page.tsx', import.meta.url));
  const built = await build({
    ...{ configFile: false, logLevel: 'warn', mode: 'production' },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { write: false, lib: { entry, formats: ['iife'], name: 'naive' }, target: 'chrome140' },
  });
  const [output] = Array.isArray(built) ? built : [built];
  const chunk = output !== undefined && 'output' in output ? output.output[0] : undefined;
  if (chunk === undefined) throw new Error('the page of the baseline could not be bundled');
  return chunk.code;
}

/** `share` of its values change every 250 ms. */
export async function withNaivePage<T>(share: number, use: (page: Page) => Promise<T>): Promise<T> {
  bundled ??= bundle();
  const code = await bundled;
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    const places = Array.from({ length: SYMBOLS }, (_, i) => placeOf(i));
    await page.evaluate(
      order => {
        window.naiveOrder = order;
      },
      { share, rows: ROWS, numbers: NUMBERS, places },
    );
    await page.addScriptTag({ content: code });
    await page.locator('svg').waitFor();
    return await use(page);
  } finally {
    await browser.close();
  }
}
