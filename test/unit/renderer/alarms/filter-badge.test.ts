import { expect, test } from 'vitest';
import { filterLook } from '../../../../renderer/alarms/badge/filter-badge.tsx';

const CALM = { unacknowledged: [0, 0, 0, 0], active: [0, 0, 0, 0] };
const ONE = { unacknowledged: [0, 0, 1, 0], active: [0, 2, 0, 0] };

test('the filters of a calm station have no colour of alarms, unless one is pressed', () => {
  for (const priority of [1, 2, 3, 4] as const) expect(filterLook({ priority, pressed: [] }, CALM)).toBe('none');
  expect(filterLook({ priority: 2, pressed: [2] }, CALM)).toBe('acknowledged');
  expect(filterLook({ priority: 2, pressed: [] }, null)).toBe('none');
});

test('a filter has its colour while such alarms stand or have returned unseen, and another is not pressed', () => {
  expect(filterLook({ priority: 1, pressed: [] }, ONE)).toBe('none');
  expect(filterLook({ priority: 2, pressed: [] }, ONE)).toBe('acknowledged');
  expect(filterLook({ priority: 3, pressed: [] }, ONE)).toBe('acknowledged');
  expect(filterLook({ priority: 3, pressed: [2] }, ONE)).toBe('none');
});
