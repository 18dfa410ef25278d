/**
 * The stream of alarms of a window that may look at the past. It stays open all the while, because the horn and the counts of the
 * present come out of it; its alarms are told only while the present is shown.
 */
import type { AlarmCounts } from '../../../shared/model/alarm.ts';
import type { InputOf, OutputOf } from '../../../shared/rpc/contract.ts';
import type { StreamHandle } from '../../host/client.ts';
import type { PastParts, PastStream } from '../replay-client.ts';
import { isNear } from './past-tags.ts';

type Input = InputOf<'alarms'>;
type Item = OutputOf<'alarms'>;

interface Parts extends PastParts {
  readonly onCounts: (counts: AlarmCounts) => void;
}

export function createPastAlarms(
  { live, isPast, clock, onCounts }: Parts,
  input: Input,
  onItem: (item: Item) => void,
): PastStream & StreamHandle<'alarms'> {
  let wanted = input;
  let isBehind = true;
  let present: Item | null = null;
  let past: Item | null = null;
  /** Whoever silences means what sounds now: the last row that could be heard is one of the present, too. */
  const sounding = (item: Item): Item =>
    present === null ? item : { ...item, sound: present.sound, sequence: present.sequence };
  const handle = live.open('alarms', input, item => {
    present = item;
    if (!isPast()) return onItem(item);
    onCounts(item.counts);
    if (past !== null) onItem(sounding({ ...past, snapshot: false, statuses: [] }));
  });
  return {
    show: async at => {
      const of = wanted;
      isBehind = false;
      const item = await live.call('replay.alarms', { at, ...(of.areas === undefined ? {} : { areas: of.areas }) });
      if (!isPast() || of !== wanted || !isNear(clock, at)) {
        isBehind = true;
        return;
      }
      past = item;
      onItem(sounding(item));
    },
    isBehind: () => isBehind,
    enter: () => {
      isBehind = true;
      if (present !== null) onCounts(present.counts);
    },
    leave: () => {
      past = null;
      // Everything that has changed meanwhile was not told.
      handle.reopen(wanted);
    },
    reopen: next => {
      wanted = next;
      isBehind = true;
      handle.reopen(next);
    },
    close: () => handle.close(),
  };
}
