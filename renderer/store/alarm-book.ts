/**
 * What one window knows of the alarms: a snapshot and the changes after it, by id. Pure but for its listeners. Whoever shows one
 * alarm listens to that one; whoever shows many listens to `version`, which counts items and not alarms.
 */
import type { AlarmCounts, AlarmStatus } from '../../shared/model/alarm.ts';
import type { AlarmStreamItem } from '../../shared/rpc/alarm-contract.ts';
import { type Observable, observable } from './observable.ts';

/** What the stream tells beside the alarms themselves. */
export interface AlarmSummary {
  readonly counts: AlarmCounts;
  readonly sound: AlarmStreamItem['sound'];
  /** False while the disk takes no rows. */
  readonly isDurable: boolean;
  /** Number of the last row that is in here. */
  readonly sequence: number;
  /** Given up since the start of the station. */
  readonly lostRows: number;
}

export interface AlarmBook {
  apply(item: AlarmStreamItem): void;
  status(id: string): AlarmStatus | undefined;
  all(): Iterable<AlarmStatus>;
  /** Called when this alarm has changed. */
  subscribe(id: string, listener: () => void): () => void;
  readonly version: Observable<number>;
  /** Null before the first item. */
  readonly summary: Observable<AlarmSummary | null>;
}

export function createAlarmBook(): AlarmBook {
  let statuses = new Map<string, AlarmStatus>();
  const listeners = new Map<string, Set<() => void>>();
  const version = observable(0);
  const summary = observable<AlarmSummary | null>(null);
  const tell = (ids: Iterable<string>): void => {
    for (const id of ids) for (const listener of listeners.get(id) ?? []) listener();
  };
  return {
    apply: item => {
      const changed = item.statuses.map(status => status.id);
      // An alarm that a snapshot does not have is one that the project has no more.
      const gone = item.snapshot ? [...statuses.keys()].filter(id => !changed.includes(id)) : [];
      if (item.snapshot) statuses = new Map();
      for (const status of item.statuses) statuses.set(status.id, status);
      const { counts, sound, isDurable, sequence, lostRows } = item;
      summary.set({ counts, sound, isDurable, sequence, lostRows });
      tell([...changed, ...gone]);
      if (item.snapshot || changed.length > 0) version.set(version.get() + 1);
    },
    status: id => statuses.get(id),
    all: () => statuses.values(),
    subscribe: (id, listener) => {
      const set = listeners.get(id) ?? new Set();
      listeners.set(id, set);
      set.add(listener);
      return () => {
        set.delete(listener);
        if (set.size === 0 && listeners.get(id) === set) listeners.delete(id);
      };
    },
    version,
    summary,
  };
}
