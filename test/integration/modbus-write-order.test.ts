/**
 * When a write leaves, and when it does not: before waiting reads, never after its deadline, never on another connection, never to
 * a device that is out of operation, and never after its outcome was told. What left is seen from the device.
 */
import { describe, expect, it } from 'vitest';
import type { WriteResult } from '../../main/acquisition/channel.ts';
import { type Behaviour, type FakeModbusServer, faults } from '../kit/fake-modbus-server.ts';
import type { RigOptions } from '../kit/modbus-rig.ts';
import { expectRecovery } from '../kit/torture-checks.ts';
import { sleep, waitFor, within } from '../kit/wait-for.ts';
import { outputOf, WriteBench } from '../kit/write-bench.ts';

/** Ten blocks of one shape, read all the time. */
const READS = Array.from({ length: 10 }, (_, i) => ({ device: 'D', offset: 1_000 + i * 200, periodMs: 100 }));
const SETPOINT = outputOf(6).tag;
const expected = (tag: { readonly offset: number; readonly writeFunction?: number }): number =>
  tag.writeFunction === undefined ? tag.offset : Number.NaN;

const CASES = [
  { name: 'Modbus TCP', framing: 'tcp', inFlight: 1 },
  { name: 'Modbus TCP with eight on the way', framing: 'tcp', inFlight: 8 },
  { name: 'RTU over TCP', framing: 'rtu', inFlight: 1 },
] as const;

async function withBench(options: Partial<RigOptions>, run: (bench: WriteBench) => Promise<void>): Promise<void> {
  const { framing = 'tcp', ...rest } = options;
  const tags = [SETPOINT, ...READS];
  const bench = await WriteBench.start(framing, [], { tags, expected, timeoutMs: 500, staleAfterMs: 5_000, ...rest });
  try {
    await run(bench);
    expect(bench.rig.wrong).toEqual([]);
  } finally {
    await bench.stop();
  }
}

/** Answers one request after the other, each after so long. */
function oneByOne(ms: number): Behaviour {
  const right = faults.none();
  let free = 0;
  return exchange => {
    free = Math.max(free, performance.now()) + ms;
    setTimeout(() => exchange.socket.destroyed || right(exchange), free - performance.now());
  };
}

/** Until as many requests are on the way as may be. */
async function fillUp(server: FakeModbusServer, inFlight: number): Promise<void> {
  const before = server.requests.length;
  server.behave = faults.silence();
  await waitFor('no room', () => server.requests.length >= before + inFlight);
}

/** Nothing of it left, now or later. */
async function expectNeverSent(server: FakeModbusServer, result: WriteResult, why: string): Promise<void> {
  expect(result).toMatchObject({ ok: false, why, sentAt: null });
  const told = server.writes.length;
  await sleep(700);
  expect(server.writes).toHaveLength(told);
}

