/**
 * The name that a dialog suggests for whoever gives an order: of the person on duty, else the one given last in a dialog of this
 * computer, until the shift ends. To give one puts nobody on duty: only the dialog "On duty" does.
 */
import { suggestedName } from '../alarms/desk/duty.ts';
import { useZone } from '../alarms/use-alarms.ts';
import { useSession } from '../store/session.ts';
import { nextShiftEnd } from './overrides/override-end.ts';

export function useSuggestedWho(): string {
  const { preferences, client } = useSession();
  return suggestedName({ duty: preferences.duty.get(), last: preferences.lastWho.get() }, client.stationNow());
}

/** Keeps what was given, for the next dialog. */
export function useRememberWho(): (name: string) => void {
  const { preferences, client } = useSession();
  const zone = useZone();
  return name => {
    if (name !== '') preferences.lastWho.set({ name, until: nextShiftEnd(client.stationNow(), zone) });
  };
}
