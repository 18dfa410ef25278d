/** What else of a window belongs to the time that it shows: its small charts, the window of its trends, and what it asks people. */
import { replayEn } from '../../shared/text/replay/replay-en.ts';
import { replayZh } from '../../shared/text/replay/replay-zh.ts';
import type { Text } from '../../shared/text/text.ts';
import type { DialogRequest } from '../dialogs/dialog-request.ts';
import type { ClientTimers } from '../host/timers.ts';
import { type MutableObservable, observable } from '../store/observable.ts';
import type { RecentStore } from '../store/recent-store.ts';
import { type Follow, liveFor } from '../trend/time/follow.ts';
import type { ReplayClock } from './replay-clock.ts';

/** A replay that plays fast passes over samples between its pictures; small charts read them this often, ms. */
const REREAD_MS = 2_000;

interface ReplayFollowers {
  readonly replay: ReplayClock;
  readonly recent: RecentStore;
  readonly follow: MutableObservable<Follow>;
  readonly timers: ClientTimers;
  /** Says something to whoever is at the window, for some seconds. */
  readonly tell: (text: Text) => void;
}

/** Charts belong to the time that is shown; that it is the present again is told where nobody has asked for it. */
export function followReplay({ replay, recent, follow, timers, tell }: ReplayFollowers): void {
  replay.onJump(() => {
    recent.restart();
    // A window that stood still at another time would show what the mimic does not.
    follow.set(liveFor(follow.get().spanMs));
  });
  replay.reached.subscribe(() => tell({ zh: replayZh.reached, en: replayEn.reached }));
  timers.every(REREAD_MS, () => {
    const state = replay.state.get();
    if (state?.isPlaying === true && state.speed > 1) recent.reload();
  });
}

/** Dialogs that change nothing of the station, or are read as well: what could change something in them is dashed. */
const HARMLESS: ReadonlySet<DialogRequest['kind']> = new Set([
  'keys',
  'palette',
  'areas',
  'on-duty',
  'annotation',
  'certificates',
  'trend-export',
]);

/** Nobody is asked who and why for what a replay does not do. */
export function refusingDialog(replay: ReplayClock): MutableObservable<DialogRequest | null> {
  const dialog = observable<DialogRequest | null>(null);
  return {
    ...dialog,
    set: request => {
      if (request === null || replay.state.get() === null || HARMLESS.has(request.kind)) dialog.set(request);
      else replay.refuse();
    },
  };
}
