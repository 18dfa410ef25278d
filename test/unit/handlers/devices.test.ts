/** Taking a device out of operation: known devices only, and everybody hears who did it and why. */
import { expect, it } from 'vitest';
import { EventLog } from '../../../main/events/event-log.ts';
import { setEnabled } from '../../../main/handlers/devices.ts';
import type { DeviceStatus } from '../../../shared/model/device.ts';
import { HandClock } from '../support/hand-clock.ts';

function parts() {
  const done: unknown[] = [];
  const status = { device: 'PLC', name: { zh: '站控', en: 'Station PLC' } } as DeviceStatus;
  return {
    done,
    acquisition: {
      status: () => [status],
      setEnabled: (device: string, isEnabled: boolean) => void done.push([device, isEnabled]),
    },
    events: new EventLog(new HandClock()),
  };
}

it('passes the order on and says in an event who gave it and why, in both languages', () => {
  const p = parts();
  setEnabled(p, { device: 'PLC', isEnabled: false, who: 'Li', why: 'calibration' });
  expect(p.done).toEqual([['PLC', false]]);
  expect(p.events.recent(9)).toMatchObject([
    {
      kind: 'operation',
      source: 'PLC',
      text: { zh: 'Li 停用 站控：calibration', en: 'Li disables Station PLC: calibration' },
    },
  ]);
});

it('does nothing to a device that does not exist', () => {
  const p = parts();
  expect(() => setEnabled(p, { device: 'X', isEnabled: true, who: 'Li', why: 'test' })).toThrow('no device "X"');
  expect(p.done).toEqual([]);
  expect(p.events.recent(9)).toEqual([]);
});
