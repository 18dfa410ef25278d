/** Rows of the journal of alarms made up by lot, and a search that looks at each of them, for comparison. */
import {
  ALARM_EVENTS,
  ALARM_PRIORITIES,
  ALARM_STATES,
  type AlarmRecord,
  type AlarmTransition,
} from '../../shared/model/alarm.ts';
import type { AlarmJournalFilter, AlarmJournalRow, AlarmWords } from '../../shared/model/alarm-journal.ts';
import type { Text } from '../../shared/text/text.ts';
import { seededRandom } from './random.ts';

export interface MadeAlarm {
  readonly id: string;
  readonly tag: string | null;
  readonly priority: 1 | 2 | 3 | 4;
  readonly area: string;
  readonly message: Text;
}

const KINDS = ['HH', 'H', 'L', 'LL', 'BAD', 'LOST'];
const PEOPLE = ['li', 'Wang', '张伟', 'o’neill'];
const PLACES = ['console 1', '192.168.1.7'];
const COMMENTS = ['Valve stuck', '阀门卡涩', 'under repair', 'ÄRGER at 100 %', 'a_b%c'];

export const madeAlarms = (count: number): readonly MadeAlarm[] =>
  Array.from({ length: count }, (_, i) => {
    const kind = KINDS[i % KINDS.length] ?? 'H';
    const tag = `PT-${1_000 + Math.floor(i / KINDS.length)}`;
    return {
      id: `${tag}/${kind}`,
      tag: kind === 'LOST' ? null : tag,
      priority: ALARM_PRIORITIES[i % 4] ?? 4,
      area: `A${i % 7}`,
      message: { zh: `压力异常 ${i % 11}`, en: `Pressure abnormal ${i % 11}` },
    };
  });

/** As a project would have them. */
export const madeWords = (alarms: readonly MadeAlarm[]): ReadonlyMap<string, AlarmWords> =>
  new Map(
    alarms.map(({ id, message, area }) => [
      id,
      { message, areaName: { zh: `${area} 区`, en: `Area ${area}` }, unit: 'MPa' },
    ]),
  );

const RESTING: AlarmRecord = {
  state: {
    process: 'normal',
    isAcknowledged: true,
    isLatched: false,
    shelved: null,
    suppressed: [],
    outOfService: null,
  },
  raisedAt: null,
  clearedAt: null,
  raisedValue: null,
  raisedLimit: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  count: 0,
  recentRaises: [],
  chatter: null,
  knownBefore: 'no',
  isOwed: false,
  shelvings: [],
  firstOut: null,
};

/** One row with the given parts. */
export function alarmRow(sequence: number, parts: Partial<AlarmTransition> = {}): AlarmTransition {
  const received = parts.received ?? Date.UTC(2026, 10, 1) + sequence * 1_000;
  return {
    ...{ sequence, received, time: received - 40 },
    ...{ id: 'PT-1303/HH', tag: 'PT-1303', priority: 1, area: '1300' },
    ...{ event: 'raise', from: 'NORMAL', to: 'UNACK', value: 4.25, limit: 4 },
    ...{ who: null, where: null, comment: '', isHidden: false, isFirstOut: false, isAnnounced: true, activations: 1 },
    after: {
      ...RESTING,
      state: { ...RESTING.state, process: 'alarm', isAcknowledged: false },
      ...{ raisedAt: received - 40, raisedValue: 4.25, raisedLimit: 4, count: 1, recentRaises: [received] },
    },
    ...parts,
  };
}

export interface MakingRows {
  readonly seed: number;
  readonly count: number;
  readonly alarms: readonly MadeAlarm[];
  /** Number of the first. */
  readonly first?: number;
  readonly from: number;
  readonly stepMs: number;
}

/** Some numbers are missing and the clock jumps now and then, both ways. */
export function* randomRows({ seed, count, alarms, first = 1, from, stepMs }: MakingRows): Generator<AlarmTransition> {
  const random = seededRandom(seed);
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  let sequence = first - 1;
  let received = from;
  for (let i = 0; i < count; i++) {
    sequence += random() < 0.001 ? 1 + Math.floor(random() * 300) : 1;
    received += random() < 0.0005 ? (random() - 0.5) * 2_000 * stepMs : random() * 2 * stepMs;
    const isPerson = random() < 0.2;
    const alarm = alarms[Math.floor(random() ** 2 * alarms.length)] as MadeAlarm;
    const { id, tag, priority, area } = alarm;
    yield alarmRow(sequence, {
      ...{
        received,
        id,
        tag,
        priority,
        area,
        event: one(ALARM_EVENTS),
        from: one(ALARM_STATES),
        to: one(ALARM_STATES),
      },
      value: random() < 0.3 ? null : random() * 10,
      limit: random() < 0.3 ? null : 4,
      who: isPerson ? one(PEOPLE) : null,
      where: isPerson ? one(PLACES) : null,
      comment: random() < 0.05 ? one(COMMENTS) : '',
      isHidden: random() < 0.1,
      isFirstOut: random() < 0.1,
      isAnnounced: random() < 0.3,
      activations: Math.floor(random() * 3),
    });
  }
}

const isOf = <T>(wanted: readonly T[] | undefined, value: T): boolean => wanted === undefined || wanted.includes(value);
const has = (part: string | undefined, text: string): boolean =>
  part === undefined || text.toLowerCase().includes(part.toLowerCase());

/** Whether a row fits, as the words of the filter say it. */
export function isFitting(
  row: AlarmTransition,
  filter: AlarmJournalFilter,
  messages: ReadonlyMap<string, Text>,
): boolean {
  const message = messages.get(row.id);
  const texts = [row.id, row.comment, ...(message === undefined ? [] : [message.zh, message.en])];
  return (
    row.received >= filter.from &&
    row.received < filter.to &&
    isOf(filter.ids, row.id) &&
    (filter.tags === undefined || (row.tag !== null && filter.tags.includes(row.tag))) &&
    (filter.names === undefined || filter.names.some(name => has(name, row.id))) &&
    isOf(filter.areas, row.area) &&
    isOf(filter.priorities, row.priority) &&
    isOf(filter.events, row.event) &&
    isOf(filter.states, row.to) &&
    (!filter.who || (row.who !== null && has(filter.who, row.who))) &&
    (filter.text ?? '').split(' ').every(word => texts.some(text => has(word, text)))
  );
}

export function withoutAfter({ after: _, ...row }: AlarmTransition): AlarmJournalRow {
  return row;
}
