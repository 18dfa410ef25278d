/**
 * When the disk will be full (pure). History grows at the rate of the last day; a class with a keep time stops growing when its
 * oldest sample has reached it. The rate is of the time that was really recorded, so that it is right an hour after the start.
 */
const DAY_MS = 86_400_000;
/** Less recorded time says nothing yet, ms. */
const LEAST_MS = 600_000;
/** Further away than this is not said, days. */
const FURTHEST_DAYS = 36_500;
/** People are told this many days before, each once. */
const WARNINGS = [30, 7] as const;

export interface ClassGrowth {
  readonly bytesPerDay: number;
  /** Null = kept for ever. */
  readonly keepDays: number | null;
}

/** Samples of a class per day. @param coveredMs recorded time in which `samples` came; null while that is too short */
export function perDay(samples: number, coveredMs: number): number | null {
  return coveredMs < LEAST_MS ? null : (samples * DAY_MS) / coveredMs;
}

/** Epoch ms; null when it never is, or later than anybody cares. */
export function fullAt(
  growth: readonly ClassGrowth[],
  { now, freeBytes, oldestAt }: { now: number; freeBytes: number; oldestAt: number },
): number | null {
  const ageDays = Math.max(0, (now - oldestAt) / DAY_MS);
  const left = growth
    .map(({ bytesPerDay, keepDays }) => ({
      bytesPerDay,
      growsDays: keepDays === null ? Number.POSITIVE_INFINITY : Math.max(0, keepDays - ageDays),
    }))
    .toSorted((a, b) => a.growsDays - b.growsDays);
  let day = 0;
  let free = freeBytes;
  for (let i = 0; i < left.length; i++) {
    const rate = left.slice(i).reduce((sum, c) => sum + c.bytesPerDay, 0);
    const span = (left[i]?.growsDays ?? 0) - day;
    if (rate > 0 && free / rate <= span) return dayAt(now, day + free / rate);
    free -= rate * (Number.isFinite(span) ? span : 0);
    day += Number.isFinite(span) ? span : 0;
  }
  return null;
}

const dayAt = (now: number, days: number): number | null => (days > FURTHEST_DAYS ? null : now + days * DAY_MS);

/**
 * The warning that is due: days that are left at most, of those not told yet. `told` is the last one told; it is forgotten when
 * there is half as much time again as it was about.
 */
export function warningDue(
  told: number | null,
  full: number | null,
  now: number,
): { readonly due: number | null; readonly told: number | null } {
  const days = full === null ? Number.POSITIVE_INFINITY : (full - now) / DAY_MS;
  const reached = WARNINGS.filter(w => days <= w).at(-1) ?? null;
  if (reached !== null && (told === null || reached < told)) return { due: reached, told: reached };
  const isOver = told !== null && days > told * 1.5;
  return { due: null, told: isOver ? reached : told };
}
