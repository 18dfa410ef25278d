/**
 * Alarms of a whole station as a process: from the register of a device to the row on the disk and the item of the stream, what
 * people do to them, and that neither a kill, nor an empty room, nor a lost device makes anybody forget one.
 */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AlarmStateName, AlarmStatus } from '../../shared/model/alarm.ts';
import type { AlarmContext, AlarmJournalPage, AlarmJournalRow } from '../../shared/model/alarm-journal.ts';
import type { StationEvent } from '../../shared/model/event.ts';
import type { AlarmActionAnswer, AlarmStreamItem } from '../../shared/rpc/alarm-contract.ts';
import type { HostMessage } from '../../shared/rpc/protocol.ts';
import { FakeModbusServer, faults } from '../kit/fake-modbus-server.ts';
import { type TestAlarm, writeProject } from '../kit/project-builder.ts';
import { StationProcess } from '../kit/station-process.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { waitFor } from '../kit/wait-for.ts';
import { WsClient } from '../kit/ws-client.ts';

const temporaryFolder = useTemporaryFolders();
const WHO = { who: 'Li' };
const TAGS = 40;
const names = Array.from({ length: TAGS }, (_, i) => `P-${i}`);
const LIMIT = 500;
const EVER = { from: 0, to: 8e15 };

const ALARMS: readonly TestAlarm[] = [
  ...names.map((tag, i) => ({ tag, condition: 'H', limit: LIMIT, priority: i === 0 ? 1 : 3 })),
  { tag: 'PLC', condition: 'LOST', limit: 'lost', priority: 2, on_delay_s: 1, off_delay_s: 0 },
  { tag: 'CONSOLE', condition: 'SOUND', limit: 'missing', priority: 3, on_delay_s: 0, off_delay_s: 1 },
];

