import { describe, expect, test } from 'vitest';
import { areasShown, countElsewhere, NO_FILTER } from '../../../../renderer/alarms/list/alarm-filter.ts';
import { statusOf } from './alarm-samples.ts';

const MINE = ['1400'];

describe('areas of responsibility and the list', () => {
  test('go together until an area is chosen: that one is shown whoever answers for it', () => {
    expect(areasShown(NO_FILTER, MINE)).toEqual(MINE);
    expect(areasShown(NO_FILTER, null)).toBeNull();
    expect(areasShown({ ...NO_FILTER, area: '1300' }, MINE)).toEqual(['1300']);
  });

  test('leave nothing standing unsaid: what is in other areas is counted', () => {
    const known = { process: 'normal', isAcknowledged: true } as const;
    const all = [statusOf('A/H'), statusOf('B/H', { area: '1400' }), statusOf('C/H', { state: known })];
    expect(countElsewhere(all, MINE)).toBe(1);
    expect(countElsewhere(all, null)).toBe(0);
  });
});
