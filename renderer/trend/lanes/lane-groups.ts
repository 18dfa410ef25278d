/** Marks of a lane that would lie over each other, as one with their number: none is left out without being counted. Pure. */
import type { AlarmPriority } from '../../../shared/model/alarm.ts';
import type { Text } from '../../../shared/text/text.ts';

/** One thing that happened. */
export interface LaneMark {
  /** Epoch ms UTC, as its source tells it. */
  readonly time: number;
  /** Of an alarm that came; null for what a person did. */
  readonly priority: AlarmPriority | null;
  /** Alarm, device or process that it is about. */
  readonly source: string;
  readonly text: Text;
  readonly who: string | null;
  /** Number of the row of the journal of alarms; null for an event. */
  readonly sequence: number | null;
}

export interface LaneGroup {
  /** Px of the canvas where its first mark is. */
  readonly x: number;
  /** By time. */
  readonly marks: readonly LaneMark[];
}

/** Taken by a mark by itself, and by one with a number beside it, px. */
export interface MarkWidths {
  readonly single: number;
  readonly counted: number;
}

/** `marks` by time; those outside of `left` … `right` px are left out. */
export function groupMarks(
  marks: readonly LaneMark[],
  xOf: (time: number) => number,
  { left, right, single, counted }: MarkWidths & { readonly left: number; readonly right: number },
): readonly LaneGroup[] {
  const groups: { x: number; marks: LaneMark[] }[] = [];
  for (const mark of marks) {
    const x = xOf(mark.time);
    if (x < left || x > right) continue;
    const last = groups.at(-1);
    const taken = last === undefined ? 0 : last.marks.length > 1 ? counted : single;
    if (last !== undefined && x < last.x + taken) last.marks.push(mark);
    else groups.push({ x, marks: [mark] });
  }
  return groups;
}

/** The most urgent of a group of alarms. */
export const worstOf = ({ marks }: LaneGroup): AlarmPriority =>
  marks.reduce<AlarmPriority>((worst, { priority }) => (priority !== null && priority < worst ? priority : worst), 4);

/** The next mark after `time`, or the last before it; null where there is none. */
export function nextMark(marks: readonly LaneMark[], time: number, direction: 1 | -1): LaneMark | null {
  const found = direction > 0 ? marks.find(mark => mark.time > time + 1) : marks.findLast(mark => mark.time < time - 1);
  return found ?? null;
}

/** The group whose mark a press at `x` means: the last one that begins before it and is near; null where there is none. */
export function groupAt(
  groups: readonly LaneGroup[],
  x: number,
  { before, after }: { readonly before: number; readonly after: number },
): LaneGroup | null {
  const group = groups.findLast(one => one.x - before <= x);
  return group !== undefined && x <= group.x + after ? group : null;
}
