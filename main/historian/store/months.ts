/** Which month file a sample belongs to. UTC months: neither zones nor daylight saving ever appear in storage (pure). */

/** Months since 1970-01 (UTC) of an epoch time in ms; floor, so that it also works before 1970. */
export function monthOf(t: number): number {
  const date = new Date(t);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

/** Epoch ms at which a month begins. */
export const monthStart = (month: number): number => Date.UTC(1970, month, 1);

/** `2026-11.db`. Names sort by time. */
export function monthFileName(month: number): string {
  const year = 1970 + Math.floor(month / 12);
  return `${String(year).padStart(4, '0')}-${String((((month % 12) + 12) % 12) + 1).padStart(2, '0')}.db`;
}

/** Month of a file name; null for any other file. */
export function monthOfFile(name: string): number | null {
  const found = /^(\d{4})-(0[1-9]|1[0-2])\.db$/.exec(name);
  return found === null ? null : (Number(found[1]) - 1970) * 12 + Number(found[2]) - 1;
}

/** Earliest and latest time that is kept, epoch ms: 1970-01-01 … 9999-12-31. What a device says beyond is no time. */
export const FIRST_TIME = 0;
export const LAST_TIME = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
