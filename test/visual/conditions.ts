/** In what state the station is while pictures of all screens are taken: nothing wrong, alarms of every priority, lost devices. */
import type { AlarmStatus } from '../../shared/model/alarm.ts';
import type { AlarmStreamItem } from '../../shared/rpc/alarm-contract.ts';
import { sleep } from '../bench/bench.ts';
import { FieldControl } from '../kit/field-control.ts';
import { waitFor } from '../kit/wait-for.ts';
import type { Studio } from './pictures.ts';

/** In this order: what an alarm has done to the station may last. */
export const CONDITIONS = ['calm', 'comm-loss', 'alarm'] as const;
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
const LIMIT_MS = 60_000;
/** Until all values of a lost device are old. */
const LOSS_MS = 6_000;
const LOOK_MS = 1_500;
/** Longer than the longest delay of an alarm of a device. */
const QUIET_LOOKS = 8;
const SETTLE_LOOKS = 16;

type Parts = Pick<Studio, 'station' | 'data'>;

/** Runs `use` while the station is so; afterwards it is as calm as it can be. */
export async function under(parts: Parts, condition: Condition, use: () => Promise<void>): Promise<void> {
  const field = new FieldControl(parts.data);
  const usual = new Set((await standing(parts)).map(({ id }) => id));
  try {
    if (condition === 'alarm') await raise(parts, field);
    if (condition === 'comm-loss') {
      for (const target of LOST) await field.fault('device-offline', target);
      await sleep(LOSS_MS);
    }
    if (condition !== 'calm') await untilQuiet(parts);
    await use();
  } finally {
    for (const [tag] of condition === 'alarm' ? TRIPS : []) await field.release(tag);
    await field.clear();
    if (condition !== 'calm') await settle(parts, usual);
  }
}

async function raise({ station }: Parts, field: FieldControl): Promise<void> {
  for (const [tag, value] of TRIPS) await field.force(tag, value);
  await waitFor(
    'the alarms',
    async () => {
      await sleep(LOOK_MS);
      const { statuses } = await station.value<AlarmStreamItem>('alarms.read', {});
      return TRIPS.every(([tag]) => statuses.some(({ id, isStanding }) => isStanding && id.startsWith(`${tag}/`)));
    },
    LIMIT_MS,
  );
}

const standing = async ({ station }: Parts): Promise<readonly AlarmStatus[]> =>
  (await station.value<AlarmStreamItem>('alarms.read', {})).statuses.filter(
    ({ isStanding, isUnacknowledged }) => isStanding || isUnacknowledged,
  );

/** Until no further alarm has come for a while: those of lost devices have delays of their own. */
async function untilQuiet(parts: Parts): Promise<void> {
  for (let before = -1, same = 0; same < QUIET_LOOKS; ) {
    await sleep(LOOK_MS);
    const now = (await standing(parts)).length;
    same = now === before ? same + 1 : 0;
    before = now;
  }
}

/** Nothing waits for anybody, and what can go has gone: a slam-shut that an interlock has closed stays closed. */
async function settle(parts: Parts, usual: ReadonlySet<string>): Promise<void> {
  const by = { who: 'pictures', comment: '' };
  for (let look = 0; look < SETTLE_LOOKS; look++) {
    await sleep(LOOK_MS);
    const now = await standing(parts);
    const waiting = now.filter(status => status.isUnacknowledged).map(({ id }) => id);
    if (waiting.length > 0) await parts.station.value('alarms.acknowledge', { ids: waiting, ...by });
    const latched = now.filter(({ name }) => name === 'LATCH_ACK').map(({ id }) => id);
    if (latched.length > 0) await parts.station.value('alarms.reset', { ids: latched, ...by });
    if (now.every(({ id }) => usual.has(id))) return;
  }
}
