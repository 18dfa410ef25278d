/** A window that looks at the past: what its client asks, tells and refuses. The client beneath it is played by the test. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../../../renderer/host/client.ts';
import { createReplayClient, type ReplayClient } from '../../../../renderer/replay/replay-client.ts';
import { createReplayClock, type ReplayClock } from '../../../../renderer/replay/replay-clock.ts';
import { DEVICE_STATES } from '../../../../shared/model/device.ts';
import { COMM_LOSS, GOOD } from '../../../../shared/model/quality.ts';
import type { AlarmStreamItem } from '../../../../shared/rpc/alarm-contract.ts';
import { type CommandName, contract, type InputOf, type TagStreamItem } from '../../../../shared/rpc/contract.ts';
import { turnableTimers } from '../turnable-timers.ts';

const T = Date.UTC(2026, 10, 3, 12);
const PAST = T - 3_600_000;

/** The horn goes on to call of the present, so whoever hears it may silence it; and a console goes on to say whether it can be heard. */
const OF_THE_PRESENT: readonly CommandName[] = ['alarms.silence', 'console.soundChanged'];

interface Asked {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly answer: (value: unknown) => void;
}

interface Opened {
  readonly name: string;
  input: unknown;
  isOpen: boolean;
  /** Snapshots that it was opened for. */
  times: number;
  readonly tell: (item: unknown) => void;
}

let asked: Asked[] = [];
let opened: Opened[] = [];
let hands = turnableTimers();
let clock: ReplayClock;
let client: ReplayClient;

/** Every answer that is due is taken in. */
const settle = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
/** Picture after picture, each with its answers. */
const played = async (ms: number): Promise<void> => {
  for (let passed = 0; passed < ms; passed += 250) {
    await settle();
    hands.advance(250);
  }
};
const of = (name: string): readonly Asked[] => asked.filter(call => call.name === name);
const streamOf = (name: string): Opened | undefined => opened.findLast(stream => stream.name === name);

const tagsItem = (v: number): TagStreamItem => ({
  snapshot: true,
  handles: Uint32Array.of(0),
  t: Float64Array.of(PAST),
  v: Float64Array.of(v),
  q: Uint16Array.of(0),
  lastV: Float64Array.of(Number.NaN),
  lastT: Float64Array.of(Number.NaN),
});

const alarmsItem = (unacknowledged: number, sounding: readonly string[] = []): AlarmStreamItem => ({
  snapshot: true,
  statuses: [],
  counts: {
    unacknowledged: [unacknowledged, 0, 0, 0],
    active: [0, 0, 0, 0],
    shelved: 0,
    suppressed: 0,
    outOfService: 0,
    unjudged: 0,
    recent: 0,
    isFlood: false,
  },
  sound: { priority: sounding.length > 0 ? 1 : null, ids: sounding },
  sequence: 1,
  isDurable: true,
  lostRows: 0,
});

beforeEach(() => {
  asked = [];
  opened = [];
  hands = turnableTimers();
  const live = {
    call: (name: string, input: Asked['input']) =>
      new Promise<never>(resolve => asked.push({ name, input, answer: value => resolve(value as never) })),
    open: (name: string, input: unknown, tell: Opened['tell']) => {
      const stream: Opened = { name, input, isOpen: true, times: 1, tell };
      opened.push(stream);
      return {
        reopen: (next: unknown) => {
          stream.input = next;
          stream.times += 1;
        },
        close: () => {
          stream.isOpen = false;
        },
      };
    },
    link: () => ({ phase: 'up', heardAt: 0 }),
    onLink: () => () => undefined,
    onConnected: () => () => undefined,
    stationNow: () => T + hands.timers.now(),
    stop: () => undefined,
  } as Partial<Client> as Client;
  clock = createReplayClock(hands.timers, live.stationNow);
  client = createReplayClient(live, clock, hands.timers);
});

