/** What goes out next: writes first but never late, reads by deadline, nothing whose answer could be another's. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WriteResult } from '../../../../../main/acquisition/channel.ts';
import { DeviceRecord } from '../../../../../main/acquisition/device-state.ts';
import { Dispatcher } from '../../../../../main/acquisition/drivers/modbus/poll/dispatcher.ts';
import type { ReadJob } from '../../../../../main/acquisition/drivers/modbus/poll/read-job.ts';
import { readRequest } from '../../../../../main/acquisition/drivers/modbus/wire/pdu.ts';
import { WriteJob } from '../../../../../main/acquisition/drivers/modbus/write-job.ts';
import { systemClock } from '../../../../../main/platform/clock.ts';
import { channelContext, projectDevice } from '../../../../kit/project-parts.ts';
import { boundTag } from '../bound-tag.ts';
import { OpenLink } from './open-link.ts';

const advance = (ms: number): void => void vi.advanceTimersByTime(ms);

describe('Dispatcher', () => {
  let link: OpenLink;
  let dispatcher: Dispatcher;
  let spoilt: number;
  let unsent: string[];
  let results: Map<string, WriteResult>;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
    link = new OpenLink();
    spoilt = 0;
    unsent = [];
    results = new Map();
    dispatcher = new Dispatcher({ clock: systemClock, guard: run => run }, () => {
      spoilt++;
      dispatcher.use(null);
    });
  });
  afterEach(() => {
    dispatcher.stop();
    expect(vi.getTimerCount()).toBe(0);
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  /** A read of `count` registers; its reply has 3 + 2 · count bytes. */
  const read = (name: string, inMs: number, { count = 1, isWanted = (): boolean => true } = {}): ReadJob => ({
    request: readRequest({ unit: 1, table: 'holding', offset: 0, count }),
    timeoutMs: 100,
    device: 'D',
    tags: [name],
    isUrgent: false,
    isRepeated: false,
    deadline: systemClock.monotonic() + inMs,
    isWanted,
    notSent: () => void unsent.push(name),
    answered: () => undefined,
    failed: () => undefined,
  });
  /** A write of one register; its reply has 6 bytes. */
  const write = (name: string, inMs: number, isHeard = (): boolean => true): WriteJob => {
    const bound = boundTag(1, { writeFunction: 6 });
    const order = { handle: 1, raw: 5, deadline: systemClock.monotonic() + inMs };
    const record = new DeviceRecord(projectDevice({ id: 'D' }), channelContext(), {
      protocol: 'modbus-tcp',
      tagCount: 1,
      timeoutMs: 1_000,
      endpoint: () => '',
    });
    const job = WriteJob.of({ ...bound, tag: { ...bound.tag, name } }, order, {
      unit: 1,
      timeoutMs: 100,
      clock: systemClock,
      record,
      resolve: result => void results.set(name, result),
      onUnconfirmed: () => undefined,
      isHeard,
    });
    if (!(job instanceof WriteJob)) throw new Error(job);
    return job;
  };
  const why = (name: string) => {
    const result = results.get(name);
    return result === undefined ? 'waiting' : result.ok ? 'done' : result.why;
  };

  describe('after a connection has ended with reads on the way', () => {
    beforeEach(() => {
      link.room = 8;
      link.onSend = () => void (link.isIdle = false);
    });
    /** The reads that were on the way go before what waits. */
    function begin(): void {
      dispatcher.addRead(read('waits', 500));
      dispatcher.repeat(read('a', 100));
      dispatcher.repeat(read('b', 100));
      dispatcher.use(link);
      expect(link.sent).toEqual(['b']);
    }
    const answer = (): void => {
      link.isIdle = true;
      link.room = 8;
      link.heardAt = systemClock.monotonic();
      dispatcher.pump();
    };

    it('asks them again one at a time, each some time after the answer before it', () => {
      begin();
      dispatcher.pump();
      advance(50);
      expect(link.sent).toEqual(['b']);
      answer();
      advance(19);
      expect(link.sent).toEqual(['b']);
      advance(1);
      expect(link.sent).toEqual(['b', 'a']);
    });

    it('is careful until all of them have been asked, whatever goes before them', () => {
      link.held.set(3 + 2 * 1, 1_000);
      dispatcher.repeat(read('a', 100));
      dispatcher.repeat(read('b', 100));
      dispatcher.addRead(read('question', 200, { count: 2 }));
      dispatcher.use(link);
      expect(link.sent).toEqual(['question']);
      link.held.clear();
      answer();
      advance(20);
      expect(link.sent).toEqual(['question', 'b']);
      dispatcher.pump();
      expect(link.sent).toEqual(['question', 'b']);
    });

    it('goes on as before when they have been asked', () => {
      begin();
      answer();
      advance(20);
      answer();
      advance(20);
      dispatcher.addRead(read('more', 600));
      expect(link.sent).toEqual(['b', 'a', 'waits', 'more']);
    });
  });

  it('sends reads by deadline, as many as there is room for', () => {
    for (const [name, inMs] of [
      ['c', 30],
      ['a', 10],
      ['d', 40],
      ['b', 20],
    ] as const)
      dispatcher.addRead(read(name, inMs));
    expect(dispatcher.isEmpty).toBe(false);
    link.room = 2;
    dispatcher.use(link);
    expect(link.sent).toEqual(['a', 'b']);
    link.room = 1;
    dispatcher.pump();
    expect(link.sent).toEqual(['a', 'b', 'c']);
    link.room = 9;
    dispatcher.pump();
    expect([link.sent.at(-1), dispatcher.isEmpty]).toEqual(['d', true]);
  });

  it('sends what comes at once when there is room', () => {
    dispatcher.use(link);
    dispatcher.addRead(read('a', 10));
    link.room = 1;
    dispatcher.addWrite(write('w', 50));
    expect(link.sent).toEqual(['a', 'w']);
  });

  it('sends writes before reads, in the order asked', () => {
    link.room = 0;
    dispatcher.use(link);
    dispatcher.addRead(read('r', -1_000));
    for (const [name, inMs] of [
      ['w1', 90],
      ['w2', 50],
      ['w3', 70],
    ] as const)
      dispatcher.addWrite(write(name, inMs));
    link.room = 9;
    dispatcher.pump();
    expect(link.sent).toEqual(['w1', 'w2', 'w3', 'r']);
  });

  it('takes note of when a write leaves', () => {
    dispatcher.use(link);
    const job = write('w', 50);
    advance(7);
    link.onSend = sent => sent.answered(new Uint8Array(6), 1);
    dispatcher.addWrite(job);
    expect(results.get('w')).toEqual({ ok: true, sentAt: performance.now(), answeredAt: performance.now() });
  });

  it('refuses a write at its deadline when it could not be sent, and never sends it then', () => {
    link.room = 0;
    dispatcher.use(link);
    dispatcher.addWrite(write('late', 50));
    dispatcher.addWrite(write('later', 80));
    advance(49);
    expect([why('late'), why('later')]).toEqual(['waiting', 'waiting']);
    advance(1);
    expect([why('late'), why('later')]).toEqual(['deadline', 'waiting']);
    advance(30);
    expect(why('later')).toBe('deadline');
    expect(results.get('later')).toMatchObject({ sentAt: null });
    link.room = 9;
    dispatcher.pump();
    expect([link.sent, dispatcher.isEmpty]).toEqual([[], true]);
  });

  it('does the same while there is no connection at all, and with one that is late from the start', () => {
    dispatcher.addWrite(write('w', 50));
    dispatcher.addWrite(write('late', 0));
    expect([why('w'), why('late')]).toEqual(['waiting', 'deadline']);
    advance(50);
    expect(why('w')).toBe('deadline');
  });

  it('waits without turning in circles for a deadline that is further away than a timer reaches', () => {
    link.room = 0;
    dispatcher.use(link);
    const timers = vi.spyOn(globalThis, 'setTimeout');
    dispatcher.addWrite(write('w', 40 * 86_400_000));
    const before = timers.mock.calls.length;
    advance(1_000);
    expect([why('w'), timers.mock.calls.length - before <= 1_000 / 20]).toEqual(['waiting', true]);
  });

  it('keeps a write back until its device has been heard, and no longer than its deadline', () => {
    let isHeard = false;
    link.room = 9;
    dispatcher.use(link);
    dispatcher.addWrite(write('w', 100, () => isHeard));
    dispatcher.addWrite(write('late', 50, () => false));
    dispatcher.addRead(read('question', 10));
    expect(link.sent).toEqual(['question']);
    isHeard = true;
    advance(20);
    expect(link.sent).toEqual(['question', 'w']);
    advance(30);
    expect([why('late'), link.sent.length]).toEqual(['deadline', 2]);
  });

  it('looks at the deadline last thing before a write leaves, whatever its timer says', () => {
    link.room = 0;
    dispatcher.use(link);
    dispatcher.addWrite(write('w', 50));
    // The event loop stood still: time has passed, the timer has not fired yet.
    vi.spyOn(systemClock, 'monotonic').mockImplementation(() => performance.now() + 50);
    link.room = 1;
    dispatcher.pump();
    expect([link.sent, why('w')]).toEqual([[], 'waiting']);
    advance(50);
    expect([link.sent, why('w')]).toEqual([[], 'deadline']);
  });

  it('does not send a write behind bytes that have not left yet, and looks again after 20 ms', () => {
    link.isDrained = false;
    dispatcher.use(link);
    dispatcher.addWrite(write('w', 500));
    expect(link.sent).toEqual([]);
    link.isDrained = true;
    advance(19);
    expect(link.sent).toEqual([]);
    advance(1);
    expect(link.sent).toEqual(['w']);
  });

  it('passes over a read whose answer could be an older one, and sends it as soon as it cannot be', () => {
    link.held.set(5, 70);
    link.room = 2;
    dispatcher.use(link);
    dispatcher.addRead(read('held', 10));
    dispatcher.addRead(read('other', 20, { count: 2 }));
    expect(link.sent).toEqual(['other']);
    advance(69);
    expect(link.sent).toEqual(['other']);
    link.held.clear();
    advance(1);
    expect(link.sent).toEqual(['other', 'held']);
  });

  it('passes over a write whose answer could be an older one; the reads behind it do not wait', () => {
    link.held.set(6, 1_000);
    link.room = 3;
    dispatcher.use(link);
    dispatcher.addWrite(write('w', 500));
    dispatcher.addRead(read('r', 10));
    expect(link.sent).toEqual(['r']);
    link.held.clear();
    advance(20);
    expect(link.sent).toEqual(['r', 'w']);
  });

  it('leaves out what nobody wants any more, and says so', () => {
    link.room = 0;
    dispatcher.use(link);
    let isWanted = true;
    dispatcher.addRead(read('dropped', 10, { isWanted: () => isWanted }));
    dispatcher.addRead(read('kept', 20));
    isWanted = false;
    link.room = 2;
    dispatcher.pump();
    expect([link.sent, unsent]).toEqual([['kept'], ['dropped']]);
  });

  it('does not wait for the end of a hold with what nobody wants any more', () => {
    link.held.set(5, 1_000);
    dispatcher.use(link);
    dispatcher.addRead(read('dropped', 10, { isWanted: () => false }));
    expect([unsent, vi.getTimerCount()]).toEqual([['dropped'], 0]);
  });

  it('asks for a new connection when this one is spoilt for a read, which goes first on the next one', () => {
    link.spoilt.add(5);
    link.room = 2;
    dispatcher.addRead(read('spoilt', 20));
    dispatcher.addRead(read('urgent', 10, { count: 2 }));
    dispatcher.use(link);
    expect([link.sent, spoilt, unsent]).toEqual([['urgent'], 1, []]);
    dispatcher.addRead(read('late', -1_000, { count: 3 }));
    const next = new OpenLink();
    dispatcher.use(next);
    expect(next.sent).toEqual(['spoilt']);
  });

  it('asks for a new connection when this one is spoilt for a write, which is refused: it is never kept for one to come', () => {
    link.spoilt.add(6);
    dispatcher.use(link);
    dispatcher.addWrite(write('w', 500));
    expect([link.sent, spoilt, why('w')]).toEqual([[], 1, 'not-connected']);
    expect(results.get('w')).toMatchObject({ sentAt: null });
    dispatcher.use(new OpenLink());
    expect(dispatcher.isEmpty).toBe(true);
  });

  it('goes on with what is added while it sends', () => {
    link.room = 3;
    link.onSend = job => {
      if (job.tags[0] !== 'a') return;
      dispatcher.addRead(read('c', 5));
      link.sent.push('a has left');
    };
    dispatcher.addRead(read('a', 10));
    dispatcher.addRead(read('b', 20));
    dispatcher.use(link);
    expect(link.sent).toEqual(['a', 'a has left', 'c', 'b']);
  });

  it('sends nothing once the connection has been taken away', () => {
    dispatcher.use(link);
    dispatcher.use(null);
    dispatcher.addRead(read('a', 10));
    dispatcher.addWrite(write('w', 10));
    expect(link.sent).toEqual([]);
  });

  it('puts a read first, whatever the others need', () => {
    dispatcher.addRead(read('other', -1e9));
    dispatcher.putFirst(read('first', 1e9));
    dispatcher.use(link);
    expect(link.sent).toEqual(['first']);
  });

  it('drops reads and writes apart, and tells each', () => {
    dispatcher.addRead(read('r', 10));
    dispatcher.addWrite(write('w', 100));
    dispatcher.dropWrites('the connection was lost');
    expect([why('w'), unsent]).toEqual(['not-connected', []]);
    expect(results.get('w')).toMatchObject({ sentAt: null, detail: 'the connection was lost' });
    dispatcher.dropReads();
    expect([unsent, dispatcher.isEmpty]).toEqual([['r'], true]);
  });

  it('leaves nothing waiting when it stops', () => {
    link.held.set(5, 1_000).set(6, 1_000);
    dispatcher.use(link);
    dispatcher.addRead(read('r', 10));
    dispatcher.addWrite(write('w', 100));
    dispatcher.pump();
    expect(vi.getTimerCount()).toBe(2);
    dispatcher.stop();
    expect([why('w'), unsent, vi.getTimerCount()]).toEqual(['not-connected', ['r'], 0]);
    link.held.clear();
    dispatcher.addRead(read('afterwards', 10));
    expect(link.sent).toEqual([]);
  });
});
