/** Keys of keeping and giving away on the trend screen; none of them while somebody types or a dialog is open. */
import { useEffect, useRef } from 'react';
import { useSession } from '../../store/session.ts';

/** By letter, in small. */
type Acts = Readonly<Record<string, () => void>>;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, select') !== null;

export function useKeepKeys(acts: Acts): void {
  const session = useSession();
  const newest = useRef(acts);
  useEffect(() => {
    newest.current = acts;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
      if (event.defaultPrevented || session.dialog.get() !== null || isTyping(event.target)) return;
      const act = newest.current[event.key.toLowerCase()];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [session]);
}