describe('a window that looks at the past', () => {
  it('has one time for everything that asks for it', () => {
    expect(client.stationNow()).toBe(T);
    clock.seek(PAST);
    expect(client.stationNow()).toBe(PAST);
    void client.call('history.recent', { tags: ['P'], from: PAST - 1 });
    expect(of('history.recent')[0]?.input).toEqual({ tags: ['P'], from: PAST - 1, to: PAST });
  });

  it('gets its tags as they were, nothing of the present, and a snapshot of the present afterwards', async () => {
    const told: number[] = [];
    client.open('tags', { tags: ['P'] }, item => told.push(item.v[0] ?? Number.NaN));
    streamOf('tags')?.tell(tagsItem(1));
    clock.seek(PAST);
    expect(streamOf('tags')?.isOpen).toBe(false);
    expect(of('replay.tags')[0]?.input).toEqual({ tags: ['P'], at: PAST });
    of('replay.tags')[0]?.answer(tagsItem(2));
    await settle();
    expect(told).toEqual([1, 2]);
    hands.advance(5_000);
    expect(of('replay.tags')).toHaveLength(1);
    clock.leave();
    expect(opened.filter(({ name, isOpen }) => name === 'tags' && isOpen)).toHaveLength(1);
  });

  it('asks again for what another screen shows, and drops what comes too late', async () => {
    const told: number[] = [];
    const stream = client.open('tags', { tags: ['P'] }, item => told.push(item.v[0] ?? Number.NaN));
    clock.seek(PAST);
    stream.reopen({ tags: ['Q'] });
    of('replay.tags')[0]?.answer(tagsItem(1));
    await settle();
    expect(told).toEqual([]);
    hands.advance(250);
    expect(of('replay.tags').at(-1)?.input).toMatchObject({ tags: ['Q'] });
    clock.seek(PAST - 60_000);
    of('replay.tags').at(-1)?.answer(tagsItem(2));
    await settle();
    expect(told).toEqual([]);
    hands.advance(250);
    of('replay.tags').at(-1)?.answer(tagsItem(3));
    await settle();
    expect(told).toEqual([3]);
  });

  it('plays one picture after the other, never two at once', async () => {
    client.open('tags', { tags: ['P'] }, () => undefined);
    clock.seek(PAST);
    clock.play(true);
    hands.advance(1_000);
    expect(of('replay.tags')).toHaveLength(1);
    of('replay.tags')[0]?.answer(tagsItem(1));
    await settle();
    hands.advance(250);
    expect(of('replay.tags')[1]?.input).toMatchObject({ at: PAST + 1_250 });
  });

  it('has the alarms of then with the sound and the counts of now', async () => {
    const told: AlarmStreamItem[] = [];
    client.open('alarms', {}, item => told.push(item));
    streamOf('alarms')?.tell(alarmsItem(0));
    clock.seek(PAST);
    of('replay.alarms')[0]?.answer(alarmsItem(3));
    await settle();
    expect(told.at(-1)?.counts.unacknowledged[0]).toBe(3);
    streamOf('alarms')?.tell({ ...alarmsItem(1, ['PT-1/HH']), sequence: 42 });
    expect(told.at(-1)).toMatchObject({ snapshot: false, statuses: [], sound: { priority: 1, ids: ['PT-1/HH'] } });
    // What somebody silences is what sounds now.
    expect(told.at(-1)?.sequence).toBe(42);
    expect(told.at(-1)?.counts.unacknowledged[0]).toBe(3);
    expect(client.present.get()?.unacknowledged[0]).toBe(1);
    clock.leave();
    expect(client.present.get()).toBeNull();
    expect(streamOf('alarms')?.times).toBe(2);
  });

  it.each(
    Object.entries(contract).flatMap(([name, { kind }]) => (kind === 'command' ? [name as CommandName] : [])),
  )('%s is refused before it is sent, unless it is of the present whatever is shown', async name => {
    const input: InputOf<CommandName> = { ids: ['PT-1/HH'], who: 'Li' };
    clock.seek(PAST);
    const answer = client.call(name, input).catch((error: unknown) => error);
    if (OF_THE_PRESENT.includes(name)) {
      expect([of(name).length, clock.refused.get()]).toEqual([1, 0]);
      return;
    }
    expect([of(name).length, clock.refused.get()]).toEqual([0, 1]);
    expect(await answer).toMatchObject({ body: { code: 'not-possible' } });
    clock.leave();
    void client.call(name, input);
    expect(of(name)).toHaveLength(1);
  });

  it('shows the devices as they were', async () => {
    clock.seek(PAST);
    const answer = client.call('devices.status', {});
    of('devices.status')[0]?.answer([{ device: 'PLC', state: 'online', cause: 'none', since: T }]);
    await settle();
    of('replay.tags')
      .at(-1)
      ?.answer({ ...tagsItem(4), q: Uint16Array.of(GOOD), t: Float64Array.of(PAST - 5) });
    expect(await answer).toMatchObject([{ device: 'PLC', state: 'offline', since: PAST - 5 }]);
  });

  it('calls a device idle of whose state then nothing good was kept, and not what it is now', async () => {
    clock.seek(PAST);
    const kept: readonly [number, number][] = [
      [Number.NaN, COMM_LOSS],
      [DEVICE_STATES.indexOf('online'), COMM_LOSS],
      [Number.NaN, GOOD],
      [99, GOOD],
      [DEVICE_STATES.indexOf('online'), GOOD],
    ];
    const names = kept.map((_, i) => `PLC${i}`);
    const answer = client.call('devices.status', {});
    of('devices.status')[0]?.answer(names.map(device => ({ device, state: 'online', cause: 'none', since: T })));
    await settle();
    of('replay.tags')
      .at(-1)
      ?.answer({
        ...tagsItem(0),
        t: new Float64Array(kept.length).fill(PAST - 5),
        v: Float64Array.from(kept, ([v]) => v),
        q: Uint16Array.from(kept, ([, q]) => q),
      });
    expect((await answer).map(({ state }) => state)).toEqual(['idle', 'idle', 'idle', 'idle', 'online']);
  });

  it('lists nothing later than the time that is shown, and all of it again when it is live', () => {
    clock.seek(PAST);
    void client.call('alarms.journal', { from: PAST - 1, to: PAST + 60_000 });
    void client.call('events.search', { from: PAST - 1, to: 8.64e15 });
    void client.call('alarms.performance', { from: PAST - 1, to: T });
    for (const name of ['alarms.journal', 'events.search', 'alarms.performance'])
      expect(of(name)[0]?.input).toEqual({ from: PAST - 1, to: PAST + 1 });
    clock.leave();
    void client.call('events.search', { from: PAST - 1, to: 8.64e15 });
    expect(of('events.search')[1]?.input).toMatchObject({ to: 8.64e15 });
  });

  it('tells the events as its time goes on, none of the present, and none of what a jump leaves out', async () => {
    const told: unknown[] = [];
    client.open('events', { alarms: true }, items => told.push(...items.map(({ sequence }) => sequence)));
    const event = (sequence: number) => ({ sequence, time: PAST });
    clock.seek(PAST);
    streamOf('events')?.tell([event(99)]);
    clock.play(true);
    await played(1_000);
    expect(of('events.search')[0]?.input).toMatchObject({ from: PAST + 1, to: PAST + 1_001 });
    of('events.search')[0]?.answer({ events: [event(3), event(2)], next: null });
    await settle();
    expect(told).toEqual([2, 3]);
    clock.seek(PAST - 600_000);
    clock.play(true);
    await played(1_000);
    expect(of('events.search')[1]?.input).toMatchObject({ from: PAST - 600_000 + 1 });
    clock.leave();
    of('events.search')[1]?.answer({ events: [event(1)], next: null });
    await settle();
    streamOf('events')?.tell([event(100)]);
    expect(told).toEqual([2, 3, 100]);
  });
});
