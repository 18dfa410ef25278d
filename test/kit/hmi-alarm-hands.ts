/** What tests of the alarm screens have in their hands: what trips, who is on duty, the way to the list, and back to a calm station. */
import type { AlarmStatus } from '../../shared/model/alarm.ts';
import type { AlarmStreamItem } from '../../shared/rpc/alarm-contract.ts';
import { type AtBench, confirmDialog } from './hmi-bench.ts';
import { waitFor } from './wait-for.ts';

export const NAME = '王海涛';
/** Trips within 2 s; priority 1. */
export const OUTLET = { tag: 'PT-1303', id: 'PT-1303/HH', over: 0.424 } as const;
/** Latches; priority 1. */
export const SLAM_SHUT = { tag: 'SSV-1301A', id: 'SSV-1301A/ON', over: 1 } as const;
/** Priority 3, without a delay worth waiting for. */
export const INTRUSION = { tag: 'XA-1951', id: 'XA-1951/ON', over: 1 } as const;

/** Each for one test, so that none of them comes often enough to chatter; priority 1, its response names two tags. */
export const OUTLET_2 = { tag: 'PT-1353', id: 'PT-1353/HH', over: 1.69 } as const;
/** Priority 2. */
export const STATION_OUTLET = { tag: 'PT-1702', id: 'PT-1702/HH', over: 0.424 } as const;
export const RELIEF = { tag: 'XS-1355', id: 'XS-1355/ON', over: 1 } as const;
/** Both of priority 3. */
export const MAINS = { tag: 'XA-1901', id: 'XA-1901/ON', over: 1 } as const;
export const UPS = { tag: 'XA-1902', id: 'XA-1902/ON', over: 1 } as const;

/** Priority 2, area 1800: one for each test of what the screens look like. */
export const GAS = [1, 2, 3, 4].map(n => ({ tag: `GD-180${n}`, id: `GD-180${n}/HH`, over: 45 }));

const TRIPS = [OUTLET, SLAM_SHUT, INTRUSION, OUTLET_2, STATION_OUTLET, RELIEF, MAINS, UPS, ...GAS];
interface Trip {
  readonly tag: string;
  readonly id: string;
  readonly over: number;
}

const WAIT_MS = 15_000;

export const statusOf = async (at: AtBench, id: string): Promise<AlarmStatus | undefined> =>
  (await at().host.value<AlarmStreamItem>('alarms.read', {})).statuses.find(status => status.id === id);

export const isIn = (at: AtBench, id: string, name: AlarmStatus['name']) =>
  waitFor(`${id} to be ${name}`, async () => (await statusOf(at, id))?.name === name, WAIT_MS);

export async function trip(at: AtBench, { tag, id, over }: Trip): Promise<void> {
  await at().field.force(tag, over);
  await isIn(at, id, 'UNACK');
}

/** Whatever a test left behind: nothing is forced, nothing is hidden, and nobody has to acknowledge anything. */
export async function calm(at: AtBench): Promise<void> {
  const { host, field } = at();
  const by = { who: 'suite', comment: '' };
  for (const { tag } of TRIPS) await field.release(tag);
  const item = await host.value<AlarmStreamItem>('alarms.read', {});
  for (const { id, record } of item.statuses) {
    if (record.state.shelved !== null) await host.value('alarms.unshelve', { id, ...by });
  }
  await waitFor(
    'the field to be calm',
    async () => {
      const { statuses } = await host.value<AlarmStreamItem>('alarms.read', {});
      for (const { id } of statuses.filter(status => status.isUnacknowledged)) {
        await host.value('alarms.acknowledge', { ids: [id], ...by });
      }
      const latched = statuses.filter(status => status.name === 'LATCH_ACK').map(status => status.id);
      if (latched.length > 0) await host.value('alarms.reset', { ids: latched, ...by });
      return TRIPS.every(({ id }) => statuses.find(s => s.id === id)?.name === 'NORMAL');
    },
    30_000,
  );
}

/** Somebody is on duty, so that one key acknowledges. */
export async function signOn(at: AtBench): Promise<void> {
  const { page } = at();
  await page.getByTestId('on-duty').click();
  await page.getByTestId('field:who').fill(NAME);
  await confirmDialog(page);
}

export async function openList(at: AtBench): Promise<void> {
  const { page } = at();
  await page.getByTestId('screen:alarms').click();
  await page.getByTestId('tab:active').click();
  await page.getByTestId('alarm-list').waitFor();
  await page.mouse.move(5, 5);
}

export const rowsOf = (at: AtBench) =>
  at()
    .page.locator('[data-testid^="alarm:"]')
    .evaluateAll(rows => rows.map(row => `${row.getAttribute('data-id')}@${row.getBoundingClientRect().top}`));
