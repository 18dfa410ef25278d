/**
 * The one contract suite: what every client may rely on, whatever carries the messages. A host test hands in how to start a
 * station from a project folder and how to reach it; the suite brings the project and its (scripted) devices. Typed arrays may
 * arrive as plain lists: JSON has nothing else.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeviceStatus } from '../../shared/model/device.ts';
import type { StationEvent } from '../../shared/model/event.ts';
import { isBad, isGood } from '../../shared/model/quality.ts';
import type { ServedScene } from '../../shared/model/scene.ts';
import type { StationDescription } from '../../shared/model/station.ts';
import type { TagDefinition, TagReading } from '../../shared/model/tag.ts';
import { contract } from '../../shared/rpc/contract.ts';
import { type Envelope, ERROR_CODES, type ErrorBody } from '../../shared/rpc/error.ts';
import type { ClientMessage, HostMessage } from '../../shared/rpc/protocol.ts';
import { FakeModbusServer } from './fake-modbus-server.ts';
import { writeProject } from './project-builder.ts';
import { useTemporaryFolders } from './temp.ts';
import { sleep, waitFor } from './wait-for.ts';

/** One client session. Several may be open at once where the transport can. */
export interface ContractSession {
  send(message: ClientMessage): void | Promise<void>;
  /** Every message since the session began, in order. */
  readonly messages: readonly HostMessage[];
  close(): Promise<void>;
}

export interface ContractTransport {
  /** The envelope of one call; never rejects for what the station answers. */
  call(method: string, input: unknown): Promise<Envelope<unknown>>;
  /** A fresh session: what a client does after a reconnect. */
  open(): Promise<ContractSession>;
  stop(): Promise<void>;
}

export interface ContractSetup {
  readonly projectDirectory: string;
  readonly dataDirectory: string;
}

type Item = Extract<HostMessage, { kind: 'item' }>;

interface TagItem {
  readonly snapshot: boolean;
  readonly handles: ArrayLike<number>;
  readonly t: ArrayLike<number>;
  readonly v: ArrayLike<number | null>;
  readonly q: ArrayLike<number>;
  readonly lastV: ArrayLike<number | null>;
  readonly lastT: ArrayLike<number | null>;
}

const LEVELS = ['L-0', 'L-1', 'L-2', 'L-3'] as const;
const list = <T>(values: ArrayLike<T>): T[] => Array.from(values);

/** What the suite keeps between its tests. */
interface Bench {
  readonly plc: FakeModbusServer;
  readonly meter: { server: FakeModbusServer };
  /** Registers of the PLC. */
  readonly level: number[];
  readonly transport: ContractTransport;
}

async function setUpBench(start: (setup: ContractSetup) => Promise<ContractTransport>, folder: string): Promise<Bench> {
  const plc = await new FakeModbusServer().listen();
  const meter = { server: await new FakeModbusServer().listen() };
  const level = [10, 20, 30, 40];
  plc.register = (_request, offset) => level[offset] ?? 0;
  const projectDirectory = writeProject(join(folder, 'project'), {
    channels: [
      { id: 'plc', port: plc.port, devices: [{ id: 'PLC', unit: 1 }] },
      { id: 'meter', port: meter.server.port, devices: [{ id: 'FC', unit: 2 }] },
    ],
    tags: [
      ...LEVELS.map((name, offset) => ({ name, device: 'PLC', offset, range: [0, 1_000] as const })),
      { name: 'F-1', device: 'FC', offset: 7 },
    ],
    calculations: { SUM: '[L-0] + [L-1]', LATER: null },
  });
  const transport = await start({ projectDirectory, dataDirectory: join(folder, 'data') });
  return { plc, meter, level, transport };
}

