/** What an acknowledged area means: what was seen when somebody asked for it. */
import { expect, test } from 'vitest';
import { pageToAcknowledge } from '../../../../renderer/alarms/desk/alarm-commands.ts';
import { areaSight, cameSince, stillWaiting } from '../../../../renderer/dialogs/alarms/area-sight.ts';
import { createAlarmBook } from '../../../../renderer/store/alarm-book.ts';
import { itemOf, statusOf } from './alarm-samples.ts';

const AREA = { area: '1300' } as const;

test('what comes or calls again while a comment is written is counted beside, and not meant', () => {
  const book = createAlarmBook();
  book.apply(
    itemOf(
      [
        statusOf('A/H', { ...AREA, raisedAt: 1 }),
        statusOf('B/H', { ...AREA, raisedAt: 2 }),
        statusOf('C/H', { area: '1400' }),
        statusOf('P/H', { ...AREA, priority: 1 }),
      ],
      { snapshot: true, sequence: 9 },
    ),
  );
  const sight = areaSight(book);
  const told = () => [stillWaiting(sight, book, '1300').map(({ id }) => id), cameSince(sight, book, '1300')];
  expect(told()).toEqual([['A/H', 'B/H'], 0]);
  book.apply(itemOf([statusOf('D/H', { ...AREA, raisedAt: 20 })], { sequence: 10 }));
  book.apply(itemOf([statusOf('A/H', { ...AREA, raisedAt: 21 })], { sequence: 11 }));
  book.apply(itemOf([statusOf('E/H', { ...AREA, priority: 1, raisedAt: 22 })], { sequence: 12 }));
  expect(told()).toEqual([['B/H'], 2]);
  expect(sight.sequence).toBe(9);
  book.apply(itemOf([statusOf('B/H', { ...AREA, raisedAt: 2, state: { isAcknowledged: true } })], { sequence: 13 }));
  expect(told()).toEqual([[], 2]);
});

test('a page leaves priority 1 out and counts it, and has nothing that waits for nobody', () => {
  const page = [
    statusOf('A/H', { priority: 1 }),
    statusOf('B/H'),
    statusOf('C/H', { state: { isAcknowledged: true } }),
    undefined,
  ];
  expect(pageToAcknowledge(page)).toEqual({ ids: ['B/H'], leftOut: 1 });
});
