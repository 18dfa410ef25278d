/**
 * Writes that must not go out: to devices that are lost or out of operation, to tags that take none, to nobody in particular. Each
 * is refused at once and says why; none is ever discarded in silence.
 */
import { describe, expect, it } from 'vitest';
import { type Behaviour, echoed, FakeModbusServer, faults, forUnit } from '../kit/fake-modbus-server.ts';
import { ModbusRig, type RigOptions } from '../kit/modbus-rig.ts';
import { sleep, waitFor, within } from '../kit/wait-for.ts';
import { outputOf, WriteBench } from '../kit/write-bench.ts';

const MEDIA = ['tcp', 'rtu'] as const;

async function withBench(
  framing: 'tcp' | 'rtu',
  options: Partial<RigOptions>,
  run: (bench: WriteBench) => Promise<void>,
): Promise<void> {
  const bench = await WriteBench.start(framing, [outputOf(6)], options);
  try {
    await run(bench);
  } finally {
    await bench.stop();
  }
}

/** Two units on one line, with a setpoint each (handles 0 and 1) and a value that is read (2 and 3). */
async function withTwoUnits(
  options: Partial<RigOptions>,
  run: (line: { server: FakeModbusServer; rig: ModbusRig }) => Promise<void>,
): Promise<void> {
  const server = await new FakeModbusServer('rtu').listen();
  const devices = [1, 2].map(unit => ({ id: `U${unit}`, unit }));
  const outputs = devices.map(({ id }) => ({ ...outputOf(6).tag, device: id }));
  const inputs = devices.map(({ id }) => ({ device: id, offset: 500, type: 'uint32' as const, periodMs: 100 }));
  const expected: RigOptions['expected'] = tag => (tag.offset === 500 ? 500 * 65_536 + 501 : Number.NaN);
  const tags = [...outputs, ...inputs];
  const rig = new ModbusRig({ port: server.port, framing: 'rtu', devices, tags, expected, ...options }).start();
  try {
    await waitFor('every tag', () => rig.goodSamples.every(n => n > 0));
    await run({ server, rig });
    expect(rig.wrong).toEqual([]);
  } finally {
    await rig.stop();
    await server.close();
  }
}

/** At once: long before any deadline of these tests. */
const AT_ONCE_MS = 100;