/** Runs the whole contract over one transport. */
export function describeContract(name: string, start: (setup: ContractSetup) => Promise<ContractTransport>): void {
  describe(`the contract over ${name}`, () => {
    const temporaryFolder = useTemporaryFolders();
    let bench: Bench | undefined;
    const at = (): Bench => {
      if (bench === undefined) throw new Error('the station did not start');
      return bench;
    };
    beforeAll(async () => {
      bench = await setUpBench(start, temporaryFolder());
      await waitFor('good values', async () => {
        const readings = await valueOf<TagReading[]>(at(), 'tags.read', { tags: [...LEVELS, 'F-1', 'SUM'] });
        return readings.every(r => r.quality === 'good');
      });
    }, 60_000);
    afterAll(async () => {
      await bench?.transport.stop();
      await bench?.plc.close();
      await bench?.meter.server.close();
    });
    describeQueries(at);
    describeErrors(at);
    describeTagStream(at);
    describeEvents(at);
  });
}

async function valueOf<T>({ transport }: Bench, method: string, input: unknown = {}): Promise<T> {
  const envelope = await transport.call(method, input);
  if (!envelope.ok) throw new Error(`${method}: ${envelope.error.message}`);
  // The suite then checks field by field what it relies on.
  return envelope.value as T;
}

