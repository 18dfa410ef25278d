/** A client session against the real table and event log: acknowledgement, rate, and what closing lets go. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Lease, LeaseBook } from '../../../main/acquisition/leases.ts';
import { EventLog } from '../../../main/events/event-log.ts';
import { EventOutlet } from '../../../main/handlers/events.ts';
import type { Outlet } from '../../../main/handlers/handlers.ts';
import { TagOutlet } from '../../../main/handlers/tags.ts';
import { type Dispatcher, LOCAL } from '../../../main/host/dispatch.ts';
import { ClientSession } from '../../../main/host/session.ts';
import { systemClock } from '../../../main/platform/clock.ts';
import { TagTable } from '../../../main/tags/tag-table.ts';
import type { StationEvent } from '../../../shared/model/event.ts';
import { isBad, qualityReason } from '../../../shared/model/quality.ts';
import type { TagStreamItem } from '../../../shared/rpc/contract.ts';
import { BEAT_MS, type HostMessage } from '../../../shared/rpc/protocol.ts';
import { batch } from '../support/samples.ts';

type Item = Extract<HostMessage, { kind: 'item' }>;

describe('ClientSession', () => {
  let table: TagTable;
  let events: EventLog;
  let session: ClientSession;
  let sent: (HostMessage & { at: number })[];
  let closedOutlets: number;
  /** Of calls that never end. */
  let signals: (AbortSignal | undefined)[];
  let lives: Set<AbortSignal | undefined>;
  /** How the next tag stream has its tags read fast; null: it does not. */
  let hasten: ((durationMs: number) => Lease) | null;

  const ofKind = <K extends HostMessage['kind']>(kind: K) =>
    sent.filter((m): m is Extract<HostMessage, { kind: K }> & { at: number } => m.kind === kind);
  const items = () => ofKind('item');
  const tagItem = (index: number) => items()[index]?.item as TagStreamItem;
  const ack = ({ id, seq }: Item) => session.receive({ kind: 'ack', id, seq });
  const ackAll = () => items().forEach(ack);
  const open = (id: number, method: string, input: unknown = {}) =>
    session.receive({ kind: 'open', id, method, input });

  /** The real outlets behind a dispatcher that knows four streams. */
  const dispatcher: Dispatcher = {
    call: (method, _input, { signal, session: life }) => {
      lives.add(life);
      if (method !== 'endless') return Promise.resolve({ ok: true, value: method });
      signals.push(signal);
      return new Promise(() => undefined);
    },
    open: (method, _input, { wake }) => {
      if (method === 'endless') return { ok: true, value: endless(wake) };
      if (method === 'moody') {
        moody.wake = wake;
        wake();
        return { ok: true, value: moody };
      }
      if (method === 'hurried') return { ok: true, value: { ...endless(wake), pauseMs: 100 } };
      const outlet: Outlet<unknown> =
        method === 'tags' ? new TagOutlet(table, [0, 1], { wake, hasten }) : new EventOutlet(events, wake);
      const close = () => {
        closedOutlets++;
        outlet.close();
      };
      return { ok: true, value: { take: () => outlet.take(), close } };
    },
  };
  /** An outlet whose pause the test sets. */
  let moody: Outlet<number> & { pauseMs: number; wake: () => void };
  /** An outlet that always has more, and says so while it is being emptied. */
  const endless = (wake: () => void): Outlet<number> => {
    wake();
    return {
      take: () => {
        wake();
        return 1;
      },
      close: () => void closedOutlets++,
    };
  };

  beforeEach(() => {
    vi.useFakeTimers();
    table = new TagTable(
      [1_500, 1_000].map(staleAfterMs => ({ low: null, high: null, staleAfterMs })),
      systemClock,
    );
    events = new EventLog(systemClock);
    sent = [];
    closedOutlets = 0;
    moody = { pauseMs: 1_000, wake: () => undefined, take: () => 1, close: () => undefined };
    signals = [];
    lives = new Set();
    hasten = null;
    const t0 = systemClock.monotonic();
    const peer = { send: (m: HostMessage) => void sent.push({ ...m, at: systemClock.monotonic() - t0 }) };
    session = new ClientSession(peer, { dispatcher, clock: systemClock, caller: LOCAL });
  });
  afterEach(() => {
    session.close();
    table.stop();
    vi.useRealTimers();
  });

  it('beats at once and then at a fixed rate, and no more after it is closed', () => {
    expect(ofKind('beat')).toHaveLength(1);
    vi.advanceTimersByTime(BEAT_MS * 4);
    expect(ofKind('beat')).toHaveLength(5);
    session.close();
    vi.advanceTimersByTime(BEAT_MS * 4);
    expect(ofKind('beat')).toHaveLength(5);
  });

  it('sends a snapshot of every wanted tag first, numbered 1', () => {
    table.update(batch({ h: 0, v: 7, t: 42 }));
    open(1, 'tags');
    vi.advanceTimersByTime(50);
    expect(items()).toHaveLength(1);
    expect(items()[0]).toMatchObject({ id: 1, seq: 1 });
    expect(tagItem(0)).toMatchObject({
      snapshot: true,
      handles: Uint32Array.of(0, 1),
      v: Float64Array.of(7, Number.NaN),
    });
  });

  it('invariant 4: without an acknowledgement there is never a second item, however much changes', () => {
    open(1, 'tags');
    for (let i = 0; i < 2_000; i++) {
      table.update(batch({ h: 0, v: i }));
      vi.advanceTimersByTime(10);
    }
    expect(items()).toHaveLength(1);
  });

  it('invariant 4: a stream that has more while it is being emptied still waits for the acknowledgement', () => {
    open(1, 'endless');
    vi.advanceTimersByTime(5_000);
    expect(items()).toHaveLength(1);
    ackAll();
    vi.advanceTimersByTime(5_000);
    expect(items()).toHaveLength(2);
  });

  it('after a late acknowledgement sends the newest value once, not the ones between', () => {
    open(1, 'tags');
    vi.advanceTimersByTime(20);
    for (let i = 0; i < 50; i++) {
      table.update(batch({ h: 0, v: i }));
      vi.advanceTimersByTime(100);
    }
    ackAll();
    vi.advanceTimersByTime(300);
    expect(items()).toHaveLength(2);
    expect(items()[1]).toMatchObject({ seq: 2 });
    expect(tagItem(1).snapshot).toBe(false);
    expect(tagItem(1).v[tagItem(1).handles.indexOf(0)]).toBe(49);
  });

  it('sends at most four items a second to a client that acknowledges at once', () => {
    open(1, 'tags');
    for (let i = 0; i < 1_000; i++) {
      table.update(batch({ h: 0, v: i }));
      vi.advanceTimersByTime(10);
      ackAll();
    }
    const times = items().map(m => m.at);
    expect(times.length).toBeGreaterThan(35);
    for (const from of times) expect(times.filter(at => at >= from && at < from + 999).length).toBeLessThanOrEqual(4);
  });

  it('sends an outlet that asks for it after a shorter pause, and never sooner', () => {
    open(1, 'hurried');
    for (let i = 0; i < 1_000; i++) {
      vi.advanceTimersByTime(10);
      ackAll();
    }
    const times = items().map(m => m.at);
    expect(times.length).toBeGreaterThan(90);
    times.forEach((at, i) => {
      if (i > 0) expect(at - (times[i - 1] ?? 0)).toBeGreaterThanOrEqual(100);
    });
  });

  it('does not keep waiting when an outlet that has told its news before has something that is awaited', () => {
    open(1, 'moody');
    vi.advanceTimersByTime(50);
    ackAll();
    moody.wake();
    vi.advanceTimersByTime(30);
    expect(items()).toHaveLength(1);
    moody.pauseMs = 0;
    moody.wake();
    vi.advanceTimersByTime(10);
    expect(items()).toHaveLength(2);
    vi.advanceTimersByTime(5_000);
    expect(items()).toHaveLength(2);
  });

  it('does not take an acknowledgement of another item or stream for that of the one in flight', () => {
    open(1, 'tags');
    open(2, 'tags');
    vi.advanceTimersByTime(20);
    table.update(batch({ h: 0, v: 1 }));
    session.receive({ kind: 'ack', id: 1, seq: 2 });
    session.receive({ kind: 'ack', id: 1, seq: 0 });
    session.receive({ kind: 'ack', id: 3, seq: 1 });
    session.receive({ kind: 'ack', id: 2, seq: 1 });
    vi.advanceTimersByTime(1_000);
    expect(items().filter(m => m.id === 1)).toHaveLength(1);
    expect(items().filter(m => m.id === 2)).toHaveLength(2);
  });

  it('invariant 1: a value that expires is told to the client as stale, also when it expires while an item is taken', () => {
    open(1, 'tags');
    table.update(batch({ h: 0, v: 1 }, { h: 1, v: 2 }));
    vi.advanceTimersByTime(20);
    ackAll();
    for (let i = 0; i < 20; i++) {
      vi.advanceTimersByTime(100);
      table.update(batch({ h: 0, v: i }));
      ackAll();
    }
    const told = items().flatMap(m => {
      const { handles, q } = m.item as TagStreamItem;
      return [...handles].flatMap((h, i) => (h === 1 ? [q[i] ?? 0] : []));
    });
    expect(isBad(told.at(-1) ?? 0)).toBe(true);
    expect(qualityReason(told.at(-1) ?? 0)).toBe('stale');
  });

  describe('while somebody looks at tags', () => {
    let book: LeaseBook;
    /** Whether the tags are read fast, and since when, ms since the stream was opened. */
    let told: (readonly [isFast: boolean, at: number])[];
    /** A device that says only that nothing has changed; a client that answers at once while `isAlive`. */
    const pass = (ms: number, isAlive: boolean) => {
      for (let passed = 0; passed < ms; passed += 100) {
        vi.advanceTimersByTime(100);
        table.confirm(Uint32Array.of(0, 1));
        if (isAlive) ackAll();
      }
    };

    beforeEach(() => {
      told = [];
      const openedAt = systemClock.monotonic();
      book = new LeaseBook(
        systemClock,
        hastened => void told.push([hastened.size === 2, systemClock.monotonic() - openedAt]),
      );
      hasten = durationMs => book.take([0, 1], durationMs);
      table.update(batch({ h: 0, v: 7 }, { h: 1, v: 8 }));
      open(1, 'tags');
    });
    afterEach(() => book.stop());

    it('they are read fast for as long as the client answers, also when nothing changes', () => {
      pass(120_000, true);
      expect(told).toEqual([[true, 30]]);
      // It is asked for a sign of life by items that say nothing, and not often.
      const empty = items().slice(1);
      expect(empty.every(m => (m.item as TagStreamItem).handles.length === 0)).toBe(true);
      expect(empty.every(m => !(m.item as TagStreamItem).snapshot)).toBe(true);
      expect(empty.length).toBeLessThanOrEqual(40);
    });

    it('a window that hangs keeps them fast for ten seconds more at most, and has them fast again when it is back', () => {
      pass(30_000, true);
      pass(15_000, false);
      expect(told.map(([isFast]) => isFast)).toEqual([true, false]);
      expect(told[1]?.[1]).toBeLessThanOrEqual(30_000 + 3_000 + 10_000 + 100);
      pass(100_000, false);
      expect(told).toHaveLength(2);
      pass(1_000, true);
      expect(told.map(([isFast]) => isFast)).toEqual([true, false, true]);
    });

    it('a client that is gone keeps neither them fast nor a timer', () => {
      pass(30_000, true);
      session.close();
      vi.advanceTimersByTime(100);
      expect(told.map(([isFast]) => isFast)).toEqual([true, false]);
      table.stop();
      expect(vi.getTimerCount()).toBe(0);
    });
  });

  it('sends every event in order to a client however slow, none left out', () => {
    open(1, 'events');
    for (let i = 0; i < 300; i++) {
      events.add('station', `s${i}`, { zh: '事', en: 'event' });
      vi.advanceTimersByTime(10);
      if (i % 100 === 0) ackAll();
    }
    for (let i = 0; i < 10; i++) {
      ackAll();
      vi.advanceTimersByTime(300);
    }
    const seen = items().flatMap(m => (m.item as StationEvent[]).map(e => e.sequence));
    expect(seen).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
  });

  it('closing a stream lets go of its outlet at once and sends nothing more of it', () => {
    open(1, 'tags');
    open(2, 'events');
    session.receive({ kind: 'close', id: 1 });
    expect(closedOutlets).toBe(1);
    table.update(batch({ h: 0, v: 1 }));
    vi.advanceTimersByTime(1_000);
    expect(items()).toEqual([]);
    session.receive({ kind: 'close', id: 1 });
    expect(closedOutlets).toBe(1);
  });

  it('closing the session lets go of every subscription and timer', () => {
    const before = vi.getTimerCount();
    open(1, 'tags');
    open(2, 'events');
    open(3, 'endless');
    session.close();
    session.close();
    expect(closedOutlets).toBe(3);
    table.update(batch({ h: 0, v: 1 }));
    events.add('station', 's', { zh: '事', en: 'event' });
    expect(vi.getTimerCount()).toBe(before - 1);
    session.receive({ kind: 'open', id: 4, method: 'tags', input: {} });
    vi.advanceTimersByTime(1_000);
    expect(items()).toEqual([]);
  });

  it('answers calls with their id, but no longer after it is closed', async () => {
    session.receive({ kind: 'call', id: 9, method: 'tags.list', input: {} });
    await vi.advanceTimersByTimeAsync(0);
    expect(ofKind('reply')).toMatchObject([{ id: 9, reply: { ok: true, value: 'tags.list' } }]);
    session.receive({ kind: 'call', id: 10, method: 'x', input: {} });
    session.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(ofKind('reply')).toHaveLength(1);
  });

  it('gives up the calls of an id that is cancelled, and all of them when it is closed', () => {
    session.receive({ kind: 'call', id: 1, method: 'endless', input: {} });
    session.receive({ kind: 'call', id: 2, method: 'endless', input: {} });
    session.receive({ kind: 'call', id: 3, method: 'endless', input: {} });
    session.receive({ kind: 'cancel', id: 2 });
    session.receive({ kind: 'cancel', id: 77 });
    expect(signals.map(signal => signal?.aborted)).toEqual([false, true, false]);
    session.close();
    expect(signals.map(signal => signal?.aborted)).toEqual([true, true, true]);
  });

  it('tells every call by one signal when the session has ended', () => {
    for (let id = 1; id <= 2; id++) session.receive({ kind: 'call', id, method: 'x', input: {} });
    expect([...lives].map(life => life?.aborted)).toEqual([false]);
    session.close();
    expect([...lives].map(life => life?.aborted)).toEqual([true]);
  });

  it('invariant 4: more than 256 calls at once are refused as busy in both languages, and room comes back', async () => {
    for (let id = 0; id < 300; id++) session.receive({ kind: 'call', id, method: 'x', input: {} });
    await vi.advanceTimersByTimeAsync(0);
    const refused = ofKind('reply').flatMap(m => (m.reply.ok ? [] : [m.reply.error]));
    expect(refused).toHaveLength(44);
    expect(refused[0]).toMatchObject({ code: 'busy', retry: 'backoff' });
    expect(refused[0]?.zh.message).toMatch(/\p{Script=Han}/u);
    session.receive({ kind: 'call', id: 1_000, method: 'x', input: {} });
    await vi.advanceTimersByTimeAsync(0);
    expect(ofKind('reply').at(-1)).toMatchObject({ id: 1_000, reply: { ok: true } });
  });

  it('invariant 4: more than 32 streams, or one id twice, end at once as busy and leave the open ones alone', () => {
    for (let id = 0; id < 33; id++) open(id, 'tags');
    open(5, 'events');
    expect(ofKind('ended').map(m => m.id)).toEqual([32, 5]);
    expect(closedOutlets).toBe(0);
    session.receive({ kind: 'close', id: 0 });
    open(99, 'tags');
    expect(ofKind('ended')).toHaveLength(2);
  });

  it.each([
    null,
    'x',
    7,
    [],
    {},
    { kind: 'call' },
    { kind: 'call', id: -1, method: 'x' },
    { kind: 'call', id: 1.5, method: 'x' },
    { kind: 'open', id: 1, method: 5 },
    { kind: 'ack', id: 1, seq: '1' },
    { kind: 'cancel' },
    { kind: 'cancel', id: '1' },
    { kind: '__proto__', id: 1 },
    { kind: 'beat', now: 1 },
  ])('invariant 6: says that %j is no message, and does nothing', async message => {
    expect(session.receive(message)).toBe(false);
    await vi.advanceTimersByTimeAsync(0);
    expect(sent.filter(m => m.kind !== 'beat')).toEqual([]);
  });
});
