/** Timers whose hands a test turns: nothing waits, everything is due in order. */
import type { ClientTimers } from '../../../renderer/host/timers.ts';

interface Due {
  at: number;
  readonly periodMs: number | null;
  readonly run: () => void;
}

export interface TurnableTimers {
  readonly timers: ClientTimers;
  advance(ms: number): void;
  setWall(epochMs: number): void;
}

export function turnableTimers(): TurnableTimers {
  let now = 0;
  let wall = 0;
  const due = new Set<Due>();
  const add = (at: number, periodMs: number | null, run: () => void): (() => void) => {
    const entry: Due = { at, periodMs, run };
    due.add(entry);
    return () => due.delete(entry);
  };
  return {
    timers: {
      now: () => now,
      wall: () => wall,
      after: (delayMs, run) => add(now + delayMs, null, run),
      every: (periodMs, run) => add(now + periodMs, periodMs, run),
    },
    advance: ms => {
      const end = now + ms;
      for (;;) {
        const next = [...due].filter(entry => entry.at <= end).toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        now = next.at;
        if (next.periodMs === null) due.delete(next);
        else next.at += next.periodMs;
        next.run();
      }
      now = end;
    },
    setWall: epochMs => {
      wall = epochMs;
    },
  };
}
