/** In what state the station is while pictures of all screens are taken: nothing wrong, alarms of every priority, lost devices. */
import type { AlarmStreamItem } from '../../shared/rpc/alarm-contract.ts';
import { sleep } from '../bench/bench.ts';
import { FieldControl } from '../kit/field-control.ts';
import { waitFor } from '../kit/wait-for.ts';
import type { Studio } from './pictures.ts';

export const CONDITIONS = ['calm', 'alarm', 'comm-loss'] as const;
export type Condition = (typeof CONDITIONS)[number];

/** Of each group of alarms and on most screens. */
const TRIPS: readonly (readonly [string, number])[] = [
  ['PT-1303', 0.424],
  ['SSV-1301A', 1],
  ['GD-1810', 23],
  ['PDT-1201A', 55],
  ['LT-1601', 15],
  ['TT-1941', 33],
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
    if (condition !== 'calm') await sleep(LOSS_MS);
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
