/**
 * The horn of one window, heard where the claim says `here`: repeats the call of the highest priority that sounds until the station says silence. A new alarm of the
 * same priority does not start it anew, one of a higher priority takes over at once. A person may hush it here while the station
 * does not answer; an alarm that was not heard then sounds all the same.
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
  /** Which priority it calls now, in whichever window; null = silence. */
  readonly sounding: Observable<AlarmPriority | null>;
  /** What the station wants to be heard. */
  follow(wanted: SoundWanted): void;
  /** Silent here until something else sounds. */
  hush(): void;
  /** Every priority once, the least urgent first. */
  test(): void;
}

const TEST_PAUSE_MS = 1_400;

interface HornParts {
  readonly speaker: Speaker;
  readonly claim: HornClaim;
  readonly timers: Pick<ClientTimers, 'after'>;
}

export function createHorn({ speaker, claim, timers }: HornParts): Horn {
  const sounding = observable<AlarmPriority | null>(null);
  let wanted: SoundWanted = { priority: null, ids: [] };
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
    call();
  };
  const again = (): void => {
    if (speaker.state.get() !== 'ready' || claim.place.get() !== 'here' || sounding.get() === null) return;
    cancel();
    call();
  };
  const want = (): void => claim.want(speaker.state.get() === 'ready');
  // A speaker that comes back in the middle of a call is heard at once, and so is a window that takes over from another.
  speaker.state.subscribe(() => {
    want();
    again();
  });
  claim.place.subscribe(() => {
    if (claim.place.get() === 'here') again();
    else speaker.stop();
  });
  want();
  return {
    speaker: speaker.state,
    place: claim.place,
    sounding,
    follow: next => {
      wanted = next;
      const isNews = next.ids.some(id => !hushed.has(id));
      if (isNews || next.priority === null) hushed = new Set();
      set(isNews ? next.priority : null);
    },
    hush: () => {
      hushed = new Set(wanted.ids);
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
