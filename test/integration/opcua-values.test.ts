/** What an OPC UA server has to say, against node-opcua's own: limits, queues, types, vanished nodes, silent items, clocks. */
import { describe, expect, test } from 'vitest';
import { CONFIG_ERROR, DEVICE_FAULT, GOOD } from '../../shared/model/quality.ts';
import { opcuaTag, until } from '../kit/channel-recorder.ts';
import { kitNode, OPEN, useOpcuaRig } from '../kit/opcua-rig.ts';
import type { KitNode } from '../kit/opcua-server.ts';

const rig = useOpcuaRig();
const COUNT = 500;
const LIMITS = { read: 100, items: 100, browse: 100 };
const TYPES: readonly KitNode[] = [
  { name: 'BIG', type: 'UInt64', value: [0xffff_ffff, 0xffff_ffff] },
  { name: 'LOW', type: 'Int64', value: [0x8000_0000, 0] },
  { name: 'TEXT', type: 'String', value: '运行' },
  { name: 'NOTE', type: 'LocalizedText', value: 'open' },
  { name: 'WHEN', type: 'DateTime', value: Date.UTC(2026, 4, 1) },
  { name: 'ONE', type: 'Double', value: 2.5, length: 1 },
  { name: 'TWO', type: 'Double', value: 2.5, length: 2 },
  { name: 'FLAG', type: 'Boolean', value: true },
];
const tagsOf = (nodes: readonly { name: string }[], periodMs = 500) =>
  nodes.map(({ name }, at) => opcuaTag(at, kitNode(name), periodMs));
const counters = Array.from({ length: COUNT }, (_none, at) => ({ name: `N${at}` }));

