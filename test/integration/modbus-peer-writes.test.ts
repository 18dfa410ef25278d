/**
 * Writes against independent implementations, which count in their own memory what they carried out: every function on every
 * medium, and each way in which a write can end otherwise than well. Whatever the driver says of a write, it is carried out once
 * at most, and never after it was said that it had not left.
 */
import { describe, expect, it, type TestContext } from 'vitest';
import type { WriteResult } from '../../main/acquisition/channel.ts';
import { expectHonest, type Told } from '../kit/honest-writes.ts';
import { useLibmodbus } from '../kit/libmodbus-peer.ts';
import { PeerRig, type PeerRigOptions, type PeerTag, tcpChannel } from '../kit/peer-rig.ts';
import { type PeerStand, usePeers } from '../kit/peer-stands.ts';
import { projectDevice } from '../kit/project-parts.ts';
import { sleep, waitFor } from '../kit/wait-for.ts';

const kinds = usePeers();
const libmodbus = useLibmodbus();

const FIRST_VALUES_MS = 15_000;
const BACK_MS = 10_000;

/** Read so seldom that the line is idle when a write is tried. */
const SELDOM = { periodMs: 20_000 } as const;

/** The first beat of a slow group comes within the first second, and is over then. */
const SETTLED_MS = 1_300;

/** One tag for each function; what is written, and what the device must hold then. */
const WRITES: readonly (readonly [PeerTag, number, readonly number[]])[] = [
  [{ device: 'U1', table: 'coil', offset: 31, writeFunction: 5, ...SELDOM }, 1, [1]],
  [{ device: 'U1', table: 'coil', offset: 32, writeFunction: 15, ...SELDOM }, 1, [1]],
  [{ device: 'U1', table: 'coil', offset: 33, writeFunction: 5, ...SELDOM }, 0, [0]],
  [{ device: 'U1', offset: 100, writeFunction: 6, ...SELDOM }, 4_711, [4_711]],
  [
    { device: 'U1', offset: 110, type: 'float32', order: 'CDAB', writeFunction: 16, ...SELDOM },
    0.355,
    [0xc28f, 0x3eb5],
  ],
  // Register 129 is 0x0081: bit 4 set, bit 8 set in the other order, the rest as it was.
  [{ device: 'U1', offset: 129, type: 'bit', bit: 4, writeFunction: 22, ...SELDOM }, 1, [0x0091]],
  [{ device: 'U1', offset: 385, type: 'bit', order: 'BA', bit: 8, writeFunction: 22, ...SELDOM }, 0, [0x0180]],
  [{ device: 'U1', offset: 140, type: 'int32', order: 'ABCD', writeFunction: 23, ...SELDOM }, -2, [0xffff, 0xfffe]],
];

/** Tests of this file run at the same time: each ends its own. */
type Own = Pick<TestContext, 'onTestFinished'>;

/** A rig whose values are all there, or those of `handles`. */
async function ready({ onTestFinished }: Own, options: PeerRigOptions, handles?: readonly number[]): Promise<PeerRig> {
  const rig = new PeerRig({ staleAfterMs: 60_000, ...options }).start();
  onTestFinished(() => rig.stop());
  await waitFor('the first values', () => rig.isGood(handles), FIRST_VALUES_MS);
  return rig;
}

function expectOk(result: WriteResult): void {
  expect(result).toMatchObject({ ok: true });
  if (result.ok) expect(result.answeredAt).toBeGreaterThanOrEqual(result.sentAt);
}

/** Register 100 of unit 1, and 101 read now and then so that the loss of the device shows. */
const oneWritable = ({ channel }: PeerStand): PeerRigOptions => ({
  channel,
  tags: [
    { device: 'U1', offset: 100, writeFunction: 6, ...SELDOM },
    { device: 'U1', offset: 101, ...SELDOM },
  ],
});

