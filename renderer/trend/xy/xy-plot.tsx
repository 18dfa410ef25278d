/**
 * One pen against another, e.g. the outlet pressure of a regulator against its flow: over the window of the plots below, whose
 * cursors are marked here too. The pointer takes the cursor to the time of the nearest point; a press puts it there.
 */
import { type ReactNode, useEffect, useRef } from 'react';
import type { TagDefinition } from '../../../shared/model/tag.ts';
import { browserTimers } from '../../host/timers.ts';
import { type Session, useObservable, useSession, useTexts } from '../../store/session.ts';
import type { PairChoice } from '../../store/trend-setup.ts';
import { preparedCanvas } from '../board/board-canvas.ts';
import type { BoardPen } from '../board/pen-data.ts';
import type { TrendBoard } from '../board/trend-board.ts';
import { type Inks, readInks } from '../chart/inks.ts';
import { axisEnds } from '../chart/value-axis.ts';
import type { DrawnPair } from '../give/board-picture-file.ts';
import { type PairAxis, type PairPicture, paintPair, pairBox, placeIn } from './paint-pair.ts';
import { type PairPoint, pointAt, pointNear } from './pair.ts';
import { PairData } from './pair-data.ts';

interface PairProps {
  readonly board: TrendBoard;
  readonly pens: readonly BoardPen[];
  readonly pair: PairChoice;
  /** Has what is drawn, for what is taken along. */
  readonly shown: { current: DrawnPair | null };
  readonly onPick: (pair: PairChoice) => void;
}

const REACH_PX = 30;

export function XyPlot({ board, pens, pair, shown, onPick }: PairProps): ReactNode {
  const { texts } = useTexts();
  const session = useSession();
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const model = useObservable(session.station.model);
  const axisTag = (name: string): TagDefinition | undefined => model?.byName.get(name);
  const [x, y] = [axisTag(pair.x), axisTag(pair.y)];
  useEffect(() => {
    if (host.current === null || canvas.current === null || x === undefined || y === undefined) return undefined;
    const slotOf = (tag: TagDefinition): number | null => pens.find(pen => pen.tag.name === tag.name)?.slot ?? null;
    const axes = { x: { tag: x, slot: slotOf(x) }, y: { tag: y, slot: slotOf(y) } };
    return startPair({ session, board, axes, shown }, host.current, canvas.current);
  }, [session, board, pens, x, y, shown]);
  const words = texts.trends.pair;
  return (
    <section className="trends-pair" data-testid="trend-pair">
      <header>
        <AxisChoice
          label={words.y}
          value={pair.y}
          pens={pens}
          testId="pair-y"
          onPick={tag => onPick({ ...pair, y: tag })}
        />
        <AxisChoice
          label={words.x}
          value={pair.x}
          pens={pens}
          testId="pair-x"
          onPick={tag => onPick({ ...pair, x: tag })}
        />
        <span>{words.legend}</span>
      </header>
      <div ref={host} className="trends-pair-plot" role="img" aria-label={words.title}>
        <canvas ref={canvas} />
      </div>
    </section>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly pens: readonly BoardPen[];
  readonly testId: string;
  readonly onPick: (tag: string) => void;
}

function AxisChoice({ label, value, pens, testId, onPick }: ChoiceProps): ReactNode {
  return (
    <label>
      {label}{' '}
      <select value={value} data-testid={testId} onChange={event => onPick(event.currentTarget.value)}>
        {pens.some(({ tag }) => tag.name === value) ? null : <option value={value}>{value}</option>}
        {pens.map(({ slot, tag }) => (
          <option key={tag.name} value={tag.name}>
            {slot + 1} {tag.name} {tag.unit}
          </option>
        ))}
      </select>
    </label>
  );
}

interface PairParts {
  readonly session: Session;
  readonly board: TrendBoard;
  readonly axes: Record<'x' | 'y', Omit<PairAxis, 'ends'>>;
  readonly shown: PairProps['shown'];
}

/** Draws until the function that is returned is called. */
function startPair(parts: PairParts, host: HTMLElement, canvas: HTMLCanvasElement): () => void {
  const { session, board, axes, shown } = parts;
  let inks: Inks | null = null;
  let picture: PairPicture | null = null;
  let isAsked = false;
  const end = new AbortController();
  const draw = (): void => {
    isAsked = false;
    if (end.signal.aborted) return;
    const size = { width: host.clientWidth, height: host.clientHeight };
    const scale = Number.parseFloat(getComputedStyle(host).fontSize) / 12;
    inks ??= readInks(canvas);
    const ctx = preparedCanvas(canvas, size, inks.ground);
    picture = pictureOf(parts, data);
    shown.current = { picture, size: { ...size, scale } };
    host.dataset['points'] = String(picture.points.length);
    if (ctx !== null) paintPair({ ctx, inks, box: pairBox({ ...size, scale }), scale }, picture);
  };
  const ask = (): void => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(draw);
  };
  const data = new PairData({
    aggregate: input => session.client.call('history.aggregate', input),
    timers: browserTimers,
    onNews: ask,
  });
  const pointUnder = (event: MouseEvent): PairPoint | null => {
    if (picture === null) return null;
    const { left, top } = host.getBoundingClientRect();
    const scale = Number.parseFloat(getComputedStyle(host).fontSize) / 12;
    const box = pairBox({ width: host.clientWidth, height: host.clientHeight, scale });
    const place = placeIn(box, picture.x.ends, picture.y.ends);
    return pointNear(picture.points, place, {
      x: event.clientX - left,
      y: event.clientY - top,
      reach: REACH_PX * scale,
    });
  };
  const { signal } = end;
  host.addEventListener(
    'pointermove',
    event => {
      board.time.touched();
      const point = pointUnder(event);
      if (point !== null) board.cursors.point(board.cursors.xOf(point.t));
    },
    { signal },
  );
  host.addEventListener('pointerleave', () => board.cursors.point(null), { signal });
  host.addEventListener(
    'click',
    event => {
      const point = pointUnder(event);
      if (point !== null) board.cursors.put(point.t);
    },
    { signal },
  );
  const observer = new ResizeObserver(ask);
  observer.observe(host);
  const stops = [
    board.view.subscribe(ask),
    session.preferences.theme.subscribe(() => {
      inks = null;
      ask();
    }),
    ...Object.values(axes).map(({ tag }) => session.tags.subscribe(tag.handle, ask)),
  ];
  ask();
  return () => {
    end.abort();
    observer.disconnect();
    for (const stop of stops) stop();
    data.stop();
    shown.current = null;
  };
}