function describeQueries(at: () => Bench): void {
  it('has a test below for every entry', () => {
    expect(Object.keys(contract).toSorted()).toEqual(
      [
        'station.describe',
        'tags.list',
        'tags.read',
        'devices.status',
        'events.recent',
        'history.recent',
        'scenes.read',
        'tags',
        'events',
      ].toSorted(),
    );
  });

  it('describes the station', async () => {
    const station = await valueOf<StationDescription>(at(), 'station.describe');
    expect(station).toMatchObject({
      id: 'test-gate',
      name: { zh: '测试门站', en: 'Test gate' },
      timeZone: 'Asia/Shanghai',
      gasDayStart: '08:00',
      demo: false,
      areas: [{ id: '1000', name: { zh: '测试区', en: 'Test area' } }],
      scenes: [{ id: 'overview', title: { zh: '总貌', en: 'Overview' }, level: 1 }],
    });
    expect(station.devices.map(d => [d.id, d.protocol])).toEqual([
      ['PLC', 'modbus-tcp'],
      ['FC', 'modbus-tcp'],
    ]);
    expect(station.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(station.now).toBeGreaterThanOrEqual(station.startedAt);
    expect(Math.abs(station.now - Date.now())).toBeLessThan(60_000);
  });

  it('lists every tag with dense handles', async () => {
    const tags = await valueOf<TagDefinition[]>(at(), 'tags.list');
    expect(tags.map(t => t.name)).toEqual([...LEVELS, 'F-1', 'SUM', 'LATER']);
    expect(tags.map(t => t.handle)).toEqual(tags.map((_, i) => i));
    expect(tags[0]).toMatchObject({
      description: { zh: '位号L-0', en: 'Tag L-0' },
      area: '1000',
      signalClass: 'AI',
      low: 0,
      high: 1_000,
      limits: {},
      device: 'PLC',
      address: 'holding:0',
      periodMs: 200,
      writable: false,
    });
    expect(tags[0]?.staleAfterMs).toBeGreaterThanOrEqual(600);
    expect(tags.at(-1)).toMatchObject({ signalClass: 'CALC', device: null });
  });

  it('reads values in the order asked, with quality, and no number where there is none', async () => {
    const readings = await valueOf<TagReading[]>(at(), 'tags.read', {
      tags: ['L-3', 'L-0', 'L-3', 'SUM', 'LATER', 'F-1'],
    });
    expect(readings.map(r => [r.tag, r.value, r.quality, r.reason])).toEqual([
      ['L-3', 40, 'good', undefined],
      ['L-0', 10, 'good', undefined],
      ['L-3', 40, 'good', undefined],
      ['SUM', 30, 'good', undefined],
      ['LATER', null, 'bad', 'not-configured'],
      ['F-1', 7, 'good', undefined],
    ]);
    for (const { time } of readings) expect(Math.abs(time - Date.now())).toBeLessThan(60_000);
    expect(await valueOf(at(), 'tags.read', { tags: [] })).toEqual([]);
  });

  it('reports the devices', async () => {
    const devices = await valueOf<DeviceStatus[]>(at(), 'devices.status');
    expect(devices.map(d => [d.device, d.channel, d.state, d.cause, d.tagCount])).toEqual([
      ['PLC', 'plc', 'online', 'none', 4],
      ['FC', 'meter', 'online', 'none', 1],
    ]);
    for (const device of devices) {
      expect(device.requests).toBeGreaterThan(0);
      expect(device.failures).toBe(0);
      expect(device.roundTripMs).toBeGreaterThan(0);
      expect(device.endpoint).toContain('127.0.0.1:');
    }
  });

  it('gives the last events, oldest first, as many as asked', async () => {
    const all = await valueOf<StationEvent[]>(at(), 'events.recent');
    expect(all.length).toBeGreaterThanOrEqual(3);
    all.forEach((event, i) => {
      expect(event.sequence).toBe((all[0]?.sequence ?? 0) + i);
      expect(event.text.en.length * event.text.zh.length).toBeGreaterThan(0);
    });
    expect(await valueOf(at(), 'events.recent', { limit: 2 })).toEqual(all.slice(-2));
  });

  it('gives the recent history of tags as columns of one length', async () => {
    const series = await valueOf<{ tag: string; t: ArrayLike<number>; v: ArrayLike<number>; q: ArrayLike<number> }[]>(
      at(),
      'history.recent',
      { tags: ['L-1', 'LATER'] },
    );
    expect(series.map(s => s.tag)).toEqual(['L-1', 'LATER']);
    const [first] = series;
    expect(first?.t.length).toBeGreaterThan(0);
    for (const s of series) expect([s.v.length, s.q.length]).toEqual([s.t.length, s.t.length]);
    const times = list(first?.t ?? []);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(list(first?.v ?? []).at(-1)).toBe(20);
    const later = await valueOf<{ t: ArrayLike<number> }[]>(at(), 'history.recent', {
      tags: ['L-1'],
      from: Date.now() + 60_000,
    });
    expect(later[0]?.t.length).toBe(0);
  });

  it('serves a scene whose every binding is a name with a handle', async () => {
    const scene = await valueOf<ServedScene>(at(), 'scenes.read', { id: 'overview' });
    expect(scene.nodes[0]?.bind).toEqual({ value: 'L-0' });
    const flow = scene.pipes[0]?.flow ?? '';
    expect(flow).toMatch(/^~\d+$/);
    expect(scene.handles['L-0']).toBe(0);
    expect(scene.handles[flow]).toBeGreaterThan(6);
    const [derived] = await valueOf<TagReading[]>(at(), 'tags.read', { tags: [flow] });
    expect(derived).toMatchObject({ tag: flow, value: 1, quality: 'good' });
  });
}

function checkError(error: ErrorBody, code: string): void {
  expect(error.code).toBe(code);
  expect(ERROR_CODES).toContain(error.code);
  expect(['never', 'backoff', 'operator']).toContain(error.retry);
  for (const text of [error.message, error.hint]) expect(text).toMatch(/^[^\u4e00-\u9fff]{6,}$/);
  for (const text of [error.zh.message, error.zh.hint]) expect(text).toMatch(/[\u4e00-\u9fff]/);
}

const WRONG: readonly (readonly [string, unknown, string])[] = [
  ['tags.read', { tags: ['nobody'] }, 'unknown-tag'],
  ['history.recent', { tags: ['nobody'] }, 'unknown-tag'],
  ['scenes.read', { id: 'nowhere' }, 'unknown-scene'],
  ['tags.read', {}, 'bad-input'],
  ['tags.read', { tags: 'L-0' }, 'bad-input'],
  ['tags.read', { tags: [null] }, 'bad-input'],
  ['tags.read', null, 'bad-input'],
  ['tags.list', { more: true }, 'bad-input'],
  ['events.recent', { limit: 0.5 }, 'bad-input'],
  ['events.recent', { limit: 10_001 }, 'bad-input'],
  ['history.recent', { tags: Array.from({ length: 65 }, () => 'L-0') }, 'bad-input'],
  ['scenes.read', { id: 7 }, 'bad-input'],
  ['no.such.method', {}, 'unknown-method'],
  ['__proto__', {}, 'unknown-method'],
  ['hasOwnProperty', {}, 'unknown-method'],
  ['tags', {}, 'unknown-method'],
  ['events', {}, 'unknown-method'],
];

function describeErrors(at: () => Bench): void {
  it.each(WRONG)('answers %s with %j by an error "%s" in both languages', async (method, input, code) => {
    const envelope = await at().transport.call(method, input);
    if (envelope.ok) throw new Error('it was answered');
    checkError(envelope.error, code);
  });

  it.each([
    ['tags', { tags: ['nobody'] }, 'unknown-tag'],
    ['tags', { tags: 7 }, 'bad-input'],
    ['events', { since: 1 }, 'bad-input'],
    ['tags.list', {}, 'unknown-method'],
    ['nothing', {}, 'unknown-method'],
  ])('ends the stream %s with %j by an error "%s"', async (method, input, code) => {
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 5, method, input });
      const ended = await waitFor('the end', () => session.messages.find(m => m.kind === 'ended'));
      if (ended.kind === 'ended') checkError(ended.error, code);
      expect(itemsOf(session, 5)).toEqual([]);
    });
  });

  it('refuses a stream id that is in use and keeps the stream that has it', async () => {
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 5, method: 'tags', input: {} });
      await session.send({ kind: 'open', id: 5, method: 'events', input: {} });
      const ended = await waitFor('the refusal', () => session.messages.find(m => m.kind === 'ended'));
      if (ended.kind === 'ended') checkError(ended.error, 'busy');
      await waitFor('the snapshot', () => itemsOf(session, 5).length === 1);
    });
  });
}

