/**
 * The one time of a window that looks at the past: mimic, alarms and trends all ask this clock. Null is live. A replay that catches up
 * with the present is live again by itself, so that nobody takes the end of a replay for a station that stands still.
 */
import type { ClientTimers } from '../host/timers.ts';
import { type Observable, observable } from '../store/observable.ts';

/** Seconds of the station in a second of the room. */
export const REPLAY_SPEEDS = [1, 10, 60, 300, 600] as const;
export type ReplaySpeed = (typeof REPLAY_SPEEDS)[number];

/** How often the picture moves on: as often as the live one. */
export const REPLAY_TICK_MS = 250;

export interface Replay {
  /** Epoch ms UTC, as of the last tick. */
  readonly at: number;
  readonly speed: ReplaySpeed;
  readonly isPlaying: boolean;
}

export interface ReplayClock {
  /** Null while live. */
  readonly state: Observable<Replay | null>;
  /** Counts what somebody tried that a replay does not allow. */
  readonly refused: Observable<number>;
  /** Counts how often a replay has caught up with the present, and so has ended by itself. */
  readonly reached: Observable<number>;
  /** Counts the jumps of the time: what was read before the last one is of another time. */
  readonly jumps: Observable<number>;
  /** Epoch ms UTC of the past that is shown; undefined while live. */
  now(): number | undefined;
  /** The present, epoch ms UTC, whatever is shown. */
  liveNow(): number;
  /** Stands still at `at`; what lies in the future is the present, and so live. */
  seek(at: number): void;
  play(isPlaying: boolean): void;
  setSpeed(speed: ReplaySpeed): void;
  leave(): void;
  refuse(): void;
  /** Called when time has jumped: begun, ended, sought. */
  onJump(listener: () => void): () => void;
}

/** `liveNow` is the station's clock, epoch ms UTC. */
export function createReplayClock(timers: Pick<ClientTimers, 'now' | 'every'>, liveNow: () => number): ReplayClock {
  const state = observable<Replay | null>(null);
  const refused = observable(0);
  const reached = observable(0);
  const jumps = observable(0);
  const listeners = new Set<() => void>();
  /** What `at` was when the room's clock was `since`. */
  let anchor = { at: 0, since: 0 };
  const now = (): number | undefined => {
    const replay = state.get();
    if (replay === null) return undefined;
    return replay.isPlaying ? anchor.at + (timers.now() - anchor.since) * replay.speed : anchor.at;
  };
  const set = (replay: Replay | null): void => {
    if (replay !== null) anchor = { at: replay.at, since: timers.now() };
    state.set(replay);
  };
  const jump = (replay: Replay | null): void => {
    set(replay);
    jumps.set(jumps.get() + 1);
    for (const listener of listeners) listener();
  };
  const change = (parts: Partial<Omit<Replay, 'at'>>): void => {
    const replay = state.get();
    if (replay !== null) set({ ...replay, ...parts, at: now() ?? replay.at });
  };
  const leave = (): void => {
    if (state.get() !== null) jump(null);
  };
  const catchUp = (): void => {
    if (state.get() === null) return;
    leave();
    reached.set(reached.get() + 1);
  };
  timers.every(REPLAY_TICK_MS, () => {
    const replay = state.get();
    const at = now();
    if (replay === null || at === undefined || !replay.isPlaying) return;
    if (at >= liveNow()) catchUp();
    else set({ ...replay, at });
  });
  return {
    state,
    refused,
    reached,
    jumps,
    now,
    liveNow,
    seek: at => {
      if (at >= liveNow()) catchUp();
      else jump({ speed: state.get()?.speed ?? 1, isPlaying: false, at });
    },
    play: isPlaying => change({ isPlaying }),
    setSpeed: speed => change({ speed }),
    leave,
    refuse: () => refused.set(refused.get() + 1),
    onJump: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
