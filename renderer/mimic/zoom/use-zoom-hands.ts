/**
 * The hand on a mimic: Ctrl with the wheel or two fingers zoom about their point, the empty ground is dragged, a zoomed scene follows
 * the plain wheel, and what gets the focus is brought into view. The browser's own zoom is taken away over the scene alone.
 */
import { type RefObject, useEffect } from 'react';
import type { Point } from '../../../shared/scene/place-node.ts';
import { type Session, useSession } from '../../store/session.ts';
import { HandTracker } from './hand-tracker.ts';
import { bringInElement, pushBy, type SceneSight, zoomAt } from './scene-sight.ts';
import { type SceneSize, wheelFactor } from './zoom.ts';

export function useZoomHands(svg: RefObject<SVGSVGElement | null>, size: SceneSize): void {
  const session = useSession();
  useEffect(() => {
    if (svg.current === null) return undefined;
    const controller = new AbortController();
    const sight = { svg: svg.current, size, zoom: session.zoom };
    listenToWheel(sight, controller.signal);
    listenToPointers(sight, session, controller.signal);
    sight.svg.addEventListener('focusin', ({ target }) => showFocus(sight, target), { signal: controller.signal });
    return () => controller.abort();
  }, [svg, size, session]);
}

function showFocus(sight: SceneSight, target: EventTarget | null): void {
  // A press has chosen what is in view already.
  if (target instanceof Element && target.matches(':focus-visible')) bringInElement(sight, target);
}

const pointOf = ({ clientX, clientY }: MouseEvent): Point => [clientX, clientY];

function listenToWheel(sight: SceneSight, signal: AbortSignal): void {
  const onWheel = (event: WheelEvent): void => {
    const { factor } = sight.zoom.get();
    if (event.ctrlKey || event.metaKey) zoomAt(sight, factor * wheelFactor(event.deltaY), pointOf(event));
    else if (factor > 1) pushBy(sight, event.shiftKey ? [-event.deltaY, 0] : [-event.deltaX, -event.deltaY]);
    else return;
    event.preventDefault();
  };
  // The read-out lies beside the drawing, on the same ground.
  (sight.svg.closest('.view') ?? sight.svg).addEventListener('wheel', event => onWheel(event as WheelEvent), {
    signal,
    passive: false,
  });
}

const isGround = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="button"], [role="link"]') === null;

function listenToPointers(sight: SceneSight, { drags }: Pick<Session, 'drags'>, signal: AbortSignal): void {
  const hands = new HandTracker();
  const { svg } = sight;
  const mark = (): void => void svg.classList.toggle('is-held', hands.isMoving);
  const end = (id: number): void => {
    hands.up(id);
    mark();
  };
  svg.addEventListener(
    'pointerdown',
    event => {
      if (event.button !== 0) return;
      if (event.pointerType === 'mouse') hands.clear();
      // The first of two fingers may have begun to drag a value.
      if (hands.down(event.pointerId, pointOf(event), isGround(event.target))) drags.cancel();
    },
    { signal },
  );
  const onMove = (event: PointerEvent): void => {
    if (event.buttons === 0) return end(event.pointerId);
    const move = hands.move(event.pointerId, pointOf(event));
    if (move === null) return;
    mark();
    if (move.ratio !== 1) zoomAt(sight, sight.zoom.get().factor * move.ratio, move.about);
    pushBy(sight, move.by);
  };
  window.addEventListener('pointermove', onMove, { signal });
  window.addEventListener('pointerup', event => end(event.pointerId), { signal });
  window.addEventListener('pointercancel', event => end(event.pointerId), { signal });
  window.addEventListener('blur', () => hands.clear(), { signal });
}
