/** From what is known now to what is drawn now: plots, axes, ticks, marks, spots under the cursor. Made anew every frame, small. */

import type { DemoPastProgress } from '../../../shared/model/history.ts';
import { qualityReason } from '../../../shared/model/quality.ts';
import type { Catalog } from '../../../shared/text/catalog.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { remainingText } from '../../../shared/time/remaining.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import type { Session } from '../../store/session.ts';
import { type DrawnAxis, type DrawnPen, type DrawnPlot, yOf } from '../chart/drawing.ts';
import type { BoardPicture } from '../chart/paint-board.ts';
import type { MarkedSpan } from '../chart/paint-frame.ts';
import type { GapWords } from '../chart/paint-gaps.ts';
import type { PenPlace } from '../chart/paint-line.ts';
import type { BoardLayout } from '../chart/plot-layout.ts';
import { timeTicks } from '../chart/time-ticks.ts';
import { axisEnds, byAxis, type Ends } from '../chart/value-axis.ts';
import { type Instant, readAt } from '../lines/read-at.ts';
import type { Loaded } from '../time/data-window.ts';
import type { TimeWindow } from '../time/follow.ts';
import type { CursorSpot } from './cursor-layer.ts';
import { type PenData, seenOf } from './pen-data.ts';

interface PictureInput {
  readonly session: Pick<Session, 'tags' | 'look' | 'station'>;
  /** Pens that are not hidden, by place. */
  readonly shown: readonly PenData[];
  readonly layout: BoardLayout;
  readonly view: TimeWindow;
  readonly loaded: Loaded | null;
  readonly texts: Catalog;
  /** Ends of the axes of the frame before, by the tags on them; written anew. */
  readonly ends: Map<string, Ends>;
  readonly isMoving: boolean;
  readonly now: number;
  /** The demo's past while it is made. */
  readonly past: DemoPastProgress | null;
}

const TICK_SPACE = 96;

export function pictureOf(input: PictureInput): BoardPicture {
  const { session, layout, view, loaded, texts } = input;
  const clock = zoneClock(session.station.model.get()?.description.timeZone ?? 'UTC');
  const drawn = input.shown.map(data => data.drawn(tailOf(input, data)));
  return {
    plots: plotsOf(input, drawn),
    ticks: timeTicks(view, clock, { most: layout.width / (TICK_SPACE * layout.scale), now: input.now }),
    marks: marksOf(input),
    words: wordsOf(texts),
    // What is newer than the last answer is drawn by the live value.
    read: loaded && { from: loaded.from, to: loaded.to >= loaded.readAt ? Number.POSITIVE_INFINITY : loaded.to },
  };
}

function tailOf({ session, loaded, now }: PictureInput, data: PenData) {
  if (loaded === null || loaded.to < loaded.readAt) return null;
  const { handle } = data.pen.tag;
  const { kind } = session.look(handle);
  if (kind === 'bad' || kind === 'stale') return null;
  return data.tail(session.tags.sample(handle), { now, readAt: loaded.readAt });
}

function plotsOf(input: PictureInput, drawn: readonly DrawnPen[]): readonly DrawnPlot[] {
  const groups = Map.groupBy(drawn, ({ slot }) => slot >> 1);
  return [...groups.values()].flatMap((pens, i) => {
    const box = input.layout.plots[i];
    return box === undefined ? [] : [{ box, axes: byAxis(pens).map(group => axisOf(input, group)) }];
  });
}

function axisOf({ view, ends: known, isMoving }: PictureInput, pens: readonly DrawnPen[]): DrawnAxis {
  const tags = pens.map(({ tag }) => tag);
  const key = tags.map(({ name }) => name).join('\n');
  const ends = axisEnds(tags, seenOf(pens, view), { before: known.get(key) ?? null, isMoving });
  known.set(key, ends);
  return { pens, ends };
}

/** Where the pens are at `time`: one ring, or two where the least and the greatest of a bucket are apart. */
export function spotsAt(plots: readonly DrawnPlot[], shown: readonly PenData[], time: number): readonly CursorSpot[] {
  const series = new Map(shown.map(data => [data.pen.slot, data.series]));
  return plots.flatMap(({ box, axes }) =>
    axes.flatMap(({ pens, ends }) =>
      pens.flatMap(({ slot }) => {
        const known = series.get(slot) ?? null;
        const instant = known === null ? null : readAt(known, time);
        return instant === null ? [] : ringsOf(instant, slot, { box, ends });
      }),
    ),
  );
}

/** None outside of the plot, and none where there is no number. */
function ringsOf({ low, high }: Instant, slot: number, { box, ends }: PenPlace): readonly CursorSpot[] {
  const places = (low === high ? [high] : [high, low]).map(value => yOf(box, ends, value));
  return places.filter(y => y >= box.top && y <= box.top + box.height).map(y => ({ slot, y }));
}

/** Of all pens that are shown, joined: one strip says it for the board. */
function marksOf({ shown, texts, past }: PictureInput): readonly MarkedSpan[] {
  const names = { demo: texts.trends.demoData, backfill: texts.trends.backfill };
  const all = shown.flatMap(({ series }) => series?.marks ?? []).toSorted((a, b) => a.from - b.from);
  const joined: { from: number; to: number; text: string }[] = [];
  for (const { from, to, origin } of all) {
    const text = names[origin];
    const same = joined.findLast(span => span.text === text);
    if (same !== undefined && from <= same.to) same.to = Math.max(same.to, to);
    else joined.push({ from, to, text });
  }
  return past === null ? joined : [...joined.map(span => before(span, past)), pastSpan(past, texts)];
}

/** What is being made is named where it is missing, not over what is there already. */
const before = ({ from, to, text }: MarkedSpan, past: DemoPastProgress): MarkedSpan =>
  from < past.doneTo ? { from, to: Math.min(to, past.doneTo), text } : { from, to, text };

export function pastSpan({ from, to, doneTo }: DemoPastProgress, texts: Catalog): MarkedSpan {
  const percent = String(Math.floor(((doneTo - from) / (to - from)) * 100));
  return { from: doneTo, to, text: fill(texts.trends.demoComing, { percent }) };
}

const wordsOf = (texts: Catalog): GapWords => ({
  noData: (pen, ms) =>
    fill(texts.trends.noData, { pen: String(pen), time: ms === null ? '' : remainingText(ms) }).trim(),
  bad: (pen, q) =>
    fill(texts.trends.bad, {
      pen: String(pen),
      reason: q === null ? '' : texts.qualityReason[qualityReason(q)],
    }).trim(),
});
