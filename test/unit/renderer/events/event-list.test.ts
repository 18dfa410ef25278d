/** Pages and what comes live are one list. */
import { expect, test } from 'vitest';
import { cursorBehind, joined, keyOf, newestOf } from '../../../../renderer/events/event-list.ts';
import type { StationEvent } from '../../../../shared/model/event.ts';

const event = (sequence: number, isAlarm = false): StationEvent => ({
  ...{ sequence, time: sequence * 10, kind: isAlarm ? 'alarm' : 'device', source: 's', text: { zh: '事', en: 'e' } },
  ...(isAlarm
    ? { alarm: { priority: 1, event: 'raise', isHidden: false, isFirstOut: false, group: null } as const }
    : {}),
});

test('each event is there once, whichever way it came; numbers of the two series are their own', () => {
  const known = [event(1), event(2), event(1, true)];
  expect(joined(known, [event(2), event(3), event(3), event(2, true)]).map(keyOf)).toEqual([
    'e1',
    'e2',
    'a1',
    'e3',
    'a2',
  ]);
  expect(joined(known, [event(2)])).toBe(known);
});

test('the oldest are let go of, and are read again from where the rest ends', () => {
  const all = [event(3), event(1), event(4, true), event(2)];
  const kept = newestOf(all, 2);
  expect(kept.map(keyOf)).toEqual(['a4', 'e3']);
  expect(cursorBehind(kept)).toEqual({ event: 3, alarm: 4 });
  expect(cursorBehind([event(3)]).alarm).toBe(Number.MAX_SAFE_INTEGER);
  expect(newestOf(all, 4)).toBe(all);
});
