/** Every screen as a picture: in both languages and palettes, calm, with alarms and with lost devices; and calm in two other sizes. */
import type { Page } from 'playwright-core';
import { CONDITIONS, under } from './conditions.ts';
import { FULL_HD, LOOKS, type Look, openPage, type Studio } from './pictures.ts';
import { type Screen, screensOf, visit } from './screens.ts';

const DAY_ZH: Look = { theme: 'day', language: 'zh' };
const OTHER_SIZES = [
  { width: 1366, height: 768 },
  { width: 3840, height: 2160 },
] as const;

export async function takeScreens(studio: Studio): Promise<void> {
  const screens = await screensOf(studio.station);
  for (const condition of CONDITIONS) {
    await under(studio, condition, async () => {
      for (const look of LOOKS) await walk(studio, look, { screens, suffix: `-${condition}`, size: FULL_HD });
    });
  }
  for (const size of OTHER_SIZES) await walk(studio, DAY_ZH, { screens, suffix: `-calm-${size.width}`, size });
}

interface Walk {
  readonly screens: readonly Screen[];
  readonly suffix: string;
  readonly size: { readonly width: number; readonly height: number };
}

/** One page goes through all of them: opening one for each would take most of the time. */
async function walk(studio: Studio, look: Look, { screens, suffix, size }: Walk): Promise<void> {
  const page: Page = await openPage(studio, look, { size, address: '#/support' });
  for (const screen of screens) {
    await visit(page, screen);
    await studio.save(page, `screen-${screen.name}-${look.theme}-${look.language}${suffix}`);
  }
  await page.close();
}
