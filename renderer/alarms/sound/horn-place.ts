/**
 * Which window of this computer is heard: one, because the same alarm out of three windows is noise. Windows of one browser and one
 * station share a lock of the browser; the one that has it sounds, and when it closes or crashes the browser gives the lock to the next at
 * once. Only a window that can be heard asks for it. Another computer is another console and sounds by itself. Without locks
 * (a page that was not loaded safely) each window sounds: too loud is better than silent.
 */
import type { ClientTimers } from '../../host/timers.ts';
import { type Observable, observable } from '../../store/observable.ts';

export type HornPlace = 'here' | 'elsewhere' | 'nowhere';

export interface HornClaim {
  readonly place: Observable<HornPlace>;
  /** Whether this window can be heard, and so wants to be the one. */
  want(canSound: boolean): void;
}

/** The part of the browser's lock manager that is used. */
export interface Locks {
  request(name: string, options: { readonly signal: AbortSignal }, held: () => Promise<void>): Promise<unknown>;
  query(): Promise<{ readonly held?: readonly { readonly name?: string }[] }>;
}

const LOCK = 'citygate.horn';
/** How soon a window that is not heard knows whether another one is, ms. */
const LOOK_EVERY_MS = 1_000;

export function createHornClaim(locks: Locks | undefined, timers: Pick<ClientTimers, 'every'>): HornClaim {
  const place = observable<HornPlace>('nowhere');
  if (locks === undefined) return { place, want: canSound => place.set(canSound ? 'here' : 'nowhere') };
  let letGo: (() => void) | null = null;
  const look = async (): Promise<void> => {
    const { held = [] } = await locks.query();
    if (place.get() !== 'here') place.set(held.some(({ name }) => name === LOCK) ? 'elsewhere' : 'nowhere');
  };
  const claim = (): void => {
    const giveUp = new AbortController();
    const kept = Promise.withResolvers<void>();
    letGo = () => {
      giveUp.abort();
      kept.resolve();
      if (place.get() === 'here') place.set('nowhere');
    };
    const held = (): Promise<void> => {
      place.set('here');
      return kept.promise;
    };
    // Rejects when it was given up while it waited.
    locks.request(LOCK, { signal: giveUp.signal }, held).catch((error: unknown) => {
      if (!giveUp.signal.aborted) throw error;
    });
  };
  timers.every(LOOK_EVERY_MS, () => {
    if (place.get() !== 'here') void look();
  });
  return {
    place,
    want: canSound => {
      if (canSound && letGo === null) claim();
      if (canSound || letGo === null) return;
      letGo();
      letGo = null;
    },
  };
}
