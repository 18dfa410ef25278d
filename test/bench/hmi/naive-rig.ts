/** Bundles naive-page.tsx as the product is bundled and shows it in a browser of its own. */
import type { Page } from 'playwright-core';
import { launchBrowser } from '../../kit/browser.ts';
import { bundlePage } from './bundle-page.ts';
import { NUMBERS, placeOf, ROWS, SYMBOLS } from './hmi-project.ts';

let bundled: Promise<string> | null = null;

/** `share` of its values change every 250 ms. */
export async function withNaivePage<T>(share: number, use: (page: Page) => Promise<T>): Promise<T> {
  bundled ??= bundlePage('naive-page.tsx');
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
