/**
 * How far a mimic is zoomed and which part of it is seen: a view box, so that lines and texts stay crisp. At 1 the whole scene is
 * seen; beyond it a hand may push the edges a little inwards, away from the read-out that lies on the view. Pure.
 */
import type { Area, Point } from '../../../shared/scene/place-node.ts';
import type { Box } from '../../ui/placement.ts';

export interface Zoom {
  /** 1: the scene fills the window. */
  readonly factor: number;
  /** Upper left corner of the view box, design pixels. */
  readonly x: number;
  readonly y: number;
}

/** Width and height of a scene, design pixels. */
export type SceneSize = readonly [width: number, height: number];

export const WHOLE: Zoom = { factor: 1, x: 0, y: 0 };
export const LEAST = 0.5;
export const MOST = 4;
/** What keys go through. */
const STEPS: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4];
/** So near to 1 is 1: nobody means 101 %. */
const SNAP = 0.04;
/** How far an edge may be pushed inwards, design pixels of an unzoomed scene. */
const PAD = 64;
/** Air around what is brought into view, the same pixels. */
const AIR = 24;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** With its corner where it may be. */
function held({ factor, x, y }: Zoom, [width, height]: SceneSize): Zoom {
  if (factor === 1) return WHOLE;
  const within = (corner: number, side: number): number => {
    const beyond = side - side / factor;
    const pad = factor > 1 ? PAD / factor : 0;
    return clamp(corner, Math.min(0, beyond) - pad, Math.max(0, beyond) + pad);
  };
  return { factor, x: within(x, width), y: within(y, height) };
}

/** Zoomed to `factor` or to what is allowed of it; the point of the scene at `about` stays where it is, unless an edge forbids it. */
export function zoomedTo(zoom: Zoom, factor: number, { about: [px, py], size }: ZoomPlace): Zoom {
  const allowed = clamp(factor, LEAST, MOST);
  const next = Math.abs(allowed - 1) < SNAP ? 1 : allowed;
  const share = zoom.factor / next;
  return held({ factor: next, x: px - (px - zoom.x) * share, y: py - (py - zoom.y) * share }, size);
}

export interface ZoomPlace {
  /** Design pixels. */
  readonly about: Point;
  readonly size: SceneSize;
}

/** With another part of the scene in view, by so many design pixels. */
export const panned = (zoom: Zoom, [dx, dy]: Point, size: SceneSize): Zoom =>
  held({ factor: zoom.factor, x: zoom.x + dx, y: zoom.y + dy }, size);

/** The next step of the keys. */
export function nextStep(factor: number, way: 1 | -1): number {
  const further = STEPS.filter(step => (step - factor) * way > 0.001);
  return (way > 0 ? further[0] : further.at(-1)) ?? factor;
}

/** A notch of a wheel is one, whatever the system makes of it. */
const NOTCH_PX = 50;
const NOTCH = 1.25;

/** How much a turn of the wheel zooms; fingers on a pad send many small ones. `delta` in CSS px, down is positive. */
export const wheelFactor = (delta: number): number =>
  Math.abs(delta) < NOTCH_PX ? Math.exp(-delta / 100) : NOTCH ** -Math.sign(delta);

export const viewBoxOf = ({ factor, x, y }: Zoom, [width, height]: SceneSize): Area => [
  x,
  y,
  width / factor,
  height / factor,
];

/**
 * By how much badges and rings are drawn larger in the scene: zoomed out they keep the size that they have on the whole scene, zoomed
 * in they grow by the root, to twice of it at the most.
 */
export const markScale = (factor: number): number => (factor < 1 ? 1 / factor : 1 / Math.sqrt(factor));

/** Where the scene lies in the window. */
export interface Frame {
  /** CSS pixels of a design pixel. */
  readonly scale: number;
  /** CSS pixels of the window where the scene's own 0, 0 is. */
  readonly left: number;
  readonly top: number;
}

/** Of a drawing that takes `box` and shows the view box in its middle, whole. */
export function frameOf(zoom: Zoom, size: SceneSize, box: Box): Frame {
  const [x, y, width, height] = viewBoxOf(zoom, size);
  const scale = Math.min(box.width / width, box.height / height);
  return {
    scale,
    left: box.left + (box.width - width * scale) / 2 - x * scale,
    top: box.top + (box.height - height * scale) / 2 - y * scale,
  };
}

/** The point of the scene at a point of the window. */
export const sceneAt = ({ scale, left, top }: Frame, [x, y]: Point): Point => [(x - left) / scale, (y - top) / scale];

/** What a box of the window covers of the scene. */
export function sceneArea(frame: Frame, { left, top, width, height }: Box): Area {
  const [x, y] = sceneAt(frame, [left, top]);
  return [x, y, width / frame.scale, height / frame.scale];
}

export const isWithin = ([x, y]: Point, [left, top, width, height]: Area): boolean =>
  x >= left && y >= top && x <= left + width && y <= top + height;

/** Shifted so little that `area` is in view, of which `seen` is now; null for what is larger than the view. */
export function broughtIn(zoom: Zoom, area: Area, { seen, size }: InView): Zoom | null {
  const air = AIR / zoom.factor;
  const shift = (i: 0 | 1): number | null => {
    const from = area[i] - air;
    const length = area[i === 0 ? 2 : 3] + 2 * air;
    const room = seen[i === 0 ? 2 : 3];
    if (length > room) return null;
    return from < seen[i] ? from - seen[i] : Math.max(0, from + length - seen[i] - room);
  };
  const dx = shift(0);
  const dy = shift(1);
  if (dx === null || dy === null) return null;
  // Less than that is nothing but rounding.
  return Math.hypot(dx, dy) < 0.01 ? zoom : panned(zoom, [dx, dy], size);
}

export interface InView {
  /** Part of the scene that is seen. */
  readonly seen: Area;
  readonly size: SceneSize;
}
