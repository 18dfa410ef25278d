/**
 * The horn of one window, heard where the claim says `here`: repeats the call of the highest priority that sounds until the station
 * says silence. A new alarm of the same priority does not start it anew, one of a higher priority takes over at once. A station that is
 * not reached calls as well: nobody knows what it would tell. A person may hush the horn here while the station does not answer; an
 * alarm that was not heard then sounds all the same.
 */
import type { AlarmPriority } from '../../../shared/model/alarm.ts';
import type { ClientTimers } from '../../host/timers.ts';
import { type Observable, observable } from '../../store/observable.ts';
import type { HornClaim, HornPlace } from './horn-place.ts';
import { CALLS, type Call } from './tones.ts';

/** `blocked`: the browser waits for a touch or a key. `missing`: no device plays. */
export type SpeakerState = 'ready' | 'blocked' | 'missing';

export interface Speaker {
  readonly state: Observable<SpeakerState>;
  /** Does nothing while the speaker is not ready. */
  play(call: Call): void;
  /** What is playing ends at once. */
  stop(): void;
}

interface SoundWanted {
  readonly priority: AlarmPriority | null;
  readonly ids: readonly string[];
}

export interface Horn {
  /** Whether anybody could hear it. */
  readonly speaker: Observable<SpeakerState>;
  /** Which window of this computer is heard. */
  readonly place: Observable<HornPlace>;
  /** Whether another window could be heard for all that is called here. */
  readonly isCovered: Observable<boolean>;
  /** Which priority it calls now, in whichever window; null = silence. */
  readonly sounding: Observable<AlarmPriority | null>;
  /** What the station wants to be heard. */
  follow(wanted: SoundWanted): void;
  /** Whether the station is not reached. */
  followLink(isLost: boolean): void;
  /** Areas that are heard here; null = the whole station. */
  serve(areas: readonly string[] | null): void;
  /** Silent here until something else sounds. */
  hush(): void;
  /** Every priority once, the least urgent first. */
  test(): void;
}

const TEST_PAUSE_MS = 1_400;
/** A station that is not reached sounds as an alarm of this priority, under a name that no alarm has. */
const LOST_PRIORITY = 2;
const LOST_ID = ' link';

interface HornParts {
  readonly speaker: Speaker;
  readonly claim: HornClaim;
  readonly timers: Pick<ClientTimers, 'after'>;
}

export function createHorn({ speaker, claim, timers }: HornParts): Horn {
  const sounding = observable<AlarmPriority | null>(null);
  let told: SoundWanted = { priority: null, ids: [] };
  let isLost = false;
  let areas: readonly string[] | null = null;
  let hushed: ReadonlySet<string> = new Set();
  let cancel: () => void = () => undefined;

  const call = (): void => {
    const priority = sounding.get();
    if (priority === null) return;
    if (claim.place.get() === 'here') speaker.play(CALLS[priority]);
    cancel = timers.after(CALLS[priority].everyMs, call);
  };
  const set = (priority: AlarmPriority | null): void => {
    if (sounding.get() === priority) return;
    cancel();
    speaker.stop();
    sounding.set(priority);
    want();
    call();
  };
  const again = (): void => {
    if (speaker.state.get() !== 'ready' || claim.place.get() !== 'here' || sounding.get() === null) return;
    cancel();
    call();
  };
  // A place that is given at once must not call twice.
  let isAsking = false;
  const want = (): void => {
    const isAble = speaker.state.get() === 'ready';
    isAsking = true;
    claim.offer(isAble, areas);
    claim.want(isAble ? sounding.get() : null);
    isAsking = false;
  };
  const judge = (): void => {
    const wanted = isLost ? withLost(told) : told;
    const isNews = wanted.ids.some(id => !hushed.has(id));
    if (isNews || wanted.priority === null) hushed = new Set();
    set(isNews ? wanted.priority : null);
  };
  // A speaker that comes back in the middle of a call is heard at once, and so is a window that takes over from another.
  speaker.state.subscribe(() => {
    want();
    again();
  });
  claim.place.subscribe(() => {
    if (claim.place.get() !== 'here') speaker.stop();
    else if (!isAsking) again();
  });
  want();
  return {
    speaker: speaker.state,
    place: claim.place,
    isCovered: claim.isCovered,
    sounding,
    follow: next => {
      told = next;
      judge();
    },
    followLink: isLostNow => {
      if (isLost === isLostNow) return;
      isLost = isLostNow;
      // Lost again is news.
      hushed = new Set([...hushed].filter(id => id !== LOST_ID));
      judge();
    },
    serve: served => {
      areas = served;
      want();
    },
    hush: () => {
      hushed = new Set(isLost ? withLost(told).ids : told.ids);
      set(null);
    },
    test: () => {
      if (sounding.get() !== null) return;
      ([4, 3, 2, 1] as const).forEach((priority, i) => {
        timers.after(i * TEST_PAUSE_MS, () => {
          if (sounding.get() === null) speaker.play(CALLS[priority]);
        });
      });
    },
  };
}

const withLost = ({ priority, ids }: SoundWanted): SoundWanted => ({
  priority: priority === null || priority > LOST_PRIORITY ? LOST_PRIORITY : priority,
  ids: [...ids, LOST_ID],
});
