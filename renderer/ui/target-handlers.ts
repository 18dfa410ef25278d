/**
 * What makes an element tell of a value: the tooltip under pointer and focus, the trend on click, Enter or
 * Space, the faceplate by the context menu or a long press. Dragged it goes to the trends.
 */
import type { KeyboardEvent, MouseEvent, PointerEvent, SyntheticEvent } from 'react';
import type { Session, Target } from '../store/session.ts';
import { pressKeys } from './press-keys.ts';

interface TargetHandlers {
  readonly onMouseEnter: (event: SyntheticEvent) => void;
  readonly onMouseLeave: () => void;
  readonly onFocus: (event: SyntheticEvent) => void;
  readonly onBlur: () => void;
  readonly onClick: (event: SyntheticEvent) => void;
  readonly onContextMenu: (event: MouseEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onPointerDown: (event: PointerEvent) => void;
}

/** `target` gives what stands behind an element, or null where there is nothing. */
export function targetHandlers(
  session: Pick<Session, 'hovered' | 'trended' | 'plates' | 'drags' | 'station'>,
  target: (element: Element) => Target | null,
): TargetHandlers {
  const show = (element: Element): void => session.hovered.set(target(element));
  const hide = (): void => session.hovered.set(null);
  const open = (element: Element): void => {
    hide();
    session.trended.set(target(element));
  };
  return {
    onMouseEnter: event => show(event.currentTarget),
    onMouseLeave: hide,
    onFocus: event => {
      if (event.currentTarget.matches(':focus-visible')) show(event.currentTarget);
    },
    onBlur: hide,
    onClick: event => open(event.currentTarget),
    onContextMenu: event => {
      const found = target(event.currentTarget);
      if (found === null || session.plates.assetOf(found.tag) === undefined) return;
      event.preventDefault();
      // Not also that of the symbol that the value is drawn in.
      event.stopPropagation();
      hide();
      session.plates.show(found.tag, event.currentTarget);
    },
    onKeyDown: pressKeys(event => open(event.currentTarget)),
    // What is calculated for a screen has no name that a pen could have.
    onPointerDown: event => {
      const tag = target(event.currentTarget)?.tag;
      if (tag !== undefined && session.station.model.get()?.byName.has(tag) === true) session.drags.press(tag, event);
    },
  };
}