async function withSession(bench: Bench, run: (session: ContractSession) => Promise<void>): Promise<void> {
  const session = await bench.transport.open();
  try {
    await run(session);
  } finally {
    await session.close();
  }
}

const itemsOf = (session: ContractSession, id: number): Item[] =>
  session.messages.filter((m): m is Item => m.kind === 'item' && m.id === id);

const tagItem = (item: Item | undefined): TagItem => item?.item as TagItem;

async function nthItem(session: ContractSession, id: number, n: number): Promise<Item> {
  return waitFor(`item ${n} of stream ${id}`, () => itemsOf(session, id)[n - 1]);
}

/** Value of a handle in the newest item that has it. */
function newest(items: readonly Item[], handle: number): number | null | undefined {
  for (const item of items.toReversed()) {
    const { handles, v } = tagItem(item);
    const index = list(handles).indexOf(handle);
    if (index >= 0) return v[index];
  }
  return undefined;
}

function describeTagStream(at: () => Bench): void {
  it('beats at least once a second', async () => {
    await withSession(at(), async session => {
      const beats = () => session.messages.filter(m => m.kind === 'beat');
      await waitFor('three beats', () => beats().length >= 3, 3_000);
      for (const m of beats()) if (m.kind === 'beat') expect(Math.abs(m.now - Date.now())).toBeLessThan(60_000);
    });
  });

  it('opens the tag stream with a snapshot of every tag, then sends what changes', async () => {
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 1, method: 'tags', input: {} });
      const first = await nthItem(session, 1, 1);
      expect(first.seq).toBe(1);
      const item = tagItem(first);
      expect(item.snapshot).toBe(true);
      expect(list(item.handles)).toEqual([0, 1, 2, 3, 4, 5, 6]);
      for (const column of [item.t, item.v, item.q, item.lastV, item.lastT]) expect(column.length).toBe(7);
      expect(list(item.v).slice(0, 6)).toEqual([10, 20, 30, 40, 7, 30]);
      expect(list(item.q).map(q => isGood(q))).toEqual([true, true, true, true, true, true, false]);
      expect(Number.isNaN(item.v[6] ?? Number.NaN)).toBe(true);

      at().level[2] = 333;
      await session.send({ kind: 'ack', id: 1, seq: 1 });
      await acknowledgeUntil(session, 1, items => newest(items, 2) === 333);
      for (const later of itemsOf(session, 1).slice(1)) expect(tagItem(later).snapshot).toBe(false);
      at().level[2] = 30;
    });
  });

  it('limits the stream to the tags asked for, derived points included', async () => {
    const scene = await valueOf<ServedScene>(at(), 'scenes.read', { id: 'overview' });
    const flow = scene.pipes[0]?.flow ?? '';
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 1, method: 'tags', input: { tags: ['L-3', flow, 'L-3'] } });
      const { handles, v } = tagItem(await nthItem(session, 1, 1));
      expect(list(handles)).toEqual([3, scene.handles[flow]]);
      expect(list(v)).toEqual([40, 1]);
      await session.send({ kind: 'ack', id: 1, seq: 1 });
      await acknowledgeUntil(session, 1, items => items.length >= 3);
      for (const item of itemsOf(session, 1)) {
        for (const handle of list(tagItem(item).handles)) expect([3, scene.handles[flow]]).toContain(handle);
      }
    });
  });

  it('sends nothing more until an item is acknowledged, then the newest only', async () => {
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 1, method: 'tags', input: { tags: ['L-1'] } });
      await nthItem(session, 1, 1);
      for (const value of [201, 202, 203]) {
        at().level[1] = value;
        await sleep(300);
      }
      // An acknowledgement of another item must not open the gate.
      await session.send({ kind: 'ack', id: 1, seq: 7 });
      await session.send({ kind: 'ack', id: 2, seq: 1 });
      await sleep(300);
      expect(itemsOf(session, 1)).toHaveLength(1);
      await session.send({ kind: 'ack', id: 1, seq: 1 });
      const second = await nthItem(session, 1, 2);
      expect(second.seq).toBe(2);
      expect(list(tagItem(second).v)).toEqual([203]);
      at().level[1] = 20;
    });
  });

  it('numbers the items one by one and coalesces them to four a second', async () => {
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 1, method: 'tags', input: {} });
      await nthItem(session, 1, 1);
      const startedAt = performance.now();
      await session.send({ kind: 'ack', id: 1, seq: 1 });
      await acknowledgeUntil(session, 1, items => items.length >= 6);
      expect(itemsOf(session, 1).map(i => i.seq)).toEqual(itemsOf(session, 1).map((_, i) => i + 1));
      // Five intervals of 250 ms, less one timer tick each.
      expect(performance.now() - startedAt).toBeGreaterThan(5 * 240);
    });
  });

  it('ends a stream that is closed and starts the next with its own snapshot', async () => {
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 1, method: 'tags', input: {} });
      await nthItem(session, 1, 1);
      await session.send({ kind: 'close', id: 1 });
      await session.send({ kind: 'ack', id: 1, seq: 1 });
      await session.send({ kind: 'open', id: 2, method: 'tags', input: { tags: ['L-0'] } });
      const again = await nthItem(session, 2, 1);
      expect([again.seq, tagItem(again).snapshot]).toEqual([1, true]);
      await sleep(500);
      expect(itemsOf(session, 1)).toHaveLength(1);
    });
  });

  it('brings a client that was away up to date with one snapshot', async () => {
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 1, method: 'tags', input: {} });
      await nthItem(session, 1, 1);
    });
    at().level[3] = 999;
    await waitFor('the new value in the station', async () => {
      const [reading] = await valueOf<TagReading[]>(at(), 'tags.read', { tags: ['L-3'] });
      return reading?.value === 999;
    });
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 1, method: 'tags', input: {} });
      const first = await nthItem(session, 1, 1);
      expect([first.seq, tagItem(first).snapshot, tagItem(first).v[3]]).toEqual([1, true, 999]);
    });
    at().level[3] = 40;
  });
}

