import { describe, expect, test } from 'vitest';
import { byUrgency, firstUnacknowledged, marksOf, worstMark } from '../../../../renderer/alarms/alarm-order.ts';
import type { AlarmState } from '../../../../shared/model/alarm.ts';
import { descriptionOf, statusOf } from './alarm-samples.ts';

const RETURNED = { process: 'normal' } as const;
const KNOWN = { isAcknowledged: true } as const;

describe('the alarm of the banner', () => {
  test('is the highest unacknowledged one, of equals the one that is still there, then the newest', () => {
    const all = [
      statusOf('A/H', { priority: 1, state: KNOWN }),
      statusOf('B/H', { priority: 2, state: RETURNED, raisedAt: 9_000 }),
      statusOf('C/H', { priority: 2, raisedAt: 2_000 }),
      statusOf('D/H', { priority: 2, raisedAt: 3_000 }),
      statusOf('E/H', { priority: 3, raisedAt: 8_000 }),
    ];
    expect(firstUnacknowledged(all)?.id).toBe('D/H');
    expect(firstUnacknowledged(all.toReversed())?.id).toBe('D/H');
  });

  test('is none while everything is acknowledged or hidden', () => {
    const hold = { since: 0, until: 1, by: 'x', reason: 'y' };
    expect(
      firstUnacknowledged([statusOf('A/H', { state: KNOWN }), statusOf('B/H', { state: { shelved: hold } })]),
    ).toBeNull();
  });
});

describe('the order of rows', () => {
  test('is priority, then newest first, then the id', () => {
    const all = [
      statusOf('B/H', { raisedAt: 5 }),
      statusOf('A/H', { raisedAt: 5 }),
      statusOf('C/H', { raisedAt: 6 }),
      statusOf('D/H', { priority: 1, raisedAt: 1 }),
    ];
    expect(all.toSorted(byUrgency).map(status => status.id)).toEqual(['D/H', 'C/H', 'A/H', 'B/H']);
  });
});

describe('the worst alarm', () => {
  const descriptions = new Map([['A/H', descriptionOf('A/H', { equipment: 'XV-1' })]]);

  test('of a tag, its equipment, its area and the station: what nobody knows of goes before what is known', () => {
    const marks = marksOf(
      [
        statusOf('A/H', { priority: 2, state: KNOWN }),
        statusOf('B/H', { priority: 4, area: '1400' }),
        statusOf('B/L', { priority: 3, area: '1400', tag: 'B', state: RETURNED }),
      ],
      descriptions,
    );
    expect(marks.tags.get('A')).toMatchObject({ priority: 2, look: 'acknowledged' });
    expect(marks.equipment.get('XV-1')).toMatchObject({ priority: 2, look: 'acknowledged' });
    expect(marks.tags.get('B')).toMatchObject({ priority: 3, look: 'returned', isUnacknowledged: true });
    expect(marks.areas.get('1300')?.look).toBe('acknowledged');
    expect(marks.station).toMatchObject({ priority: 3, look: 'returned', isUnacknowledged: true });
  });

  test('is a returned one of priority 1 that nobody has acknowledged, whatever is active and known', () => {
    const returned = statusOf('A/HH', { priority: 1, tag: 'A', state: RETURNED });
    const known = statusOf('A/H', { priority: 4, tag: 'A', state: KNOWN });
    for (const all of [
      [returned, known],
      [known, returned],
    ]) {
      expect(marksOf(all, descriptions).tags.get('A')?.id).toBe('A/HH');
      expect(marksOf(all, descriptions).station?.id).toBe(firstUnacknowledged(all)?.id);
    }
  });

  test('is flashing as long as nobody has acknowledged it: returned it goes on, latched and known it does not', () => {
    const flashes = (state: Partial<AlarmState>): boolean | undefined =>
      marksOf([statusOf('A/H', { state })], descriptions).station?.isUnacknowledged;
    expect(flashes({})).toBe(true);
    expect(flashes(RETURNED)).toBe(true);
    expect(flashes({ process: 'normal', isLatched: true })).toBe(true);
    expect(flashes({ process: 'normal', isLatched: true, isAcknowledged: true })).toBe(false);
    expect(flashes(KNOWN)).toBe(false);
  });

  test('of an alarm at rest or a hidden one is none', () => {
    const hold = { since: 0, until: 1, by: 'x', reason: 'y' };
    const marks = marksOf(
      [
        statusOf('A/H', { state: { process: 'normal', isAcknowledged: true } }),
        statusOf('B/H', { state: { outOfService: hold } }),
      ],
      descriptions,
    );
    expect(marks.station).toBeNull();
    expect(marks.tags.size).toBe(0);
  });

  test('of a lost device is that of the communication as well, of a tag it is not', () => {
    const all = [statusOf('PLC/LOST', { priority: 2, tag: null }), statusOf('A/H', { priority: 1 })];
    const known = new Map([...descriptions, ['PLC/LOST', descriptionOf('PLC/LOST', { kind: 'LOST' })]]);
    expect(marksOf(all, known).lost).toMatchObject({ priority: 2, look: 'unacknowledged' });
    expect(marksOf(all.slice(1), known).lost).toBeNull();
  });

  test('of several is found, and of nothing is none', () => {
    const all = [statusOf('A/H', { priority: 1, state: KNOWN }), statusOf('B/H', { priority: 3 })];
    const { tags } = marksOf(all, descriptions);
    expect(worstMark([undefined, tags.get('A'), tags.get('B'), null])?.id).toBe('B/H');
    expect(worstMark([undefined, null])).toBeNull();
  });
});
