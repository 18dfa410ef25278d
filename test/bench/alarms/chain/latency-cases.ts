/**
 * From the reply of the field to the row on disk, to the alarm on the page, to the horn: real Modbus slave, headless station and
 * Chromium. An alarm trips at a random moment, is seen in list and banner, is silenced, and the next one comes, also while the
 * stream to the page still keeps its pause. The wait for the scan is before the reply and does not count.
 */
import type { Page } from 'playwright-core';
import { type BenchCase, percentile, sleep } from '../../bench.ts';
import { type BenchAlarm, benchAlarm, TRIPPED } from './alarm-project.ts';
import { type AlarmRig, withAlarmPage, withAlarmStation } from './alarm-rig.ts';
import { JournalWatch, type RowsSeen } from './journal-watch.ts';
import { alarmShown } from './page-probe.ts';

const PERIOD_MS = 100;
const SHOWN_LIMIT_MS = 5_000;
/** First alarms warm up code paths and fonts and are not counted. */
const WARM_UP = 10;
const MOST_PAUSE_MS = 300;

interface Probe {
  readonly toldAt: number;
  readonly disk: RowsSeen;
  readonly pageAt: number;
  /** Null: no tone. */
  readonly soundAt: number | null;
}

interface Looked {
  readonly rig: AlarmRig;
  readonly page: Page;
  readonly watch: JournalWatch;
}

export async function latencyCases(count: number): Promise<Record<string, BenchCase>> {
  const total = count + WARM_UP;
  const probes = await withAlarmStation({ alarms: total, periodMs: PERIOD_MS }, rig =>
    withAlarmPage(rig, async page => {
      const watch = new JournalWatch(rig.data);
      try {
        const found: (Probe | null)[] = [];
        for (let register = 0; register < total; register++) {
          found.push(await probeOnce({ rig, page, watch }, benchAlarm(orderOf(register, total))));
          await sleep(Math.random() * MOST_PAUSE_MS);
        }
        return found.slice(WARM_UP);
      } finally {
        watch.close();
      }
    }),
  );
  return casesOf(probes);
}

/** The less urgent first, so that each new alarm is the one that the banner shows. */
function orderOf(place: number, total: number): number {
  const byPriority = Array.from({ length: total }, (_, register) => benchAlarm(register)).toSorted(
    (a, b) => b.priority - a.priority || a.register - b.register,
  );
  return byPriority[place]?.register ?? 0;
}

/** Null: not on the page or not on disk in time. */
async function probeOnce({ rig, page, watch }: Looked, { register, id, tag }: BenchAlarm): Promise<Probe | null> {
  const since = Date.now();
  const shown = page.evaluate(alarmShown, { id, tag, limitMs: SHOWN_LIMIT_MS });
  await rig.slave.schedule([{ register, value: TRIPPED, at: since }]);
  const { rowAt, leadAt, soundAt } = await shown;
  const told = (await rig.slave.told()).find(change => change.register === register);
  const disk = await watch.seen([id], 'raise', since);
  await page.keyboard.press('m');
  await page.locator('[data-testid="silence"][data-sounding=""]').waitFor();
  if (rowAt === null || leadAt === null || disk === null || told === undefined) return null;
  return { toldAt: told.toldAt, disk, pageAt: Math.max(rowAt, leadAt), soundAt };
}

function casesOf(probes: readonly (Probe | null)[]): Record<string, BenchCase> {
  const good = probes.filter(probe => probe !== null);
  const lost = probes.length - good.length;
  const early = good.filter(({ disk, pageAt }) => pageAt < disk.absentAt).length;
  // The horn is silenced for the alarm before; a station that is late with that silences what came meanwhile with it.
  const unheard = good.filter(({ soundAt }) => soundAt === null).length;
  const note = `${good.length} alarms, ${lost} not seen in time, ${unheard} without a sound, ${early} on the page before they were on disk`;
  const at = (name: string, pick: (probe: Probe) => number | null): [string, BenchCase][] => {
    const ms = good.flatMap(probe => {
      const picked = pick(probe);
      return picked === null ? [] : [picked - probe.toldAt];
    });
    const worst = `${note}; worst ${Math.max(...ms).toFixed(0)} ms`;
    return [50, 95, 99].map(p => [`${name}-p${p}`, { value: percentile(ms, p / 100), unit: 'ms', note: worst }]);
  };
  return Object.fromEntries([
    ...at('reply-to-disk', ({ disk }) => disk.at),
    ...at('reply-to-page', ({ pageAt }) => pageAt),
    ...at('reply-to-sound', ({ soundAt }) => soundAt),
  ]);
}
