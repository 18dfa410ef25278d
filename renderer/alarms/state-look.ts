/**
 * How the word for "the condition is there" must look: by the same law as a number, so that what nobody knows now is never drawn as
 * if it were now. Pure.
 */
import type { AlarmKind, AlarmStatus } from '../../shared/model/alarm.ts';
import type { Look } from '../mimic/quality-look.ts';

/** These are about quality itself: the station knows them for certain while the value is bad. */
const ABOUT_QUALITY: readonly AlarmKind[] = ['STALE', 'FROZEN', 'BAD', 'LOST'];

export interface StateSubject {
  readonly kind: AlarmKind;
  readonly isJudged: AlarmStatus['isJudged'];
  /** Of its tag; null for an alarm without one. */
  readonly tagLook: Look | null;
  /** How long the host has been silent, ms; null while the link is up. */
  readonly silentMs: number | null;
}

/** `word` takes the place of the number. */
export function stateLook({ kind, isJudged, tagLook, silentMs }: StateSubject, word: string): Look {
  const live: Look = { kind: 'good', value: null, text: word, ageMs: 0, reason: 'none', isLinkLost: false };
  if (silentMs !== null) return { ...live, kind: 'stale', ageMs: silentMs, isLinkLost: true };
  if (ABOUT_QUALITY.includes(kind)) return live;
  if (tagLook !== null && tagLook.kind !== 'good') return { ...tagLook, value: null, text: word };
  return isJudged ? live : { ...live, kind: 'stale', ageMs: Number.NaN };
}
