/**
 * The alarm that the banner of every screen shows: the highest unacknowledged one. It is acknowledged by one key, so a press within
 * the first moment is not taken: it was meant for the alarm before.
 */
import type { AlarmStatus } from '../../../shared/model/alarm.ts';
import type { ClientTimers } from '../../host/timers.ts';
import type { AlarmBook } from '../../store/alarm-book.ts';
import { type Observable, observable } from '../../store/observable.ts';
import { firstUnacknowledged } from '../alarm-order.ts';

/** From the change of the alarm to the first press that counts, ms. */
export const SETTLED_MS = 400;

export interface Lead {
  readonly alarm: Observable<AlarmStatus | null>;
  acknowledge(): void;
}

export function createLead(
  book: AlarmBook,
  timers: Pick<ClientTimers, 'now'>,
  acknowledge: (ids: readonly string[]) => void,
): Lead {
  const alarm = observable<AlarmStatus | null>(null);
  let since = timers.now();
  book.version.subscribe(() => {
    const first = firstUnacknowledged(book.all());
    if (first?.id !== alarm.get()?.id) since = timers.now();
    alarm.set(first);
  });
  return {
    alarm,
    acknowledge: () => {
      const first = alarm.get();
      if (first !== null && timers.now() - since >= SETTLED_MS) acknowledge([first.id]);
    },
  };
}