describe.each(CASES)('a write over $name', ({ framing, inFlight }) => {
  it.concurrent('overtakes every read that waits, and writes keep their order', () =>
    withBench({ framing, inFlight }, async ({ server, rig }) => {
      server.behave = oneByOne(20);
      await waitFor('a queue of reads', () => rig.device('D').overruns > 2);
      const queued = server.requests.length;
      // Then the next answer is 20 ms away: no read is between the two programs.
      await waitFor('the next read', () => server.requests.length > queued);
      const seen = server.requests.length;
      const results = await Promise.all([11, 12, 13].map(raw => rig.write(0, raw)));
      expect(results.map(r => r.ok)).toEqual([true, true, true]);
      expect(server.writes.map(w => w.count)).toEqual([11, 12, 13]);
      const since = server.requests.slice(seen);
      // What was on the way already comes first, and one read that was sent at the same moment.
      expect(since.findIndex(r => r.code === 6)).toBeLessThanOrEqual(1);
      const [first = 0, second = 0, third = 0] = since.flatMap((r, i) => (r.code === 6 ? [i] : []));
      // With one on the way each write waits for the answer to the one before, and no read comes between.
      if (inFlight === 1) expect([second - first, third - second]).toEqual([1, 1]);
    }));

  it.concurrent('is not sent after its deadline, however long it had to wait', () =>
    withBench({ framing, inFlight }, async ({ server, rig }) => {
      await fillUp(server, inFlight);
      const began = performance.now();
      const result = await rig.write(0, 21, 100);
      // The reads on the way have 500 ms.
      expect(performance.now() - began).toBeLessThan(300);
      server.behave = faults.none();
      await expectNeverSent(server, result, 'deadline');
    }));

  it.concurrent('is refused when the connection is lost while it waits, and not kept for the next one', () =>
    withBench({ framing, inFlight }, async ({ server, rig }) => {
      await fillUp(server, inFlight);
      const result = rig.write(0, 22, 5_000);
      await sleep(50);
      for (const socket of server.sockets) socket.resetAndDestroy();
      server.behave = faults.none();
      await expectNeverSent(server, await within('the result', result, 300), 'not-connected');
      await expectRecovery(rig, server);
    }));

  it.concurrent('is never repeated when the connection is lost after it left', () =>
    withBench({ framing, inFlight }, async ({ server, rig }) => {
      server.behave = exchange => (exchange.request.code === 6 ? faults.resetAtOnce() : faults.none())(exchange);
      const result = await within('the result', rig.write(0, 23), 1_000);
      expect(result).toMatchObject({ ok: false, why: 'unanswered', sentAt: expect.any(Number) });
      await expectRecovery(rig, server);
      expect(server.writes.map(w => w.count)).toEqual([23]);
    }));

  it.concurrent('is never repeated when nobody answers it, and ends its connection with a reset', () =>
    withBench({ framing, inFlight }, async ({ server, rig }) => {
      const errors: string[] = [];
      server.behave = exchange => {
        if (exchange.request.code !== 6) return faults.none()(exchange);
        exchange.socket.on('error', error => void errors.push(error.message));
      };
      expect(await rig.write(0, 24)).toMatchObject({ ok: false, why: 'unanswered' });
      await waitFor('the reset', () => errors.length > 0, 1_000);
      expect(errors).toEqual([expect.stringContaining('ECONNRESET')]);
      await expectRecovery(rig, server);
      expect(server.writes).toHaveLength(1);
    }));

  it.concurrent('is settled at once when the channel is stopped, on its way or waiting', () =>
    withBench({ framing, inFlight }, async ({ server, rig }) => {
      server.behave = exchange => (exchange.request.code === 6 ? undefined : faults.none()(exchange));
      const sent = rig.write(0, 25, 5_000);
      await waitFor('the write', () => server.writes.length === 1);
      if (inFlight > 1) await fillUp(server, inFlight - 1);
      const waiting = rig.write(0, 26, 5_000);
      await within('stop', rig.stop(), 500);
      expect(await within('the one sent', sent, 100)).toMatchObject({ ok: false, why: 'unanswered' });
      expect(await within('the one waiting', waiting, 100)).toMatchObject({
        ok: false,
        why: 'not-connected',
        sentAt: null,
      });
      await sleep(200);
      expect(server.writes).toHaveLength(1);
    }));
});

describe('a write whose deadline passes while this program stands still', () => {
  it('is not sent when it goes on: the clock is looked at last thing before the bytes leave', () =>
    withBench({ framing: 'rtu' }, async ({ server, rig }) => {
      await fillUp(server, 1);
      const [read] = server.requests.slice(-1);
      const result = rig.write(0, 28, 100);
      // Whoever hears of the answer that makes room for the write takes longer than the write may wait.
      let isSlow = true;
      rig.table.subscribe(() => {
        for (const until = performance.now() + 200; isSlow && performance.now() < until; );
        isSlow = false;
      });
      const [socket] = server.sockets;
      if (read !== undefined) socket?.write(server.frame(read, server.answerOf(read)));
      server.behave = faults.none();
      await expectNeverSent(server, await result, 'deadline');
    }));
});

describe('a write beside eight reads', () => {
  it('does not get the blame for bytes that are no Modbus: nobody knows whether it was done', () =>
    withBench({ inFlight: 8, timeoutMs: 1_000 }, async ({ server, rig }) => {
      const [lie, right] = [faults.protocolId(), faults.none()];
      server.behave = exchange => {
        if (exchange.request.code === 6) return;
        (server.writes.length > 0 ? lie : right)(exchange);
      };
      const result = await within('the result', rig.write(0, 27), 900);
      expect(result).toMatchObject({ ok: false, why: 'unanswered', sentAt: expect.any(Number) });
      server.behave = right;
      await expectRecovery(rig, server);
      expect(server.writes.map(w => w.count)).toEqual([27]);
    }));
});