describe.concurrent.each(kinds)('$name', ({ open }) => {
  it('carries out every function once, and the driver tells when it was sent and answered', async own => {
    const { channel, peer } = await open();
    const rig = await ready(own, { channel, tags: WRITES.map(([tag]) => tag) });
    for (const [handle, [{ table = 'holding', offset }, value, words]] of WRITES.entries()) {
      expectOk(await rig.write(handle, value));
      expect(await peer.held(1, table, offset, words.length)).toEqual(words);
      expect(await peer.written(1, offset)).toHaveLength(1);
    }
    const { counters } = rig.diagnostics('U1');
    expect([counters.writes, counters.writeFailures]).toEqual([WRITES.length, 0]);
  });

  it('is asked nothing that a tag does not allow, and is heard when it refuses', async own => {
    const { channel, peer } = await open();
    const tags: readonly PeerTag[] = [
      { device: 'U1', offset: 10, ...SELDOM },
      { device: 'U1', offset: 11, writeFunction: 6, ...SELDOM },
      { device: 'U1', offset: 600, writeFunction: 6, ...SELDOM },
      { device: 'U1', table: 'coil', offset: 5, writeFunction: 5, ...SELDOM },
    ];
    const rig = await ready(own, { channel, tags }, [0, 1, 3]);
    const notSent = { ok: false, why: 'not-writable', sentAt: null };
    expect(await rig.write(0, 1)).toMatchObject(notSent);
    for (const value of [-1, 65_536, 1.5, Number.NaN]) expect(await rig.write(1, value)).toMatchObject(notSent);
    expect(await rig.write(3, 2)).toMatchObject(notSent);
    const refused = { ok: false, why: 'refused', sentAt: expect.any(Number) };
    expect(await rig.write(2, 1)).toMatchObject({ ...refused, detail: 'exception 0x02 illegal data address' });
    rig.channel.setEnabled('U1', false);
    expect(await rig.write(1, 1)).toMatchObject({ ok: false, why: 'disabled', sentAt: null });
    for (const { offset } of tags) expect(await peer.written(1, offset)).toEqual([]);
  });

  it('carries out once at most what it was sent while it was stopped', async own => {
    const stand = await open();
    const rig = await ready(own, oneWritable(stand));
    const told: Told = new Map();
    const write = async (value: number): Promise<WriteResult> => {
      const result = await rig.write(0, value, 300);
      told.set(value, result);
      return result;
    };
    await sleep(SETTLED_MS);
    stand.peer.process.freeze();
    try {
      // The first may still be sent: the device has answered a moment ago.
      for (let value = 1_001; value <= 1_005; value++) {
        const why = expect.stringMatching(/^(not-connected|deadline|unanswered)$/);
        expect(await write(value)).toMatchObject({ ok: false, why });
      }
    } finally {
      stand.peer.process.thaw();
    }
    let value = 2_000;
    await waitFor('a write that is confirmed', async () => (await write(++value)).ok, BACK_MS);
    expect(await stand.peer.held(1, 'holding', 100, 1)).toEqual([value]);
    // What the device still finds in its own buffers it finds now.
    await sleep(300);
    await expectHonest(stand.peer, told);
    expect(await stand.peer.held(1, 'holding', 100, 1)).toEqual([value]);
  });

  it('is sent nothing that it would carry out when it goes on, once it has stood still for a moment', async own => {
    const stand = await open();
    const rig = await ready(own, oneWritable(stand));
    await sleep(SETTLED_MS);
    stand.peer.process.freeze();
    try {
      await sleep(300);
      for (const value of [1_001, 1_002]) {
        const why = expect.stringMatching(/^(not-connected|deadline)$/);
        expect(await rig.write(0, value, 300)).toMatchObject({ ok: false, why, sentAt: null });
      }
    } finally {
      stand.peer.process.thaw();
    }
    await waitFor('the device', () => rig.device('U1').state === 'online', BACK_MS);
    await sleep(300);
    expect(await stand.peer.written(1, 100)).toEqual([]);
  });

  it('is written nothing while it is gone, nor when it is back', async own => {
    const stand = await open();
    const rig = await ready(own, { ...oneWritable(stand), tags: [{ device: 'U1', offset: 100, writeFunction: 6 }] });
    await stand.peer.process.kill();
    await waitFor('the device lost', () => rig.device('U1').state === 'offline', BACK_MS);
    const began = performance.now();
    const results = await Promise.all([1, 2, 3].map(value => rig.write(0, value)));
    for (const result of results) expect(result).toMatchObject({ ok: false, why: 'not-connected', sentAt: null });
    // At once: whoever asked must not wait for a device that is not there.
    expect(performance.now() - began).toBeLessThan(200);
    await stand.restart();
    await waitFor('the device again', () => rig.isGood(), BACK_MS);
    expect(await stand.peer.written(1, 100)).toEqual([]);
    expect(await stand.peer.held(1, 'holding', 100, 1)).toEqual([100]);
  });
});

