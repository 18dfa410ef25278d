import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { marksOf } from '../../../../renderer/alarms/alarm-order.ts';
import { MarkBadge } from '../../../../renderer/alarms/badge/alarm-badge.tsx';
import type { AlarmState } from '../../../../shared/model/alarm.ts';
import { statusOf } from './alarm-samples.ts';

function drawn(state: Partial<AlarmState>): string {
  const mark = marksOf([statusOf('A/H', { state })], new Map()).station;
  return mark === null ? '' : renderToStaticMarkup(createElement(MarkBadge, { mark }));
}

test('the badge of the rail flashes for everything that is unacknowledged and for nothing else', () => {
  expect(drawn({})).toContain('is-flashing');
  expect(drawn({ process: 'normal' })).toContain('is-flashing');
  expect(drawn({ process: 'normal' })).toContain('is-returned');
  expect(drawn({ isAcknowledged: true })).not.toContain('is-flashing');
  expect(drawn({ process: 'normal', isLatched: true, isAcknowledged: true })).not.toContain('is-flashing');
});
