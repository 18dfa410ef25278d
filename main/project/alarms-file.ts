/** `alarms.csv`: one row a condition. In this part the limits are drawn; the alarm engine reads the rest later. */
import type { TagLimits } from '../../shared/model/tag.ts';
import type { ProblemList } from './problem.ts';
import type { Known } from './references.ts';
import { type Column, readTable, type TableRow } from './table.ts';
import type { TagRow } from './tags-file.ts';
import { type AlarmCondition, CONDITION_KINDS } from './types.ts';

export const ALARM_COLUMNS: readonly Column[] = [
  { name: 'tag', required: true },
  { name: 'condition', required: true },
  { name: 'limit', required: true },
  { name: 'priority', required: true },
  { name: 'on_delay_s', required: false },
  { name: 'off_delay_s', required: false },
  { name: 'deadband', required: false },
];

const LADDER = ['LL', 'L', 'H', 'HH'] as const;
type LimitKind = (typeof LADDER)[number];
const isLimit = (kind: string): kind is LimitKind => LADDER.some(k => k === kind);

/** A numeric condition whose limit is a number: only then is there something to compare. */
const hasLimit = ({ kind, limit }: AlarmCondition): boolean =>
  isLimit(kind) && limit !== '' && Number.isFinite(Number(limit));

interface ConditionRow {
  readonly condition: AlarmCondition;
  readonly row: TableRow;
}

export function readAlarmsFile(
  file: string,
  source: string,
  context: { tags: readonly TagRow[]; known: Known; problems: ProblemList },
): readonly AlarmCondition[] {
  const tags = new Map(context.tags.map(t => [t.tag.name, t.tag]));
  const rows = (readTable(file, source, ALARM_COLUMNS, context.problems) ?? []).map(row => ({
    row,
    condition: readCondition(row),
  }));
  const firstLine = new Map<string, number>();
  for (const { row, condition } of rows) {
    const tag = tags.get(condition.tag);
    if (tag === undefined && condition.tag !== '' && context.known.tags !== null) {
      row.complain(
        'tag',
        { zh: `位号 "${condition.tag}" 不存在`, en: `tag "${condition.tag}" does not exist` },
        { zh: '写 tags.csv 中的位号', en: 'name a tag of tags.csv' },
      );
    }
    if (tag !== undefined && hasLimit(condition)) checkLimit(row, Number(condition.limit), tag);
    if (row.text('condition') !== condition.kind) continue;
    const key = `${condition.tag}/${condition.kind}`;
    const first = firstLine.get(key);
    if (first !== undefined) {
      row.complain(
        'condition',
        { zh: `${condition.tag} 的 ${condition.kind} 重复`, en: `${condition.kind} of ${condition.tag} appears twice` },
        { zh: `第 ${first} 行已有`, en: `line ${first} has it already` },
      );
    }
    firstLine.set(key, first ?? row.line);
  }
  checkLadders(rows);
  return rows.map(r => r.condition);
}

function readCondition(row: TableRow): AlarmCondition {
  const priority = row.integer('priority', [1, 4], 4);
  const known = row.oneOf('condition', CONDITION_KINDS);
  // Of an unknown condition nothing but itself can be wrong: FAULT asks nothing of its limit.
  const kind = known ?? 'FAULT';
  const limit = row.required('limit');
  if (isLimit(kind)) row.number('limit');
  return {
    tag: row.required('tag'),
    kind,
    limit,
    priority: priority === 1 || priority === 2 || priority === 3 ? priority : 4,
    onDelayS: row.number('on_delay_s') ?? 0,
    offDelayS: row.number('off_delay_s') ?? 0,
    deadband: row.number('deadband'),
  };
}

function checkLimit(row: TableRow, limit: number, tag: TagRow['tag']): void {
  const { low, high } = tag;
  if (low === null || high === null || (limit >= low && limit <= high)) return;
  row.complain(
    'limit',
    { zh: `限值 ${limit} 在量程 ${low}…${high} 之外`, en: `limit ${limit} lies outside the range ${low}…${high}` },
    { zh: '改限值，或改 tags.csv 的量程', en: 'change the limit, or the range in tags.csv' },
  );
}

/** LL < L < H < HH for each tag, as far as configured. */
function checkLadders(rows: readonly ConditionRow[]): void {
  const byTag = Map.groupBy(
    rows.filter(r => hasLimit(r.condition)),
    r => r.condition.tag,
  );
  for (const conditions of byTag.values()) {
    const ordered = LADDER.flatMap(kind => conditions.filter(c => c.condition.kind === kind).slice(0, 1));
    ordered.forEach((current, i) => {
      const below = ordered[i - 1];
      if (below === undefined || Number(below.condition.limit) < Number(current.condition.limit)) return;
      current.row.complain(
        'limit',
        {
          zh: `${current.condition.kind} ${current.condition.limit} 不大于 ${below.condition.kind} ${below.condition.limit}`,
          en: `${current.condition.kind} ${current.condition.limit} is not above ${below.condition.kind} ${below.condition.limit}`,
        },
        { zh: '应为 LL < L < H < HH', en: 'LL < L < H < HH must hold' },
      );
    });
  }
}

/** The four numeric limits of each tag, for drawing. */
export function limitsByTag(conditions: readonly AlarmCondition[]): ReadonlyMap<string, TagLimits> {
  const limits = new Map<string, TagLimits>();
  for (const { tag, kind, limit } of conditions) {
    if (isLimit(kind)) limits.set(tag, { ...limits.get(tag), [kind]: Number(limit) });
  }
  return limits;
}
