/** The figures of the table: each pen at the cursors and over the span between them, or over all that is shown without both. */
import { isBad, type Quality, quality } from '../../../shared/model/quality.ts';
import type { TagDefinition } from '../../../shared/model/tag.ts';
import { asPrinted, formatNumber } from '../../../shared/units/format.ts';
import { type Look, lookOf } from '../../mimic/quality-look.ts';
import type { Session } from '../../store/session.ts';
import { spanBetween } from '../cursors/cursors.ts';
import { type Figures, integralOf, type PenFigures } from '../cursors/pen-figures.ts';
import { figuresOf, type Instant, readAt, type SpanFigures, UNWRITTEN_MS } from '../lines/read-at.ts';
import type { Loaded } from '../time/data-window.ts';
import type { TimeWindow } from '../time/follow.ts';
import type { PenData } from './pen-data.ts';

/** Of one pen; numbers are NaN where there is none, looks null where nothing is asked of it. */
export interface TableRow extends SpanFigures {
  readonly slot: number;
  readonly tag: TagDefinition;
  readonly isHidden: boolean;
  /** At cursor A; without one newest while live, at the end of the window in history. */
  readonly look: Look;
  readonly lookB: Look | null;
  /** B − A as both are printed, so that it can be checked by hand: two equal readings are 0 apart, whatever they are beyond their decimals. */
  readonly difference: number;
  readonly average: number;
  readonly deviation: number;
  /** Of a flow, over the time that has a value; null for what is no flow. */
  readonly integral: { readonly value: number; readonly unit: string } | null;
  /** A part of the span has no good value: sums and averages are of the rest. */
  readonly isPartial: boolean;
  /** In what is compared, at the cursor that was put last. */
  readonly compared: Look | null;
}

interface RowMoment {
  readonly window: TimeWindow;
  /** Of cursor A; null without one. */
  readonly time: number | null;
  readonly timeB?: number | null;
  /** Where the comparison is read, in its own time. */
  readonly timeCompared?: number | null;
  readonly isLive: boolean;
  readonly loaded: Loaded | null;
  readonly now: number;
  /** The historian's own, while they are of this moment; until then what is loaded has to do. */
  readonly figures?: Figures | null;
}

const NOTHING: SpanFigures = { min: Number.NaN, max: Number.NaN, goodPercent: Number.NaN };
/** A bucket that was bad in part: its numbers hold for the rest. */
const PARTLY: Quality = quality('uncertain');

export function rowsOf(
  session: Pick<Session, 'look'>,
  pens: readonly PenData[],
  moment: RowMoment,
): readonly TableRow[] {
  return pens.map(data => {
    const { slot, tag, isHidden } = data.pen;
    const exact = moment.figures?.byTag.get(tag.name) ?? null;
    const { min, max, goodPercent } = exact ?? loadedFigures(data, moment);
    return {
      slot,
      tag,
      isHidden,
      look: lookAt(session, data, moment, exact),
      lookB: lookB(session, data, moment, exact),
      difference: printedAt(exact?.b, tag) - printedAt(exact?.a, tag),
      average: exact?.average ?? Number.NaN,
      deviation: exact?.deviation ?? Number.NaN,
      integral: integralOf(tag.unit, exact?.total ?? Number.NaN),
      isPartial: exact?.isPartial ?? false,
      compared: comparedLook(data, moment, exact),
      min,
      max,
      goodPercent,
    };
  });
}

const printedAt = (instant: Instant | null | undefined, { decimals }: TagDefinition): number =>
  asPrinted(instant?.high ?? Number.NaN, decimals);

/** From what is loaded, where that has all of the span: at once, and as coarse as it is drawn. */
function loadedFigures({ series }: PenData, { window, time, timeB = null, loaded, now }: RowMoment): SpanFigures {
  const span = spanBetween({ a: time, b: timeB }) ?? window;
  if (series === null || loaded === null || span.from < loaded.from) return NOTHING;
  // Good up to the last answer, not up to now: what has not been read yet is not missing.
  return figuresOf(series, span, Math.min(now, loaded.readAt));
}

function lookB(
  session: Pick<Session, 'look'>,
  data: PenData,
  moment: RowMoment,
  exact: PenFigures | null,
): Look | null {
  const { timeB = null } = moment;
  if (timeB === null) return null;
  return lookAt(session, data, { ...moment, time: timeB }, exact === null ? null : { ...exact, a: exact.b });
}

function comparedLook({ pen }: PenData, { timeCompared = null }: RowMoment, exact: PenFigures | null): Look | null {
  if (timeCompared === null) return null;
  return lookOfInstant(exact?.compared ?? NO_INSTANT, pen.tag.decimals, timeCompared);
}

function lookAt(
  session: Pick<Session, 'look'>,
  data: PenData,
  { time, window, isLive, now }: RowMoment,
  exact: PenFigures | null,
): Look {
  const { pen, series } = data;
  if (time !== null && exact?.a) return lookOfInstant(exact.a, pen.tag.decimals, time);
  const newest = session.look(pen.tag.handle);
  if (time === null) return isLive ? newest : lookAtEnd(data, window.to);
  const instant = series === null ? null : readAt(series, time);
  if (instant !== null) return lookOfInstant(instant, pen.tag.decimals, time);
  // Right of what has been read the live value holds.
  const isAfter = series !== null && time > series.knownUntil && time <= now;
  return isAfter ? newest : lookOfInstant(NO_INSTANT, pen.tag.decimals, time);
}

/** What was recorded by then, never the live value: it would be read as one of the window. */
function lookAtEnd({ pen, series }: PenData, end: number): Look {
  if (series === null) return lookOfInstant(NO_INSTANT, pen.tag.decimals, end);
  // A window held at now ends a little later than what had been written then.
  const isJustAfter = end > series.knownUntil && end - series.knownUntil <= UNWRITTEN_MS;
  const instant = readAt(series, isJustAfter ? series.knownUntil : end);
  return lookOfInstant(instant ?? NO_INSTANT, pen.tag.decimals, end);
}

const NO_INSTANT: Instant = { low: Number.NaN, high: Number.NaN, q: 0, time: Number.NaN };

/** One number, or both ends of a bucket where they differ as printed. */
export function lookOfInstant({ low, high, q, time }: Instant, decimals: number, now: number): Look {
  const shownQ = isBad(q) && !Number.isNaN(low) ? PARTLY : q;
  const look = lookOf({ v: high, q: shownQ, t: time, lastV: Number.NaN, lastT: Number.NaN }, { now, silentMs: null });
  const [least, greatest] = [formatNumber(low, decimals), formatNumber(high, decimals)];
  return look.value === null || least === greatest ? look : { ...look, value: null, text: `${least} – ${greatest}` };
}
