/** One window of a computer is heard for each priority; the next takes over when it goes or has nothing more to call for. */
import { expect, test } from 'vitest';
import { createHornClaim, type HornClaim, type Locks } from '../../../../renderer/alarms/sound/horn-place.ts';
import { type TurnableTimers, turnableTimers } from '../turnable-timers.ts';

interface Asked {
  readonly name: string;
  readonly isShared: boolean;
  readonly signal: AbortSignal;
  readonly held: () => Promise<void>;
  readonly done: () => void;
}

/** As a browser gives them out: one holder of each name, the others wait in order; what is given up while it waits rejects. */
function browserLocks(): Locks {
  let waiting: readonly Asked[] = [];
  const holders = new Set<Asked>();
  const giveOut = (): void => {
    waiting = waiting.filter(asked => !asked.signal.aborted);
    for (const asked of waiting) {
      const rivals = [...holders].filter(({ name, isShared }) => name === asked.name && !(isShared && asked.isShared));
      if (rivals.length > 0) continue;
      waiting = waiting.filter(other => other !== asked);
      holders.add(asked);
      void asked.held().then(() => {
        holders.delete(asked);
        asked.done();
        giveOut();
      });
    }
  };
  return {
    request: (name, { signal, mode }, held) =>
      new Promise<void>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')));
        waiting = [...waiting, { held, signal, done: resolve, name, isShared: mode === 'shared' }];
        queueMicrotask(giveOut);
      }),
    query: () => Promise.resolve({ held: [...holders].map(({ name }) => ({ name })) }),
  };
}

const soon = () => new Promise(resolve => setTimeout(resolve, 0));

/** A second passes, in which every window looks at what the others do. */
async function passing(hands: TurnableTimers): Promise<void> {
  await soon();
  hands.advance(1_000);
  await soon();
}

const placesOf = (...claims: readonly HornClaim[]) => claims.map(claim => claim.place.get());

function windowsOf(hands: TurnableTimers): readonly [HornClaim, HornClaim, HornClaim] {
  const locks = browserLocks();
  const open = (): HornClaim => createHornClaim(locks, hands.timers);
  return [open(), open(), open()];
}

test('of windows that call for the same the first is heard, the second knows that, and takes over when the first cannot be heard any more', async () => {
  const hands = turnableTimers();
  const [first, second] = windowsOf(hands);
  first.want(1);
  second.want(1);
  await passing(hands);
  expect(placesOf(first, second)).toEqual(['here', 'elsewhere']);
  first.want(null);
  await soon();
  expect(second.place.get()).toBe('here');
  await passing(hands);
  expect(first.place.get()).toBe('elsewhere');
});

test('a window that could be heard and has nothing to call for keeps no other window silent', async () => {
  const hands = turnableTimers();
  const [idle, calling] = windowsOf(hands);
  idle.offer(true, ['1100']);
  idle.want(null);
  calling.want(1);
  await passing(hands);
  expect(placesOf(idle, calling)).toEqual(['elsewhere', 'here']);
});

test('a window with a less urgent call keeps no more urgent one waiting, and is silent as long as that sounds', async () => {
  const hands = turnableTimers();
  const [less, more] = windowsOf(hands);
  less.want(4);
  await soon();
  more.want(1);
  await soon();
  expect(more.place.get()).toBe('here');
  await passing(hands);
  expect(placesOf(less, more)).toEqual(['elsewhere', 'here']);
  more.want(null);
  await passing(hands);
  expect(less.place.get()).toBe('here');
});

test('a window that cannot be heard leaves the horn to others, also when it had already asked', async () => {
  const hands = turnableTimers();
  const [holder, asking, last] = windowsOf(hands);
  for (const claim of [holder, asking, last]) claim.want(2);
  await soon();
  asking.want(null);
  holder.want(null);
  await soon();
  expect(placesOf(holder, asking, last)).toEqual(['nowhere', 'nowhere', 'here']);
});

test('where nobody is heard a window says so, and can be asked again', async () => {
  const hands = turnableTimers();
  const [claim] = windowsOf(hands);
  await passing(hands);
  expect(claim.place.get()).toBe('nowhere');
  claim.want(3);
  await soon();
  claim.want(null);
  claim.want(3);
  await soon();
  expect(claim.place.get()).toBe('here');
});

test('another window covers this one only while it can be heard for all areas that are heard here', async () => {
  const hands = turnableTimers();
  const [mine, other] = windowsOf(hands);
  const isCovered = async (areas: readonly string[] | null): Promise<boolean> => {
    mine.offer(false, areas);
    await passing(hands);
    return mine.isCovered.get();
  };
  expect(await isCovered(['1300'])).toBe(false);
  other.offer(true, ['1100', '1300']);
  expect(await isCovered(['1300'])).toBe(true);
  expect(await isCovered(['1300', '1400'])).toBe(false);
  expect(await isCovered(null)).toBe(false);
  other.offer(true, null);
  expect(await isCovered(null)).toBe(true);
  other.offer(false, null);
  expect(await isCovered(['1300'])).toBe(false);
});

test('without locks every window that has something to call for is heard', () => {
  const claim = createHornClaim(undefined, turnableTimers().timers);
  claim.want(1);
  expect(claim.place.get()).toBe('here');
  claim.want(null);
  expect(claim.place.get()).toBe('nowhere');
});
