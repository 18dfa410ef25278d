/** From the row of a condition to its description: what each kind wants of `limit` and of the columns that belong to it. */
import type { AlarmKind } from '../../../shared/model/alarm.ts';
import type { ConditionSpec, LimitSource } from '../../alarms/conditions/condition-spec.ts';
import { defaultDeadband } from '../../alarms/tuning/default-tuning.ts';
import { type AlarmRow, mustBeEmpty, readAmount, readExpression, readTagName } from './alarm-context.ts';
import { readLimit } from './limit-columns.ts';
import { readDiscrepancy, readState } from './state-columns.ts';

/** Columns that some kinds have and others do not. */
const OF_KIND: Readonly<Partial<Record<AlarmKind, readonly string[]>>> = {
  LL: ['deadband', 'schedule'],
  L: ['deadband', 'schedule'],
  H: ['deadband', 'schedule'],
  HH: ['deadband', 'schedule'],
  DEV: ['deadband', 'schedule', 'second_tag'],
  ROC: ['deadband', 'rate_window_s'],
  DISCREP: ['second_tag', 'travel_s'],
  FROZEN: ['deadband', 'moves_while'],
};
const SOME = ['deadband', 'schedule', 'second_tag', 'rate_window_s', 'travel_s', 'moves_while'];

const MOST_S = 86_400;
const PER_MS: Readonly<Record<string, number>> = { s: 1000, min: 60_000, h: 3_600_000 };

/** Null after complaining. */
export function readCondition(of: AlarmRow): ConditionSpec | null {
  mustBeEmpty(
    of,
    SOME.filter(column => OF_KIND[of.kind]?.includes(column) !== true),
  );
  switch (of.kind) {
    case 'LL':
    case 'L':
    case 'H':
    case 'HH':
      return readLevel(of);
    case 'DEV':
      return readDeviation(of);
    case 'ROC':
      return readRate(of);
    case 'STALE':
    case 'FROZEN':
      return readStanding(of);
    case 'DISCREP':
      return readDiscrepancy(of);
    case 'EXPR':
      return readOwnExpression(of);
    case 'LOST':
      return of.row.oneOf('limit', ['lost']) === null ? null : { kind: 'lost', device: of.name };
    case 'SOUND':
      return of.row.oneOf('limit', ['missing']) === null ? null : { kind: 'no-sound' };
    case 'BAD':
    case 'FAIL':
      return of.row.oneOf('limit', ['bad']) === null ? null : { kind: 'bad-quality', tag: of.name };
    default:
      return readState(of);
  }
}

function readLevel(of: AlarmRow): ConditionSpec | null {
  const limit = readLimit(of);
  const deadband = readDeadband(of, (of.tag?.high ?? Number.POSITIVE_INFINITY) - (of.tag?.low ?? 0));
  if (limit === null) return null;
  return { kind: 'level', tag: of.name, side: of.kind.startsWith('H') ? 'high' : 'low', limit, deadband };
}

/** Nobody deviates by less than nothing: the deadband must leave a place to clear at. */
function smallestOf({ schedule, otherwise }: LimitSource): number {
  const values = [otherwise, ...schedule.map(s => s.limit)].flatMap(l => (l.kind === 'fixed' ? [l.value] : []));
  return Math.min(Number.POSITIVE_INFINITY, ...values);
}

function readDeviation(of: AlarmRow): ConditionSpec | null {
  const limit = readLimit(of);
  const other = readSecondTag(of);
  if (limit === null || other === null) return null;
  const least = smallestOf(limit);
  if (least <= 0) {
    of.row.complain(
      'limit',
      { zh: `偏差限值 ${least} 不大于 0`, en: `a deviation of ${least} is not above 0` },
      { zh: '写允许的最大偏差，两个方向都算', en: 'write the largest deviation allowed, in either direction' },
    );
    return null;
  }
  if (other === 'missing') {
    const needs = { zh: '与之比较的 second_tag', en: 'the second_tag that it is compared with' };
    return { kind: 'incomplete', tag: of.name, needs };
  }
  return { kind: 'deviation', tag: of.name, other, limit, deadband: readDeadband(of, least) };
}

/** `missing` in a file that was written before there was the column; null after complaining. */
function readSecondTag(of: AlarmRow): string | null {
  const { row } = of;
  if (row.text('second_tag') === '' && !row.hasColumn('second_tag')) return 'missing';
  const name = row.required('second_tag');
  return name === '' ? null : readTagName(of, 'second_tag', name);
}

function readRate(of: AlarmRow): ConditionSpec | null {
  const { row, tag } = of;
  const text = row.required('limit');
  if (text === '') return null;
  const [, sign, number = '', per = ''] = /^(\+-|-)?(\d+(?:\.\d+)?)\/(s|min|h)$/.exec(text) ?? [];
  const limit = Number(number);
  const perMs = PER_MS[per];
  if (perMs === undefined || limit === 0) {
    row.complain(
      'limit',
      { zh: `"${text}" 不是变化率`, en: `"${text}" is not a rate` },
      {
        zh: '例：0.1/min 上升，-0.1/min 下降，+-0.1/min 两者',
        en: 'for example 0.1/min rising, -0.1/min falling, +-0.1/min both',
      },
    );
    return null;
  }
  const scanS = (tag?.periodMs ?? 0) / 1000;
  const windowS = readAmount(row, 'rate_window_s', [Math.max(1, 5 * scanS), MOST_S]) ?? Math.max(60, 5 * scanS);
  const direction = sign === undefined ? 'rising' : sign === '-' ? 'falling' : 'either';
  const deadband = row.text('deadband') === '' ? limit / 10 : readDeadband(of, limit);
  return { kind: 'rate', tag: of.name, direction, limit, deadband, perMs, windowMs: windowS * 1000 };
}

/** A deadband as large as `below` would never clear. */
function readDeadband(of: AlarmRow, below: number): number {
  const { row, tag } = of;
  if (row.text('deadband') === '') return tag === null ? 0 : Math.min(defaultDeadband(tag), below / 2);
  const deadband = row.number('deadband') ?? 0;
  if (deadband >= 0 && deadband < below) return deadband;
  row.complain(
    'deadband',
    { zh: `死区 ${deadband} 不合理`, en: `a deadband of ${deadband} makes no sense` },
    {
      zh: Number.isFinite(below) ? `应不小于 0 且小于 ${below}，否则不能恢复` : '应不小于 0',
      en: Number.isFinite(below) ? `at least 0 and below ${below}, or it would never clear` : 'at least 0',
    },
  );
  return 0;
}

function readStanding(of: AlarmRow): ConditionSpec | null {
  const { row, kind, name, tag } = of;
  if (row.required('limit') === '') return null;
  const least = Math.max(1, (3 * (tag?.periodMs ?? 0)) / 1000);
  const seconds = readAmount(row, 'limit', [least, 30 * MOST_S]);
  const movesWhile = kind === 'FROZEN' ? readExpression(of, 'moves_while') : null;
  if (seconds === null) return null;
  const afterMs = seconds * 1000;
  if (kind === 'STALE') return { kind: 'stale', tag: name, afterMs };
  return { kind: 'frozen', tag: name, afterMs, resolution: readAmount(row, 'deadband', [0, 1e12]) ?? 0, movesWhile };
}

function readOwnExpression(of: AlarmRow): ConditionSpec | null {
  if (of.row.required('limit') === '') return null;
  const expression = readExpression(of, 'limit');
  return expression === null ? null : { kind: 'expression', expression };
}
