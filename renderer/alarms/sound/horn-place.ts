/**
 * Which window of this computer is heard: one for each priority, because the same alarm out of three windows is noise. Windows of one
 * browser and one station share locks of the browser, one a priority; the window that has that of its own call sounds, and when it is
 * silent, closes or crashes the browser gives the lock to the next at once. Windows of different areas call for different alarms: none
 * holds a lock longer than it calls, and the more urgent call is never kept waiting by another. Without locks (a page that was not
 * loaded safely) each window sounds: too loud is better than silent.
 */
import type { AlarmPriority } from '../../../shared/model/alarm.ts';
import type { ClientTimers } from '../../host/timers.ts';
import { type Observable, observable } from '../../store/observable.ts';

export type HornPlace = 'here' | 'elsewhere' | 'nowhere';

export interface HornClaim {
  /** Where a call is heard now. */
  readonly place: Observable<HornPlace>;
  /** Whether another window could be heard for all that is called here. */
  readonly isCovered: Observable<boolean>;
  /** What this window calls for; null while it calls for nothing or cannot be heard. */
  want(priority: AlarmPriority | null): void;
  /** Whether this window could be heard, and for which areas; null = the whole station. */
  offer(isAble: boolean, areas: readonly string[] | null): void;
}

interface LockOptions {
  readonly mode: 'exclusive' | 'shared';
  readonly signal: AbortSignal;
}

/** The part of the browser's lock manager that is used. */
export interface Locks {
  request(name: string, options: LockOptions, held: () => Promise<void>): Promise<unknown>;
  query(): Promise<{ readonly held?: readonly { readonly name?: string }[] }>;
}

const CALL = 'citygate.horn.';
/** Held by every window that can be heard; what follows is its areas, the station for none. */
const ABLE = 'citygate.can-sound ';
/** How soon a window knows of what another one does, ms. */
const LOOK_EVERY_MS = 1_000;

export function createHornClaim(locks: Locks | undefined, timers: Pick<ClientTimers, 'every'>): HornClaim {
  const place = observable<HornPlace>('nowhere');
  const isCovered = observable(false);
  if (locks === undefined) {
    return {
      place,
      isCovered,
      want: priority => place.set(priority === null ? 'nowhere' : 'here'),
      offer: () => undefined,
    };
  }
  let wanted: AlarmPriority | null = null;
  let mine: readonly string[] | null = null;
  let isHeld = false;
  const look = async (): Promise<void> => {
    const names = ((await locks.query()).held ?? []).map(({ name = '' }) => name);
    // Of this window itself it says nothing: its own offer would cover it.
    isCovered.set(names.some(name => name.startsWith(ABLE) && covers(name.slice(ABLE.length), mine)));
    const worst = Math.min(...names.flatMap(name => (name.startsWith(CALL) ? [Number(name.slice(CALL.length))] : [])));
    place.set(placeOf({ isHeld, wanted, worst }));
  };
  const call = createHold(locks, held => {
    isHeld = held;
    // At once: whether a more urgent call sounds elsewhere is seen a moment later.
    place.set(held ? 'here' : 'nowhere');
  });
  const able = createHold(locks, () => undefined);
  timers.every(LOOK_EVERY_MS, () => void look());
  return {
    place,
    isCovered,
    want: priority => {
      if (priority === wanted) return;
      wanted = priority;
      call.set(priority === null ? null : `${CALL}${priority}`, 'exclusive');
    },
    offer: (isAble, areas) => {
      mine = areas;
      able.set(isAble ? `${ABLE}${areas === null ? '' : JSON.stringify(areas)}` : null, 'shared');
    },
  };
}

interface Sight {
  readonly isHeld: boolean;
  readonly wanted: AlarmPriority | null;
  /** Most urgent call of all windows; Infinity while none sounds. */
  readonly worst: number;
}

function placeOf({ isHeld, wanted, worst }: Sight): HornPlace {
  if (isHeld && worst >= (wanted ?? 0)) return 'here';
  return worst === Number.POSITIVE_INFINITY ? 'nowhere' : 'elsewhere';
}

/** Whether a window of these areas, as it wrote them, hears all that one of `mine` would. */
function covers(written: string, mine: readonly string[] | null): boolean {
  if (written === '') return true;
  const theirs: unknown = JSON.parse(written);
  return Array.isArray(theirs) && mine !== null && mine.every(area => theirs.includes(area));
}

/** One lock of this window: asked for, kept until another name is set, asked for again. */
function createHold(locks: Locks, onHeld: (isHeld: boolean) => void) {
  let asked: string | null = null;
  let letGo: () => void = () => undefined;
  const ask = (name: string, mode: LockOptions['mode']): (() => void) => {
    const giveUp = new AbortController();
    const kept = Promise.withResolvers<void>();
    const held = (): Promise<void> => {
      if (!giveUp.signal.aborted) onHeld(true);
      return kept.promise;
    };
    // Rejects when it was given up while it waited.
    locks.request(name, { mode, signal: giveUp.signal }, held).catch((error: unknown) => {
      if (!giveUp.signal.aborted) throw error;
    });
    return () => {
      giveUp.abort();
      kept.resolve();
      onHeld(false);
    };
  };
  return {
    set: (name: string | null, mode: LockOptions['mode']): void => {
      if (name === asked) return;
      letGo();
      asked = name;
      letGo = name === null ? () => undefined : ask(name, mode);
    },
  };
}
