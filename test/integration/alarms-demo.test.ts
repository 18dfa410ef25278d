/** Alarms of the demo station, forced in its field: the ladder of a pressure up and down, and its made-up past, which raises nothing. */
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { AlarmStateName } from '../../shared/model/alarm.ts';
import type { AlarmJournalPage } from '../../shared/model/alarm-journal.ts';
import type { HistoryStatus } from '../../shared/model/history.ts';
import type { TagReading } from '../../shared/model/tag.ts';
import type { AlarmActionAnswer, AlarmStreamItem } from '../../shared/rpc/alarm-contract.ts';
import { FieldControl } from '../kit/field-control.ts';
import { projectRoot, StationProcess } from '../kit/station-process.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { waitFor } from '../kit/wait-for.ts';

const temporaryFolder = useTemporaryFolders();
let station: StationProcess | undefined;
afterEach(async () => void (await station?.stop()));

const [H, HH] = ['PT-1303/H', 'PT-1303/HH'];

it('calls once for a pressure that jumps past high and high-high, and never for the past that is being made', async () => {
  const startedAt = Date.now();
  const data = join(temporaryFolder(), 'data');
  const running = await StationProcess.start({ project: join(projectRoot, 'assets/demo-station'), data });
  station = running;
  const field = new FieldControl(data);
  const names = async () => {
    const { statuses } = await running.value<AlarmStreamItem>('alarms.read');
    return new Map(statuses.map(status => [status.id, status.name]));
  };
  const become = (high: AlarmStateName, highHigh: AlarmStateName) =>
    waitFor(
      `${high} and ${highHigh}`,
      async () => {
        const now = await names();
        return now.get(H ?? '') === high && now.get(HH ?? '') === highHigh;
      },
      30_000,
    );
  await waitFor(
    'the pressure',
    async () => {
      const [reading] = await running.value<TagReading[]>('tags.read', { tags: ['PT-1303'] });
      return reading?.quality === 'good';
    },
    20_000,
  );
  await waitFor(
    'the past to begin',
    async () => (await running.value<HistoryStatus>('history.status')).demoPast !== null,
    70_000,
  );
  await field.force('PT-1303', 0.43);
  await become('SUPPRESSED', 'UNACK');
  const { done } = await running.value<AlarmActionAnswer>('alarms.acknowledge', { ids: [HH], who: 'Li' });
  expect(done).toEqual([HH]);
  await field.release('PT-1303');
  await become('NORMAL', 'NORMAL');
  const { rows } = await running.value<AlarmJournalPage>('alarms.journal', { from: 0, to: 8e15, limit: 1_000 });
  const ladder = rows.filter(row => row.tag === 'PT-1303');
  expect(ladder.filter(row => row.isAnnounced).map(row => row.id)).toEqual([HH]);
  expect(ladder.find(row => row.id === HH && row.event === 'raise')).toMatchObject({ limit: 0.42, priority: 1 });
  for (const row of rows) expect(row.time).toBeGreaterThan(startedAt - 1_000);
}, 180_000);
