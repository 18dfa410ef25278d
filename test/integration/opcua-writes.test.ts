/** Writes to an OPC UA server: once, in time, in the right type, or not at all, and nothing acts later. */
import { describe, expect, test } from 'vitest';
import type { Channel } from '../../main/acquisition/channel.ts';
import { GOOD } from '../../shared/model/quality.ts';
import { opcuaTag, until } from '../kit/channel-recorder.ts';
import { kitNode, OPEN, useOpcuaRig, writableTag } from '../kit/opcua-rig.ts';
import type { KitNode } from '../kit/opcua-server.ts';
import { projectDevice } from '../kit/project-parts.ts';
import { TcpRelay } from '../kit/tcp-relay.ts';

const rig = useOpcuaRig();
const NODES: readonly KitNode[] = [
  { name: 'SP', type: 'Double', value: 1 },
  { name: 'STEP', type: 'Int16', value: 0 },
  { name: 'TOTAL', type: 'UInt64', value: [0, 0] },
  { name: 'ON', type: 'Boolean', value: false },
  { name: 'FIXED', type: 'Double', value: 1, access: 'read' },
  { name: 'NAME', type: 'String', value: 'x' },
  { name: 'ONE', type: 'Float', value: 1, length: 1 },
];
const [SP, STEP, TOTAL, ON, FIXED, NAME, ONE, NOBODY, SEEN] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;
const TAGS = [
  ...NODES.map(({ name }, at) => writableTag(at, name)),
  writableTag(NOBODY, 'NOBODY'),
  opcuaTag(SEEN, kitNode('SP'), 500),
];
/** NodeId of the binary encoding of a WriteRequest, ns=0;i=673, in its four-byte form (Part 6, 5.2.2.9). */
const WRITE_REQUEST = Buffer.from([0x01, 0x00, 0xa1, 0x02]);

const soon = () => performance.now() + 1_000;
const write = (channel: Channel, handle: number, raw: number | bigint) =>
  channel.write({ handle, raw, deadline: soon() });

async function connected(change: Parameters<typeof rig.open>[1] = {}) {
  const opened = rig.open(TAGS, change);
  await until('good', () => opened.recorder.of(SP).q === GOOD, 8_000);
  await until('online', () => opened.recorder.last === 'online/none', 3_000);
  return opened;
}

