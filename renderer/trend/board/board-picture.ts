/** From what is known now to what is drawn now: plots, axes, ticks, marks, spots under the cursor. Made anew every frame, small. */

import type { DemoPastProgress } from '../../../shared/model/history.ts';
import { qualityReason } from '../../../shared/model/quality.ts';
import type { TagDefinition } from '../../../shared/model/tag.ts';
import type { Catalog } from '../../../shared/text/catalog.ts';
import { fill } from '../../../shared/text/catalog.ts';
import type { Language } from '../../../shared/text/text.ts';
import { remainingText } from '../../../shared/time/remaining.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import type { Session } from '../../store/session.ts';
import { type DrawnAxis, type DrawnPen, type DrawnPlot, type DrawnSetPoint, endOfLine, yOf } from '../chart/drawing.ts';
import type { BoardPicture } from '../chart/paint-board.ts';
import type { MarkedSpan } from '../chart/paint-frame.ts';
import type { GapWords } from '../chart/paint-gaps.ts';
import type { PenPlace } from '../chart/paint-line.ts';
import type { BoardLayout } from '../chart/plot-layout.ts';
import { timeTicks } from '../chart/time-ticks.ts';
import { axisEnds, type Ends } from '../chart/value-axis.ts';
import type { Lanes } from '../lanes/lane-data.ts';
import { groupMarks, type LaneGroup, type MarkWidths } from '../lanes/lane-groups.ts';
import type { DrawnLane } from '../lanes/paint-lanes.ts';
import { type Instant, readAt } from '../lines/read-at.ts';
import type { PlotPlan } from '../plots/plot-plan.ts';
import type { TimeWindow } from '../time/follow.ts';
import type { ZoomedEnds } from '../zoom/box-zoom.ts';
import type { BoardData } from './board-data.ts';
import type { CursorSpot } from './cursor-layer.ts';
import { type PenData, seenWithCompared } from './pen-data.ts';

/** A pen that is shown, as plots are planned. */
export interface PlannedPen {
  readonly slot: number;
  readonly tag: TagDefinition;
  readonly data: PenData;
}

interface PictureInput {
  readonly session: Pick<Session, 'tags' | 'look' | 'station'>;
  readonly plan: PlotPlan<PlannedPen>;
  readonly data: Pick<BoardData, 'setPointOf' | 'loaded'>;
  /** The same pens at the time they are compared with; null without a comparison. */
  readonly compared: Pick<BoardData, 'pens'> | null;
  readonly shiftMs: number | null;
  readonly layout: BoardLayout;
  readonly view: TimeWindow;
  readonly texts: Catalog;
  readonly language: Language;
  /** Ends of the axes of the frame before, by their keys; written anew. */
  readonly ends: Map<string, Ends>;
  readonly zoomed: ZoomedEnds;
  readonly isMoving: boolean;
  readonly now: number;
  /** The demo's past while it is made, or what there is of one that failed. */
  readonly past: DemoPastProgress | null;
  readonly lanes: Lanes | null;
}

const TICK_SPACE = 96;

export function pictureOf(input: PictureInput): BoardPicture {
  const { session, layout, view, texts } = input;
  const { loaded } = input.data;
  const clock = zoneClock(session.station.model.get()?.description.timeZone ?? 'UTC');
  return {
    plots: plotsOf(input),
    ticks: timeTicks(view, clock, { most: layout.width / (TICK_SPACE * layout.scale), now: input.now }),
    marks: marksOf(input),
    words: wordsOf(texts),
    // What is newer than the last answer is drawn by the live value.
    read: loaded && { from: loaded.from, to: loaded.to >= loaded.readAt ? Number.POSITIVE_INFINITY : loaded.to },
    lanes: drawnLanes(input),
  };
}

function tailOf({ session, data: { loaded }, now }: PictureInput, data: PenData) {
  if (loaded === null || loaded.to < loaded.readAt) return null;
  const { handle } = data.pen.tag;
  const { kind } = session.look(handle);
  if (kind === 'bad' || kind === 'stale') return null;
  return data.tail(session.tags.sample(handle), { now, readAt: loaded.readAt });
}

function plotsOf(input: PictureInput): readonly DrawnPlot[] {
  const { compared } = input;
  const earlier = new Map(compared?.pens.map(({ pen, line }) => [pen.tag.name, line]));
  const drawn = ({ data }: PlannedPen): DrawnPen => ({
    ...data.drawn(tailOf(input, data)),
    compared: earlier.get(data.pen.tag.name) ?? null,
    setPoint: setPointOf(input, data),
  });
  return input.plan.flatMap((axes, i) => {
    const box = input.layout.plots[i];
    return box === undefined ? [] : [{ box, axes: axes.map(pens => axisOf(input, pens.map(drawn))) }];
  });
}

