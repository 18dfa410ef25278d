import { describe, expect, test } from 'vitest';
import { marksOf } from '../../../../../renderer/alarms/alarm-order.ts';
import { type AreaInAlarm, railPlan } from '../../../../../renderer/frame/rail/rail-plan.ts';
import type { AlarmPriority } from '../../../../../shared/model/alarm.ts';
import { statusOf } from '../../alarms/alarm-samples.ts';

const ROOM = { height: 460, row: 46, dense: 34 };

function areasOf(priorities: readonly AlarmPriority[]): readonly AreaInAlarm[] {
  const ids = priorities.map((_, i) => String(1_100 + 100 * i));
  const all = priorities.map((priority, i) => statusOf(`T${i}/H`, { priority, area: ids[i] ?? '' }));
  const { areas } = marksOf(all, new Map());
  return ids.flatMap(id => {
    const mark = areas.get(id);
    return mark === undefined ? [] : [{ id, name: id, mark }];
  });
}

const ten: readonly AlarmPriority[] = [4, 4, 4, 4, 4, 4, 4, 4, 4, 4];

describe('areas in alarm on the rail', () => {
  test('are all shown while they fit, and closer together before any is left out', () => {
    const plan = railPlan(areasOf(ten), ROOM);
    expect(plan).toMatchObject({ isDense: false, rest: null });
    expect(plan.shown).toHaveLength(10);
    const dense = railPlan(areasOf([...ten, 4, 4, 4]), ROOM);
    expect(dense).toMatchObject({ isDense: true, rest: null });
    expect(dense.shown).toHaveLength(13);
  });

  test('that find no room are counted with their worst alarm, and the worst of all is in sight, in the order of the project', () => {
    const areas = areasOf([4, ...ten, 3, 4, 4, 2, 1]);
    const plan = railPlan(areas, ROOM);
    expect(plan.shown).toHaveLength(12);
    expect(plan.shown.map(({ mark }) => mark.priority).filter(priority => priority < 4)).toEqual([3, 2, 1]);
    expect(plan.shown.map(({ id }) => id)).toEqual(plan.shown.map(({ id }) => id).toSorted());
    expect(plan.rest).toMatchObject({ count: 4, mark: { priority: 4 } });
  });

  test('are counted even where there is no room at all', () => {
    expect(railPlan(areasOf([3, 1]), { ...ROOM, height: 0 })).toMatchObject({
      shown: [],
      rest: { count: 2, mark: { priority: 1 } },
    });
  });
});
