/** Contract, part 1: every query with its shape, and every wrong call with its error. */
import { expect, it } from 'vitest';
import type { DeviceDiagnostics, DeviceStatus } from '../../shared/model/device.ts';
import type { StationEvent } from '../../shared/model/event.ts';
import type { FramePage } from '../../shared/model/frame.ts';
import type { ServedScene } from '../../shared/model/scene.ts';
import type { StationDescription } from '../../shared/model/station.ts';
import type { TagDefinition, TagReading } from '../../shared/model/tag.ts';
import { contract } from '../../shared/rpc/contract.ts';
import { ERROR_CODES, type ErrorBody } from '../../shared/rpc/error.ts';
import type { ServedSupport } from '../../shared/support/support.ts';
import { WRONG_ALARMS } from './contract-alarms.ts';
import { type Bench, itemsOf, LEVELS, list, valueOf, withSession } from './contract-bench.ts';
import { WRONG_EVENTS } from './contract-events.ts';
import { WRONG_HISTORY } from './contract-history.ts';
import { WRONG_REPLAY } from './contract-replay.ts';
import { WRONG_TRENDS } from './contract-trends.ts';
import { waitFor } from './wait-for.ts';

export function describeQueries(at: () => Bench): void {
  it('has a test below for every entry', () => {
    expect(Object.keys(contract).toSorted()).toEqual(
      [
        'station.describe',
        'tags.list',
        'tags.read',
        'tags.detail',
        'tags.overrides',
        'tags.attention',
        'tags.override',
        'tags.release',
        'devices.status',
        'devices.diagnostics',
        'devices.setEnabled',
        'frames.read',
        'frames.setRecorded',
        'events.recent',
        'events.search',
        'events.export',
        'presets.list',
        'presets.save',
        'presets.rename',
        'presets.remove',
        'annotations.search',
        'annotations.versions',
        'annotations.add',
        'annotations.edit',
        'annotations.remove',
        'trends.export',
        'presets',
        'annotations',
        'scenes',
        'replay.tags',
        'replay.alarms',
        'console.soundChanged',
        'history.recent',
        'history.trend',
        'history.raw',
        'history.aggregate',
        'history.states',
        'history.slice',
        'history.lastValues',
        'history.status',
        'history.backup',
        'history.verifyBackup',
        'history.check',
        'support.read',
        'scenes.read',
        'certificates.list',
        'certificates.trust',
        'certificates.distrust',
        'opcua.browse',
        'alarms.describe',
        'alarms.read',
        'alarms.journal',
        'alarms.export',
        'alarms.context',
        'alarms.performance',
        'alarms.suggest',
        'alarms.acknowledge',
        'alarms.acknowledgeArea',
        'alarms.reset',
        'alarms.shelve',
        'alarms.unshelve',
        'alarms.removeFromService',
        'alarms.returnToService',
        'alarms.takeEquipmentOut',
        'alarms.returnEquipment',
        'alarms.silence',
        'tags',
        'events',
        'alarms',
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

  it('gives what the project has for the support screen, and null for what it has not', async () => {
    expect(await valueOf<ServedSupport>(at(), 'support.read')).toEqual({ procedures: null, interlocks: null });
  });

  it('lists every tag with dense handles', async () => {
    const tags = await valueOf<TagDefinition[]>(at(), 'tags.list');
    const plant = tags.filter(t => t.signalClass !== 'SYS');
    expect(plant.map(t => t.name)).toEqual([...LEVELS, 'F-1', 'SUM', 'LATER']);
    expect(tags.map(t => t.handle)).toEqual(tags.map((_, i) => i));
    // What the station knows about itself comes after them.
    expect(tags.slice(plant.length).every(t => t.name.startsWith('SYS.'))).toBe(true);
    expect(tags.map(t => t.name)).toContain('SYS.PLC.200.period');
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
    expect(plant.at(-1)).toMatchObject({ signalClass: 'CALC', device: null });
  });

  it('tells how well each device is read', async () => {
    const diagnostics = await waitFor('replies of both devices', async () => {
      const all = await valueOf<DeviceDiagnostics[]>(at(), 'devices.diagnostics');
      return all.every(d => d.counters.replies > 0) && all;
    });
    const plc = diagnostics.find(d => d.device === 'PLC');
    expect(plc?.groups).toMatchObject([{ periodMs: 200, requests: 1 }]);
    expect(plc?.latency.counts.reduce((a, b) => a + b, 0)).toBeGreaterThan(0);
    expect(plc?.latency.boundsMs).toHaveLength(plc?.latency.counts.length ?? 0);
  });

  it('takes a device out of operation and puts it back, with everybody told who did it', async () => {
    const order = { device: 'FC', who: 'Li', why: 'meter proving' };
    const state = async () =>
      (await valueOf<DeviceStatus[]>(at(), 'devices.status')).find(d => d.device === 'FC')?.state;
    const reading = async () => (await valueOf<TagReading[]>(at(), 'tags.read', { tags: ['F-1'] }))[0];
    expect(await valueOf(at(), 'devices.setEnabled', { ...order, isEnabled: false })).toBeNull();
    expect([await state(), await reading()]).toMatchObject(['disabled', { value: null, reason: 'disabled' }]);
    // Once more is ok and no event.
    expect(await valueOf(at(), 'devices.setEnabled', { ...order, isEnabled: false })).toBeNull();
    expect(await valueOf(at(), 'devices.setEnabled', { ...order, isEnabled: true })).toBeNull();
    await waitFor('the device again', async () => (await reading())?.quality === 'good');
    const events = await valueOf<StationEvent[]>(at(), 'events.recent', { limit: 50 });
    const told = events.filter(e => e.kind === 'operation' && e.source === 'FC').map(e => e.text.en);
    expect(told).toEqual(['Li disables Device FC: meter proving', 'Li enables Device FC: meter proving']);
    expect((await at().transport.call('devices.setEnabled', { ...order, device: 'X', isEnabled: true })).ok).toBe(
      false,
    );
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
      expect(device.timeoutMs).toBe(300);
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
    const from = Date.now() + 60_000;
    const [later, none] = await valueOf<{ t: ArrayLike<number>; v: ArrayLike<number> }[]>(at(), 'history.recent', {
      tags: ['L-1', 'LATER'],
      from,
    });
    // What was in force at `from`, so that a trend starts at its left edge; nothing where there never was a sample.
    expect([later?.t.length, later?.v[0]]).toEqual([1, 20]);
    expect(later?.t[0]).toBeLessThan(from);
    expect(none?.t.length).toBe(0);
  });

  it('gives the frames of a channel and switches the recorder of a device, by name and with a reason', async () => {
    const page = await valueOf<FramePage>(at(), 'frames.read', { channel: 'meter' });
    expect(page.recorder).toMatchObject({ state: 'recording', limitBytes: 64_000_000, lost: 0 });
    const order = { device: 'FC', isRecorded: false, who: 'Li', why: 'test' };
    expect(await valueOf(at(), 'frames.setRecorded', order)).toBe(null);
    expect(await valueOf(at(), 'frames.setRecorded', { ...order, isRecorded: true })).toBe(null);
    const { records, older } = await valueOf<FramePage>(at(), 'frames.read', { channel: 'meter', limit: 500 });
    const marks = records.flatMap(r => (r.kind === 'mark' ? [r.text] : []));
    expect(marks.slice(0, 2)).toEqual(['FC: 开始记录 recording on', 'FC: 停止记录 recording off']);
    expect(older === null || older > 0).toBe(true);
    const events = await valueOf<StationEvent[]>(at(), 'events.recent', { limit: 2 });
    expect(events.map(e => e.text.en)).toEqual([
      expect.stringMatching(/^Li switches the frame recorder off for Device FC: test$/),
      expect.stringMatching(/^Li switches the frame recorder on for Device FC: test$/),
    ]);
  });

  it('lists the certificates of every OPC UA channel, here of none', async () => {
    expect(await valueOf<unknown[]>(at(), 'certificates.list')).toEqual([]);
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

const SHA1 = 'AB'.repeat(20);
const DECISION = { thumbprint: SHA1, who: 'Li', why: 'test' };

function checkError(error: ErrorBody, code: string): void {
  expect(error.code).toBe(code);
  expect(ERROR_CODES).toContain(error.code);
  expect(['never', 'backoff', 'operator']).toContain(error.retry);
  for (const text of [error.message, error.hint]) expect(text).toMatch(/^[^\u4e00-\u9fff]{6,}$/);
  for (const text of [error.zh.message, error.zh.hint]) expect(text).toMatch(/[\u4e00-\u9fff]/);
}

const OVERRIDE = { tag: 'L-0', kind: 'force', value: 1, until: Date.now() + 3_600_000, who: 'Li', why: 'test' };

const WRONG: readonly (readonly [string, unknown, string])[] = [
  ['tags.read', { tags: ['nobody'] }, 'unknown-tag'],
  ['history.recent', { tags: ['nobody'] }, 'unknown-tag'],
  ['scenes.read', { id: 'nowhere' }, 'unknown-scene'],
  ['tags.detail', { tag: 'nobody' }, 'unknown-tag'],
  ['tags.override', { ...OVERRIDE, tag: 'nobody' }, 'unknown-tag'],
  ['tags.override', { ...OVERRIDE, value: 1_001 }, 'not-possible'],
  ['tags.override', { ...OVERRIDE, until: 1 }, 'not-possible'],
  ['tags.override', { ...OVERRIDE, who: ' ' }, 'bad-input'],
  ['tags.override', { ...OVERRIDE, why: undefined }, 'bad-input'],
  ['tags.override', { ...OVERRIDE, value: null }, 'bad-input'],
  ['tags.override', { ...OVERRIDE, kind: 'write' }, 'bad-input'],
  ['tags.release', { tag: 'L-0', who: 'Li', why: 'test' }, 'not-possible'],
  ['tags.release', { tag: 'L-0', who: 'Li' }, 'bad-input'],
  ['devices.setEnabled', { device: 'nobody', isEnabled: false, who: 'Li', why: 'test' }, 'unknown-device'],
  ['certificates.trust', { channel: 'nowhere', ...DECISION }, 'not-possible'],
  ['certificates.trust', { channel: 'gc', ...DECISION, thumbprint: SHA1.slice(2) }, 'bad-input'],
  ['certificates.trust', { channel: 'gc', thumbprint: SHA1 }, 'bad-input'],
  ['opcua.browse', { channel: 'nowhere' }, 'not-possible'],
  ['opcua.browse', { channel: 'gc', page: 0 }, 'bad-input'],
  ['tags.read', {}, 'bad-input'],
  ['tags.read', { tags: 'L-0' }, 'bad-input'],
  ['tags.read', { tags: [null] }, 'bad-input'],
  ['tags.read', null, 'bad-input'],
  ['tags.list', { more: true }, 'bad-input'],
  ['events.recent', { limit: 0.5 }, 'bad-input'],
  ['events.recent', { limit: 10_001 }, 'bad-input'],
  ['history.recent', { tags: Array.from({ length: 65 }, () => 'L-0') }, 'bad-input'],
  ...WRONG_HISTORY,
  ...WRONG_ALARMS,
  ...WRONG_EVENTS,
  ...WRONG_TRENDS,
  ...WRONG_REPLAY,
  ['scenes.read', { id: 7 }, 'bad-input'],
  ['frames.read', { channel: 'nobody' }, 'unknown-channel'],
  ['frames.read', {}, 'bad-input'],
  ['frames.read', { channel: 'plc', limit: 501 }, 'bad-input'],
  ['frames.read', { channel: 'plc', before: -1 }, 'bad-input'],
  ['frames.read', { channel: '../plc' }, 'unknown-channel'],
  ['frames.setRecorded', { device: 'nobody', isRecorded: true, who: 'Li', why: 'test' }, 'unknown-device'],
  ['frames.setRecorded', { device: 'FC', isRecorded: true, who: ' ', why: 'test' }, 'bad-input'],
  ['frames.setRecorded', { device: 'FC', isRecorded: true, who: 'Li' }, 'bad-input'],
  ['no.such.method', {}, 'unknown-method'],
  ['__proto__', {}, 'unknown-method'],
  ['hasOwnProperty', {}, 'unknown-method'],
  ['tags', {}, 'unknown-method'],
  ['events', {}, 'unknown-method'],
];

export function describeErrors(at: () => Bench): void {
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
