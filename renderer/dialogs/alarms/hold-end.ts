/**
 * Until when an alarm is shelved or out of service: a length that is allowed, the end of the shift, or a date and time. Pure;
 * times are epoch ms UTC, wall clocks are the station's.
 */
import type { ZoneClock } from '../../../shared/time/zone.ts';
import { endOf, nextShiftEnd } from '../overrides/override-end.ts';

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** The station takes no more out of service, ms. */
export const LONGEST_OUT_OF_SERVICE_MS = 30 * DAY_MS;

const LENGTHS_MS = [0.5, 1, 2, 4, 8, 12, 24, 72, 168, 720].map(hours => hours * HOUR_MS);

export type HoldChoice = { readonly kind: 'length'; readonly ms: number } | { readonly kind: 'shift' | 'at' };

export interface HoldEntry {
  readonly choice: HoldChoice;
  /** As typed; used by `at` only. */
  readonly date: string;
  readonly time: string;
}

/** What fits into `longestMs`: the six longest lengths that are worth a button, the shift if it ends in time, a typed time. */
export function holdChoices(longestMs: number, now: number, zone: ZoneClock): readonly HoldChoice[] {
  const lengths = LENGTHS_MS.filter(ms => ms <= longestMs).slice(-6);
  const isShiftIn = nextShiftEnd(now, zone) - now <= longestMs;
  return [
    ...lengths.map(ms => ({ kind: 'length', ms }) as const),
    ...(isShiftIn ? [{ kind: 'shift' } as const] : []),
    { kind: 'at' },
  ];
}

export type HoldEnd =
  | { readonly kind: 'end'; readonly at: number }
  | { readonly kind: 'no-time' | 'passed' | 'too-long' };

/** Where an entry made at `now` ends. */
export function holdEnd(
  entry: HoldEntry,
  now: number,
  { longestMs, zone }: { readonly longestMs: number; readonly zone: ZoneClock },
): HoldEnd {
  const end = rawEnd(entry, now, zone);
  return end.kind === 'end' && end.at - now > longestMs ? { kind: 'too-long' } : end;
}

function rawEnd({ choice, date, time }: HoldEntry, now: number, zone: ZoneClock): HoldEnd {
  if (choice.kind === 'length') return { kind: 'end', at: now + choice.ms };
  if (choice.kind === 'shift') return { kind: 'end', at: nextShiftEnd(now, zone) };
  return endOf({ choice: 'at', date, time }, now, zone);
}

/** `30 min`, `4 h`, `7 d`. */
export function lengthText(ms: number): string {
  if (ms < HOUR_MS) return `${ms / 60_000} min`;
  return ms >= 2 * DAY_MS || ms === DAY_MS ? `${ms / DAY_MS} d` : `${ms / HOUR_MS} h`;
}

export const choiceKey = (choice: HoldChoice): string => (choice.kind === 'length' ? String(choice.ms) : choice.kind);
