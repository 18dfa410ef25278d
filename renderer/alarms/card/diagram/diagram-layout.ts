/**
 * Where the boxes of the state diagram are and how its arrows run, from the places and edges of the state machine itself. Pure.
 * Drawn are the states that this alarm can be in and be seen; what hides it is a row of boxes below, without arrows.
 */
import { type DiagramEdge, STATE_PLACES, stateEdges, stateGroups } from '../../../../shared/alarm/state-diagram.ts';
import type { AlarmStateName } from '../../../../shared/model/alarm.ts';

const BOX_HEIGHT = 34;
const ROW = 70;
const TOP = 22;
const HIDING_TOP = 148;
export const DIAGRAM_HEIGHT = 184;

export interface StateBox {
  readonly name: AlarmStateName;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface StateArrow {
  readonly edge: DiagramEdge;
  readonly path: string;
  /** Middle, for a label. */
  readonly at: readonly [number, number];
}

/** Boxes get narrower before the way between them does. */
function boxOf(name: AlarmStateName, width: number): StateBox {
  const { column, row } = STATE_PLACES[name];
  const isHiding = stateGroups().hiding.includes(name);
  const boxWidth = Math.min(122, Math.max(104, width * 0.23));
  const x = (column * (width - boxWidth)) / 2;
  return { name, x, y: isHiding ? HIDING_TOP : TOP + row * ROW, width: boxWidth, height: BOX_HEIGHT };
}

/** Boxes and arrows of an alarm that latches or does not, `width` px wide. */
export function diagramOf(
  isLatching: boolean,
  width: number,
): {
  readonly boxes: readonly StateBox[];
  readonly arrows: readonly StateArrow[];
} {
  const { shown, hiding } = stateGroups();
  const edges = stateEdges().filter(
    ({ from, to, latching }) =>
      shown.includes(from) && shown.includes(to) && latching !== (isLatching ? 'never' : 'only'),
  );
  const reached = shown.filter(name => name === 'NORMAL' || edges.some(({ to }) => to === name));
  return {
    boxes: [...reached, ...hiding].map(name => boxOf(name, width)),
    arrows: edges
      .filter(({ from, to }) => reached.includes(from) && reached.includes(to))
      .map(edge => arrowOf(edge, boxOf(edge.from, width), boxOf(edge.to, width))),
  };
}

function arrowOf(edge: DiagramEdge, from: StateBox, to: StateBox): StateArrow {
  const columns = Math.abs(STATE_PLACES[edge.to].column - STATE_PLACES[edge.from].column);
  if (from.y === to.y && columns > 1) return over(edge, from, to);
  return straight(edge, from, to);
}

/** Over the box between the two. */
function over(edge: DiagramEdge, from: StateBox, to: StateBox): StateArrow {
  const y = from.y - 12;
  const a = from.x + from.width / 2;
  const b = to.x + to.width / 2;
  return { edge, path: `M${a} ${from.y}V${y}H${b}V${to.y - 2}`, at: [(a + b) / 2, y] };
}

/** Two arrows between the same boxes run beside each other. */
const SIDE = 7;

function straight(edge: DiagramEdge, from: StateBox, to: StateBox): StateArrow {
  const a = middle(from);
  const b = middle(to);
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const length = Math.hypot(dx, dy);
  // To the left of the way, as traffic in a street.
  const shift = [(dy / length) * SIDE, (-dx / length) * SIDE] as const;
  const start = edgePoint([a[0] + shift[0], a[1] + shift[1]], [dx, dy], from);
  const end = edgePoint([b[0] + shift[0], b[1] + shift[1]], [-dx, -dy], to);
  return {
    edge,
    path: `M${start[0].toFixed(1)} ${start[1].toFixed(1)}L${end[0].toFixed(1)} ${end[1].toFixed(1)}`,
    at: [(start[0] + end[0]) / 2, (start[1] + end[1]) / 2],
  };
}

const middle = ({ x, y, width, height }: StateBox): readonly [number, number] => [x + width / 2, y + height / 2];

type Point = readonly [number, number];

/** Where a ray from inside the box leaves it. */
function edgePoint([x, y]: Point, [dx, dy]: Point, box: StateBox): Point {
  const steps = [
    dx > 0 ? (box.x + box.width - x) / dx : dx < 0 ? (box.x - x) / dx : Number.POSITIVE_INFINITY,
    dy > 0 ? (box.y + box.height - y) / dy : dy < 0 ? (box.y - y) / dy : Number.POSITIVE_INFINITY,
  ];
  const t = Math.min(...steps);
  return [x + dx * t, y + dy * t];
}
