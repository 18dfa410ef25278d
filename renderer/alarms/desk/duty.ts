/**
 * Who is on duty at this screen. Accounts come later; until then a person gives their name once a shift, so that acknowledging
 * is one key and still has a name. At the end of the shift the name ends by itself: afterwards it would be the wrong one. The name that
 * a dialog was given is only suggested to the next one. Pure.
 */
import { storedJson } from '../../store/stored-json.ts';

export interface Duty {
  readonly name: string;
  /** Epoch ms UTC. */
  readonly until: number;
}

/** Names of the contract. */
const LONGEST_NAME = 64;
const MOST_AREAS = 256;

/** What the storage holds, which anybody may have written. */
export function readDuty(text: string | null): Duty | null {
  const found = storedJson(text);
  if (typeof found !== 'object' || found === null) return null;
  const { name, until }: { name: unknown; until: unknown } = { name: null, until: null, ...found };
  const isName = typeof name === 'string' && name.trim() !== '' && name.length <= LONGEST_NAME;
  return isName && typeof until === 'number' && Number.isFinite(until) ? { name, until } : null;
}

export const dutyText = (duty: Duty | null): string => JSON.stringify(duty);

/** Null is the whole station, and so is whatever cannot be read: a screen that hears too much is better than one that hears nothing. */
export function readAreas(text: string | null): readonly string[] | null {
  const found = storedJson(text);
  if (!Array.isArray(found)) return null;
  const areas = found.filter(area => typeof area === 'string' && area !== '' && area.length <= LONGEST_NAME);
  return areas.length === 0 ? null : areas.slice(0, MOST_AREAS);
}

/** The name, or null when nobody has given one or the shift is over. */
export const onDuty = (duty: Duty | null, now: number): string | null =>
  duty !== null && duty.until > now ? duty.name : null;

/** What a dialog suggests; empty for nothing. Only `duty` is who is on duty. */
export const suggestedName = (
  { duty, last }: { readonly duty: Duty | null; readonly last: Duty | null },
  now: number,
): string => onDuty(duty, now) ?? onDuty(last, now) ?? '';
