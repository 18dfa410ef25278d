/** Months are those of UTC, whatever zone the computer has. */
import { describe, expect, it } from 'vitest';
import { monthFileName, monthOf, monthOfFile, monthStart } from '../../../../main/historian/store/months.ts';

describe('months', () => {
  it.each([
    ['2026-10-31T23:59:59.999Z', '2026-10.db'],
    ['2026-11-01T00:00:00.000Z', '2026-11.db'],
    ['2026-12-31T23:59:59.999Z', '2026-12.db'],
    ['2024-02-29T12:00:00.000Z', '2024-02.db'],
    ['1970-01-01T00:00:00.000Z', '1970-01.db'],
    ['9999-12-31T23:59:59.999Z', '9999-12.db'],
  ])('%s is in %s', (time, file) => {
    const month = monthOf(Date.parse(time));
    expect(monthFileName(month)).toBe(file);
    expect(monthOfFile(file)).toBe(month);
    expect(monthOf(monthStart(month))).toBe(month);
    expect(monthOf(monthStart(month) - 1)).toBe(month - 1);
  });

  it('are not seen in other files', () => {
    for (const name of ['2026-13.db', '2026-1.db', '2026-11.db-wal', '2026-11.db.damaged', 'station.db']) {
      expect(monthOfFile(name)).toBeNull();
    }
  });
});
