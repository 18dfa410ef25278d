/** The support screen and the search as pictures: list of signals, interlock matrix, an emergency card, what a search finds. */
import { sleep } from '../bench/bench.ts';
import { LOOKS, openPage, type Studio } from './pictures.ts';

const VIEWS = [
  ['io', '#/support'],
  ['interlocks', '#/support/interlocks'],
  ['procedures', '#/support/procedures/E01'],
] as const;

export async function takeSupport(studio: Studio): Promise<void> {
  for (const look of LOOKS) {
    for (const [name, address] of VIEWS) {
      const page = await openPage(studio, look, { address });
      await studio.save(page, `support-${name}-${look.theme}-${look.language}`);
      await page.close();
    }
    const page = await openPage(studio, look);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('jzyl');
    await sleep(1_000);
    await studio.save(page, `search-${look.theme}-${look.language}`);
    await page.close();
  }
}