describe('a write to an OPC UA server', () => {
  test('arrives in the type of the node, to the last bit, and its feedback comes fast', async () => {
    await rig.serve({ ...OPEN, nodes: NODES });
    const { channel, recorder } = await connected();
    const startedAt = performance.now();
    const result = await write(channel, SP, 42.5);
    expect(result.ok).toBe(true);
    expect(result.sentAt).toBeGreaterThanOrEqual(startedAt);
    expect(result.ok && (result.answeredAt ?? 0)).toBeGreaterThanOrEqual(result.sentAt ?? 0);
    await until('feedback', () => recorder.of(SP).v === 42.5, 2_000);
    for (const [handle, raw] of [
      [STEP, -32_768],
      [TOTAL, 2n ** 64n - 1n],
      [ON, 1],
      [ONE, 0.5],
    ] as const) {
      expect([handle, await write(channel, handle, raw)]).toMatchObject([handle, { ok: true }]);
    }
    await until('all there', () => recorder.of(TOTAL).exact === 2n ** 64n - 1n && recorder.of(ONE).v === 0.5, 3_000);
    expect([recorder.of(STEP).v, recorder.of(ON).v]).toEqual([-32_768, 1]);
    expect(channel.diagnostics()[0]?.counters).toMatchObject({ writes: 5, writeFailures: 0 });
  });

  test('is refused with a plain reason, and nothing leaves that cannot be right', async () => {
    await rig.serve({ ...OPEN, nodes: NODES });
    const { channel } = await connected();
    const cases = [
      [FIXED, 2, { why: 'refused', detail: expect.stringMatching(/cannot be written|may not write/) }],
      [NOBODY, 2, { why: 'refused', sentAt: null, detail: expect.stringContaining('no such node') }],
      [STEP, 32_768, { why: 'not-writable', sentAt: null, detail: expect.stringContaining('does not fit') }],
      [STEP, 0.5, { why: 'not-writable', sentAt: null }],
      [ON, 2, { why: 'not-writable', sentAt: null }],
      [NAME, 1, { why: 'not-writable', sentAt: null }],
      [SEEN, 1, { why: 'not-writable', sentAt: null }],
      [99, 1, { why: 'not-writable', sentAt: null }],
    ] as const;
    for (const [handle, raw, outcome] of cases) {
      expect([handle, await write(channel, handle, raw)]).toMatchObject([handle, { ok: false, ...outcome }]);
    }
    expect(await channel.write({ handle: SP, raw: 3, deadline: performance.now() })).toMatchObject({ why: 'deadline' });
    for (const name of ['NOBODY', 'STEP', 'ON', 'NAME', 'SP']) expect((await rig.server.tell(name)).writes).toBe(0);
    expect(channel.diagnostics()[0]?.counters).toMatchObject({ writes: 9, writeFailures: 9 });
  });

  test('during an outage is refused at once and does not act when the server is back', async () => {
    await rig.serve({ ...OPEN, nodes: NODES });
    const { channel, recorder } = await connected();
    await rig.server.kill();
    await until('lost', () => recorder.last.startsWith('offline'), 3_000);
    expect(await write(channel, SP, 777)).toMatchObject({ ok: false, why: 'not-connected', sentAt: null });
    await rig.serve({ ...OPEN, nodes: NODES });
    await until('good again', () => recorder.of(SP).q === GOOD, 10_000);
    await new Promise(resolve => setTimeout(resolve, 1_500));
    expect(await rig.server.tell('SP')).toMatchObject({ value: 1, writes: 0 });
  });

  test('to a server that hangs is not sent, and does not act when the server goes on', async () => {
    await rig.serve({ ...OPEN, nodes: NODES });
    const { channel, recorder } = await connected();
    rig.server.signal('SIGSTOP');
    const result = await channel.write({ handle: SP, raw: 777, deadline: performance.now() + 800 });
    expect(result).toMatchObject({ ok: false, sentAt: null, why: expect.stringMatching(/deadline|not-connected/) });
    await until('lost', () => recorder.last.startsWith('offline'), 6_000);
    rig.server.signal('SIGCONT');
    await until('good again', () => recorder.of(SP).q === GOOD, 12_000);
    await new Promise(resolve => setTimeout(resolve, 1_500));
    expect(await rig.server.tell('SP')).toMatchObject({ value: 1, writes: 0 });
  });

  test('that was on its way when the server was killed is not known, and is not repeated', async () => {
    await rig.serve({ ...OPEN, nodes: NODES });
    const relay = await TcpRelay.to(rig.port);
    try {
      const { channel, recorder } = await connected({ port: relay.port });
      const held = relay.freezeAt(WRITE_REQUEST, false);
      const writing = write(channel, SP, 777);
      await held;
      await rig.server.kill();
      relay.thaw();
      const result = await writing;
      expect(result).toMatchObject({ ok: false, why: 'unanswered' });
      expect(result.sentAt).not.toBeNull();
      await rig.serve({ ...OPEN, nodes: NODES });
      await until('good again', () => recorder.last === 'online/none' && recorder.of(SP).q === GOOD, 12_000);
      await new Promise(resolve => setTimeout(resolve, 1_500));
      expect(await rig.server.tell('SP')).toMatchObject({ value: 1, writes: 0 });
    } finally {
      await rig.closeChannels();
      await relay.close();
    }
  });

  test('whose answer is lost has acted once; the link that swallowed it is given up', async () => {
    await rig.serve({ ...OPEN, nodes: NODES });
    const relay = await TcpRelay.to(rig.port);
    try {
      const { channel, recorder } = await connected({ port: relay.port, timeoutMs: 1_000 });
      const passed = relay.freezeAt(WRITE_REQUEST, true);
      const startedAt = performance.now();
      const writing = write(channel, SP, 777);
      await passed;
      expect(await writing).toMatchObject({ ok: false, why: 'unanswered' });
      expect(performance.now() - startedAt).toBeLessThan(2_500);
      // By the write itself, before any ping or watchdog finds out.
      expect(recorder.last).toBe('offline/timeout');
      expect(recorder.changes.at(-1)?.detail).toContain('no answer to Write');
      relay.thaw();
      await until('good again', () => recorder.last === 'online/none' && recorder.of(SP).v === 777, 12_000);
      await new Promise(resolve => setTimeout(resolve, 1_000));
      expect(await rig.server.tell('SP')).toMatchObject({ value: 777, writes: 1 });
    } finally {
      await rig.closeChannels();
      await relay.close();
    }
  });

  test('in a session that the server has ended is not carried over into the next one', async () => {
    await rig.serve({ ...OPEN, nodes: NODES });
    const { channel, recorder } = await connected();
    rig.server.order({ kind: 'expire-sessions' });
    const result = await write(channel, SP, 777);
    expect(result.ok).toBe(false);
    await until('online again', () => recorder.changes.filter(change => change.state === 'online').length === 2, 8_000);
    await until('good again', () => recorder.of(SP).q === GOOD, 3_000);
    await new Promise(resolve => setTimeout(resolve, 1_000));
    expect((await rig.server.tell('SP')).value).toBe(1);
  });

  test('to a disabled device is refused', async () => {
    await rig.serve({ ...OPEN, nodes: NODES });
    const devices = [projectDevice({ id: 'GC', channel: 'gc' }), projectDevice({ id: 'OTHER', channel: 'gc' })];
    const { channel } = await connected({ devices });
    channel.setEnabled('GC', false);
    expect(await write(channel, SP, 5)).toMatchObject({ ok: false, why: 'disabled', sentAt: null });
    channel.setEnabled('GC', true);
    expect(await write(channel, SP, 5)).toMatchObject({ ok: true });
  });
});
