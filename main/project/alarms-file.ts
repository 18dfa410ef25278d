/** `alarms.csv`: one row an alarm. The columns of a condition, and those of the response to it, are read in `alarms/`. */
import { ALARM_KINDS, type AlarmPriority } from '../../shared/model/alarm.ts';
import type { TagLimits } from '../../shared/model/tag.ts';
import { defaultDelayS } from '../alarms/tuning/default-tuning.ts';
import {
  type AlarmRow,
  isLevel,
  LEVEL_KINDS,
  type ReadTag,
  readAmount,
  readExpression,
} from './alarms/alarm-context.ts';
import { readCondition } from './alarms/condition-columns.ts';
import { readResponse } from './alarms/response-columns.ts';
import type { ProblemList } from './problem.ts';
import type { Known } from './references.ts';
import { type Column, readTable, type TableRow } from './table.ts';
import type { TagRow } from './tags-file.ts';
import type { ProjectAlarm } from './types.ts';

const optional = (...names: string[]): Column[] => names.map(name => ({ name, required: false }));

export const ALARM_COLUMNS: readonly Column[] = [
  { name: 'tag', required: true },
  { name: 'condition', required: true },
  { name: 'limit', required: true },
  { name: 'priority', required: true },
  ...optional('on_delay_s', 'off_delay_s', 'deadband', 'second_tag', 'rate_window_s', 'travel_s', 'moves_while'),
  ...optional(
    'schedule',
    'area',
    'message_zh',
    'message_en',
    'consequence_zh',
    'consequence_en',
    'cause_zh',
    'cause_en',
  ),
  ...optional('action_zh', 'action_en', 'respond_s', 'card', 'latching', 'group', 'suppress_when', 're_alarm_min'),
  ...optional('shelve_h'),
];

const LONGEST_DELAY_S = 86_400;
/** The one subject of `SOUND`: all consoles together. */
const CONSOLES = 'CONSOLE';
/** A page that is loaded anew is gone for some seconds, and a few more until it has looked for its device, s. */
const USUAL_SOUND_OFF_S = 15;

export interface AlarmsContext {
  readonly tags: readonly TagRow[];
  readonly known: Known;
  /** Null when the station file is too broken to tell. */
  readonly areas: ReadonlySet<string> | null;
  /** Ids of the emergency cards; null when they could not be read, or the project has none and only names them. */
  readonly cards: ReadonlySet<string> | null;
  readonly problems: ProblemList;
}

interface ReadRow {
  readonly row: TableRow;
  readonly alarm: ProjectAlarm;
}

export function readAlarmsFile(file: string, source: string, context: AlarmsContext): readonly ProjectAlarm[] {
  const tags = new Map(context.tags.map(t => [t.tag.name, t.tag]));
  const read = (readTable(file, source, ALARM_COLUMNS, context.problems) ?? []).flatMap((row): ReadRow[] => {
    const alarm = readAlarm(row, tags, context);
    return alarm === null ? [] : [{ row, alarm }];
  });
  checkTwins(read);
  checkLadders(read);
  return read.map(r => r.alarm);
}

/** Null when nothing can be made of the row, which has been said. */
function readAlarm(row: TableRow, tags: ReadonlyMap<string, ReadTag>, context: AlarmsContext): ProjectAlarm | null {
  const number = row.integer('priority', [1, 4], 4);
  const priority: AlarmPriority = number === 1 || number === 2 || number === 3 ? number : 4;
  const kind = row.oneOf('condition', ALARM_KINDS);
  const name = row.required('tag');
  const response = readResponse(row, priority);
  checkCard(row, response.card, context.cards);
  const suppressWhen = readExpression({ row, known: context.known }, 'suppress_when');
  const area = readArea(row, context.areas);
  if (kind === null) {
    checkName({ row, kind: 'ON', name, tag: null, known: context.known });
    return null;
  }
  const of: AlarmRow = { row, kind, name, tag: tags.get(name) ?? null, known: context.known };
  checkName(of);
  const condition = readCondition(of);
  const delays = readDelays(of);
  if (condition === null) return null;
  return { name, kind, condition, delays, priority, area, suppressWhen, ...response };
}

function checkName(of: AlarmRow): void {
  const { row, kind, name, known } = of;
  if (name === '') return;
  if (kind === 'EXPR') checkOwnName(row, name);
  else if (kind === 'SOUND') row.oneOf('tag', [CONSOLES]);
  else if (kind === 'LOST') {
    if (known.devices === null || known.devices.has(name)) return;
    row.complain(
      'tag',
      { zh: `设备 "${name}" 不存在`, en: `device "${name}" does not exist` },
      {
        zh: `LOST 写设备：${[...known.devices].join(', ')}`,
        en: `LOST names a device: ${[...known.devices].join(', ')}`,
      },
    );
  } else if (known.tags !== null && !known.tags.has(name)) {
    row.complain(
      'tag',
      { zh: `位号 "${name}" 不存在`, en: `tag "${name}" does not exist` },
      { zh: '写 tags.csv 中的位号', en: 'name a tag of tags.csv' },
    );
  }
}

