/**
 * The one place that decides how a value of any quality looks: mimic, table row, trend header and tooltip all ask here.
 * Pure. The law: what is not known to be right now never looks like a plain number, and no number is invented.
 */
import { type QualityReason, qualityClass, qualityReason } from '../../shared/model/quality.ts';
import { ageText } from '../../shared/time/age.ts';
import { formatDigits, formatNumber, NO_VALUE } from '../../shared/units/format.ts';
import type { Sample } from '../store/tag-store.ts';

/**
 * good: plain · uncertain: dotted underline · substituted: boxed with S · forced: boxed with F · stale: last value hatched,
 * with its age · bad: `----`.
 */
export type LookKind = 'good' | 'uncertain' | 'substituted' | 'forced' | 'stale' | 'bad';

export interface Look {
  readonly kind: LookKind;
  /** The number to print; null prints `----`. For `stale` it is the last good one. */
  readonly value: number | null;
  /** Printed in place of the number: a text (then `value` is null), or every digit of an integer beyond 2^53. */
  readonly text: string | null;
  /** Age of that number, ms; NaN when there is none. */
  readonly ageMs: number;
  readonly reason: QualityReason;
  /** True when the link to the host, and not the station, is what makes it old. */
  readonly isLinkLost: boolean;
}

export interface LookMoment {
  /** Station clock, epoch ms UTC. */
  readonly now: number;
  /** How long the host has been silent, ms; null while the link is up. */
  readonly silentMs: number | null;
}

/**
 * Whether two samples of one tag are painted alike while the host is heard: a value that comes again is a new sample with nothing new
 * to paint. Of a bad one the age goes on.
 */
export function looksSame(a: Sample, b: Sample): boolean {
  return a.q === b.q && Object.is(a.v, b.v) && a.text === b.text && qualityClass(b.q) !== 'bad';
}

const HELD_REASONS: readonly QualityReason[] = ['comm-loss', 'stale'];

/** Decides from a sample and the moment. */
export function lookOf(sample: Sample, { now, silentMs }: LookMoment): Look {
  const kind = qualityClass(sample.q);
  const reason = qualityReason(sample.q);
  if (kind === 'bad') return badLook(sample, reason, now);
  const value = Number.isFinite(sample.v) ? sample.v : null;
  const text = sample.text ?? null;
  if (value === null && text === null) {
    return { kind: 'bad', value, text, ageMs: Number.NaN, reason, isLinkLost: silentMs !== null };
  }
  if (silentMs !== null) return { kind: 'stale', value, text, ageMs: silentMs, reason, isLinkLost: true };
  const isEntered = reason === 'substituted' || reason === 'forced';
  return { kind: isEntered ? reason : kind, value, text, ageMs: now - sample.t, reason, isLinkLost: false };
}

function badLook(sample: Sample, reason: QualityReason, now: number): Look {
  const hasLast = Number.isFinite(sample.lastV) || sample.text !== undefined;
  const isHeld = HELD_REASONS.includes(reason) && hasLast;
  return {
    kind: isHeld ? 'stale' : 'bad',
    value: isHeld && Number.isFinite(sample.lastV) ? sample.lastV : null,
    text: isHeld ? (sample.text ?? null) : null,
    ageMs: isHeld ? now - sample.lastT : Number.NaN,
    reason,
    isLinkLost: false,
  };
}

/** What to draw, in words that both SVG and HTML painters can follow. */
export interface Presentation {
  readonly text: string;
  readonly hatched: boolean;
  readonly boxed: boolean;
  /** What stands before a box: who looks at the number must know that somebody entered it. */
  readonly letter: '' | 'S' | 'F';
  readonly underlined: boolean;
  /** Text of the age box, empty when there is none. */
  readonly age: string;
  /** Value of the `data-quality` attribute. */
  readonly quality: 'good' | 'uncertain' | 'bad' | 'stale';
}

const LETTERS: Partial<Record<LookKind, 'S' | 'F'>> = { substituted: 'S', forced: 'F' };

function printed({ kind, value, text }: Look, decimals: number): string {
  if (kind === 'bad') return NO_VALUE;
  if (text === null) return formatNumber(value, decimals);
  return value === null ? text : formatDigits(text);
}

/** Turns a look into marks; `decimals` as the tag says. */
export function present(look: Look, decimals: number): Presentation {
  const isStale = look.kind === 'stale';
  const letter = LETTERS[look.kind] ?? '';
  return {
    text: printed(look, decimals),
    hatched: isStale,
    boxed: letter !== '',
    letter,
    underlined: look.kind === 'uncertain',
    // With the link lost everything has one age, and the banner says it: a hundred boxes would hide the picture.
    age: isStale && !look.isLinkLost ? ageText(look.ageMs) : '',
    quality: look.kind === 'substituted' || look.kind === 'forced' ? 'uncertain' : look.kind,
  };
}