describe.each(MEDIA)('a write over %s to a device that', framing => {
  it.concurrent('is lost is refused at once, and the next one after its return goes out', () =>
    withBench(framing, {}, async ({ server, rig }) => {
      server.behave = faults.silence();
      await waitFor('the loss', () => rig.device('D').state === 'offline');
      const result = await within('the refusal', rig.write(0, 1, 5_000), AT_ONCE_MS);
      expect(result).toEqual({ ok: false, why: 'not-connected', sentAt: null, detail: 'D is not reached' });
      server.behave = faults.none();
      await waitFor('the return', () => rig.device('D').state === 'online', 8_000);
      expect(server.writes).toEqual([]);
      expect(await rig.write(0, 2)).toMatchObject({ ok: true });
      expect(server.writes.map(w => w.count)).toEqual([2]);
    }));

  it.concurrent('has no connection yet is refused at once', async () => {
    const { tag } = outputOf(6);
    const rig = new ModbusRig({ port: 9, framing, devices: [{ id: 'D', unit: 7 }], tags: [tag] });
    const refused = { ok: false, why: 'not-connected', sentAt: null };
    try {
      expect(await within('before the start', rig.write(0, 1), AT_ONCE_MS)).toMatchObject(refused);
      rig.start();
      expect(await within('while it connects', rig.write(0, 1), AT_ONCE_MS)).toMatchObject(refused);
      await waitFor('the loss', () => rig.device('D').state === 'offline');
      expect(await within('while it is lost', rig.write(0, 1), AT_ONCE_MS)).toMatchObject(refused);
    } finally {
      await rig.stop();
    }
  });

  it.concurrent('is disabled is refused at once, enabled again it goes out', () =>
    withBench(framing, {}, async ({ server, rig }) => {
      rig.channel.setEnabled('D', false);
      const result = await within('the refusal', rig.write(0, 1), AT_ONCE_MS);
      expect(result).toEqual({ ok: false, why: 'disabled', sentAt: null, detail: 'D is disabled' });
      rig.channel.setEnabled('D', true);
      await waitFor('the return', () => rig.device('D').state === 'online');
      expect(await rig.write(0, 2)).toMatchObject({ ok: true });
      expect(server.writes.map(w => w.count)).toEqual([2]);
    }));

  it.concurrent('is degraded goes out: what it refuses to be read says nothing about its outputs', () =>
    withBench(framing, {}, async ({ server, rig }) => {
      const [refused, right] = [faults.exception(4), faults.none()];
      server.behave = exchange => (exchange.request.offset === 500 ? refused(exchange) : right(exchange));
      await waitFor('the trouble', () => rig.device('D').state === 'degraded');
      expect(await rig.write(0, 3)).toMatchObject({ ok: true });
      expect(server.memory.get('register:100')).toBe(3);
    }));

  it.concurrent('stands still is not sent what it would carry out whenever it goes on', () =>
    withBench(
      framing,
      {
        tags: [
          { ...outputOf(6).tag, periodMs: 3_000 },
          { device: 'D', offset: 500, periodMs: 3_000 },
        ],
        staleAfterMs: 9_000,
      },
      async ({ server, rig }) => {
        await waitFor('the reading', () => rig.quality(1) === 'good');
        // Long enough for nobody to be sure any more.
        const isQuiet = () => performance.now() - (server.requests.at(-1)?.at ?? 0) > 300;
        await waitFor('a quiet moment', isQuiet);
        server.behave = faults.silence();
        const result = await rig.write(0, 3, 300);
        // On a connection of its own the device is asked on a new one first.
        const why = framing === 'tcp' ? 'not-connected' : 'deadline';
        expect(result).toMatchObject({ ok: false, why, sentAt: null });
        server.behave = faults.none();
        await sleep(700);
        expect(server.writes).toEqual([]);
        // Nor is one held up by that: a question first, then the write.
        await waitFor('the device', () => rig.device('D').state === 'online', 10_000);
        await waitFor('a quiet moment', isQuiet);
        expect(await rig.write(0, 4)).toMatchObject({ ok: true });
      },
    ));

  it.concurrent('acknowledges it may carry it out or not: that is not refused', () =>
    withBench(framing, {}, async ({ server, rig }) => {
      const right = faults.none();
      server.behave = exchange => (exchange.request.code === 6 ? faults.exception(5)(exchange) : right(exchange));
      const result = await rig.write(0, 3);
      expect(result).toMatchObject({ ok: false, why: 'unanswered', detail: expect.stringContaining('acknowledge') });
      expect(result.sentAt).not.toBeNull();
      server.behave = exchange => (exchange.request.code === 6 ? faults.exception(6)(exchange) : right(exchange));
      expect(await rig.write(0, 4)).toMatchObject({ ok: false, why: 'refused' });
    }));

  it.concurrent('has no such output is refused with the reason, and nothing is sent', () =>
    withBench(framing, {}, async ({ server, rig }) => {
      const refused = { ok: false, why: 'not-writable', sentAt: null };
      expect(await rig.write(1, 1)).toEqual({ ...refused, detail: 'this address takes no writes' });
      expect(await rig.write(99, 1)).toEqual({ ...refused, detail: 'the tag is not of this channel' });
      for (const raw of [-1, 65_536, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
        expect(await rig.write(0, raw)).toMatchObject({ ...refused, detail: expect.stringContaining(`${raw}`) });
      }
      expect(server.writes).toEqual([]);
    }));
});

describe('a write that waits on a line of two units', () => {
  it.concurrent('is refused when its device is taken out of operation, and the other device goes on', () =>
    withTwoUnits({ timeoutMs: 500 }, async ({ server, rig }) => {
      server.behave = faults.late(200);
      const before = server.requests.length;
      await waitFor('the line to be busy', () => server.requests.length > before);
      const result = rig.write(1, 7, 2_000);
      rig.channel.setEnabled('U2', false);
      expect(await within('the refusal', result, AT_ONCE_MS)).toMatchObject({
        ok: false,
        why: 'disabled',
        sentAt: null,
      });
      server.behave = faults.none();
      expect(await rig.write(0, 8)).toMatchObject({ ok: true });
      await sleep(300);
      expect(server.writes.map(w => [w.unit, w.count])).toEqual([[1, 8]]);
    }));

  it.concurrent('is refused when its device is lost meanwhile', () =>
    withTwoUnits({}, async ({ server, rig }) => {
      server.behave = forUnit(2, faults.silence());
      await waitFor('the first silence', () => rig.device('U2').state === 'degraded');
      await waitFor('the question whether it is still there', () => {
        const last = server.requests.at(-1);
        return last?.unit === 2 && performance.now() - last.at < 50;
      });
      const result = await within('the result', rig.write(1, 1, 5_000), 1_000);
      expect(rig.device('U2').state).toBe('offline');
      expect(result).toMatchObject({ ok: false, why: 'not-connected', sentAt: null });
      await sleep(300);
      expect(server.writes).toEqual([]);
    }));

  it.concurrent('never gets the answer to another: twenty at once come out right (T08)', () =>
    withTwoUnits({ timeoutMs: 500 }, async ({ server, rig }) => {
      const raws = Array.from({ length: 20 }, (_, i) => i + 1);
      const results = await Promise.all(raws.map(raw => rig.write(raw % 2, raw, 5_000)));
      expect(results.every(r => r.ok)).toBe(true);
      expect(server.writes.map(w => [w.unit, w.count])).toEqual(raws.map(raw => [(raw % 2) + 1, raw]));
      expect(server.accepted).toBe(1);
    }));
});

describe('a broadcast', () => {
  /** Units act on it and keep silent (MODBUS over Serial Line V1.02, 2.1); the adapter echoes it all the same. */
  const units: Behaviour = exchange => (exchange.request.unit === 0 ? undefined : faults.none()(exchange));

  it.concurrent.each([
    false,
    true,
  ])('is sent once, answered by nobody and followed by its pause (echo: %s)', async hasEcho => {
    const server = await new FakeModbusServer('rtu').listen();
    server.behave = hasEcho ? echoed(units) : units;
    const devices = [
      { id: 'ALL', unit: 0 },
      { id: 'U1', unit: 1 },
    ];
    const all = { ...outputOf(6).tag, device: 'ALL', periodMs: 60_000 };
    const rig = new ModbusRig({
      port: server.port,
      framing: 'rtu',
      hasEcho,
      devices,
      tags: [all, { device: 'U1', offset: 500, periodMs: 50 }],
    }).start();
    try {
      await waitFor('the unit that is read', () => (rig.goodSamples[1] ?? 0) > 2);
      const result = await rig.write(0, 77);
      expect(result).toEqual({ ok: true, sentAt: expect.any(Number), answeredAt: null });
      await waitFor('the next read', () => (server.requests.at(-1)?.unit ?? 0) === 1 && server.writes.length === 1);
      const at = server.requests.findIndex(r => r.unit === 0 && r.code === 6);
      const [sent, next] = server.requests.slice(at, at + 2);
      // 150 ms for the units to act on it (2.4.1); timers of two processes may differ by a little.
      expect((next?.at ?? 0) - (sent?.at ?? 0)).toBeGreaterThan(140);
      expect(rig.device('ALL').timeouts).toBe(0);
      expect(server.writes).toHaveLength(1);
      expect(rig.device('U1').state).toBe('online');
      // Nobody is ever asked what all have been told.
      expect(server.requests.filter(r => r.unit === 0)).toHaveLength(1);
      expect([rig.quality(0), rig.value(0)]).toEqual(['bad/not-read-yet', Number.NaN]);
    } finally {
      await rig.stop();
      await server.close();
    }
  });
});
