import { describe, expect, test } from 'vitest';
import { isFiltering, matcherOf, NO_FILTER, withPriority } from '../../../../renderer/alarms/list/alarm-filter.ts';
import { nextOrder, type OrderedRow, orderedRows } from '../../../../renderer/alarms/list/frozen-order.ts';
import { descriptionOf, statusOf } from './alarm-samples.ts';

const all = (): boolean => true;
const ids = (rows: readonly OrderedRow[]): string[] => rows.map(row => row.id);

describe('the order of the list', () => {
  test('is in groups: unacknowledged, returned, acknowledged, latched; what does not stand is left out', () => {
    const hold = { since: 0, until: 1, by: 'x', reason: 'y' };
    const rows = orderedRows(
      [
        statusOf('LATCHED/H', { state: { process: 'normal', isAcknowledged: true, isLatched: true } }),
        statusOf('KNOWN/H', { priority: 1, state: { isAcknowledged: true } }),
        statusOf('GONE/H', { state: { process: 'normal' } }),
        statusOf('NEW/H', { priority: 4 }),
        statusOf('REST/H', { state: { process: 'normal', isAcknowledged: true } }),
        statusOf('SHELVED/H', { state: { shelved: hold } }),
        statusOf('GONE-LATCHED/H', { state: { process: 'normal', isLatched: true } }),
      ],
      all,
    );
    expect(ids(rows)).toEqual(['NEW/H', 'GONE-LATCHED/H', 'GONE/H', 'KNOWN/H', 'LATCHED/H']);
  });
});

describe('a frozen list', () => {
  const shown: readonly OrderedRow[] = [
    { id: 'A/H', group: 'unacknowledged' },
    { id: 'B/H', group: 'acknowledged' },
  ];

  test('keeps every row in its place whatever becomes of the alarms, and counts what is new', () => {
    const wanted: readonly OrderedRow[] = [
      { id: 'C/H', group: 'unacknowledged' },
      { id: 'A/H', group: 'acknowledged' },
    ];
    expect(nextOrder(shown, wanted, true)).toEqual({ rows: shown, waiting: ['C/H'] });
  });

  test('counts an alarm that calls again as new, and one that was acknowledged not', () => {
    const wanted: readonly OrderedRow[] = [
      { id: 'B/H', group: 'unacknowledged' },
      { id: 'A/H', group: 'acknowledged' },
    ];
    expect(nextOrder(shown, wanted, true).waiting).toEqual(['B/H']);
  });

  test('takes everything in when it thaws', () => {
    const wanted: readonly OrderedRow[] = [{ id: 'C/H', group: 'unacknowledged' }];
    expect(nextOrder(shown, wanted, false)).toEqual({ rows: wanted, waiting: [] });
  });

  test('that is empty fills: there is nothing under the pointer that could move', () => {
    expect(nextOrder([], shown, true)).toEqual({ rows: shown, waiting: [] });
  });
});

describe('the filter', () => {
  const descriptions = new Map([
    ['PT-1303/H', descriptionOf('PT-1303/H', { equipment: 'XV-1' })],
    [
      'TT-1101/L',
      descriptionOf('TT-1101/L', {
        texts: { ...descriptionOf('x/H').texts, message: { zh: '进站温度低', en: 'inlet cold' } },
      }),
    ],
  ]);
  const found = (filter: Partial<typeof NO_FILTER>): string[] =>
    [statusOf('PT-1303/H', { priority: 1 }), statusOf('TT-1101/L', { area: '1100' })]
      .filter(matcherOf({ ...NO_FILTER, ...filter }, descriptions))
      .map(status => status.id);

  test('finds by area, by priority, and by words in either language or in full-width letters', () => {
    expect(found({})).toHaveLength(2);
    expect(found({ area: '1100' })).toEqual(['TT-1101/L']);
    expect(found({ priorities: [1] })).toEqual(['PT-1303/H']);
    expect(found({ text: '温度' })).toEqual(['TT-1101/L']);
    expect(found({ text: 'ＰＴ－1303 OUTLET' })).toEqual(['PT-1303/H']);
    expect(found({ text: 'xv-1' })).toEqual(['PT-1303/H']);
    expect(found({ text: '温度 outlet' })).toEqual([]);
  });

  test('says when it hides something, and a priority is taken back by the same press', () => {
    expect(isFiltering({ ...NO_FILTER, text: '  ' })).toBe(false);
    const one = withPriority(withPriority(NO_FILTER, 3), 1);
    expect(one.priorities).toEqual([1, 3]);
    expect(isFiltering(one)).toBe(true);
    expect(withPriority(one, 3).priorities).toEqual([1]);
  });
});