describe.concurrent.each(kinds.filter(kind => kind.isLine && kind.units > 1))('$name, written to all at once', ({
  open,
}) => {
  it('carries out a broadcast once in each unit and answers nothing, and nothing is ever read of it', async own => {
    const { channel, peer, devices } = await open();
    const all = projectDevice({ id: 'ALL', unit: 0, channel: channel.id });
    const tags: readonly PeerTag[] = [
      { device: 'ALL', offset: 200, writeFunction: 6 },
      { device: 'ALL', table: 'coil', offset: 201, writeFunction: 15 },
      ...devices.map(device => ({ device, offset: 200 })),
    ];
    const options = { channel: { ...channel, devices: [...channel.devices, all] }, tags };
    const rig = await ready(own, options, [2, 3]);
    expect(await rig.write(0, 777)).toEqual({ ok: true, sentAt: expect.any(Number), answeredAt: null });
    expect(await rig.write(1, 0)).toEqual({ ok: true, sentAt: expect.any(Number), answeredAt: null });
    await waitFor('both units to show it', () => [2, 3].every(handle => rig.value(handle) === 777));
    for (const unit of [1, 2]) {
      expect([await peer.written(unit, 200), await peer.written(unit, 201)]).toEqual([[777], [0]]);
    }
    // Time for many a scan of it, if it were scanned.
    await sleep(1_000);
    expect([rig.goodSamples[0], rig.goodSamples[1]]).toEqual([0, 0]);
    expect(rig.device('ALL')).toMatchObject({ state: 'online', requests: 0 });
  });
});

describe.concurrent('a busy libmodbus device', () => {
  it('is not written what has waited beyond its deadline, and is written the rest in the order asked', async own => {
    const peer = await libmodbus.tcp();
    const channel = tcpChannel({ port: peer.port, devices: [{ id: 'U1', unit: 1 }], timeoutMs: 2_000 });
    const rig = await ready(own, { channel, tags: [{ device: 'U1', offset: 100, writeFunction: 6, ...SELDOM }] });
    await peer.delay(400);
    const results = await Promise.all([
      rig.write(0, 1),
      rig.write(0, 2, 150),
      rig.write(0, 3),
      rig.write(0, 4, -1),
      rig.write(0, 5),
    ]);
    expect(results.map(result => (result.ok ? 'ok' : `${result.why} ${result.sentAt}`))).toEqual([
      'ok',
      'deadline null',
      'ok',
      'deadline null',
      'ok',
    ]);
    await sleep(500);
    expect(await peer.written(1, 100)).toEqual([1, 3, 5]);
  });

  it('is not written after its death what had been waiting for it', async own => {
    let peer = await libmodbus.tcp();
    const channel = tcpChannel({ port: peer.port, devices: [{ id: 'U1', unit: 1 }], timeoutMs: 2_000 });
    const rig = await ready(own, { channel, tags: [{ device: 'U1', offset: 100, writeFunction: 6, ...SELDOM }] });
    // Heard just now, or it would be asked first whether it is there.
    expectOk(await rig.write(0, 7));
    await peer.delay(5_000);
    const results = Promise.all([1, 2, 3].map(value => rig.write(0, value, 20_000)));
    await waitFor('the first one to leave', () => rig.diagnostics('U1').counters.writes === 2);
    await peer.process.kill();
    expect((await results).map(result => (result.ok ? 'ok' : result.why))).toEqual([
      'unanswered',
      'not-connected',
      'not-connected',
    ]);
    peer = await libmodbus.tcp({ port: peer.port });
    await waitFor('a write that is confirmed', async () => (await rig.write(0, 9)).ok, BACK_MS);
    expect(await peer.written(1, 100)).toEqual([9]);
  });

  it('carries out a hundred writes once each and in order while a thousand registers are scanned', async own => {
    const peer = await libmodbus.tcp({ size: 1_100 });
    const channel = tcpChannel({ port: peer.port, devices: [{ id: 'U1', unit: 1 }], timeoutMs: 2_000 });
    const scanned = Array.from({ length: 1_000 }, (_, offset): PeerTag => ({ device: 'U1', offset }));
    const set = { device: 'U1', offset: 1_050, writeFunction: 6, ...SELDOM } as const;
    const expected = ({ offset }: PeerTag): number => (offset < 1_000 ? offset : Number.NaN);
    const rig = await ready(own, { channel, tags: [set, ...scanned], expected });
    const before = rig.device('U1').requests;
    const tookMs: number[] = [];
    for (let value = 1; value <= 100; value++) {
      const askedAt = performance.now();
      expectOk(await rig.write(0, value));
      tookMs.push(performance.now() - askedAt);
      await sleep(Math.random() * 30);
    }
    expect(await peer.written(1, 1_050)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(rig.wrong).toEqual([]);
    // Eight reads a scan: the scans went on meanwhile.
    expect(rig.device('U1').requests - before).toBeGreaterThan(8 * 3);
    const sorted = tookMs.toSorted((a, b) => a - b);
    await own.annotate(`write p50 ${sorted[50]?.toFixed(2)} ms, p99 ${sorted[98]?.toFixed(2)} ms`, 'measured');
  });
});
