/**
 * Limits of alarms.csv: a number, the value of a tag (`[SP]`), or by season and mode in `schedule`:
 * `11-15..03-15 = 0.40; when [MODE] == 2 = [SP]`. The first part that holds gives the limit, else the cell `limit`.
 */
import type {
  LimitSource,
  LimitValue,
  MonthDay,
  ScheduleRow,
  ScheduleSpan,
} from '../../alarms/conditions/condition-spec.ts';
import { checkExpression } from '../references.ts';
import { type AlarmRow, readTagName } from './alarm-context.ts';

/** Null after complaining. */
export function readLimit(of: AlarmRow): LimitSource | null {
  const otherwise = readLimitValue(of, 'limit', of.row.required('limit'));
  const schedule = readSchedule(of);
  return otherwise === null || schedule === null ? null : { schedule, otherwise };
}

const TAG_TEXT = /^\[([^\]]*)\]$/;

function readLimitValue(of: AlarmRow, column: string, text: string): LimitValue | null {
  if (text === '') return null;
  const bound = TAG_TEXT.exec(text)?.[1];
  if (bound !== undefined) {
    const tag = readTagName(of, column, bound);
    return tag === null ? null : { kind: 'bound', tag };
  }
  const value = Number(text);
  if (!Number.isFinite(value)) {
    of.row.complain(
      column,
      { zh: `"${text}" 不是数值`, en: `"${text}" is not a number` },
      {
        zh: '写成如 3.2 的数，小数点用 "."；或写 [位号]',
        en: 'write a number such as 3.2, with "." as the decimal point, or [TAG]',
      },
    );
    return null;
  }
  if (of.kind !== 'DEV') checkRange(of, column, value);
  return { kind: 'fixed', value };
}

function checkRange({ row, tag }: AlarmRow, column: string, limit: number): void {
  const low = tag?.low ?? null;
  const high = tag?.high ?? null;
  if (low === null || high === null || (limit >= low && limit <= high)) return;
  row.complain(
    column,
    { zh: `限值 ${limit} 在量程 ${low}…${high} 之外`, en: `limit ${limit} lies outside the range ${low}…${high}` },
    { zh: '改限值，或改 tags.csv 的量程', en: 'change the limit, or the range in tags.csv' },
  );
}

function readSchedule(of: AlarmRow): readonly ScheduleRow[] | null {
  const text = of.row.text('schedule');
  if (text === '') return [];
  const rows = text.split(';').map(part => readPart(of, part.trim()));
  const read = rows.filter(row => row !== null);
  return read.length === rows.length ? read : null;
}

/** The last `=` that is none of `==`, `<=`, `>=`, `!=` parts the span from its limit. */
const PART = /^(.*[^=<>!\s])\s*=\s*([^=\s]+)$/;

function readPart(of: AlarmRow, part: string): ScheduleRow | null {
  const [, spanText, limitText] = PART.exec(part) ?? [];
  const span = spanText === undefined ? null : readSpan(of, spanText);
  if (span === null || limitText === undefined) {
    of.row.complain(
      'schedule',
      { zh: `"${part}" 无法理解`, en: `"${part}" is not understood` },
      {
        zh: '例：11-15..03-15 = 0.40; when [MODE] == 2 = [SP]',
        en: 'for example 11-15..03-15 = 0.40; when [MODE] == 2 = [SP]',
      },
    );
    return null;
  }
  const limit = readLimitValue(of, 'schedule', limitText);
  return limit === null || span === 'wrong' ? null : { span, limit };
}

/** Null when it is no span at all; `wrong` after complaining about what it names. */
function readSpan({ row, known }: AlarmRow, text: string): ScheduleSpan | 'wrong' | null {
  const [, mode] = /^when\s+(.+)$/.exec(text) ?? [];
  if (mode !== undefined) {
    const tree = checkExpression(mode, known, (what, right) => row.complain('schedule', what, right));
    return tree === null ? 'wrong' : { kind: 'mode', expression: mode };
  }
  const [, fromText = '', toText = ''] = /^(\S+)\.\.(\S+)$/.exec(text) ?? [];
  const from = readMonthDay(fromText);
  const to = readMonthDay(toText);
  return from === null || to === null ? null : { kind: 'season', from, to };
}

/** 29 February is a day like any other. */
function readMonthDay(text: string): MonthDay | null {
  if (!/^\d\d-\d\d$/.test(text)) return null;
  const [month = 0, day = 0] = text.split('-').map(Number);
  const date = new Date(Date.UTC(2024, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && month > 0 ? { month, day } : null;
}
