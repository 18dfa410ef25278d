/**
 * The stream of events of a window that may look at the past: there it tells what came as the time that is shown goes on. A jump tells
 * nothing; whoever lists events reads them anew then.
 */
import type { StationEvent } from '../../../shared/model/event.ts';
import type { InputOf } from '../../../shared/rpc/contract.ts';
import type { StreamHandle } from '../../host/client.ts';
import type { PastParts, PastStream } from '../replay-client.ts';
import { isNear } from './past-tags.ts';

/** So much of the station's time must have gone on before it is asked again, ms. */
const STEP_MS = 1_000;
/** Of one step at the highest speed; a flood that has more is read by whoever searches. */
const MOST = 1_000;

export function createPastEvents(
  { live, isPast, clock }: PastParts,
  input: InputOf<'events'>,
  onItem: (item: readonly StationEvent[]) => void,
): PastStream & StreamHandle<'events'> {
  /** Everything up to it is told or read; epoch ms UTC. */
  let told = clock.now() ?? Number.NaN;
  const handle = live.open('events', input, item => {
    if (!isPast()) onItem(item);
  });
  return {
    show: async at => {
      const from = told;
      if (at - from < STEP_MS) return;
      const { events } = await live.call('events.search', { from: from + 1, to: at + 1, limit: MOST });
      // Sought meanwhile: the list has been read anew.
      if (!isPast() || told !== from || !isNear(clock, at)) return;
      told = at;
      if (events.length > 0) onItem(events.toReversed());
    },
    isBehind: () => false,
    enter: () => {
      told = clock.now() ?? Number.NaN;
    },
    leave: () => undefined,
    reopen: next => handle.reopen(next),
    close: () => handle.close(),
  };
}
