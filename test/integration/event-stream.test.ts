/**
 * The one stream of events of a running station: everything that happens is in it with its class, who and from where, how well its time is
 * known, and is found again after a restart.
 */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../main/platform/log.ts';
import { type Station, startStation } from '../../main/station.ts';
import { orderedEvents } from '../../shared/event/event-order.ts';
import type { EventKind, EventPage, StationEvent } from '../../shared/model/event.ts';
import type { AlarmFile } from '../../shared/rpc/alarm-contract.ts';
import { FakeModbusServer, faults } from '../kit/fake-modbus-server.ts';
import { type TestProject, writeProject } from '../kit/project-builder.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { waitFor } from '../kit/wait-for.ts';

const temporaryFolder = useTemporaryFolders();
const CALLER = { role: 'engineer', where: '10.0.0.7' } as const;
const BY = { who: 'Li', why: 'transmitter repair' };
const LIMIT = 500;

describe('the event stream of a station', () => {
  let plc: FakeModbusServer;
  let level = 100;
  let folder: string;
  let station: Station | undefined;
  /** Of this computer's clock, ms. */
  let shift = 0;

  const project = (over: Partial<TestProject> = {}): string =>
    writeProject(join(folder, 'project'), {
      channels: [{ id: 'plc', port: plc.port, devices: [{ id: 'PLC', unit: 1 }] }],
      tags: [{ name: 'P', device: 'PLC', offset: 0, range: [0, 1_000] }],
      alarms: [{ tag: 'P', condition: 'H', limit: LIMIT, priority: 1 }],
      ...over,
    });
  const start = async (): Promise<void> => {
    station = await startStation({
      projectDirectory: join(folder, 'project'),
      dataDirectory: join(folder, 'data'),
      log: createLog('station', { level: 'error', write: () => undefined }),
      clock: { now: () => Date.now() + shift, monotonic: () => performance.now() },
    });
  };
  const value = async <T>(method: string, input: object): Promise<T> => {
    const reply = await station?.dispatcher.call(method, input, CALLER);
    if (reply?.ok !== true) throw new Error(`${method}: ${JSON.stringify(reply)}`);
    // Each method answers with its own type.
    return reply.value as T;
  };
  const find = async (filter: object = {}): Promise<readonly StationEvent[]> =>
    (await value<EventPage>('events.search', { from: 0, to: 8e15, limit: 1_000, ...filter })).events;
  /** The newest of a class, once there is one. */
  const told = (what: string, kind: EventKind): Promise<StationEvent> =>
    waitFor(what, async () => (await find({ kinds: [kind] }))[0], 15_000);

  beforeEach(async () => {
    plc = await new FakeModbusServer().listen();
    level = 100;
    shift = 0;
    plc.register = () => level;
    folder = temporaryFolder();
    project();
    await start();
    await told('the device', 'device');
  });
  afterEach(async () => {
    await station?.stop();
    await plc.close();
  });

  it('has alarms and what people do to them, devices, forced values and silence, by class, and all of it after a restart', async () => {
    level = 600;
    const alarm = await told('the alarm', 'alarm');
    expect(alarm).toMatchObject({
      source: 'P/H',
      tag: 'P',
      area: '1000',
      uncertainty: { earlierMs: 200, from: 'scan' },
    });
    await value('alarms.acknowledge', { ids: ['P/H'], who: 'Li', comment: 'seen' });
    await value('alarms.silence', { who: 'Li' });
    await value('devices.setEnabled', { device: 'PLC', isEnabled: false, ...BY });
    await value('tags.override', { tag: 'P', kind: 'force', value: 7, until: Date.now() + 60_000, ...BY });
    const operations = await find({ kinds: ['operation'], who: 'li' });
    expect(operations.map(({ source, where }) => [source, where])).toEqual([
      ['PLC', '10.0.0.7'],
      ['alarms', '10.0.0.7'],
      ['P/H', '10.0.0.7'],
    ]);
    const [forced] = await find({ kinds: ['override'], tags: ['P'] });
    expect(forced).toMatchObject({ who: 'Li', where: '10.0.0.7', tag: 'P', area: '1000' });
    expect(forced?.text.zh).toMatch(/强制值/);
    const before = await find({ to: (forced?.time ?? 0) + 1 });
    await station?.stop();
    await start();
    expect(await find({ to: (forced?.time ?? 0) + 1 })).toEqual(before);
    expect(before.map(event => event.kind)).toEqual(
      expect.arrayContaining(['station', 'device', 'alarm', 'operation', 'override']),
    );
  });

  it('has a step of the clock with how far, and knows that nobody can order what came around a step back', async () => {
    shift = -30_000;
    const step = await told('the step', 'clock');
    expect(step.text.en).toMatch(/jumped back by 30\.\d s/);
    expect(step.uncertainty?.from).toBe('step');
    expect(step.uncertainty?.laterMs).toBeGreaterThan(29_000);
    await value('alarms.silence', { who: 'Li' });
    const lines = orderedEvents(await find());
    const group = lines.find(({ event }) => event.kind === 'clock')?.group;
    expect(group).not.toBeNull();
    const silence = lines.find(({ event }) => event.kind === 'operation');
    expect(silence?.group).toBe(group);
  });

  it('has the change of the project between two starts, part by part', async () => {
    await station?.stop();
    project({ alarms: [{ tag: 'P', condition: 'H', limit: LIMIT + 1, priority: 2 }] });
    await start();
    const [changed] = await find({ kinds: ['configuration'] });
    expect(changed?.text.en).toBe('The project has been changed since the last start: alarms');
  });

  it('has a lost device and its return, and is a file in the order of the sources', async () => {
    const before = (await find({ kinds: ['device'] })).length;
    plc.behave = faults.silence();
    await waitFor('the loss', async () => (await find({ kinds: ['device'] })).length > before, 15_000);
    plc.behave = faults.none();
    await waitFor('the return', async () => (await find({ kinds: ['device'] })).length > before + 1, 30_000);
    const asked = { from: 0, to: Date.now() + 60_000, format: 'csv', language: 'en' };
    const { bytes, rows } = await value<AlarmFile>('events.export', asked);
    const lines = new TextDecoder().decode(bytes).trim().split('\r\n').slice(-rows);
    const times = lines.map(line => Date.parse(line.split(',')[0] ?? ''));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(lines.join('\n')).toContain('Device');
  });
});
