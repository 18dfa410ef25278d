/** Keys of alarms on every screen: A acknowledges what the banner shows, M silences. Not while something is typed or a dialog is open. */
import { useEffect } from 'react';
import { useSession } from '../../store/session.ts';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;

type KeyPress = Pick<KeyboardEvent, 'ctrlKey' | 'altKey' | 'metaKey' | 'isComposing' | 'target'>;

/** A plain key that is not meant for a field, an input method or the browser. */
export const isPlainKey = (event: KeyPress): boolean =>
  !(event.ctrlKey || event.altKey || event.metaKey || event.isComposing) && !isTyping(event.target);

export function useAlarmKeys(): void {
  const session = useSession();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (session.dialog.get() !== null || event.repeat || !isPlainKey(event)) return;
      const key = event.key.toLowerCase();
      if (key === 'a') session.alarms.lead.acknowledge();
      else if (key === 'm') void session.alarms.desk.silence();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [session]);
}
