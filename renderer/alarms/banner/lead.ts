/**
 * The alarm that the banner of every screen shows: the highest unacknowledged one. It is acknowledged by one key, so a press within
 * the first moment is not taken: it was meant for the alarm before.
 */
import type { AlarmStatus } from '../../../shared/model/alarm.ts';
import type { ClientTimers } from '../../host/timers.ts';
import type { AlarmBook } from '../../store/alarm-book.ts';
import { type Observable, observable } from '../../store/observable.ts';
import { firstUnacknowledged, isIn } from '../alarm-order.ts';

/** From the change of the alarm to the first press that counts, ms. */
export const SETTLED_MS = 400;

export interface Lead {
  readonly alarm: Observable<AlarmStatus | null>;
  acknowledge(): void;
}

interface LeadParts {
  readonly book: AlarmBook;
  readonly timers: Pick<ClientTimers, 'now'>;
  /** Areas of responsibility; null = the whole station. */
  readonly areas: Observable<readonly string[] | null>;
  readonly acknowledge: (ids: readonly string[]) => void;
}

export function createLead({ book, timers, areas, acknowledge }: LeadParts): Lead {
  const alarm = observable<AlarmStatus | null>(null);
  let since = timers.now();
  const judge = (): void => {
    const first = firstUnacknowledged([...book.all()].filter(isIn(areas.get())));
    if (first?.id !== alarm.get()?.id) since = timers.now();
    alarm.set(first);
  };
  book.version.subscribe(judge);
  areas.subscribe(judge);
  return {
    alarm,
    acknowledge: () => {
      const first = alarm.get();
      if (first !== null && timers.now() - since >= SETTLED_MS) acknowledge([first.id]);
    },
  };
}
