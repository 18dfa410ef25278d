/** The event log: numbered, in order, bounded. */
import { describe, expect, it, vi } from 'vitest';
import { EventLog } from '../../../main/events/event-log.ts';
import { HandClock } from '../support/hand-clock.ts';

const TEXT = { zh: '事', en: 'event' };

function filled(count: number): EventLog {
  const log = new EventLog(new HandClock());
  for (let i = 1; i <= count; i++) log.add('station', `s${i}`, TEXT);
  return log;
}

describe('EventLog', () => {
  it('numbers events from 1 without a gap and stamps them with the station clock', () => {
    const clock = new HandClock();
    const log = new EventLog(clock);
    log.add('device', 'PLC', TEXT);
    clock.advance(5);
    log.add('session', 'web', TEXT);
    expect(log.recent(10)).toEqual([
      { sequence: 1, time: clock.now() - 5, kind: 'device', source: 'PLC', text: TEXT },
      { sequence: 2, time: clock.now(), kind: 'session', source: 'web', text: TEXT },
    ]);
    expect(log.lastSequence).toBe(2);
  });

  it('takes a login with who and from where, and a source that tells its own time', () => {
    const log = new EventLog(new HandClock());
    log.add('session', 'web', TEXT, { who: '李', where: '10.0.0.7' });
    const [login] = log.recent(1);
    expect(login).toMatchObject({ kind: 'session', who: '李', where: '10.0.0.7' });
    expect(login).not.toHaveProperty('received');
    const time = (login?.time ?? 0) - 40;
    log.add('command', 'PLC', TEXT, { time, uncertainty: { earlierMs: 5, laterMs: 5, from: 'device' } });
    expect(log.recent(1)).toMatchObject([{ time, received: login?.time, uncertainty: { earlierMs: 5 } }]);
  });

  it('gives the last ones, oldest first', () => {
    expect(
      filled(5)
        .recent(2)
        .map(e => e.sequence),
    ).toEqual([4, 5]);
    expect(filled(1).recent(10)).toHaveLength(1);
    expect(filled(0).recent(10)).toEqual([]);
  });

  it('gives the last ones of one source, however much others have told since', () => {
    const log = new EventLog(new HandClock());
    for (const source of ['historian', 'PLC', 'historian', 'PLC', 'PLC']) log.add('station', source, TEXT);
    expect(log.recent(5, 'historian').map(e => e.sequence)).toEqual([1, 3]);
    expect(log.recent(1, 'historian').map(e => e.sequence)).toEqual([3]);
    expect(log.recent(5, 'nobody')).toEqual([]);
  });

  it.each([
    [0, [1, 2, 3]],
    [2, [3]],
    [3, []],
    [99, []],
    [-5, [1, 2, 3]],
  ])('gives what came after %i', (sequence, expected) => {
    expect(
      filled(3)
        .after(sequence)
        .map(e => e.sequence),
    ).toEqual(expected);
  });

  it('invariant 4: keeps 10,000 and forgets the oldest, with its numbers going on', () => {
    const log = filled(10_050);
    expect(log.recent(100_000)).toHaveLength(10_000);
    expect(log.recent(100_000)[0]?.sequence).toBe(51);
    expect(log.after(10_048).map(e => e.sequence)).toEqual([10_049, 10_050]);
    expect(log.after(0)[0]?.sequence).toBe(51);
  });

  it('tells listeners after the event is kept, and no more once they have left', () => {
    const log = filled(0);
    const told: number[] = [];
    const leave = log.subscribe(() => told.push(log.recent(1)[0]?.sequence ?? 0));
    log.add('station', 's', TEXT);
    leave();
    log.add('station', 's', TEXT);
    expect(told).toEqual([1]);
  });

  it('is settled when what was added so far is told: on disk, or given its moment', async () => {
    vi.useFakeTimers();
    try {
      const stored: (() => void)[] = [];
      const log = filled(0);
      await log.settled();
      log.keepIn({ lastNumber: 7, events: [], append: () => new Promise(resolve => stored.push(resolve)) });
      log.add('station', 'a', TEXT);
      let isSettled = false;
      void log.settled().then(() => (isSettled = true));
      log.add('station', 'b', TEXT);
      await vi.advanceTimersByTimeAsync(10);
      expect(isSettled).toBe(false);
      stored[0]?.();
      await vi.advanceTimersByTimeAsync(0);
      expect(isSettled).toBe(true);
      expect(log.recent(9).map(e => e.sequence)).toEqual([8]);
      // The second is never stored.
      const second = log.settled();
      await vi.advanceTimersByTimeAsync(1_000);
      await second;
      expect(log.recent(9).map(e => e.sequence)).toEqual([8, 9]);
    } finally {
      vi.useRealTimers();
    }
  });
});
