/** Keys of a mimic: + and − zoom about what has the focus, else about the middle; 0 shows the whole; arrows push a zoomed scene. */
import type { RefObject } from 'react';
import type { Point } from '../../../shared/scene/place-node.ts';
import { useKeys } from '../../alarms/desk/use-keys.ts';
import { useSession } from '../../store/session.ts';
import { middleOf, pushBy, type SceneSight, zoomAt } from './scene-sight.ts';
import { nextStep, type SceneSize, WHOLE } from './zoom.ts';

/** Of the view a press. */
const PUSH_SHARE = 0.25;

export function useZoomKeys(svg: RefObject<SVGSVGElement | null>, size: SceneSize): void {
  const { zoom } = useSession();
  const on = (run: (sight: SceneSight) => void) => () => {
    if (svg.current !== null) run({ svg: svg.current, size, zoom });
  };
  const step = (way: 1 | -1) => on(sight => zoomAt(sight, nextStep(zoom.get().factor, way), pointFor(sight)));
  useKeys({ '+': step(1), '=': step(1), '-': step(-1), '0': () => zoom.set(WHOLE) });
  const push = (x: number, y: number) =>
    on(sight => {
      const { width, height } = sight.svg.getBoundingClientRect();
      pushBy(sight, [x * width * PUSH_SHARE, y * height * PUSH_SHARE]);
    });
  const isZoomed = (target: EventTarget | null): boolean => zoom.get().factor !== 1 && !hasOwnArrows(target);
  useKeys({ arrowleft: push(1, 0), arrowright: push(-1, 0), arrowup: push(0, 1), arrowdown: push(0, -1) }, isZoomed);
}

/** Faceplates, cards and what lies over the screen have arrows of their own; the screen, its frame and the page have none. */
const hasOwnArrows = (target: EventTarget | null): boolean =>
  target instanceof Element && target !== document.body && target.closest('.view, .top, .rail, .message') === null;

function pointFor(sight: SceneSight): Point {
  const focused = document.activeElement;
  if (focused === null || !sight.svg.contains(focused)) return middleOf(sight);
  const { left, top, width, height } = focused.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
}
