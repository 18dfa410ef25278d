/**
 * The product as a person meets it, whatever host shows it: what the screen shows, what it says when something is lost, and that
 * it is right again by itself. A test file hands in a started host on the demo station with its page open.
 */
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import type { OverrideEntry } from '../../shared/model/tag.ts';
import { FieldControl } from './field-control.ts';
import { describeAlarms } from './hmi-alarms.ts';
import { type HmiBench, type HmiHost, showsOn } from './hmi-bench.ts';
import { describeCertificates } from './hmi-certificates.ts';
import { describeCommunication } from './hmi-communication.ts';
import { describeComplaints } from './hmi-complaints.ts';
import { describeDeviceCommands } from './hmi-device-commands.ts';
import { describeFaceplates } from './hmi-faceplates.ts';
import { describeLosses } from './hmi-losses.ts';
import { describeNavigation } from './hmi-navigation.ts';
import { describeOverrides } from './hmi-overrides.ts';
import { describeOverview } from './hmi-overview.ts';
import { describeReplay } from './hmi-replay.ts';
import { describeRoom } from './hmi-room.ts';
import { describeTrendKeep } from './hmi-trend-keep.ts';
import { describeTrends } from './hmi-trends.ts';
import { describeZoom } from './hmi-zoom.ts';

interface HmiSuiteOptions {
  /**
   * The host shows its page in the very browser that another run of the suite uses: only what reaches the host, its windows, files
   * and keys is run again. In a real Electron, whose page may differ, everything is.
   */
  readonly isSamePage: boolean;
}

/** Runs every test that holds for any host. */
export function describeHmi(name: string, start: () => Promise<HmiHost>, options?: HmiSuiteOptions): void {
  describe(`the HMI in ${name}`, () => {
    let bench: HmiBench | undefined;
    const at = (): HmiBench => {
      if (bench === undefined) throw new Error('the host did not start');
      return bench;
    };
    beforeAll(async () => {
      const host = await start();
      bench = { host, page: host.page, field: new FieldControl(host.dataDirectory) };
      await showsOn(host.page, 'PT-1101', 'good', 10_000);
    });
    // Whatever a test left behind, by failing too: the next one begins on the calm overview.
    afterEach(async () => {
      await bench?.field.clear();
      if (bench !== undefined) await leaveEverything(bench);
    });
    afterAll(async () => {
      await bench?.host.stop();
    });
    describeOverview(at);
    describeNavigation(at);
    describeTrendKeep(at);
    describeDeviceCommands(at);
    describeCertificates(at);
    describeLosses(at);
    if (options?.isSamePage === true) return;
    describeFaceplates(at);
    describeZoom(at);
    describeTrends(at);
    describeAlarms(at);
    describeComplaints(at);
    describeCommunication(at);
    describeOverrides(at);
    describeReplay(at);
    describeRoom(at);
  });
}

const BY = { who: 'suite', why: 'end of a test' };

async function leaveEverything({ host, page }: HmiBench): Promise<void> {
  const dialog = page.locator('dialog');
  if ((await dialog.count()) > 0) {
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }
  for (const { tag } of await host.value<OverrideEntry[]>('tags.overrides', {})) {
    await host.value('tags.release', { tag, ...BY });
  }
  await page.getByTestId('screen:overview').click();
  await page.getByTestId('scene').waitFor();
}
