/** What components ask of the alarms: one alarm, what it is, its tag, the marks of time. */
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { AlarmStatus } from '../../shared/model/alarm.ts';
import type { TagDefinition } from '../../shared/model/tag.ts';
import type { AlarmDescription } from '../../shared/rpc/alarm-contract.ts';
import { type ZoneClock, zoneClock } from '../../shared/time/zone.ts';
import type { AlarmBook } from '../store/alarm-book.ts';
import { useObservable, useSession } from '../store/session.ts';

/** Followed by itself: a change of another alarm renders nothing. */
export function useAlarmStatus(id: string): AlarmStatus | undefined {
  const { book } = useSession().alarms;
  const subscribe = useCallback((listener: () => void) => book.subscribe(id, listener), [book, id]);
  return useSyncExternalStore(subscribe, () => book.status(id));
}

/** All alarms as they are now; the same array while none has changed. */
export function useAllAlarms(): readonly AlarmStatus[] {
  const { book } = useSession().alarms;
  const version = useObservable(book.version);
  return useMemo(() => allAt(book, version), [book, version]);
}

/** The version is what makes it read anew. */
const allAt = (book: AlarmBook, _version: number): readonly AlarmStatus[] => [...book.all()];

export interface AlarmFacts {
  readonly description: AlarmDescription | undefined;
  readonly tag: TagDefinition | undefined;
  readonly decimals: number;
  readonly unit: string;
}

export function useAlarmFacts(id: string): AlarmFacts {
  const session = useSession();
  const description = useObservable(session.alarms.descriptions).get(id);
  const model = useObservable(session.station.model);
  const tag = model?.byName.get(description?.tag ?? '');
  return { description, tag, decimals: tag?.decimals ?? 0, unit: tag?.unit ?? '' };
}

export function useZone(): ZoneClock {
  return zoneClock(useObservable(useSession().station.model)?.description.timeZone ?? 'UTC');
}

/** Name of an area in both languages; the id of one that the project does not name. */
export function useAreaNames(): ReadonlyMap<string, { readonly zh: string; readonly en: string }> {
  const areas = useObservable(useSession().station.model)?.description.areas ?? [];
  return new Map(areas.map(area => [area.id, area.name]));
}
