/** What makes an element tell of a value: the tooltip under pointer and focus, the trend on click, Enter or Space; dragged it goes to the trends. */
import type { KeyboardEvent, PointerEvent, SyntheticEvent } from 'react';
import type { Session, Target } from '../store/session.ts';

interface TargetHandlers {
  readonly onMouseEnter: (event: SyntheticEvent) => void;
  readonly onMouseLeave: () => void;
  readonly onFocus: (event: SyntheticEvent) => void;
  readonly onBlur: () => void;
  readonly onClick: (event: SyntheticEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onPointerDown: (event: PointerEvent) => void;
}

/** `target` gives what stands behind an element, or null where there is nothing. */
export function targetHandlers(
  session: Pick<Session, 'hovered' | 'trended' | 'drags' | 'station'>,
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
    onKeyDown: event => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      open(event.currentTarget);
    },
    // What is calculated for a screen has no name that a pen could have.
    onPointerDown: event => {
      const tag = target(event.currentTarget)?.tag;
      if (tag !== undefined && session.station.model.get()?.byName.has(tag) === true) session.drags.press(tag, event);
    },
  };
}
