/** The hour of the daily backup, by the station's clock. */
import { expect, it } from 'vitest';
import { isBackupDue } from '../../../../main/historian/care/backup-time.ts';
import { zoneClock } from '../../../../shared/time/zone.ts';

const shanghai = zoneClock('Asia/Shanghai');
const at = (text: string): number => Date.parse(`${text}+08:00`);

it('is due once a day from its hour on', () => {
  const due = (now: string, last: string): boolean => isBackupDue(shanghai, { hour: 3, now: at(now), last: at(last) });
  expect(due('2026-11-25T02:59', '2026-11-24T03:00')).toBe(false);
  expect(due('2026-11-25T03:00', '2026-11-24T03:00')).toBe(true);
  expect(due('2026-11-25T03:01', '2026-11-25T03:00')).toBe(false);
  expect(due('2026-11-25T23:59', '2026-11-25T03:00')).toBe(false);
});

it('is made up for when the station was off at its hour, and not missed when the clock was set back', () => {
  expect(isBackupDue(shanghai, { hour: 3, now: at('2026-11-25T09:00'), last: at('2026-11-20T03:00') })).toBe(true);
  expect(isBackupDue(shanghai, { hour: 3, now: at('2026-11-25T01:00'), last: at('2026-11-20T03:00') })).toBe(true);
  expect(isBackupDue(shanghai, { hour: 3, now: at('2026-11-25T01:00'), last: at('2027-11-25T03:00') })).toBe(true);
});

it('stands a day on which its hour does not exist', () => {
  const berlin = zoneClock('Europe/Berlin');
  const now = Date.parse('2026-03-29T12:00+02:00');
  expect(isBackupDue(berlin, { hour: 2, now, last: Date.parse('2026-03-28T02:00+01:00') })).toBe(false);
  expect(isBackupDue(berlin, { hour: 2, now, last: Date.parse('2026-03-27T02:00+01:00') })).toBe(true);
});