describe('alarms of a station', () => {
  let plc: FakeModbusServer;
  let level: number[];
  let project: string;
  let data: string;
  let station: StationProcess | undefined;

  const running = (): StationProcess => {
    if (station === undefined) throw new Error('the station does not run');
    return station;
  };
  const start = async (): Promise<void> => {
    station = await StationProcess.start({ project, data });
  };
  const read = () => running().value<AlarmStreamItem>('alarms.read');
  const statusOf = async (id: string): Promise<AlarmStatus | undefined> =>
    (await read()).statuses.find(status => status.id === id);
  const becomes = (id: string, name: AlarmStateName, limitMs = 10_000) =>
    waitFor(`${id} to be ${name}`, async () => (await statusOf(id))?.name === name, limitMs);
  const rows = async (filter: object = {}): Promise<readonly AlarmJournalRow[]> =>
    (await running().value<AlarmJournalPage>('alarms.journal', { ...EVER, limit: 1_000, ...filter })).rows.toReversed();
  const stepsOf = async (id: string) => (await rows({ ids: [id] })).map(row => `${row.event} ${row.to}`);
  const acknowledge = (...ids: string[]) => running().value<AlarmActionAnswer>('alarms.acknowledge', { ids, ...WHO });

  beforeEach(async () => {
    plc = await new FakeModbusServer().listen();
    level = names.map(() => 100);
    plc.register = (_request, offset) => level[offset] ?? 0;
    project = writeProject(join(temporaryFolder(), 'project'), {
      channels: [{ id: 'plc', port: plc.port, devices: [{ id: 'PLC', unit: 1 }] }],
      tags: names.map((name, offset) => ({ name, device: 'PLC', offset, range: [0, 1_000] as const })),
      alarms: ALARMS,
    });
    data = join(temporaryFolder(), 'data');
    await start();
  });
  afterEach(async () => {
    await station?.stop();
    await plc.close();
  });

  it('tells an alarm of a device in the journal, the stream and the events, with value, limit and how well its time is known', async () => {
    // It would be the first line of the stream else.
    await waitFor('the device', async () =>
      (await running().value<StationEvent[]>('events.recent')).some(({ source }) => source === 'PLC'),
    );
    const client = await WsClient.connect(running().url);
    client.send({ kind: 'open', id: 1, method: 'alarms', input: {} });
    client.send({ kind: 'open', id: 2, method: 'events', input: { alarms: true } });
    const first = (await client.next('item', m => m.id === 1)).item as AlarmStreamItem;
    expect([first.snapshot, first.statuses.length, first.sound.priority]).toEqual([true, ALARMS.length, null]);
    client.send({ kind: 'ack', id: 1, seq: 1 });
    level[0] = LIMIT;
    const item = (await client.next('item', m => m.id === 1 && m.seq === 2)).item as AlarmStreamItem;
    expect(item.statuses.map(status => [status.id, status.name])).toEqual([['P-0/H', 'UNACK']]);
    expect(item).toMatchObject({ snapshot: false, isDurable: true, sound: { priority: 1, ids: ['P-0/H'] } });
    expect(item.counts.unacknowledged).toEqual([1, 0, 0, 0]);
    const [row] = await rows({ ids: ['P-0/H'] });
    expect(row).toMatchObject({ event: 'raise', value: LIMIT, limit: LIMIT, priority: 1, who: null, area: '1000' });
    expect(row?.sequence).toBe(item.sequence);
    const told = await client.next('item', m => m.id === 2);
    expect(told.item as StationEvent[]).toMatchObject([
      { kind: 'alarm', source: 'P-0/H', sequence: row?.sequence, time: row?.time },
    ]);
    const [event] = told.item as StationEvent[];
    expect(event).toMatchObject({
      uncertainty: { earlierMs: 200, laterMs: 0, from: 'scan' },
      tag: 'P-0',
      area: '1000',
    });
    // Left out where nothing lies between.
    expect(event?.received ?? row?.time).toBe(row?.received);
    await client.close();
  });

  it('acknowledges over a session with who and from where, refuses by name, and merges the row into the events', async () => {
    level[0] = 600;
    await becomes('P-0/H', 'UNACK');
    const client = await WsClient.connect(running().url);
    const page = await acknowledge('P-0/H', 'P-1/H', 'X/H');
    expect(page?.refused.map(r => r.code)).toEqual(['one-by-one', 'nothing-to-acknowledge', 'unknown-alarm']);
    const input = { ids: ['P-0/H'], ...WHO, comment: 'seen' };
    client.send({ kind: 'call', id: 7, method: 'alarms.acknowledge', input });
    const { reply } = await client.next('reply', m => m.id === 7);
    expect(reply).toMatchObject({ ok: true, value: { done: ['P-0/H'], refused: [] } });
    await client.close();
    expect(await statusOf('P-0/H')).toMatchObject({ name: 'ACK', record: { acknowledgedBy: 'Li' } });
    expect((await rows({ ids: ['P-0/H'] })).at(-1)).toMatchObject({ event: 'acknowledge', comment: 'seen', ...WHO });
    expect((await rows({ who: 'li' })).at(-1)?.where).toContain('127.0.0.1');
    const events = await running().value<StationEvent[]>('events.recent', { alarms: true });
    // A device may have told of itself since.
    const done = events.findLast(event => event.alarm !== undefined);
    expect(done).toMatchObject({ kind: 'operation', source: 'P-0/H', ...WHO, alarm: { event: 'acknowledge' } });
    expect(done?.text.en).toMatch(/acknowledge: seen$/);
    expect(events.map(e => e.time)).toEqual(events.map(e => e.time).toSorted((a, b) => a - b));
    expect(events.map(e => e.kind)).toContain('station');
    expect((await running().value<StationEvent[]>('events.recent')).map(e => e.kind)).not.toContain('alarm');
  });

  it('is one alarm for a lost device with forty active ones, and right again for each on its return', async () => {
    level.fill(600);
    for (const name of names) await becomes(`${name}/H`, 'UNACK');
    await acknowledge('P-1/H', 'P-2/H');
    const before = (await rows()).at(-1)?.sequence ?? 0;
    plc.behave = faults.silence();
    await becomes('PLC/LOST', 'UNACK', 20_000);
    await waitFor('all beneath it', async () => (await read()).counts.suppressed === TAGS);
    expect((await read()).counts.active).toEqual([0, 1, 0, 0]);
    const calls = (await rows()).filter(row => row.sequence > before && row.isAnnounced);
    expect(calls.map(row => row.id)).toEqual(['PLC/LOST']);
    // While it is away: one gets right, the others stay.
    level[3] = 100;
    level[4] = 100;
    plc.behave = faults.none();
    await becomes('PLC/LOST', 'RTN_UNACK', 20_000);
    await waitFor('all back', async () => (await read()).counts.suppressed === 0, 20_000);
    const states = new Map((await read()).statuses.map(status => [status.id, status.name]));
    expect([0, 1, 2, 3, 4, 5].map(i => states.get(`P-${i}/H`))).toEqual([
      'UNACK',
      'ACK',
      'ACK',
      'RTN_UNACK',
      'RTN_UNACK',
      'UNACK',
    ]);
    const again = (await rows()).filter(row => row.sequence > before && row.isAnnounced);
    expect(again.map(row => row.id)).toEqual(['PLC/LOST']);
  }, 60_000);

  it('is an alarm of a console without a sound device, until its session has gone, however it goes', async () => {
    const id = 'CONSOLE/SOUND';
    const watcher = await WsClient.connect(running().url);
    watcher.send({ kind: 'open', id: 1, method: 'alarms', input: {} });
    await watcher.next('item', m => m.id === 1);
    watcher.send({ kind: 'ack', id: 1, seq: 1 });
    const desk = await WsClient.connect(running().url);
    desk.send({ kind: 'call', id: 1, method: 'console.soundChanged', input: { isMissing: true } });
    const raised = (m: HostMessage) =>
      m.kind === 'item' && (m.item as AlarmStreamItem).statuses.some(s => s.id === id && s.name === 'UNACK');
    await watcher.next('item', raised);
    const [row] = await rows({ ids: [id] });
    expect(row).toMatchObject({ event: 'raise', value: 1, who: null, where: expect.stringContaining('127.0.0.1') });
    // Another one that says it has a device speaks for itself.
    watcher.send({ kind: 'call', id: 2, method: 'console.soundChanged', input: { isMissing: false } });
    await watcher.next('reply', m => m.id === 2);
    await acknowledge(id);
    desk.socket.terminate();
    await becomes(id, 'NORMAL');
    expect(await stepsOf(id)).toEqual(['raise UNACK', 'acknowledge ACK', 'clear NORMAL']);
    await watcher.close();
  });

  it('keeps an alarm that came and went while nobody looked, unacknowledged, over a kill as well', async () => {
    level[5] = 700;
    await becomes('P-5/H', 'UNACK');
    level[5] = 100;
    await becomes('P-5/H', 'RTN_UNACK');
    await running().kill();
    await start();
    expect(await statusOf('P-5/H')).toMatchObject({
      name: 'RTN_UNACK',
      isUnacknowledged: true,
      record: { raisedValue: 700 },
    });
    expect(await stepsOf('P-5/H')).toEqual(['raise UNACK', 'clear RTN_UNACK']);
  });

  it('keeps shelves and acknowledgements over a kill, and clears what has cleared meanwhile', async () => {
    level[1] = level[2] = level[3] = 600;
    for (const i of [1, 2, 3]) await becomes(`P-${i}/H`, 'UNACK');
    await acknowledge('P-1/H', 'P-3/H');
    const until = Date.now() + 3_600_000;
    const shelved = await running().value('alarms.shelve', { id: 'P-2/H', until, ...WHO, why: 'transmitter repair' });
    expect(shelved).toEqual({ done: ['P-2/H'], refused: [], isDurable: true });
    expect(await running().value('alarms.shelve', { id: 'P-0/H', until, ...WHO, why: 'no' })).toMatchObject({
      done: [],
      refused: [{ code: 'never-shelved' }],
    });
    await running().kill();
    level[3] = 100;
    await start();
    await becomes('P-3/H', 'NORMAL', 20_000);
    expect(await statusOf('P-1/H')).toMatchObject({ name: 'ACK' });
    expect(await statusOf('P-2/H')).toMatchObject({
      name: 'SHELVED',
      record: { state: { shelved: { until, by: 'Li' } } },
    });
    expect((await rows({ ids: ['P-1/H', 'P-2/H'] })).filter(row => row.isAnnounced)).toHaveLength(2);
  });

  it('shows what was around a call of priority 1 while its minute runs', async () => {
    level[0] = 600;
    await becomes('P-0/H', 'UNACK');
    const [row] = await rows({ ids: ['P-0/H'] });
    const sequence = row?.sequence ?? 0;
    const context = await waitFor('its samples', async () => {
      const kept = await running().value<AlarmContext | null>('alarms.context', { sequence });
      return Array.from(kept?.series[0]?.v ?? []).includes(600) && kept;
    });
    expect(context).toMatchObject({ sequence, isComplete: false, from: (row?.time ?? 0) - 60_000 });
    expect(context.series[0]?.tag).toBe('P-0');
    level[1] = 600;
    await becomes('P-1/H', 'UNACK');
    const third = (await rows({ ids: ['P-1/H'] }))[0]?.sequence;
    expect(await running().value('alarms.context', { sequence: third })).toBeNull();
  });

  it('silences for everybody, tells who did, and sounds again for the next alarm', async () => {
    level[1] = 600;
    await becomes('P-1/H', 'UNACK');
    expect((await read()).sound).toEqual({ priority: 3, ids: ['P-1/H'] });
    expect(await running().value('alarms.silence', WHO)).toBeNull();
    expect((await read()).sound).toEqual({ priority: null, ids: [] });
    expect((await statusOf('P-1/H'))?.name).toBe('UNACK');
    const orders = (await running().value<StationEvent[]>('events.recent')).filter(e => e.kind === 'operation');
    expect(orders).toMatchObject([{ source: 'alarms', who: 'Li', text: { en: 'Li silences the alarms' } }]);
    expect(orders[0]?.where).toMatch(/./);
    level[2] = 600;
    await becomes('P-2/H', 'UNACK');
    expect((await read()).sound).toEqual({ priority: 3, ids: ['P-2/H'] });
  });
});
