/**
 * A serial server that hands late answers to whoever is connected when they come (invariant 5), and devices of which one block or
 * several units are deaf: truth first, and as few neighbours as possible pay for it.
 */

import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { isGood } from '../../shared/model/quality.ts';
import { AcquisitionBench } from '../kit/acquisition-bench.ts';
import { FakeModbusServer, faults } from '../kit/fake-modbus-server.ts';
import { seededRandom } from '../kit/modbus-crowd.ts';
import { replyPdu, requestOf, rtuFrame } from '../kit/modbus-frames.ts';
import { ModbusRig } from '../kit/modbus-rig.ts';
import { SloppyGateway } from '../kit/sloppy-gateway.ts';
import { sleep, waitFor } from '../kit/wait-for.ts';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

/** One line behind a serial server: every request is answered after `delayMs()`, to the connection that is open then. */
class SerialServer {
  requests = 0;
  delayMs: () => number = () => 10;
  #current: Socket | null = null;
  readonly #server: Server = createServer({ noDelay: true }, socket => {
    this.#current = socket;
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      if (this.#current === socket) this.#current = null;
    });
    socket.on('data', bytes => this.#ask(bytes));
  });

  async listen(): Promise<number> {
    await new Promise<void>(resolve => void this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#current?.destroy();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #ask(bytes: Buffer): void {
    for (let at = 0; at + 8 <= bytes.length; at += 8) {
      this.requests++;
      const frame = bytes.subarray(at, at + 8);
      const request = requestOf(frame[0] ?? 0, frame.subarray(1, -2));
      const reply = rtuFrame(
        request.unit,
        replyPdu(request, (_r, offset) => offset),
      );
      setTimeout(() => this.#current?.write(reply), this.delayMs());
    }
  }
}

async function serialServer(): Promise<{ server: SerialServer; port: number }> {
  const server = new SerialServer();
  const port = await server.listen();
  cleanUps.push(() => server.close());
  return { server, port };
}

describe('a serial server that answers late', () => {
  it.each([
    ['always', () => 250 + Math.random() * 600],
    ['half of the time', () => (Math.random() < 0.5 ? 250 + Math.random() * 600 : 10)],
    ['now and then', () => (Math.random() < 0.1 ? 250 + Math.random() * 600 : 10)],
  ])('%s never makes another register out of one (invariant 5)', async (_name, delayMs) => {
    const { server, port } = await serialServer();
    server.delayMs = delayMs;
    // Five blocks of one shape, far enough apart not to be read together.
    const tags = [100, 300, 500, 700, 900].map(offset => ({ device: 'D', offset, periodMs: 200 }));
    const rig = new ModbusRig({
      port,
      framing: 'rtu',
      timeoutMs: 150,
      lateReplyMs: 1_000,
      staleAfterMs: 600,
      devices: [{ id: 'D', unit: 5 }],
      tags,
    }).start();
    cleanUps.push(() => rig.stop());
    await sleep(6_000);
    expect(rig.wrong).toEqual([]);
    expect(server.requests).toBeGreaterThan(5);
    server.delayMs = () => 10;
    await waitFor('every block', () => tags.every((_, i) => rig.quality(i) === 'good'), 15_000);
    expect(rig.wrong).toEqual([]);
  });
});

describe('a device with one deaf block', () => {
  it.each(['tcp', 'rtu'] as const)('keeps its other blocks good and is not lost (%s)', async framing => {
    const server = await new FakeModbusServer(framing).listen();
    cleanUps.push(() => server.close());
    const silence = faults.silence();
    const none = faults.none();
    server.behave = exchange => (exchange.request.offset === 300 ? silence(exchange) : none(exchange));
    const tags = [100, 300, 500].map(offset => ({ device: 'D', offset, periodMs: 200 }));
    const rig = new ModbusRig({
      port: server.port,
      framing,
      timeoutMs: 150,
      staleAfterMs: 1_500,
      devices: [{ id: 'D', unit: 5 }],
      tags,
    }).start();
    cleanUps.push(() => rig.stop());
    await waitFor('the others', () => rig.quality(0) === 'good' && rig.quality(2) === 'good', 5_000);
    for (let i = 0; i < 40; i++) {
      expect([rig.quality(0), rig.quality(2)]).toEqual(['good', 'good']);
      await sleep(100);
    }
    expect(rig.quality(1)).toMatch(/^bad/);
    expect(rig.device('D').state).toBe('degraded');
    expect(rig.changes.filter(c => c.state === 'offline')).toEqual([]);
    server.behave = none;
    await waitFor('the deaf block', () => rig.quality(1) === 'good', 12_000);
    await waitFor('the device', () => rig.device('D').state === 'online', 3_000);
  });
});

describe('a station that is started again', () => {
  it('makes no other register out of what a slow line still answers to the one before it (invariant 5)', async () => {
    const { server, port } = await serialServer();
    // Longer than a start takes.
    server.delayMs = () => 300;
    const offsets = [100, 300, 500, 700];
    const channel = {
      port,
      framing: 'rtu',
      timeoutMs: 1_000,
      lateReplyMs: 500,
      devices: [{ id: 'D', unit: 5 }],
      tags: offsets.map(offset => ({ device: 'D', offset, periodMs: 500 })),
    } as const;
    const wrong: string[] = [];
    for (let run = 0; run < 2; run++) {
      const bench = new AcquisitionBench({ channels: [channel], dataDirectory: '' });
      bench.table.subscribe(({ handles, v, q }) =>
        handles.forEach((handle, i) => {
          const offset = offsets[handle];
          if (offset !== undefined && isGood(q[i] ?? 0) && v[i] !== offset)
            wrong.push(`run ${run}: ${offset} is ${v[i]}`);
        }),
      );
      bench.start();
      await waitFor('every value', () => offsets.every((_, handle) => bench.quality(handle) === 'good'), 15_000);
      await sleep(2_000);
      // A request is always on the way.
      await bench.stop();
    }
    expect(wrong).toEqual([]);
  });
});

describe('a lost answer', () => {
  it.concurrent.each([
    ['on a line', { framing: 'rtu' }],
    ['behind a gateway', { framing: 'tcp', isGateway: true }],
    ['behind a gateway that answers with id 0', { framing: 'tcp', isGateway: true, hasTransactionIds: false }],
  ] as const)('%s costs its block a round trip and not the time for which it may be late', async (_where, medium) => {
    const server = await new FakeModbusServer(medium.framing).listen();
    server.hasTransactionIds = 'hasTransactionIds' in medium ? medium.hasTransactionIds : true;
    const none = faults.none();
    let isLost = false;
    server.behave = exchange => {
      if (isLost || exchange.request.offset !== 100 || exchange.request.at < lossAt) return none(exchange);
      isLost = true;
    };
    let lossAt = Number.POSITIVE_INFINITY;
    const tags = [100, 101, 300].map(offset => ({ device: 'D', offset, periodMs: 100 }));
    const rig = new ModbusRig({
      ...medium,
      port: server.port,
      timeoutMs: 150,
      lateReplyMs: 20_000,
      staleAfterMs: 60_000,
      devices: [
        { id: 'D', unit: 5 },
        { id: 'E', unit: 6 },
      ],
      tags: [...tags, { device: 'E', offset: 7, periodMs: 100 }],
    }).start();
    try {
      await waitFor('every value', () => rig.goodSamples.every(n => n > 1));
      lossAt = performance.now();
      await waitFor('the loss', () => rig.device('D').timeouts === 1);
      const before = rig.goodSamples[0] ?? 0;
      await waitFor('the block again', () => (rig.goodSamples[0] ?? 0) > before, 1_000);
      expect(rig.changes.filter(c => c.state === 'offline')).toEqual([]);
      expect(rig.wrong).toEqual([]);
    } finally {
      await rig.stop();
      await server.close();
    }
  });
});

describe('a line with several dead units', () => {
  it('keeps the living ones good', async () => {
    const server = await new FakeModbusServer('rtu').listen();
    cleanUps.push(() => server.close());
    const silence = faults.silence();
    const none = faults.none();
    const dead = new Set([2, 4, 5, 6, 8]);
    server.behave = exchange => (dead.has(exchange.request.unit) ? silence(exchange) : none(exchange));
    const devices = [1, 2, 3, 4, 5, 6, 7, 8].map(unit => ({ id: `U${unit}`, unit }));
    const rig = new ModbusRig({
      port: server.port,
      framing: 'rtu',
      timeoutMs: 150,
      staleAfterMs: 3_000,
      devices,
      tags: devices.map(d => ({ device: d.id, offset: 7, periodMs: 500 })),
    }).start();
    cleanUps.push(() => rig.stop());
    await waitFor(
      'the dead to be given up',
      () => devices.every(d => dead.has(d.unit) === (rig.device(d.id).state === 'offline')),
      20_000,
    );
    for (let i = 0; i < 60; i++) {
      expect([0, 2, 6].map(h => rig.quality(h))).toEqual(['good', 'good', 'good']);
      await sleep(100);
    }
    expect(rig.wrong).toEqual([]);
  }, 40_000);
});

const GATEWAYS = [true, false].flatMap(tells =>
  [1, 4].flatMap(inFlight => ({ tells, inFlight, hasTransactionIds: true })),
);

describe('a gateway that takes late answers of a unit for those to its next question', () => {
  it.concurrent.each([
    ...GATEWAYS,
    { tells: true, inFlight: 1, hasTransactionIds: false },
  ])('never makes another register out of one (%o)', async ({ tells, inFlight, hasTransactionIds }) => {
    const gateway = new SloppyGateway({ patienceMs: 100, tells, hasTransactionIds });
    const port = await gateway.listen();
    const slowly = seededRandom(inFlight);
    gateway.delayMs = () => (slowly() < 0.2 ? 110 + slowly() * 500 : 5);
    const devices = [1, 2].map(unit => ({ id: `U${unit}`, unit }));
    const tags = devices.flatMap(({ id }) =>
      [100, 101, 300, 500].map(offset => ({ device: id, offset, periodMs: 100 })),
    );
    const rig = new ModbusRig({
      port,
      framing: 'tcp',
      isGateway: true,
      inFlight,
      hasTransactionIds,
      timeoutMs: 250,
      lateReplyMs: 1_000,
      staleAfterMs: 2_000,
      devices,
      tags,
      expected: tag => Number(tag.device.slice(1)) * 1_000 + tag.offset,
    }).start();
    try {
      await sleep(5_000);
      expect(rig.wrong).toEqual([]);
      expect(rig.goodSamples.reduce((sum, n) => sum + n, 0)).toBeGreaterThan(10);
      gateway.delayMs = () => 5;
      await waitFor('every value', () => tags.every((_, i) => rig.quality(i) === 'good'), 12_000);
      expect(rig.wrong).toEqual([]);
    } finally {
      await rig.stop();
      await gateway.close();
    }
  });
});
