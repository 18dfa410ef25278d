/**
 * What of a screen is not looked at when its picture is compared: numbers, curves, pointers, times and rows of lists, which are other ones
 * at every look. They keep their room, so that what stands around them is where it always is.
 */
import type { Page } from 'playwright-core';

const LIVE = [
  // Of mimics.
  ...['.val', '.age', '.spark', '.ptr', '.pointer', '.fillbar', '.sp', '.spline', '.scene .hatch', '.demo-strip'],
  ...[
    '.scene .plot ~ path',
    '.scene .plot ~ text',
    '.scene .plot ~ rect',
    '.scene .tick1',
    '.scene .dotted',
    '.scene .modebox',
  ],
  // Of everything else.
  ...['[data-quality]', 'canvas', 'time', 'tbody td', '.clock', '.top time', '.trends-cursor', 'meter', 'progress'],
  ...[
    '[data-testid="alarm-list"] .alarm-row',
    '.alarm-canvas',
    '.latency-plot',
    '.latency-axis',
    '.performance-panel svg',
  ],
];

/** From now on in this document. */
export async function holdStill(page: Page): Promise<void> {
  await page.evaluate(selectors => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`${selectors} { visibility: hidden !important } *, *::before { caret-color: transparent }`);
    document.adoptedStyleSheets.push(sheet);
  }, LIVE.join(', '));
}
