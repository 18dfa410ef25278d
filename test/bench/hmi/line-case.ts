/** A picture of eight dense lines, of the trend board and of uPlot side by side; see docs/adr/0012. */
import { launchBrowser } from '../../kit/browser.ts';
import type { BenchCase } from '../bench.ts';
import { bundlePage } from './bundle-page.ts';

export async function lineCase(pictures: number): Promise<BenchCase> {
  const code = await bundlePage('line-page.ts');
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1300, height: 1300 } });
    await page.addScriptTag({ content: code });
    const { own, library, join } = await page.evaluate(count => window.compareLines(count), pictures);
    const note = `median of ${pictures} pictures of 8 lines of 4,000 places each, to the end of the frame; script ${own.script.toFixed(1)} ms, that of uPlot ${library.script.toFixed(1)} ms and ${join.toFixed(0)} ms more at every answer to join the times of the lines`;
    return { value: own.frame, unit: 'ms', baseline: library.frame, ratio: library.frame / own.frame, note };
  } finally {
    await browser.close();
  }
}
