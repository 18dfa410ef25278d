/** The journal held to what the field has told (pure): every change one row, in order, at its time, and the right one first. */
import type { AlarmJournalRow } from '../../../../shared/model/alarm-journal.ts';
import type { ToldChange } from '../../field-registers.ts';
import { benchAlarm, TRIPPED } from './alarm-project.ts';

export interface Truth {
  /** Rows that the field's changes must have made. */
  readonly expected: number;
  readonly lost: number;
  /** Rows that nothing in the field has made. */
  readonly invented: number;
  /** Holes in the numbers, and rows behind one that happened after them. */
  readonly unordered: number;
  /** First-out groups that have another one first than the field had, or more than one. */
  readonly firstWrong: number;
  readonly groups: number;
  /** Largest distance between the time of a row and the reply that told it, ms. */
  readonly worstTimeMs: number;
}

/** @param rows oldest first, all there are */
export function heldToTruth(rows: readonly AlarmJournalRow[], told: readonly ToldChange[]): Truth {
  const caused = rows.filter(({ event }) => event === 'raise' || event === 'clear');
  const waiting = Map.groupBy(told, ({ register }) => benchAlarm(register).id);
  const takes = new Map<string, number>();
  const matched = caused.flatMap(row => {
    const at = takes.get(row.id) ?? 0;
    const change = waiting.get(row.id)?.[at];
    if (change === undefined || (change.value === TRIPPED) !== (row.event === 'raise')) return [];
    takes.set(row.id, at + 1);
    return [{ row, change }];
  });
  const times = matched.map(({ row, change }) => Math.abs(row.time - change.toldAt));
  return {
    expected: told.length,
    lost: told.length - matched.length,
    invented: caused.length - matched.length,
    unordered: holes(rows) + inversions(matched.map(({ change }) => change.toldAt)),
    worstTimeMs: times.reduce((worst, time) => Math.max(worst, time), 0),
    ...firstOuts(rows, told),
  };
}

const holes = (rows: readonly AlarmJournalRow[]): number =>
  rows.filter(({ sequence }, i) => i > 0 && sequence !== (rows[i - 1]?.sequence ?? 0) + 1).length;

/** Replies of one millisecond have no order that anybody could know. */
const inversions = (times: readonly number[]): number =>
  times.filter((time, i) => i > 0 && time < (times[i - 1] ?? 0)).length;

function firstOuts(
  rows: readonly AlarmJournalRow[],
  told: readonly ToldChange[],
): Pick<Truth, 'groups' | 'firstWrong'> {
  const first = new Map<string, string>();
  for (const { register, value } of told) {
    const { group, id } = benchAlarm(register);
    if (group !== null && value === TRIPPED && !first.has(group)) first.set(group, id);
  }
  const marked = rows.filter(({ event, isFirstOut }) => event === 'raise' && isFirstOut).map(({ id }) => id);
  const right = new Set(first.values());
  const missed = [...right].filter(id => !marked.includes(id)).length;
  return { groups: first.size, firstWrong: missed + marked.filter(id => !right.has(id)).length };
}
