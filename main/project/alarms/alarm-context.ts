/** What the rows of alarms.csv are read against. */
import type { AlarmKind } from '../../../shared/model/alarm.ts';
import { checkExpression, isUnknownTag, type Known } from '../references.ts';
import type { TableRow } from '../table.ts';
import type { TagRow } from '../tags-file.ts';

export type ReadTag = TagRow['tag'];

/** A row whose kind is known, with the tag that it is about; null for devices, expressions and tags that do not exist. */
export interface AlarmRow {
  readonly row: TableRow;
  readonly kind: AlarmKind;
  readonly name: string;
  readonly tag: ReadTag | null;
  readonly known: Known;
}

export const LEVEL_KINDS = ['LL', 'L', 'H', 'HH'] as const;
export type LevelKind = (typeof LEVEL_KINDS)[number];
export const isLevel = (kind: string): kind is LevelKind => LEVEL_KINDS.some(k => k === kind);

/** A cell that this kind of condition has no use for: whoever filled it expects something that will not happen. */
export function mustBeEmpty({ row, kind }: Pick<AlarmRow, 'row' | 'kind'>, columns: readonly string[]): void {
  for (const column of columns.filter(c => row.text(c) !== '' && Number(row.text(c)) !== 0)) {
    row.complain(
      column,
      { zh: `${kind} 不用 "${column}"`, en: `${kind} has no "${column}"` },
      { zh: '留空，或换一种条件', en: 'leave it empty, or take another condition' },
    );
  }
}

/** The name of a tag that exists and is not `own`, or null after complaining. */
export function readTagName({ row, known, name: own }: AlarmRow, column: string, name: string): string | null {
  if (isUnknownTag(name, known)) {
    row.complain(
      column,
      { zh: `位号 "${name}" 不存在`, en: `tag "${name}" does not exist` },
      { zh: '写 tags.csv 中的位号', en: 'name a tag of tags.csv' },
    );
    return null;
  }
  if (name === own) {
    row.complain(
      column,
      { zh: `"${name}" 与自己比较`, en: `"${name}" would be compared with itself` },
      { zh: '写另一个位号', en: 'name another tag' },
    );
    return null;
  }
  return name;
}

/** The text of an expression that holds, or null when the cell is empty or after complaining. */
export function readExpression({ row, known }: Pick<AlarmRow, 'row' | 'known'>, column: string): string | null {
  const text = row.text(column);
  if (text === '') return null;
  const tree = checkExpression(text, known, (what, right) => row.complain(column, what, right));
  return tree === null ? null : text;
}

/** A number of at least `least` and at most `most`, or null when the cell is empty or after complaining. */
export function readAmount(row: TableRow, column: string, [least, most]: readonly [number, number]): number | null {
  const value = row.number(column);
  if (value === null) return null;
  if (value >= least && value <= most) return value;
  row.complain(
    column,
    { zh: `"${row.text(column)}" 超出范围`, en: `"${row.text(column)}" is out of range` },
    { zh: `应为 ${least}–${most}`, en: `from ${least} to ${most}` },
  );
  return null;
}
