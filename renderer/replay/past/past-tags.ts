/** The stream of tags of a window that may look at the past: while it does, the station sends nothing and is asked for each picture. */
import type { InputOf, OutputOf } from '../../../shared/rpc/contract.ts';
import type { StreamHandle } from '../../host/client.ts';
import type { PastParts, PastStream } from '../replay-client.ts';
import type { ReplayClock } from '../replay-clock.ts';

type Input = InputOf<'tags'>;

export function createPastTags(
  { live, isPast, clock }: PastParts,
  input: Input,
  onItem: (item: OutputOf<'tags'>) => void,
): PastStream & StreamHandle<'tags'> {
  let wanted = input;
  let isBehind = true;
  const opened = (): StreamHandle<'tags'> => live.open('tags', wanted, onItem);
  let handle = isPast() ? null : opened();
  return {
    show: async at => {
      const of = wanted;
      isBehind = false;
      const item = await live.call('replay.tags', { tags: of.tags ?? [], at });
      // Another time is shown, or another screen: this answer is of nothing that anybody looks at.
      if (isPast() && of === wanted && isNear(clock, at)) onItem(item);
      else isBehind = true;
    },
    isBehind: () => isBehind,
    enter: () => {
      isBehind = true;
      handle?.close();
      handle = null;
    },
    leave: () => {
      handle = opened();
    },
    reopen: next => {
      wanted = next;
      isBehind = true;
      handle?.reopen(next);
    },
    close: () => handle?.close(),
  };
}

/** Playing has gone on while the answer came, which is as it should be; a jump back has not. */
export const isNear = (clock: ReplayClock, at: number): boolean => (clock.now() ?? Number.NaN) >= at;
