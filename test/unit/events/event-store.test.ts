/** Events and the disk: told when durable, in order, with numbers that go on. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventLog } from '../../../main/events/event-log.ts';
import type { StoredEvent } from '../../../main/historian/messages.ts';
import { HandClock } from '../support/hand-clock.ts';

const TEXT = { zh: '事', en: 'event' };

function kept(events: readonly StoredEvent[] = [], lastNumber = events.at(-1)?.number ?? 0) {
  const log = new EventLog(new HandClock());
  const asked: { event: StoredEvent; store: () => void }[] = [];
  const append = (list: readonly StoredEvent[]) =>
    new Promise<void>(resolve => {
      for (const event of list) asked.push({ event, store: resolve });
    });
  return { log, asked, open: () => log.keepIn({ events, lastNumber, append }) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('an event log with a store', () => {
  it('tells an event when it is durable, not before', async () => {
    const { log, asked, open } = kept();
    open();
    log.add('station', 's', TEXT);
    expect(log.recent(10)).toEqual([]);
    expect(log.lastSequence).toBe(0);
    asked[0]?.store();
    await vi.advanceTimersByTimeAsync(0);
    expect(log.recent(10).map(e => e.sequence)).toEqual([1]);
  });

  it('goes on with the numbers of the runs before and shows their events', async () => {
    const before: StoredEvent = { number: 41, time: 5, kind: 'device', source: 'PLC', ...TEXT };
    const { log, asked, open } = kept([before]);
    log.add('station', 'early', TEXT);
    open();
    asked[0]?.store();
    await vi.advanceTimersByTimeAsync(0);
    expect(log.recent(10).map(e => [e.sequence, e.source])).toEqual([
      [41, 'PLC'],
      [42, 'early'],
    ]);
    expect(asked[0]?.event).toMatchObject({ number: 42, source: 'early', zh: '事', en: 'event' });
  });

  it('keeps the order when a later one is durable first', async () => {
    const { log, asked, open } = kept();
    open();
    log.add('station', 'a', TEXT);
    log.add('station', 'b', TEXT);
    asked[1]?.store();
    await vi.advanceTimersByTimeAsync(0);
    expect(log.recent(10)).toEqual([]);
    asked[0]?.store();
    await vi.advanceTimersByTimeAsync(0);
    expect(log.recent(10).map(e => e.source)).toEqual(['a', 'b']);
  });

  it('does not keep from people what a full disk cannot take: after a second it is told all the same, once', async () => {
    const { log, asked, open } = kept();
    open();
    log.add('station', 'disk full', TEXT);
    await vi.advanceTimersByTimeAsync(999);
    expect(log.recent(10)).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(log.recent(10)).toHaveLength(1);
    asked[0]?.store();
    await vi.advanceTimersByTimeAsync(0);
    expect(log.recent(10)).toHaveLength(1);
  });
});
