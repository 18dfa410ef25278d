/**
 * Dragging a faceplate by its head: it follows the pointer within the view. Let go over an object it slips to the nearest place beside
 * it; where it then stands is told as a share of the view.
 */
import { type PointerEvent, type RefObject, useRef } from 'react';
import type { Box } from '../../ui/placement.ts';
import { shareOf } from './place-plate.ts';
import type { PlateShare } from './plate-list.ts';

interface DragInput {
  readonly panel: RefObject<HTMLElement | null>;
  /** Where plates may stand. */
  readonly area: Box;
  /** Where it goes when it is let go in this place. */
  readonly settle: (box: Box) => Box;
  readonly onMoved: (to: PlateShare) => void;
}

interface Held {
  readonly dx: number;
  readonly dy: number;
  hasMoved: boolean;
}

/** Less is a press with an unsteady hand, px. */
const LEAST_PX = 4;

export function useDrag({ panel, area, settle, onMoved }: DragInput) {
  const held = useRef<Held | null>(null);
  const boxOf = (): Box | null => {
    const rect = panel.current?.getBoundingClientRect();
    // Plain: what a rectangle of the page has is not its own and would be lost in a copy.
    return rect === undefined ? null : { left: rect.left, top: rect.top, width: rect.width, height: rect.height };
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>): void => {
      const box = boxOf();
      if (box === null || event.button !== 0 || isOnButton(event.target)) return;
      held.current = { dx: event.clientX - box.left, dy: event.clientY - box.top, hasMoved: false };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>): void => {
      const box = boxOf();
      const element = panel.current;
      if (held.current === null || box === null || element === null) return;
      const left = clamp(event.clientX - held.current.dx, area.left, area.left + area.width - box.width);
      const top = clamp(event.clientY - held.current.dy, area.top, area.top + area.height - box.height);
      if (!held.current.hasMoved && Math.hypot(left - box.left, top - box.top) < LEAST_PX) return;
      held.current.hasMoved = true;
      element.style.left = `${left}px`;
      element.style.top = `${top}px`;
    },
    onPointerUp: (): void => {
      const box = boxOf();
      const hasMoved = held.current?.hasMoved === true;
      held.current = null;
      if (hasMoved && box !== null) onMoved(shareOf(settle(box), area));
    },
    onPointerCancel: (): void => {
      held.current = null;
    },
  };
}

const isOnButton = (target: EventTarget): boolean => target instanceof Element && target.closest('button') !== null;
const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));