function pictureOf({ session, board, axes }: Omit<PairParts, 'shown'>, data: PairData): PairPicture {
  const pair = { x: axes.x.tag.name, y: axes.y.tag.name };
  const { now } = board.moment();
  const window = board.time.window(now);
  data.follow(pair, window, now);
  const answer = data.of(pair);
  const points = answer?.points ?? [];
  const present = board.follow.held === null ? presentOf(session, axes) : null;
  const ends = (name: 'x' | 'y') => {
    const values = [...points.map(point => point[name]), ...(present === null ? [] : [present[name]])];
    const seen = values.length === 0 ? NONE : { min: Math.min(...values), max: Math.max(...values) };
    return axisEnds([axes[name].tag], seen, { before: null, isMoving: false });
  };
  const { read } = board.cursors;
  const cursors = (['a', 'b'] as const).flatMap(name => {
    const time = read[name];
    const point = time === null ? null : pointAt(points, time, answer?.stepMs ?? 0);
    return point === null ? [] : [{ letter: name.toUpperCase(), point }];
  });
  return {
    x: { ...axes.x, ends: ends('x') },
    y: { ...axes.y, ends: ends('y') },
    points,
    window,
    cursors,
    now: present,
  };
}

const NONE = { min: Number.NaN, max: Number.NaN };

/** Where both are now; null while one of them has no value that holds now. */
function presentOf(session: Session, { x, y }: PairParts['axes']): { readonly x: number; readonly y: number } | null {
  const [across, up] = [x, y].map(({ tag }) => {
    const look = session.look(tag.handle);
    return look.kind === 'bad' || look.kind === 'stale' ? null : look.value;
  });
  return across === null || across === undefined || up === null || up === undefined ? null : { x: across, y: up };
}
