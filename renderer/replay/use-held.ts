/** Why nothing may be changed from this window now: the station is not heard, or the past is shown. Null when it may. */
import { useObservable, useSession, useTexts } from '../store/session.ts';

export function useHeld(): string | null {
  const session = useSession();
  const { texts } = useTexts();
  const isUp = useObservable(session.link).phase === 'up';
  const isPast = useObservable(session.replay.state) !== null;
  if (isPast) return texts.replay.held;
  return isUp ? null : texts.dialog.lacking.link;
}
