/** The figures of the table: each pen at the cursor, and over the span that is shown. */
import { isBad, type Quality, quality } from '../../../shared/model/quality.ts';
import type { TagDefinition } from '../../../shared/model/tag.ts';
import { formatNumber } from '../../../shared/units/format.ts';
import { type Look, lookOf } from '../../mimic/quality-look.ts';
import type { Session } from '../../store/session.ts';
import { figuresOf, type Instant, readAt, type SpanFigures, UNWRITTEN_MS } from '../lines/read-at.ts';
import type { Loaded } from '../time/data-window.ts';
import type { TimeWindow } from '../time/follow.ts';
import type { PenData } from './pen-data.ts';

export interface TableRow extends SpanFigures {
  readonly slot: number;
  readonly tag: TagDefinition;
  readonly isHidden: boolean;
  /** At the cursor; without one newest while live, at the end of the window in history. */
  readonly look: Look;
}

interface RowMoment {
  readonly window: TimeWindow;
  /** Of the cursor; null without one. */
  readonly time: number | null;
  readonly isLive: boolean;
  readonly loaded: Loaded | null;
  readonly now: number;
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
    // Good up to the last answer, not up to now: what has not been read yet is not missing.
    const figures =
      data.series === null || moment.loaded === null
        ? NOTHING
        : figuresOf(data.series, moment.window, Math.min(moment.now, moment.loaded.readAt));
    return { slot, tag, isHidden, look: lookAt(session, data, moment), ...figures };
  });
}

function lookAt(session: Pick<Session, 'look'>, data: PenData, { time, window, isLive, now }: RowMoment): Look {
  const { pen, series } = data;
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