/** Acknowledges each item as it comes until `isEnough`. */
async function acknowledgeUntil(
  session: ContractSession,
  id: number,
  isEnough: (items: readonly Item[]) => boolean,
): Promise<void> {
  let acknowledged = 1;
  await waitFor(`enough items of stream ${id}`, async () => {
    const items = itemsOf(session, id);
    const last = items.at(-1)?.seq ?? 0;
    if (last > acknowledged) {
      acknowledged = last;
      await session.send({ kind: 'ack', id, seq: last });
    }
    return isEnough(items);
  });
}

/** Device FC goes and comes back: two events each time. */
async function loseMeter(bench: Bench): Promise<void> {
  await bench.meter.server.close();
  await waitFor('the meter lost', async () => (await meterState(bench)) === 'offline', 8_000);
}

async function restoreMeter(bench: Bench): Promise<void> {
  bench.meter.server = await new FakeModbusServer().listen(bench.meter.server.port);
  await waitFor('the meter back', async () => (await meterState(bench)) === 'online', 12_000);
}

async function meterState(bench: Bench): Promise<string | undefined> {
  const devices = await valueOf<DeviceStatus[]>(bench, 'devices.status');
  return devices.find(d => d.device === 'FC')?.state;
}

const eventsOf = (session: ContractSession, id: number): StationEvent[] =>
  itemsOf(session, id).flatMap(i => i.item as StationEvent[]);

