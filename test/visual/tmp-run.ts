import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sleep } from '../bench/bench.ts';
import { launchBrowser } from '../kit/browser.ts';
import { StationProcess } from '../kit/station-process.ts';
import { takeAlarms } from './alarm-pictures.ts';
import * as pictures from './pictures.ts';

const directory = '/tmp/shots-alarms';
mkdirSync(directory, { recursive: true });
const data = mkdtempSync(join(tmpdir(), 'citygate-pictures-'));
const project = fileURLToPath(new URL('../../assets/demo-station', import.meta.url));
const station = await StationProcess.start({ project, data });
const browser = await launchBrowser();
const looks = process.argv[2]?.split(',').map(x => {
  const [theme, language] = x.split('-');
  return { theme, language } as pictures.Look;
});
if (looks) (pictures.LOOKS as pictures.Look[]).splice(0, 4, ...looks);
try {
  await sleep(Number(process.argv[3] ?? 8000));
  await takeAlarms({
    browser,
    station,
    data,
    save: async (page, name) => {
      await page.screenshot({ path: join(directory, `${name}.png`) });
      console.log(name);
    },
  });
} finally {
  await browser.close();
  await station.stop();
}
