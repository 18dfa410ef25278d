/**
 * Keys and buttons of the mouse that lead from screen to screen: function keys, Esc, Alt with an arrow, the two thumb buttons. The
 * browser's own meaning of them is taken away, so that both hosts do the same and F5 reloads nothing.
 */
import { useEffect } from 'react';
import { type Session, useSession } from '../store/session.ts';
import { openAbove, openByKey, placeOfKey } from './go-to.ts';
import { openWindow } from './open-window.ts';

export function useScreenKeys(): void {
  const session = useSession();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => pressed(session, event);
    const onMouse = (event: MouseEvent): void => pushed(session, event);
    // Before the trend has taken its own Esc: it closes the trend or leads back, never both.
    window.addEventListener('keydown', onKey, true);
    for (const kind of MOUSE_EVENTS) window.addEventListener(kind, onMouse, true);
    return () => {
      window.removeEventListener('keydown', onKey, true);
      for (const kind of MOUSE_EVENTS) window.removeEventListener(kind, onMouse, true);
    };
  }, [session]);
}

/** The browser moves at one of them, which one is its own affair. */
const MOUSE_EVENTS = ['mousedown', 'mouseup', 'auxclick'] as const;
const BACK_BUTTON = 3;
const FORWARD_BUTTON = 4;

const isScreenKey = (key: string): boolean => /^F(?:[1-9]|1[01])$/.test(key);

/** A dialog waits for an answer: nothing moves beneath it. */
const isHeld = (session: Session): boolean => session.dialog.get() !== null;

function pressed(session: Session, event: KeyboardEvent): void {
  const { key, altKey, ctrlKey, metaKey, shiftKey, isComposing } = event;
  if (ctrlKey || metaKey) {
    openPalette(session, event);
    return;
  }
  const step = altKey && !shiftKey ? STEPS[key] : undefined;
  if (step !== undefined || (isScreenKey(key) && !altKey)) event.preventDefault();
  if (isHeld(session) || isComposing) return;
  if (step !== undefined) session.place[step]();
  else if (shiftKey && !altKey && isScreenKey(key)) openBeside(session, event);
  else if (altKey || shiftKey) return;
  else if (key === 'Escape' && !hasOwnEsc(event.target)) closeTop(session);
  else openByKey(session, key);
}

/** Shift with the key of a screen: in a window of its own. Shift+F10 is the context menu of whatever has the focus. */
function openBeside(session: Session, { key, target }: KeyboardEvent): void {
  const hasMenu = key === 'F10' && target instanceof Element && target !== document.body;
  const place = hasMenu ? null : placeOfKey(session, key);
  if (place !== null) openWindow(window, place);
}

/** Ctrl+K would give the focus to the browser's own field. */
function openPalette(session: Session, event: KeyboardEvent): void {
  if (event.key.toLowerCase() !== 'k' || event.altKey || event.shiftKey) return;
  event.preventDefault();
  if (!isHeld(session) && !event.isComposing) session.dialog.set({ kind: 'palette' });
}

const STEPS: Readonly<Record<string, 'back' | 'forward'>> = { ArrowLeft: 'back', ArrowRight: 'forward' };

function pushed(session: Session, event: MouseEvent): void {
  if (event.button !== BACK_BUTTON && event.button !== FORWARD_BUTTON) return;
  event.preventDefault();
  if (event.type !== 'mouseup' || isHeld(session)) return;
  if (event.button === BACK_BUTTON) session.place.back();
  else session.place.forward();
}

/** What lies on top goes first: a trend closes itself, then a card, then the top faceplate, then the screen. */
function closeTop(session: Session): void {
  if (session.trended.get() !== null) return;
  const place = session.place.get();
  const { carded, ringed } = session.alarms;
  if (carded.get() !== null) carded.set(null);
  else if (session.plates.closeTop()) return;
  else if (place.screen === 'alarms' && place.alarm !== null) session.place.set({ ...place, alarm: null });
  else if (place.screen === 'support' && place.item !== null) session.place.set({ ...place, item: null });
  else if (ringed.get() !== null) ringed.set(null);
  else openAbove(session);
}

/** A field or a form takes its own Esc: it is emptied, left or closed first, and only then the screen. */
const hasOwnEsc = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, form, [data-own-esc]') !== null;
