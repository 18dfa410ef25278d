/** Lanes under the plots: what becomes one mark, what is read, and what is known of it. */
import { describe, expect, test } from 'vitest';
import { actionLane, alarmLane, LaneData } from '../../../../../renderer/trend/lanes/lane-data.ts';
import {
  groupAt,
  groupMarks,
  type LaneMark,
  nextMark,
  worstOf,
} from '../../../../../renderer/trend/lanes/lane-groups.ts';
import type { AlarmJournalRow } from '../../../../../shared/model/alarm-journal.ts';
import type { StationEvent } from '../../../../../shared/model/event.ts';
import { turnableTimers } from '../../turnable-timers.ts';

const mark = (time: number, priority: LaneMark['priority'] = 3): LaneMark => ({
  time,
  priority,
  source: 'PT-1/H',
  text: { zh: '', en: '' },
  who: null,
  sequence: 1,
});
const room = { left: 0, right: 1_000, single: 20, counted: 50 };
const grouped = (times: readonly number[]) =>
  groupMarks(
    times.map(time => mark(time)),
    time => time,
    room,
  ).map(({ x, marks }) => [x, marks.length]);

describe('marks', () => {
  test('that would lie over each other are one, with their number', () => {
    expect(grouped([100, 110, 140, 200])).toEqual([
      [100, 3],
      [200, 1],
    ]);
    expect(grouped([100, 120])).toEqual([
      [100, 1],
      [120, 1],
    ]);
  });

  test('outside of the plots are none', () => {
    expect(grouped([-1, 0, 1_000, 1_001])).toEqual([
      [0, 1],
      [1_000, 1],
    ]);
  });

  test('of a group show the most urgent, and are pressed at it or at its number', () => {
    const groups = groupMarks([mark(100, 3), mark(105, 1), mark(110, 4), mark(300, 2)], time => time, room);
    expect(groups.map(worstOf)).toEqual([1, 2]);
    const reach = { before: 10, after: 40 };
    expect(groupAt(groups, 135, reach)).toBe(groups[0]);
    expect(groupAt(groups, 292, reach)).toBe(groups[1]);
    expect(groupAt(groups, 200, reach)).toBeNull();
    expect(groupAt(groups, 50, reach)).toBeNull();
  });

  test('are gone through in both directions, beginning beside the cursor', () => {
    const marks = [mark(100), mark(200), mark(300)];
    expect(nextMark(marks, 200, 1)?.time).toBe(300);
    expect(nextMark(marks, 200, -1)?.time).toBe(100);
    expect(nextMark(marks, 300, 1)).toBeNull();
  });
});

const row = (sequence: number, part: Partial<AlarmJournalRow> = {}): AlarmJournalRow => ({
  sequence,
  time: sequence * 10,
  received: sequence * 10 + 1,
  id: 'PT-1/H',
  tag: 'PT-1',
  priority: 2,
  area: '1000',
  event: 'raise',
  from: 'NORMAL',
  to: 'UNACK',
  value: 1,
  limit: 1,
  who: null,
  where: null,
  comment: '',
  isHidden: false,
  isFirstOut: false,
  isAnnounced: true,
  activations: 1,
  ...part,
});

const event = (sequence: number): StationEvent => ({
  sequence,
  time: sequence * 10,
  kind: 'operation',
  source: 'PLC',
  who: 'Wang',
  text: { zh: '停用', en: 'taken out' },
});

describe('lanes', () => {
  test('have what called, by time, and not what was hidden', () => {
    const lane = alarmLane({ rows: [row(3), row(2, { isHidden: true }), row(1)], next: null }, 0);
    expect(lane.marks.map(({ time, priority }) => [time, priority])).toEqual([
      [10, 2],
      [30, 2],
    ]);
    expect(lane.knownFrom).toBe(0);
  });

  test('say from when on they have everything where there was more', () => {
    expect(alarmLane({ rows: [row(9), row(8)], next: 8 }, 5).knownFrom).toBe(81);
    expect(actionLane({ events: [event(9), event(7)], next: { event: 7, alarm: 0 } }, 5).knownFrom).toBe(70);
    expect(actionLane({ events: [event(9)], next: null }, 5)).toMatchObject({
      knownFrom: 5,
      marks: [{ time: 90, priority: null, who: 'Wang' }],
    });
  });

  test('are asked once for what is shown, again at the live end, and again when an alarm has come', async () => {
    const clock = turnableTimers();
    const asked: { from: number; to: number }[] = [];
    const data = new LaneData({
      journal: async ({ from, to }) => {
        asked.push({ from, to });
        return { rows: [row(1)], next: null };
      },
      search: async () => ({ events: [], next: null }),
      timers: clock.timers,
      onNews: () => undefined,
    });
    const frame = async (view: { from: number; to: number }, now: number): Promise<void> => {
      data.follow(view, now);
      clock.advance(200);
      await new Promise<void>(resolve => setImmediate(resolve));
    };
    const past = { from: 10_000, to: 50_000 };
    await frame(past, 1_000_000);
    await frame(past, 1_000_000);
    expect(asked).toEqual([{ from: 0, to: 60_000 }]);
    expect(data.lanes?.alarms.marks).toHaveLength(1);
    const live = { from: 960_000, to: 1_000_000 };
    await frame(live, 1_000_000);
    await frame({ from: 961_000, to: 1_001_000 }, 1_001_000);
    expect(asked).toHaveLength(2);
    await frame({ from: 966_000, to: 1_006_000 }, 1_006_000);
    expect(asked).toHaveLength(3);
    data.forget();
    await frame({ from: 966_000, to: 1_006_000 }, 1_006_000);
    expect(asked).toHaveLength(4);
  });
});
