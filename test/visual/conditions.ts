/** In what state the station is while pictures of all screens are taken: nothing wrong, alarms of every priority, lost devices. */
import type { AlarmStreamItem } from '../../shared/rpc/alarm-contract.ts';
import { sleep } from '../bench/bench.ts';
import { FieldControl } from '../kit/field-control.ts';
import { waitFor } from '../kit/wait-for.ts';
import type { Studio } from './pictures.ts';

export const CONDITIONS = ['calm', 'alarm', 'comm-loss'] as const;
export type Condition = (typeof CONDITIONS)[number];

/** Of priorities 1 to 3, in most areas, within seconds. */
const TRIPS: readonly (readonly [string, number])[] = [
  ['PT-1303', 0.424],
  ['SSV-1301A', 1],
  ['GD-1801', 45],
  ['XS-1355', 1],
  ['XA-1901', 1],
  ['XA-1951', 1],
];
const LOST = ['PLC', 'FCA'];
const LIMIT_MS = 40_000;
/** Until all values of a lost device are old, and until they are good again. */
const LOSS_MS = 6_000;

type Parts = Pick<Studio, 'station' | 'data'>;

/** Runs `use` while the station is so; afterwards it is calm again. */
export async function under(parts: Parts, condition: Condition, use: () => Promise<void>): Promise<void> {
  const field = new FieldControl(parts.data);
  try {
    if (condition === 'alarm') await raise(parts, field);
    if (condition === 'comm-loss') {
      for (const target of LOST) await field.fault('device-offline', target);
      await sleep(LOSS_MS);
    }
    await use();
  } finally {
    for (const [tag] of condition === 'alarm' ? TRIPS : []) await field.release(tag);
    await field.clear();
    if (condition !== 'calm') await settle(parts);
  }
}

async function raise({ station }: Parts, field: FieldControl): Promise<void> {
  for (const [tag, value] of TRIPS) await field.force(tag, value);
  await waitFor(
    'the alarms',
    async () => {
      const { statuses } = await station.value<AlarmStreamItem>('alarms.read', {});
      return statuses.filter(status => status.isStanding).length >= TRIPS.length;
    },
    LIMIT_MS,
  );
}

/** Nothing waits for anybody any more. */
async function settle({ station }: Parts): Promise<void> {
  await sleep(LOSS_MS);
  const by = { who: 'pictures', comment: '' };
  const { statuses } = await station.value<AlarmStreamItem>('alarms.read', {});
  const waiting = statuses.filter(status => status.isUnacknowledged).map(({ id }) => id);
  if (waiting.length > 0) await station.value('alarms.acknowledge', { ids: waiting, ...by });
  const { statuses: then } = await station.value<AlarmStreamItem>('alarms.read', {});
  const latched = then.filter(({ name }) => name === 'LATCH_ACK').map(({ id }) => id);
  if (latched.length > 0) await station.value('alarms.reset', { ids: latched, ...by });
}
