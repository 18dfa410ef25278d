/** Which dialogs open in a window that looks at the past. */
import { expect, it } from 'vitest';
import type { DialogRequest } from '../../../../renderer/dialogs/dialog-request.ts';
import { refusingDialog } from '../../../../renderer/replay/follow-replay.ts';
import { createReplayClock } from '../../../../renderer/replay/replay-clock.ts';
import { turnableTimers } from '../turnable-timers.ts';

const T = Date.UTC(2026, 10, 3, 12);

it('asks nobody who and why for what a replay does not do, and opens what is read', () => {
  const replay = createReplayClock(turnableTimers().timers, () => T);
  const dialog = refusingDialog(replay);
  const opens = (request: DialogRequest): boolean => {
    dialog.set(null);
    dialog.set(request);
    return dialog.get() !== null;
  };
  const orders: readonly DialogRequest[] = [
    { kind: 'acknowledge', ids: ['PT-1/HH'] },
    { kind: 'override', tag: 'PT-1' },
    { kind: 'annotation-add', tags: ['PT-1'], at: T },
    { kind: 'take-out', device: 'PLC' },
  ];
  expect(orders.every(opens)).toBe(true);
  replay.seek(T - 60_000);
  expect(orders.some(opens)).toBe(false);
  expect(replay.refused.get()).toBe(orders.length);
  expect(opens({ kind: 'trend-export', pens: [], window: { from: T - 1, to: T } })).toBe(true);
  expect(opens({ kind: 'keys' })).toBe(true);
});