describe('values of an OPC UA server', () => {
  test.each(['subscribe', 'read'] as const)('that takes 100 operations a request are all there by %s', async mode => {
    await rig.serve({ ...OPEN, counters: COUNT, limits: LIMITS });
    const group = { periodMs: 500, mode, samplingMs: 250, queueSize: 6 };
    const { recorder, channel } = rig.open(tagsOf(counters), { groups: [group] });
    await until('all good', () => counters.every((_none, at) => recorder.of(at).q === GOOD), 10_000);
    rig.server.order({ kind: 'count-up', everyMs: 500, times: 1 });
    await until('all counted', () => counters.every((_none, at) => recorder.of(at).v === 1), 5_000);
    expect((await rig.server.tell()).tooMany).toBe(0);
    expect(channel.diagnostics()[0]?.groups).toMatchObject([
      { periodMs: 500, tags: COUNT, requests: mode === 'read' ? 5 : 0, overruns: 0 },
    ]);
  });

  test('are exact, whatever the type, and wrong addresses are told apart from broken instruments', async () => {
    await rig.serve({ ...OPEN, nodes: TYPES });
    const { recorder } = rig.open(tagsOf(TYPES));
    const at = (name: string) => recorder.of(TYPES.findIndex(node => node.name === name));
    await until('good', () => at('FLAG').q === GOOD, 8_000);
    expect(at('BIG')).toMatchObject({ exact: 2n ** 64n - 1n, v: 2 ** 64, q: GOOD });
    expect(at('LOW')).toMatchObject({ exact: -(2n ** 63n), v: -(2 ** 63), q: GOOD });
    expect(at('TEXT')).toMatchObject({ exact: '运行', v: Number.NaN, q: GOOD });
    expect(at('NOTE')).toMatchObject({ exact: 'open', q: GOOD });
    expect(at('WHEN').v).toBe(Date.UTC(2026, 4, 1));
    expect([at('ONE').v, at('ONE').q, at('TWO').q]).toEqual([2.5, GOOD, CONFIG_ERROR]);
    rig.server.set({ name: 'BIG', type: 'UInt64', value: [0, 7], status: 'Good', time: Date.now() });
    await until('small again', () => at('BIG').v === 7, 3_000);
    expect(at('BIG').exact).toBeUndefined();
  });

  test('come in the order in which they were sampled, none left out', async () => {
    await rig.serve({ ...OPEN, counters: 20 });
    const group = { periodMs: 1_000, mode: 'subscribe', samplingMs: 50, queueSize: 40 } as const;
    const { recorder } = rig.open(tagsOf(counters.slice(0, 20), 1_000), { groups: [group] });
    const seen = new Map<number, number[]>();
    recorder.onValue = (handle, value) => void seen.set(handle, [...(seen.get(handle) ?? []), value]);
    await until('good', () => recorder.of(19).q === GOOD, 8_000);
    rig.server.order({ kind: 'count-up', everyMs: 150, times: 20 });
    await until('counted', () => recorder.of(19).v === 20 && recorder.of(0).v === 20, 8_000);
    const all = Array.from({ length: 21 }, (_none, at) => at);
    for (const values of seen.values()) expect(values).toEqual(all);
  });

  test('that a queue was too small for are counted and said, never lost in silence', async () => {
    await rig.serve({ ...OPEN, counters: 1 });
    const group = { periodMs: 1_000, mode: 'subscribe', samplingMs: 50, queueSize: 2 } as const;
    const { recorder, channel } = rig.open(tagsOf(counters.slice(0, 1), 1_000), { groups: [group] });
    await until('good', () => recorder.of(0).q === GOOD, 8_000);
    rig.server.order({ kind: 'count-up', everyMs: 120, times: 20 });
    await until('counted', () => recorder.of(0).v === 20, 8_000);
    expect(recorder.of(0).q).toBe(GOOD);
    expect(channel.diagnostics()[0]?.groups[0]?.overruns).toBeGreaterThan(0);
    expect(channel.status()[0]?.overruns).toBeGreaterThan(0);
    expect(channel.status()[0]?.detail).toMatch(/queue was too small and values were lost/);
  });

  test('of a node that is deleted turn bad while the others live on, and come back with it', async () => {
    await rig.serve({ ...OPEN, nodes: TYPES });
    const { recorder, channel } = rig.open(tagsOf(TYPES));
    await until('good', () => recorder.of(0).q === GOOD && recorder.of(7).q === GOOD, 8_000);
    rig.server.order({ kind: 'delete', name: 'FLAG' });
    await until('gone', () => recorder.of(7).q === CONFIG_ERROR, 14_000);
    const { confirms } = recorder.of(7);
    const others = recorder.of(0).confirms;
    await until('the others are confirmed', () => recorder.of(0).confirms > others + 2, 5_000);
    expect(recorder.of(7).confirms).toBe(confirms);
    rig.server.set({ name: 'FLAG', type: 'Boolean', value: false, status: 'Good', time: Date.now() });
    await until('back', () => recorder.of(7).q === GOOD && recorder.of(7).v === 0, 14_000);
    expect(channel.status()[0]).toMatchObject({ state: 'online', detail: expect.not.stringContaining('FLAG') });
  });

  test('of a node that appears later arrive without a new connection', async () => {
    await rig.serve({ ...OPEN, nodes: TYPES });
    const { recorder, channel } = rig.open([...tagsOf(TYPES), opcuaTag(50, kitNode('LATE'), 500)]);
    await until('refused', () => recorder.of(50).q === CONFIG_ERROR, 8_000);
    await until('online', () => recorder.last === 'online/none', 3_000);
    expect(channel.status()[0]?.detail).toContain('LATE');
    rig.server.set({ name: 'LATE', type: 'Double', value: 4, status: 'Good', time: Date.now() });
    await until('there', () => recorder.of(50).v === 4, 14_000);
    expect(channel.status()[0]?.detail).toBe('');
    expect(recorder.changes.map(change => change.state)).toEqual(['connecting', 'online']);
  });

  test('whose item the server has forgotten without a word are found by the audit', async () => {
    await rig.serve({ ...OPEN, nodes: TYPES });
    const { recorder, channel } = rig.open(tagsOf(TYPES));
    await until('good', () => recorder.of(5).q === GOOD, 8_000);
    rig.server.order({ kind: 'mute', name: 'ONE' });
    rig.server.set({ name: 'ONE', type: 'Double', value: 9, length: 1, status: 'Good', time: Date.now() });
    await until('heard again', () => recorder.of(5).v === 9, 30_000);
    expect(channel.status()[0]?.detail).toMatch(/gone silent was made anew: .*ONE/);
    expect(recorder.changes.map(change => change.state)).toEqual(['connecting', 'online']);
  }, 45_000);

  test('of a subscription that has died are not kept alive by another, and the watchdog makes a new client', async () => {
    await rig.serve({ ...OPEN, nodes: TYPES });
    const { recorder } = rig.open([opcuaTag(0, kitNode('BIG'), 500), opcuaTag(1, kitNode('FLAG'), 1_000)]);
    await until('good', () => recorder.of(0).q === GOOD && recorder.of(1).confirms > 0, 8_000);
    rig.server.order({ kind: 'silence', publishingMs: 1_000 });
    const before = recorder.of(1).confirms;
    const others = recorder.of(0).confirms;
    await until('lost', () => recorder.last === 'offline/watchdog', 9_000);
    expect(recorder.of(1).confirms).toBeLessThanOrEqual(before + 1);
    expect(recorder.of(0).confirms).toBeGreaterThan(others + 2);
    await until('good again', () => recorder.of(1).q === GOOD, 8_000);
  });

  test.each([
    7_200_000, -7_200_000,
  ])('of a server whose clock is %i ms off have the time of receipt, and it is said', async skew => {
    await rig.serve({ ...OPEN, nodes: TYPES, clockSkewMs: skew });
    const { recorder, channel } = rig.open(tagsOf(TYPES));
    await until('good', () => recorder.of(5).q === GOOD, 8_000);
    expect(Math.abs(recorder.of(5).t - Date.now())).toBeLessThan(60_000);
    expect(Math.abs(recorder.of(5).sourceT - skew - Date.now())).toBeLessThan(60_000);
    expect(Math.abs(recorder.of(5).serverT - skew - Date.now())).toBeLessThan(60_000);
    await until('said', () => recorder.last === 'degraded/clock-wrong', 5_000);
    expect(recorder.changes.map(change => change.state)).toEqual(['connecting', 'degraded']);
    const [status] = channel.status();
    expect(Math.abs((status?.clockOffsetMs ?? 0) - skew)).toBeLessThan(1_000);
    expect(status?.detail).toMatch(skew > 0 ? /2 h 0 min ahead/ : /2 h 0 min behind|1 h 59 min behind/);
  });

  test('keep the time of their source when the clock is right, and the offset is told', async () => {
    await rig.serve({ ...OPEN, nodes: TYPES });
    const { recorder, channel } = rig.open(tagsOf(TYPES));
    const time = Date.now() - 3_600_000;
    rig.server.set({ name: 'FLAG', type: 'Boolean', value: false, status: 'Good', time });
    await until('there', () => recorder.of(7).v === 0, 8_000);
    expect(recorder.of(7)).toMatchObject({ t: time, sourceT: time });
    await until('offset', () => channel.status()[0]?.clockOffsetMs !== null, 5_000);
    expect(Math.abs(channel.status()[0]?.clockOffsetMs ?? 1_000)).toBeLessThan(500);
  });

  test('that the server calls bad carry no number, at whatever place in the queue', async () => {
    await rig.serve({ ...OPEN, counters: 1, nodes: TYPES });
    const group = { periodMs: 1_000, mode: 'subscribe', samplingMs: 50, queueSize: 20 } as const;
    const { recorder } = rig.open([opcuaTag(0, kitNode('ONE'), 1_000)], { groups: [group] });
    await until('good', () => recorder.of(0).q === GOOD, 8_000);
    const set = (value: number, status: string) =>
      rig.server.set({ name: 'ONE', type: 'Double', value, length: 1, status, time: Date.now() });
    set(3, 'Good');
    await new Promise(resolve => setTimeout(resolve, 150));
    set(4, 'BadSensorFailure');
    await until('bad', () => recorder.of(0).q === DEVICE_FAULT, 5_000);
    expect(recorder.of(0).v).toBeNaN();
    await new Promise(resolve => setTimeout(resolve, 150));
    set(5, 'Good');
    await until('good again', () => recorder.of(0).v === 5, 5_000);
  });
});
