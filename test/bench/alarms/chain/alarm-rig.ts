/** Field, headless station and, if wanted, Chromium before it, three processes: started together and ended whatever happens. */
import type { Page } from 'playwright-core';
import { launchBrowser } from '../../../kit/browser.ts';
import { StationProcess } from '../../../kit/station-process.ts';
import { sleep } from '../../bench.ts';
import { type Slave, startSlave } from '../../slave-process.ts';
import { type AlarmLoad, CALM, writeAlarmProject } from './alarm-project.ts';
import { installProbe } from './page-probe.ts';

export interface AlarmRig {
  readonly slave: Slave;
  readonly station: StationProcess;
  /** Data folder of the station. */
  readonly data: string;
}

/** An inspector listens on a free port, so that the heap can be measured. */
const INSPECTED = { NODE_OPTIONS: '--inspect=127.0.0.1:0' };
/** From the start until every alarm has been judged. */
const SETTLE_MS = 3_000;

export async function withAlarmStation<T>(
  load: Omit<AlarmLoad, 'port'>,
  use: (rig: AlarmRig) => Promise<T>,
): Promise<T> {
  const slave = await startSlave(1);
  await slave.watch(CALM);
  const files = writeAlarmProject({ ...load, port: slave.ports[0] ?? 0 });
  try {
    const station = await StationProcess.start(files, INSPECTED);
    try {
      await sleep(SETTLE_MS);
      return await use({ slave, station, data: files.data });
    } finally {
      await station.stop();
    }
  } finally {
    slave.stop();
    files.remove();
  }
}

/** The list of alarms, with somebody on duty. Without a sound card: what a device would be given is noted all the same. */
export async function withAlarmPage<T>({ station }: AlarmRig, use: (page: Page) => Promise<T>): Promise<T> {
  const browser = await launchBrowser({
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN' });
    await page.addInitScript(installProbe);
    await page.goto(`${station.url}/#/alarms`);
    await page.getByTestId('alarm-list').waitFor();
    await page.mouse.move(5, 5);
    return await use(page);
  } finally {
    await browser.close();
  }
}