function setPointOf(input: PictureInput, { pen }: PenData): DrawnSetPoint | null {
  const data = input.data.setPointOf(pen);
  if (data === null) return null;
  return { line: data.line, tail: tailOf(input, data), decimals: data.pen.tag.decimals };
}

function axisOf(input: PictureInput, pens: readonly DrawnPen[]): DrawnAxis {
  const { view, ends: known, zoomed, isMoving, shiftMs } = input;
  const tags = pens.map(({ tag }) => tag);
  const key = tags.map(({ name }) => name).join('\n');
  const chosen = zoomed.get(key);
  if (chosen !== undefined) return { key, pens, ends: chosen, isZoomed: true };
  const near = pens.flatMap(({ setPoint = null }) => {
    const value = setPoint === null ? Number.NaN : endOfLine(setPoint, view);
    return Number.isNaN(value) ? [] : [value];
  });
  const seen = seenWithCompared(pens, view, shiftMs);
  const ends = axisEnds(tags, seen, { before: known.get(key) ?? null, isMoving, near });
  known.set(key, ends);
  return { key, pens, ends, isZoomed: false };
}

/** Taken by a mark of a lane, px of the design. */
const BADGES = { single: 20, counted: 50 };
const TICKS = { single: 5, counted: 5 };

function drawnLanes({ lanes, layout, view, texts, language }: PictureInput): readonly DrawnLane[] {
  if (lanes === null) return [];
  const words = texts.trends.lanes;
  const xOf = (time: number): number => layout.left + ((time - view.from) / (view.to - view.from)) * layout.width;
  const lane = (kind: 'alarms' | 'actions', { single, counted }: MarkWidths): DrawnLane => {
    const { marks, knownFrom } = lanes[kind];
    const room = { left: layout.left, right: layout.left + layout.width };
    const widths = { single: single * layout.scale, counted: counted * layout.scale };
    return {
      kind,
      title: words[kind],
      groups: groupMarks(marks, xOf, { ...room, ...widths }),
      unknownUntil: knownFrom > view.from ? knownFrom : null,
      more: fill(words.more, { count: String(marks.length) }),
      textOf: group => groupText(group, words.several, language),
    };
  };
  return [lane('alarms', BADGES), lane('actions', TICKS)];
}

/** What happened, and how often where it is several things. */
function groupText({ marks }: LaneGroup, several: string, language: Language): string {
  const [first] = marks;
  if (first === undefined) return '';
  const text = first.text[language];
  return marks.length === 1 ? text : fill(several, { text, count: String(marks.length) });
}

/** Where the pens are at the time of a cursor: one ring, or two where the least and the greatest of a bucket are apart. */
export function spotsAt(
  plots: readonly DrawnPlot[],
  shown: readonly PenData[],
  { x, time }: { readonly x: number; readonly time: number },
): readonly CursorSpot[] {
  const series = new Map(shown.map(data => [data.pen.slot, data.series]));
  return plots.flatMap(({ box, axes }) =>
    axes.flatMap(({ pens, ends }) =>
      pens.flatMap(({ slot }) => {
        const known = series.get(slot) ?? null;
        const instant = known === null ? null : readAt(known, time);
        return instant === null ? [] : ringsOf(instant, { slot, x }, { box, ends });
      }),
    ),
  );
}

/** None outside of the plot, and none where there is no number. */
function ringsOf(
  { low, high }: Instant,
  at: { readonly slot: number; readonly x: number },
  { box, ends }: PenPlace,
): readonly CursorSpot[] {
  const places = (low === high ? [high] : [high, low]).map(value => yOf(box, ends, value));
  return places.filter(y => y >= box.top && y <= box.top + box.height).map(y => ({ ...at, y }));
}

/** Of all pens that are shown, joined: one strip says it for the board. */
function marksOf({ plan, texts, past }: PictureInput): readonly MarkedSpan[] {
  const shown = plan.flat(2).map(({ data }) => data);
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

/** What is being made or was given up is named where it is missing, not over what is there already. */
const before = ({ from, to, text }: MarkedSpan, past: DemoPastProgress): MarkedSpan =>
  from < past.doneTo ? { from, to: Math.min(to, past.doneTo), text } : { from, to, text };

export function pastSpan({ from, to, doneTo, failure }: DemoPastProgress, texts: Catalog): MarkedSpan {
  const { demoStopped, demoStoppedShort, demoFailure } = texts.trends;
  if (failure !== null) {
    return { from: doneTo, to, text: fill(demoStopped, { why: demoFailure[failure] }), short: demoStoppedShort };
  }
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
