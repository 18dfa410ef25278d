/** A drawn scene as it lies in the window, and what moves it: zooming about a point, pushing, bringing something into view. */
import type { Area, Point } from '../../../shared/scene/place-node.ts';
import type { MutableObservable } from '../../store/observable.ts';
import {
  broughtIn,
  type Frame,
  frameOf,
  panned,
  type SceneSize,
  sceneArea,
  sceneAt,
  WHOLE,
  type Zoom,
  zoomedTo,
} from './zoom.ts';

export interface SceneSight {
  readonly svg: SVGSVGElement;
  readonly size: SceneSize;
  readonly zoom: MutableObservable<Zoom>;
}

/** What the drawing stands in, and scrolls in a small window. */
const holderOf = ({ svg }: Pick<SceneSight, 'svg'>): Element => svg.parentElement ?? svg;

const frameNow = ({ svg, size, zoom }: SceneSight): Frame => frameOf(zoom.get(), size, svg.getBoundingClientRect());

/** The part of the scene that is in view, design pixels. */
export const seenNow = (sight: SceneSight): Area => sceneArea(frameNow(sight), holderOf(sight).getBoundingClientRect());

/** What the read-out hides of the scene, design pixels; null while there is none. */
export function hiddenNow(sight: SceneSight): Area | null {
  const readout = holderOf(sight).parentElement?.querySelector('.zoom-readout');
  return readout ? sceneArea(frameNow(sight), readout.getBoundingClientRect()) : null;
}

/** The part in view that lies above the read-out. */
function clearNow(sight: SceneSight): Area {
  const [x, y, width, height] = seenNow(sight);
  const hidden = hiddenNow(sight);
  return [x, y, width, hidden === null ? height : Math.min(height, hidden[1] - y)];
}

/** Middle of the view, CSS pixels of the window. */
export function middleOf(sight: Pick<SceneSight, 'svg'>): Point {
  const { left, top, width, height } = holderOf(sight).getBoundingClientRect();
  return [left + width / 2, top + height / 2];
}

/** About a point of the window. */
export function zoomAt(sight: SceneSight, factor: number, about: Point): void {
  const place = { about: sceneAt(frameNow(sight), about), size: sight.size };
  sight.zoom.set(zoomedTo(sight.zoom.get(), factor, place));
}

/** The scene follows a hand by so many CSS pixels; what an edge leaves of it scrolls the view of a small window. */
export function pushBy(sight: SceneSight, [dx, dy]: Point): void {
  const { zoom, size } = sight;
  const { scale } = frameNow(sight);
  const before = zoom.get();
  const next = panned(before, [-dx / scale, -dy / scale], size);
  if (next.x !== before.x || next.y !== before.y) zoom.set(next);
  const rest: Point = [dx + (next.x - before.x) * scale, dy + (next.y - before.y) * scale];
  if (Math.hypot(...rest) >= 1) holderOf(sight).scrollBy(-rest[0], -rest[1]);
}

/** Pushes no more than it must; the whole scene for what is larger than the view. */
export function bringIn(sight: SceneSight, area: Area): void {
  const { zoom, size } = sight;
  if (zoom.get().factor > 1) zoom.set(broughtIn(zoom.get(), area, { seen: clearNow(sight), size }) ?? WHOLE);
}

/** An element of the drawing; the beginning of one that is larger than the view. */
export function bringInElement(sight: SceneSight, element: Element): void {
  const [x, y, width, height] = sceneArea(frameNow(sight), element.getBoundingClientRect());
  const [, , seenWidth, seenHeight] = clearNow(sight);
  bringIn(sight, [x, y, Math.min(width, seenWidth * 0.7), Math.min(height, seenHeight * 0.7)]);
}
