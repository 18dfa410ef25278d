/** How much a value has changed since a moment, out of its recent samples. Pure. */
interface Points {
  readonly t: readonly number[];
  /** NaN where there was no number. */
  readonly v: readonly number[];
}

/** Newest number minus the one in force at `since`; null when one of them is not known. */
export function hourChange({ t, v }: Points, since: number): number | null {
  const now = v.at(-1);
  const first = t.findLastIndex(time => time <= since);
  const then = first >= 0 ? v[first] : undefined;
  if (now === undefined || then === undefined || Number.isNaN(now) || Number.isNaN(then)) return null;
  return now - then;
}
