/**
 * Plain keys of a part of the screen, wherever the focus is, while that part is shown. Not while something is typed, a dialog is
 * open or an input method composes; and a key that is held down acts once.
 */
import { useEffect } from 'react';
import { useSession } from '../../store/session.ts';

/** A box that is ticked takes no letters. */
const isTyping = (target: EventTarget | null): boolean =>
  (target instanceof HTMLInputElement && target.type !== 'checkbox') ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement;

type KeyPress = Pick<KeyboardEvent, 'ctrlKey' | 'altKey' | 'metaKey' | 'isComposing' | 'target'>;

/** A plain key that is not meant for a field, an input method or the browser. */
export const isPlainKey = (event: KeyPress): boolean =>
  !(event.ctrlKey || event.altKey || event.metaKey || event.isComposing) && !isTyping(event.target);

/** `a`, `arrowleft`, `?`, ` `; with Shift `shift+ ` and `shift+1`, whatever the keyboard prints there. */
export function keyName({ key, code, shiftKey }: Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey'>): string {
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (!shiftKey) return digit ?? key.toLowerCase();
  if (digit !== undefined) return `shift+${digit}`;
  return key === ' ' ? 'shift+ ' : key.toLowerCase();
}

/** Space presses what has the focus, if it can be pressed. */
const isPressed = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, a, summary, input, [role="button"], [role="row"]') !== null;

export type KeyActions = Readonly<Record<string, (() => void) | undefined>>;

const isAnywhere = (_target: EventTarget | null): boolean => true;

/** By the names of `keyName`; undefined for what is not possible now. `isMeant` says for which focus. */
export function useKeys(keys: KeyActions, isMeant = isAnywhere): void {
  const session = useSession();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (session.dialog.get() !== null || event.repeat || !isPlainKey(event) || !isMeant(event.target)) return;
      const name = keyName(event);
      const run = keys[name];
      if (run === undefined || (name === ' ' && isPressed(event.target))) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
