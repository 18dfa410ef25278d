/** Tells the station when this computer has no sound device, and when it has one again: an event that a supervisor can find. */
import { CallError } from '../../host/call-book.ts';
import type { Client } from '../../host/client.ts';
import type { ClientTimers } from '../../host/timers.ts';
import type { Speaker } from './horn.ts';

/** A device that is plugged over, or a browser that starts, is no event, ms. */
const SETTLE_MS = 3_000;

/** Lives as long as the window. The station knows what it has been told and tells each change once. */
export function reportSound(
  client: Pick<Client, 'call' | 'onConnected'>,
  speaker: Pick<Speaker, 'state'>,
  timers: Pick<ClientTimers, 'after'>,
): void {
  let told: boolean | null = null;
  let cancel: () => void = () => undefined;
  const tell = async (isMissing: boolean): Promise<void> => {
    told = isMissing;
    try {
      await client.call('console.soundChanged', { isMissing });
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      // Said again when the link is back.
      told = null;
    }
  };
  const settle = (): void => {
    cancel();
    cancel = timers.after(SETTLE_MS, () => {
      const state = speaker.state.get();
      // One that waits for a touch says nothing about the device, but where the device was missing: it is there again.
      if (state === 'blocked' && told !== true) return;
      if (told !== (state === 'missing')) void tell(state === 'missing');
    });
  };
  speaker.state.subscribe(settle);
  client.onConnected(() => {
    told = null;
    settle();
  });
}
