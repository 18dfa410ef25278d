/** Taking a device out of operation: known devices only, and everybody hears who did it and why. */
import { expect, it } from 'vitest';
import type { SwitchOutcome } from '../../../main/acquisition/device-switches.ts';
import { EventLog } from '../../../main/events/event-log.ts';
import { setEnabled } from '../../../main/handlers/devices.ts';
import type { DeviceStatus } from '../../../shared/model/device.ts';
import { HandClock } from '../support/hand-clock.ts';

function parts(outcome: SwitchOutcome = { kind: 'done' }) {
  const done: unknown[] = [];
  const status = { device: 'PLC', name: { zh: '站控', en: 'Station PLC' } } as DeviceStatus;
  return {
    done,
    acquisition: {
      status: () => [status],
      setEnabled: async (device: string, isEnabled: boolean) => {
        done.push([device, isEnabled]);
        return outcome;
      },
    },
    events: new EventLog(new HandClock()),
  };
}

it('passes the order on and says in an event who gave it and why, in both languages', async () => {
  const p = parts();
  const caller = { role: 'engineer', where: 'room 2' } as const;
  expect(await setEnabled(p, { device: 'PLC', isEnabled: false, who: 'Li', why: 'calibration' }, caller)).toBeNull();
  expect(p.done).toEqual([['PLC', false]]);
  expect(p.events.recent(9)).toMatchObject([
    {
      kind: 'operation',
      source: 'PLC',
      who: 'Li',
      where: 'room 2',
      text: { zh: 'Li 停用 站控：calibration', en: 'Li disables Station PLC: calibration' },
    },
  ]);
});

it('says ok and writes no event of a device that is so already', async () => {
  const p = parts({ kind: 'unchanged' });
  expect(await setEnabled(p, { device: 'PLC', isEnabled: false, who: 'Li', why: 'calibration' })).toBeNull();
  expect(p.events.recent(9)).toEqual([]);
});

it('refuses in both languages what could not be kept, and no event says that it was done', async () => {
  const p = parts({ kind: 'not-kept', code: 'ENOSPC' });
  await expect(setEnabled(p, { device: 'PLC', isEnabled: false, who: 'Li', why: 'calibration' })).rejects.toMatchObject(
    {
      code: 'not-possible',
      message: expect.stringContaining('(ENOSPC); nothing has changed'),
      zh: { message: expect.stringContaining('（ENOSPC）') },
    },
  );
  expect(p.events.recent(9)).toEqual([]);
});

it('does nothing to a device that does not exist', async () => {
  const p = parts();
  const order = { device: 'X', isEnabled: true, who: 'Li', why: 'test' };
  await expect(setEnabled(p, order)).rejects.toMatchObject({ code: 'unknown-device' });
  expect(p.done).toEqual([]);
  expect(p.events.recent(9)).toEqual([]);
});
