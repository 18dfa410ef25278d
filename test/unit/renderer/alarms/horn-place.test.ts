/** One window of a computer is heard; the next takes over when it goes. */
import { expect, test } from 'vitest';
import { createHornClaim, type Locks } from '../../../../renderer/alarms/sound/horn-place.ts';
import { turnableTimers } from '../turnable-timers.ts';

/** As a browser gives them out: one holder, the others wait in order; what is given up while it waits rejects. */
function browserLocks(): Locks {
  const waiting: { held: () => Promise<void>; signal: AbortSignal; done: () => void; name: string }[] = [];
  let holder: string | null = null;
  const giveOut = (): void => {
    const first = holder === null ? waiting.shift() : undefined;
    if (first === undefined) return;
    if (first.signal.aborted) return giveOut();
    holder = first.name;
    void first.held().then(() => {
      holder = null;
      first.done();
      giveOut();
    });
  };
  return {
    request: (name, { signal }, held) =>
      new Promise<void>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')));
        waiting.push({ held, signal, done: resolve, name });
        queueMicrotask(giveOut);
      }),
    query: () => Promise.resolve({ held: holder === null ? [] : [{ name: holder }] }),
  };
}

const soon = () => new Promise(resolve => setTimeout(resolve, 0));

test('the first window that can be heard is, the second knows that, and takes over when the first cannot be heard any more', async () => {
  const locks = browserLocks();
  const hands = turnableTimers();
  const [first, second] = [createHornClaim(locks, hands.timers), createHornClaim(locks, hands.timers)];
  first.want(true);
  second.want(true);
  await soon();
  hands.advance(1_000);
  await soon();
  expect([first.place.get(), second.place.get()]).toEqual(['here', 'elsewhere']);
  first.want(false);
  await soon();
  expect(second.place.get()).toBe('here');
  hands.advance(1_000);
  await soon();
  expect(first.place.get()).toBe('elsewhere');
});

test('a window that cannot be heard leaves the horn to others, also when it had already asked', async () => {
  const locks = browserLocks();
  const hands = turnableTimers();
  const [holder, asking, last] = [1, 2, 3].map(() => createHornClaim(locks, hands.timers));
  for (const claim of [holder, asking, last]) claim?.want(true);
  await soon();
  asking?.want(false);
  holder?.want(false);
  await soon();
  expect([holder, asking, last].map(claim => claim?.place.get())).toEqual(['nowhere', 'nowhere', 'here']);
});

test('where nobody is heard a window says so, and can be asked again', async () => {
  const hands = turnableTimers();
  const claim = createHornClaim(browserLocks(), hands.timers);
  hands.advance(1_000);
  await soon();
  expect(claim.place.get()).toBe('nowhere');
  claim.want(true);
  await soon();
  claim.want(false);
  claim.want(true);
  await soon();
  expect(claim.place.get()).toBe('here');
});

test('without locks every window that can be heard is', () => {
  const claim = createHornClaim(undefined, turnableTimers().timers);
  claim.want(true);
  expect(claim.place.get()).toBe('here');
  claim.want(false);
  expect(claim.place.get()).toBe('nowhere');
});