function checkCard(row: TableRow, card: string | null, cards: ReadonlySet<string> | null): void {
  if (card === null || cards === null || cards.has(card)) return;
  row.complain(
    'card',
    { zh: `处置卡 "${card}" 不存在`, en: `there is no emergency card "${card}"` },
    { zh: `procedures.json 中有：${[...cards].join(', ')}`, en: `procedures.json has ${[...cards].join(', ')}` },
  );
}

function checkOwnName(row: TableRow, name: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/.test(name)) return;
  row.complain(
    'tag',
    { zh: `名称 "${name}" 含不允许的字符`, en: `name "${name}" has characters that are not allowed` },
    { zh: '字母、数字和 . _ + -，最长 64', en: 'letters, digits and . _ + -, at most 64' },
  );
}

function readArea(row: TableRow, areas: ReadonlySet<string> | null): string | null {
  const area = row.text('area');
  if (area === '') return null;
  if (areas === null || areas.has(area)) return area;
  row.complain(
    'area',
    { zh: `区域 "${area}" 未定义`, en: `area "${area}" is not defined` },
    {
      zh: `station.yaml 的 areas 中有：${[...areas].join(', ')}`,
      en: `station.yaml has the areas ${[...areas].join(', ')}`,
    },
  );
  return null;
}

/** Kinds that judge a measured value; the others are as quick as a state. */
const MEASURED = ['LL', 'L', 'H', 'HH', 'DEV', 'ROC'];

function readDelays({ row, kind, tag }: AlarmRow): ProjectAlarm['delays'] {
  const usual = defaultDelayS(MEASURED.includes(kind) ? tag : null);
  const usualOff = kind === 'SOUND' ? USUAL_SOUND_OFF_S : usual;
  const ms = (column: string, otherwise: number) => (readAmount(row, column, [0, LONGEST_DELAY_S]) ?? otherwise) * 1000;
  return { onDelayMs: ms('on_delay_s', usual), offDelayMs: ms('off_delay_s', usualOff) };
}

function checkTwins(rows: readonly ReadRow[]): void {
  const firstLine = new Map<string, number>();
  for (const { row, alarm } of rows) {
    const key = `${alarm.name}/${alarm.kind}`;
    const first = firstLine.get(key);
    if (first !== undefined) {
      row.complain(
        'condition',
        { zh: `${alarm.name} 的 ${alarm.kind} 重复`, en: `${alarm.kind} of ${alarm.name} appears twice` },
        { zh: `第 ${first} 行已有`, en: `line ${first} has it already` },
      );
    }
    firstLine.set(key, first ?? row.line);
  }
}

/** The limit of a row that is one number all year. */
function fixedLimit({ condition }: ProjectAlarm): number | null {
  if (condition.kind !== 'level') return null;
  const { schedule, otherwise } = condition.limit;
  return schedule.length === 0 && otherwise.kind === 'fixed' ? otherwise.value : null;
}

/** LL < L < H < HH for each tag, as far as they are plain numbers. */
function checkLadders(rows: readonly ReadRow[]): void {
  const byTag = Map.groupBy(
    rows.flatMap(({ row, alarm }) => {
      const limit = fixedLimit(alarm);
      return limit === null ? [] : [{ row, name: alarm.name, kind: alarm.kind, limit }];
    }),
    r => r.name,
  );
  for (const conditions of byTag.values()) {
    const ordered = LEVEL_KINDS.flatMap(kind => conditions.filter(c => c.kind === kind).slice(0, 1));
    ordered.forEach(({ row, kind, limit }, i) => {
      const below = ordered[i - 1];
      if (below === undefined || below.limit < limit) return;
      row.complain(
        'limit',
        {
          zh: `${kind} ${limit} 不大于 ${below.kind} ${below.limit}`,
          en: `${kind} ${limit} is not above ${below.kind} ${below.limit}`,
        },
        { zh: '应为 LL < L < H < HH', en: 'LL < L < H < HH must hold' },
      );
    });
  }
}

/** The numeric limits of each tag that do not move, for drawing. */
export function limitsByTag(alarms: readonly ProjectAlarm[]): ReadonlyMap<string, TagLimits> {
  const limits = new Map<string, TagLimits>();
  for (const alarm of alarms) {
    const limit = fixedLimit(alarm);
    if (limit !== null && isLevel(alarm.kind))
      limits.set(alarm.name, { ...limits.get(alarm.name), [alarm.kind]: limit });
  }
  return limits;
}
