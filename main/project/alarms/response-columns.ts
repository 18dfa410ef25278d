/** What a person is told of an alarm and may do with it: texts, time to respond, card, latching, group, shelving. */
import { type AlarmPriority, type AlarmTexts, LONGEST_SHELVING_MS } from '../../../shared/model/alarm.ts';
import type { Text } from '../../../shared/text/text.ts';
import type { TableRow } from '../table.ts';
import type { ProjectAlarm } from '../types.ts';
import { readAmount } from './alarm-context.ts';

const HOUR_MS = 3_600_000;
const WEEK_S = 7 * 86_400;
const TEXTS = ['message', 'consequence', 'cause', 'action'] as const satisfies readonly (keyof AlarmTexts)[];

export type Response = Pick<
  ProjectAlarm,
  'texts' | 'timeToRespondS' | 'card' | 'isLatching' | 'group' | 'reAlarmAfterMs' | 'maxShelveMs'
>;

export function readResponse(row: TableRow, priority: AlarmPriority): Response {
  const [message, consequence, cause, action] = TEXTS.map(name => readText(row, name));
  const reAlarmMin = readAmount(row, 're_alarm_min', [1, WEEK_S / 60]);
  return {
    texts: { message: message ?? null, consequence: consequence ?? null, cause: cause ?? null, action: action ?? null },
    timeToRespondS: readAmount(row, 'respond_s', [0, WEEK_S]),
    card: readName(row, 'card'),
    isLatching: row.text('latching') !== '' && row.oneOf('latching', ['yes', 'no']) === 'yes',
    group: readName(row, 'group'),
    reAlarmAfterMs: reAlarmMin === null ? null : reAlarmMin * 60_000,
    maxShelveMs: readShelving(row, priority),
  };
}

/** Both languages or none: a screen never mixes them. */
function readText(row: TableRow, name: string): Text | null {
  const zh = row.text(`${name}_zh`);
  const en = row.text(`${name}_en`);
  if (zh !== '' && en !== '') return { zh, en };
  if (zh === en) return null;
  row.complain(
    zh === '' ? `${name}_zh` : `${name}_en`,
    { zh: `"${name}" 只有一种语言`, en: `"${name}" is there in one language only` },
    { zh: '中英文都写，或都留空', en: 'write both languages, or neither' },
  );
  return null;
}

function readName(row: TableRow, column: string): string | null {
  const name = row.text(column);
  if (name === '') return null;
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/.test(name)) return name;
  row.complain(
    column,
    { zh: `"${name}" 含不允许的字符`, en: `"${name}" has characters that are not allowed` },
    { zh: '字母、数字和 . _ -，最长 32', en: 'letters, digits and . _ -, at most 32' },
  );
  return null;
}

function readShelving(row: TableRow, priority: AlarmPriority): number | null {
  const hours = readAmount(row, 'shelve_h', [0, LONGEST_SHELVING_MS[priority] / HOUR_MS]);
  return hours === null ? null : hours * HOUR_MS;
}
