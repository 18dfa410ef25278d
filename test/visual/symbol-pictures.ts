/** Pictures of the legend: every symbol in every state, as high as it is. */
import { LOOKS, openPage, type Studio } from './pictures.ts';

/** Top bar, message row and tabs above the legend, px. */
const FRAME_HEIGHT = 130;

export async function takeSymbols(studio: Studio): Promise<void> {
  for (const look of LOOKS) {
    const page = await openPage(studio, look, { address: '#/support/legend' });
    const height = await page.getByTestId('legend').evaluate(legend => legend.scrollHeight);
    await page.setViewportSize({ width: 1920, height: height + FRAME_HEIGHT });
    await studio.save(page, `symbols-${look.theme}-${look.language}`);
    await page.close();
  }
}
