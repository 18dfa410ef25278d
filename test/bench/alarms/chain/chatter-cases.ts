/**
 * A value that goes to and fro over its limit ten times a second: how many rows that makes, whether the alarm is called chattering, and
 * whether the sum of the activations in the journal is what the field told, also after it has ended. Nothing is timed, so it may
 * run beside other benches.
 */
import type { AlarmJournalPage } from '../../../../shared/model/alarm-journal.ts';
import type { AlarmStreamItem } from '../../../../shared/rpc/alarm-contract.ts';
import type { StationProcess } from '../../../kit/station-process.ts';
import { type BenchCase, sleep } from '../../bench.ts';
import type { FieldChange } from '../../field-registers.ts';
import { benchAlarm, CALM, TRIPPED } from './alarm-project.ts';
import { type AlarmRig, withAlarmStation } from './alarm-rig.ts';

const REGISTER = 5;
const LOAD = { alarms: 10, periodMs: 50 };
/** Half a period of 10 Hz. */
const HALF_MS = 50;
const LEAD_MS = 500;
/** Until it is let go and cleared: a quiet minute, and a moment. */
const LET_GO_MS = 65_000;

interface Chattered {
  readonly ms: number;
  readonly changes: number;
  /** Changes that a reply told. */
  readonly told: number;
  /** Of these, those that went beyond the limit. */
  readonly raised: number;
  readonly rows: number;
  readonly activations: number;
  readonly isFlagged: boolean;
  /** How it stands when it has long been quiet. */
  readonly endsAs: string;
}

export const chatterCases = async (ms: number): Promise<Record<string, BenchCase>> =>
  casesOf(await withAlarmStation(LOAD, rig => chatter(rig, ms)));

async function chatter({ slave, station }: AlarmRig, ms: number): Promise<Chattered> {
  const from = Date.now();
  const changes = Array.from({ length: Math.floor(ms / HALF_MS / 2) * 2 }, (_, i): FieldChange => {
    return { register: REGISTER, value: i % 2 === 0 ? TRIPPED : CALM, at: from + LEAD_MS + i * HALF_MS };
  });
  await slave.schedule(changes);
  await sleep(LEAD_MS + ms);
  const isFlagged = (await statusOf(station))?.isChattering === true;
  await sleep(LET_GO_MS);
  const told = await slave.told();
  const page = await station.value<AlarmJournalPage>('alarms.journal', {
    ...{ from, to: Date.now() + 1_000, ids: [benchAlarm(REGISTER).id], limit: 1_000 },
  });
  return {
    ...{ ms, isFlagged, changes: changes.length, told: told.length },
    raised: told.filter(({ value }) => value === TRIPPED).length,
    rows: page.next === null ? page.rows.length : Number.POSITIVE_INFINITY,
    activations: page.rows.reduce((sum, row) => sum + row.activations, 0),
    endsAs: (await statusOf(station))?.name ?? 'gone',
  };
}

const statusOf = async (station: StationProcess) =>
  (await station.value<AlarmStreamItem>('alarms.read')).statuses.find(({ id }) => id === benchAlarm(REGISTER).id);

function casesOf(found: Chattered): Record<string, BenchCase> {
  const { ms, changes, told, raised, rows, activations, isFlagged, endsAs } = found;
  const over = `10 Hz for ${(ms / 60_000).toFixed(1)} min; ${changes} changes, ${told} of them told by replies`;
  return {
    'chatter-rows': {
      ...{ value: rows, unit: 'rows', baseline: told, ratio: rows / told },
      note: `${over}; baseline one row a change; afterwards the alarm is ${endsAs}`,
    },
    'chatter-activations-lost': {
      ...{ value: raised - activations, unit: 'activations' },
      note: `${raised} told, ${activations} in the journal`,
    },
    'chatter-flagged': { value: isFlagged ? 1 : 0, unit: 'of 1', note: 'called chattering while it goes on' },
  };
}