function describeEvents(at: () => Bench): void {
  it('tells a lost device as bad values with the last good one, and every event of it once, in order', async () => {
    await withSession(at(), async session => {
      const before = (await valueOf<StationEvent[]>(at(), 'events.recent')).at(-1)?.sequence ?? 0;
      await session.send({ kind: 'open', id: 1, method: 'events', input: {} });
      await session.send({ kind: 'open', id: 2, method: 'tags', input: { tags: ['F-1'] } });
      await nthItem(session, 2, 1);
      await session.send({ kind: 'ack', id: 2, seq: 1 });
      await loseMeter(at());
      await acknowledgeUntil(session, 2, items => isBad(tagItem(items.at(-1)).q[0] ?? 0));
      const item = tagItem(itemsOf(session, 2).at(-1));
      expect(Number.isNaN(item.v[0] ?? Number.NaN)).toBe(true);
      expect(item.lastV[0]).toBe(7);
      expect(item.lastT[0]).toBeGreaterThan(0);
      const [reading] = await valueOf<TagReading[]>(at(), 'tags.read', { tags: ['F-1'] });
      expect(reading).toMatchObject({ value: null, quality: 'bad', reason: 'comm-loss', lastGood: { value: 7 } });

      // The first item stays unacknowledged: what happens meanwhile must wait, whole and in order.
      await nthItem(session, 1, 1);
      await restoreMeter(at());
      await sleep(400);
      expect(itemsOf(session, 1)).toHaveLength(1);
      await session.send({ kind: 'ack', id: 1, seq: 1 });
      await nthItem(session, 1, 2);
      const all = await valueOf<StationEvent[]>(at(), 'events.recent');
      expect(eventsOf(session, 1)).toEqual(all.filter(e => e.sequence > before));
      expect(eventsOf(session, 1).map(e => e.source)).toContain('FC');
    });
  }, 40_000);

  it('starts an event stream with what happens from now on', async () => {
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 1, method: 'events', input: {} });
      await sleep(400);
      expect(itemsOf(session, 1)).toEqual([]);
    });
  });
}
