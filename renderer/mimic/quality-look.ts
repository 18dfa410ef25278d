/**
 * The one place that decides how a value of any quality looks: mimic, table row, trend header and tooltip all ask here.
 * Pure. The law: what is not known to be right now never looks like a plain number, and no number is invented.
 */
import { type QualityReason, qualityClass, qualityReason } from '../../shared/model/quality.ts';
import { ageText } from '../../shared/time/age.ts';
import { formatNumber, NO_VALUE } from '../../shared/units/format.ts';
import type { Sample } from '../store/tag-store.ts';

/**
 * good: plain · uncertain: dotted underline · substituted: boxed with S · stale: last value hatched, with its age ·
 * bad: `----`.
 */
export type LookKind = 'good' | 'uncertain' | 'substituted' | 'stale' | 'bad';

export interface Look {
  readonly kind: LookKind;
  /** The number to print; null prints `----`. For `stale` it is the last good one. */
  readonly value: number | null;
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

const HELD_REASONS: readonly QualityReason[] = ['comm-loss', 'stale'];

/** Decides from a sample and the moment. */
export function lookOf(sample: Sample, { now, silentMs }: LookMoment): Look {
  const kind = qualityClass(sample.q);
  const reason = qualityReason(sample.q);
  if (kind === 'bad') return badLook(sample, reason, now);
  const value = Number.isFinite(sample.v) ? sample.v : null;
  if (value === null) return { kind: 'bad', value, ageMs: Number.NaN, reason, isLinkLost: silentMs !== null };
  if (silentMs !== null) return { kind: 'stale', value, ageMs: silentMs, reason, isLinkLost: true };
  const ageMs = now - sample.t;
  if (reason === 'substituted') return { kind: 'substituted', value, ageMs, reason, isLinkLost: false };
  return { kind, value, ageMs, reason, isLinkLost: false };
}

function badLook(sample: Sample, reason: QualityReason, now: number): Look {
  const isHeld = HELD_REASONS.includes(reason) && Number.isFinite(sample.lastV);
  return {
    kind: isHeld ? 'stale' : 'bad',
    value: isHeld ? sample.lastV : null,
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
  readonly underlined: boolean;
  /** Text of the age box, empty when there is none. */
  readonly age: string;
  /** Value of the `data-quality` attribute. */
  readonly quality: 'good' | 'uncertain' | 'bad' | 'stale';
}

/** Turns a look into marks; `decimals` as the tag says. */
export function present(look: Look, decimals: number): Presentation {
  const isStale = look.kind === 'stale';
  return {
    text: look.kind === 'bad' ? NO_VALUE : formatNumber(look.value, decimals),
    hatched: isStale,
    boxed: look.kind === 'substituted',
    underlined: look.kind === 'uncertain',
    // With the link lost everything has one age, and the banner says it: a hundred boxes would hide the picture.
    age: isStale && !look.isLinkLost ? ageText(look.ageMs) : '',
    quality: look.kind === 'substituted' ? 'uncertain' : look.kind,
  };
}
