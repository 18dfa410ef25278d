/**
 * Where the boxes of the state diagram are and how its arrows run, from the places and edges of the state machine itself. Pure.
 * Drawn are the states that this alarm can be in and be seen; what hides it is a row of boxes below, without arrows.
 */
import { type DiagramEdge, STATE_PLACES, stateEdges, stateGroups } from '../../../../shared/alarm/state-diagram.ts';
import type { AlarmStateName } from '../../../../shared/model/alarm.ts';

const BOX_HEIGHT = 34;
const ROW = 70;
const TOP = 30;
const HIDING_TOP = 164;
export const DIAGRAM_HEIGHT = 200;
/** Way between two boxes that has room for a label. */
const ROOM = 60;

export interface StateBox {
  readonly name: AlarmStateName;
  readonly column: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface StateArrow {
  readonly edge: DiagramEdge;
  readonly path: string;
  /** Where its label is: beside the arrow, on the side where its opposite is not. */
  readonly label: ArrowLabel;
}

export interface ArrowLabel {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
}

/** Boxes get narrower before the way between them does. */
function boxOf(name: AlarmStateName, isLatching: boolean, width: number): StateBox {
  const { column, row } = placeOf(name, isLatching);
  const isHiding = stateGroups().hiding.includes(name);
  const boxWidth = Math.min(122, Math.max(112, width * 0.23));
  const x = (column * (width - boxWidth)) / 2;
  return { name, column, x, y: isHiding ? HIDING_TOP : TOP + row * ROW, width: boxWidth, height: BOX_HEIGHT };
}

/**
 * Without a latch the place under the unacknowledged state is free for the one that it returns to, so that no arrow runs across
 * another.
 */
const placeOf = (name: AlarmStateName, isLatching: boolean): { readonly column: number; readonly row: number } =>
  name === 'RTN_UNACK' && !isLatching ? STATE_PLACES.LATCH_UNACK : STATE_PLACES[name];

/** Boxes and arrows of an alarm that latches or does not, `width` px wide. */
export function diagramOf(
  isLatching: boolean,
  width: number,
): {
  readonly boxes: readonly StateBox[];
  readonly arrows: readonly StateArrow[];
  /** Room for a label at every arrow, not only at those that lead away from the present state. */
  readonly hasRoom: boolean;
} {
  const { shown, hiding } = stateGroups();
  const box = (name: AlarmStateName): StateBox => boxOf(name, isLatching, width);
  const edges = stateEdges().filter(
    ({ from, to, latching }) =>
      shown.includes(from) && shown.includes(to) && latching !== (isLatching ? 'never' : 'only'),
  );
  const reached = shown.filter(name => name === 'NORMAL' || edges.some(({ to }) => to === name));
  const [first, second] = [box('NORMAL'), box('UNACK')];
  return {
    hasRoom: second.x - first.x - first.width >= ROOM,
    boxes: [...reached, ...hiding].map(box),
    arrows: edges
      .filter(({ from, to }) => reached.includes(from) && reached.includes(to))
      .map(edge => arrowOf(edge, box(edge.from), box(edge.to))),
  };
}

function arrowOf(edge: DiagramEdge, from: StateBox, to: StateBox): StateArrow {
  if (from.y === to.y && Math.abs(to.column - from.column) > 1) return over(edge, from, to);
  if (from.column - to.column > 1) return under(edge, from, to);
  return straight(edge, from, to);
}

/** Over the box between the two. */
function over(edge: DiagramEdge, from: StateBox, to: StateBox): StateArrow {
  const y = from.y - 12;
  const a = from.x + from.width / 2;
  const b = to.x + to.width / 2;
  return {
    edge,
    path: `M${a} ${from.y}V${y}H${b}V${to.y - 2}`,
    // Not over the box between: the middle is where the arrows of the row have theirs.
    label: { x: (3 * a + b) / 4, y: y - 3, anchor: 'middle' },
  };
}

/** Below its row, and up to the first one. */
function under(edge: DiagramEdge, from: StateBox, to: StateBox): StateArrow {
  const y = from.y + from.height + 14;
  const a = from.x + from.width / 2;
  const b = to.x + to.width / 2;
  return {
    edge,
    path: `M${a} ${from.y + from.height}V${y}H${b}V${to.y + to.height + 2}`,
    label: { x: (a + 3 * b) / 4, y: y - 5, anchor: 'middle' },
  };
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
    label: labelOf(start, end),
  };
}

/** An arrow to the right runs above its opposite, one downwards right of it; the label is on the outer side. */
function labelOf(start: Point, end: Point): ArrowLabel {
  const x = (start[0] + end[0]) / 2;
  const y = (start[1] + end[1]) / 2;
  if (Math.abs(end[1] - start[1]) < 1) return { x, y: end[0] > start[0] ? y - 5 : y + 14, anchor: 'middle' };
  const isDown = end[1] > start[1];
  return { x: isDown ? x + 6 : x - 6, y: y + 4, anchor: isDown ? 'start' : 'end' };
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
