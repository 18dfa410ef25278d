/** What is asked of an OPC UA channel beside its values: faster, out of operation, frames, figures, a look round, faults. */
import { describe, expect, test } from 'vitest';
import type { WireFrame } from '../../main/acquisition/channel.ts';
import { COMM_LOSS, DISABLED, GOOD } from '../../shared/model/quality.ts';
import { opcuaTag, until } from '../kit/channel-recorder.ts';
import { kitNode, OPEN, useOpcuaRig, writableTag } from '../kit/opcua-rig.ts';
import type { KitNode } from '../kit/opcua-server.ts';
import { projectDevice } from '../kit/project-parts.ts';

const rig = useOpcuaRig();
const NODES: readonly KitNode[] = [
  { name: 'A', type: 'Double', value: 1 },
  { name: 'B', type: 'Double', value: 2 },
];
const serve = () => rig.serve({ ...OPEN, nodes: NODES });
const DEVICES = [projectDevice({ id: 'GC', channel: 'gc' }), projectDevice({ id: 'TWO', channel: 'gc' })];
const tagOf = (handle: number, name: string, device: string) => {
  const { tag } = opcuaTag(handle, kitNode(name), 500);
  return { handle, tag: { ...tag, device } };
};

describe('an OPC UA channel', () => {
  test('reads hastened items with their fast period, and only while they are', async () => {
    await serve();
    const tags = [writableTag(0, 'A', { fastPeriodMs: 100 }), writableTag(1, 'B', { fastPeriodMs: 100 })];
    const { channel, recorder } = rig.open(tags);
    await until('good', () => recorder.of(0).q === GOOD && recorder.of(1).q === GOOD, 8_000);
    const items = async () => (await rig.server.tell()).items.map(String).sort();
    const become = async (wanted: readonly string[]): Promise<void> => {
      const startedAt = performance.now();
      while (String(await items()) !== String(wanted) && performance.now() - startedAt < 5_000) {
        await new Promise(resolve => setTimeout(resolve, 50));
      }
      expect(await items()).toEqual(wanted);
    };
    await become(['1000,500', '1000,500']);
    channel.hasten(new Set([1, 99]));
    await become(['100,50', '100,500']);
    const { confirms } = recorder.of(0);
    await until('fast keep-alives', () => recorder.of(0).confirms >= confirms + 5, 3_000);
    channel.hasten(new Set());
    await become(['1000,500', '1000,500']);
  });

  test('takes one device out of operation and leaves the other alone', async () => {
    await serve();
    const { channel, recorder } = rig.open([tagOf(0, 'A', 'GC'), tagOf(1, 'B', 'TWO')], { devices: DEVICES });
    await until('good', () => recorder.of(0).q === GOOD && recorder.of(1).q === GOOD, 8_000);
    await until('online', () => recorder.last === 'online/none', 3_000);
    channel.setEnabled('GC', false);
    expect([recorder.of(0).q, recorder.of(1).q]).toEqual([DISABLED, GOOD]);
    expect(channel.status().map(status => status.state)).toEqual(['disabled', 'online']);
    const { updates } = recorder.of(0);
    rig.server.set({ name: 'A', type: 'Double', value: 5, status: 'Good', time: Date.now() });
    rig.server.set({ name: 'B', type: 'Double', value: 6, status: 'Good', time: Date.now() });
    await until('the other goes on', () => recorder.of(1).v === 6, 3_000);
    await new Promise(resolve => setTimeout(resolve, 1_000));
    expect(recorder.of(0)).toMatchObject({ updates, q: DISABLED });
    channel.setEnabled('GC', true);
    await until('back', () => recorder.of(0).v === 5, 5_000);
    expect(recorder.changes.filter(change => change.device === 'TWO').map(change => change.state)).toEqual([
      'connecting',
      'online',
    ]);
  });

  test('does not take a group for dead of which nothing is to be read', async () => {
    await serve();
    const group = { periodMs: 500, mode: 'read', samplingMs: 250, queueSize: 4 } as const;
    const slow = opcuaTag(1, kitNode('B'), 1_000);
    const tags = [tagOf(0, 'A', 'GC'), { handle: 1, tag: { ...slow.tag, device: 'TWO' } }];
    const { channel, recorder } = rig.open(tags, { devices: DEVICES, groups: [group] });
    await until('good', () => recorder.of(0).q === GOOD && recorder.of(1).q === GOOD, 8_000);
    channel.setEnabled('GC', false);
    const { confirms } = recorder.of(1);
    await until('time has passed', () => recorder.of(1).confirms >= confirms + 3, 12_000);
    expect(channel.status().map(status => status.state)).toEqual(['disabled', 'online']);
    channel.setEnabled('GC', true);
    await until('read again', () => recorder.of(0).q === GOOD, 3_000);
  });

  test('does what was asked of it while it was connecting', async () => {
    await serve();
    const { channel, recorder } = rig.open([tagOf(0, 'A', 'GC'), tagOf(1, 'B', 'TWO')], { devices: DEVICES });
    await until('asked', () => (channel.status()[0]?.requests ?? 0) > 0, 8_000);
    channel.setEnabled('GC', false);
    channel.setEnabled('GC', true);
    channel.setEnabled('TWO', false);
    await until('good', () => recorder.of(0).q === GOOD, 8_000);
    expect(recorder.of(1).q).toBe(DISABLED);
    rig.server.set({ name: 'A', type: 'Double', value: 9, status: 'Good', time: Date.now() });
    await until('followed', () => recorder.of(0).v === 9, 3_000);
    expect((await rig.server.tell()).items).toHaveLength(2);
  });

  test('leaves the server when every device is out of operation, and comes back with the first', async () => {
    await serve();
    const { channel, recorder } = rig.open([tagOf(0, 'A', 'GC'), tagOf(1, 'B', 'TWO')], { devices: DEVICES });
    await until('good', () => recorder.of(0).q === GOOD, 8_000);
    channel.setEnabled('GC', false);
    channel.setEnabled('TWO', false);
    expect([recorder.of(0).q, recorder.of(1).q]).toEqual([DISABLED, DISABLED]);
    await new Promise(resolve => setTimeout(resolve, 1_500));
    expect(await rig.server.sessions()).toBe(0);
    expect(channel.status().map(status => status.state)).toEqual(['disabled', 'disabled']);
    channel.setEnabled('TWO', true);
    expect(recorder.of(1).q).toBe(COMM_LOSS);
    await until('back', () => recorder.of(1).q === GOOD, 8_000);
    expect(recorder.of(0).q).toBe(DISABLED);
  });

  test('asks nothing of a device that the project has disabled', async () => {
    await serve();
    const devices = [projectDevice({ id: 'GC', channel: 'gc', isEnabled: false })];
    const { channel, recorder } = rig.open([tagOf(0, 'A', 'GC')], { devices });
    expect([recorder.last, recorder.of(0).q]).toEqual(['disabled/none', DISABLED]);
    await new Promise(resolve => setTimeout(resolve, 1_500));
    expect(channel.status()[0]).toMatchObject({ requests: 0, state: 'disabled' });
    expect(await rig.server.sessions()).toBe(0);
    channel.setEnabled('GC', true);
    await until('good', () => recorder.of(0).q === GOOD, 8_000);
  });

  test('hands over the frames as they went over the wire, while they are wanted', async () => {
    await serve();
    const frames: WireFrame[] = [];
    const marks: string[] = [];
    let isOn = true;
    const tap = {
      isOn: (device: string | null) => isOn && device === 'GC',
      frame: (frame: WireFrame) => void frames.push({ ...frame, bytes: Uint8Array.from(frame.bytes) }),
      mark: (text: string) => void marks.push(text),
      peer: () => undefined,
    };
    const { channel, recorder } = rig.open([tagOf(0, 'A', 'GC')], {}, { tap });
    await until('good', () => recorder.of(0).q === GOOD, 8_000);
    const kinds = new Set(
      frames.map(({ direction, bytes }) => `${direction} ${Buffer.from(bytes).toString('latin1', 0, 4)}`),
    );
    expect([...kinds].sort()).toEqual(['received MSGF', 'received OPNF', 'sent CLOF', 'sent MSGF', 'sent OPNF']);
    for (const { bytes, device } of frames) {
      expect(Buffer.from(bytes).readUInt32LE(4)).toBe(bytes.length);
      expect(device).toBe('GC');
    }
    expect(channel.diagnostics()[0]?.isRecorded).toBe(true);
    isOn = false;
    await new Promise(resolve => setTimeout(resolve, 600));
    const { length } = frames;
    await new Promise(resolve => setTimeout(resolve, 2_000));
    expect(frames).toHaveLength(length);
    await rig.server.kill();
    await until('lost', () => recorder.of(0).q === COMM_LOSS, 3_000);
    expect(marks).toMatchObject([
      expect.stringMatching(/^connected to opc\.tcp/),
      expect.stringMatching(/^connection ended/),
    ]);
  });

  test('counts and measures what a technician looks for', async () => {
    await serve();
    const { channel, recorder } = rig.open([tagOf(0, 'A', 'GC'), opcuaTag(1, kitNode('B'), 1_000)]);
    await until('good', () => recorder.of(1).q === GOOD, 8_000);
    await until('some beats', () => recorder.of(1).confirms >= 3, 8_000);
    const [diagnostics] = channel.diagnostics();
    expect(diagnostics?.counters.replies).toBeGreaterThan(5);
    expect(diagnostics?.counters.bytesSent).toBeGreaterThan(500);
    expect(diagnostics?.counters.bytesReceived).toBeGreaterThan(500);
    expect(diagnostics?.latency.counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(1);
    expect(diagnostics).toMatchObject({ device: 'GC', holes: [], cost: null });
    expect(diagnostics?.groups.map(group => [group.periodMs, group.tags, group.requests])).toEqual([
      [500, 1, 0],
      [1_000, 1, 0],
    ]);
    for (const { periodMs, measuredPeriodMs } of diagnostics?.groups ?? []) {
      expect(measuredPeriodMs).toBeGreaterThan(periodMs * 0.5);
      expect(measuredPeriodMs).toBeLessThan(periodMs * 2);
    }
  });

  test('hands what a callback throws to its guard, and to nobody else', async () => {
    await serve();
    const caught: unknown[] = [];
    const guard =
      <A extends readonly unknown[]>(run: (...args: A) => void) =>
      (...args: A): void => {
        try {
          run(...args);
        } catch (error) {
          caught.push(error);
        }
      };
    const sink = {
      update: () => {
        throw new Error('the sink is broken');
      },
      confirm: () => undefined,
      invalidate: () => undefined,
    };
    rig.open([tagOf(0, 'A', 'GC')], {}, { guard, sink });
    await until('caught', () => caught.length > 0, 8_000);
    expect(String(caught[0])).toContain('the sink is broken');
  });
});

describe('a look round in an OPC UA server', () => {
  test('shows children with what a tag needs to know, and which tag reads them', async () => {
    await rig.serve({
      ...OPEN,
      nodes: [
        ...NODES,
        { name: 'FIXED', type: 'Int32', value: 7, access: 'read' },
        { name: 'TEXT', type: 'String', value: '运行\n' },
        { name: 'BIG', type: 'UInt64', value: [1, 0] },
      ],
    });
    const { channel, recorder } = rig.open([tagOf(0, 'A', 'GC')]);
    expect(await channel.browse({ node: null, page: null })).toMatchObject({ ok: false, why: 'not-connected' });
    await until('online', () => recorder.last === 'online/none', 8_000);
    const answer = await channel.browse({ node: null, page: null });
    const nodes = answer.ok ? answer.page.nodes : [];
    const of = (name: string) => nodes.find(node => node.browseName === name);
    expect(of('Server')).toMatchObject({
      nodeId: 'i=2253',
      nodeClass: 'object',
      dataType: null,
      access: null,
      tag: null,
    });
    expect(of('A')).toMatchObject({
      nodeId: kitNode('A'),
      displayName: 'A',
      nodeClass: 'variable',
      dataType: 'Double',
      access: 'read-write',
      preview: '1',
      tag: 'T-0',
    });
    expect(of('FIXED')).toMatchObject({ dataType: 'Int32', access: 'read', preview: '7', tag: null });
    expect([of('TEXT')?.preview, of('BIG')?.preview]).toEqual(['运行 ', String(2 ** 32)]);
    const server = await channel.browse({ node: 'i=2256', page: null });
    const state = server.ok ? server.page.nodes.find(node => node.browseName === 'State') : null;
    expect(state).toMatchObject({ nodeId: 'i=2259', dataType: 'ServerState', preview: '0' });
    expect(await channel.browse({ node: 'nsu=urn:nobody;s=x', page: null })).toMatchObject({
      ok: false,
      why: 'refused',
    });
    expect(await channel.browse({ node: 'i=999999', page: null })).toMatchObject({
      ok: false,
      detail: expect.stringContaining('BadNodeIdUnknown'),
    });
    expect(await channel.browse({ node: null, page: 77 })).toMatchObject({ ok: false, why: 'refused' });
  });

  test('goes on page by page where a list is long, and misses nothing', async () => {
    await rig.serve({ ...OPEN, counters: 2_500 });
    const { channel, recorder } = rig.open([opcuaTag(0, kitNode('N2400'), 500)], { timeoutMs: 5_000 });
    await until('online', () => recorder.last === 'online/none', 10_000);
    const names: string[] = [];
    const sizes: number[] = [];
    let page: number | null = null;
    do {
      const answer = await channel.browse({ node: null, page });
      if (!answer.ok) throw new Error(answer.detail);
      sizes.push(answer.page.nodes.length);
      names.push(...answer.page.nodes.flatMap(node => (node.browseName.startsWith('N') ? [node.browseName] : [])));
      page = answer.page.next;
    } while (page !== null);
    expect(new Set(names).size).toBe(2_500);
    expect(names).toHaveLength(2_500);
    expect(sizes.length).toBeGreaterThan(2);
    for (const size of sizes) expect(size).toBeLessThanOrEqual(1_000);
  });
});
