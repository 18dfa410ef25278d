/**
 * Writes against devices that lie, refuse, stall and cut (protocols.md §4, rows 19, 24, 35, T08, T09): every function on both
 * media. A write leaves once, its outcome is the truth as far as it can be known, and it is told once.
 */
import { describe, expect, it } from 'vitest';
import type { WriteRefusal } from '../../main/acquisition/channel.ts';
import { writeRegisters } from '../../main/acquisition/drivers/modbus/wire/pdu.ts';
import { type Behaviour, FakeModbusServer, faults } from '../kit/fake-modbus-server.ts';
import { TestLink } from '../kit/test-link.ts';
import { expectRecovery } from '../kit/torture-checks.ts';
import { within } from '../kit/wait-for.ts';
import { firstWrite, OUTPUTS, outputOf, WriteBench } from '../kit/write-bench.ts';

const MEDIA = [
  { name: 'Modbus TCP', framing: 'tcp' },
  { name: 'Modbus TCP with eight on the way', framing: 'tcp', inFlight: 8 },
  { name: 'a gateway that answers with id 0', framing: 'tcp', isGateway: true, hasTransactionIds: false },
  { name: 'RTU over TCP', framing: 'rtu' },
  { name: 'RTU over TCP with local echo', framing: 'rtu', hasEcho: true },
] as const;

describe.each(MEDIA)('a write over $name', ({ name: _name, framing, ...medium }) => {
  it.concurrent.each(OUTPUTS)('reaches the device whole and is confirmed (function $code)', async output => {
    const bench = await WriteBench.start(framing, [output], medium);
    const { server, rig } = bench;
    try {
      const askedAt = performance.now();
      const result = await rig.write(0, output.raw);
      expect(result).toEqual({ ok: true, sentAt: expect.any(Number), answeredAt: expect.any(Number) });
      if (!result.ok || result.answeredAt === null) throw new Error('no time of the answer');
      expect(result.sentAt).toBeGreaterThanOrEqual(askedAt);
      expect(result.answeredAt).toBeGreaterThanOrEqual(result.sentAt);
      expect(server.writes.map(w => [w.unit, w.code])).toEqual([[7, output.code]]);
      expect(bench.held(output)).toEqual(output.holds);
      expect(rig.diagnostics('D').counters).toMatchObject({ writes: 1, writeFailures: 0 });
    } finally {
      await bench.stop();
    }
  });

  it('of one bit leaves the other bits of its register alone (function 22)', async () => {
    const bench = await WriteBench.start(framing, [outputOf(22)], medium);
    try {
      expect(await bench.rig.write(0, 1)).toMatchObject({ ok: true });
      expect(bench.server.memory.get('register:120')).toBe(0x5a5e);
      // Somebody else changes the register between our last reading and the write.
      bench.server.memory.set('register:120', 0xffff);
      expect(await bench.rig.write(0, 0)).toMatchObject({ ok: true });
      expect(bench.server.memory.get('register:120')).toBe(0xfffb);
      expect(bench.server.writes.map(w => w.code)).toEqual([22, 22]);
    } finally {
      await bench.stop();
    }
  });
});

interface Lie {
  readonly name: string;
  readonly fault: () => Behaviour;
  readonly tcp: WriteRefusal | 'ok' | null;
  readonly rtu: WriteRefusal | 'ok' | null;
  readonly detail?: string;
  /** With others on the way the next reply would become part of it. */
  readonly isInPieces?: boolean;
}

/** What each comes to; null: it does not exist on that medium. */
const LIES: readonly Lie[] = [
  {
    name: 'confirms another address (19)',
    fault: () => faults.lyingEcho('address'),
    tcp: 'bad-answer',
    rtu: 'bad-answer',
  },
  {
    name: 'confirms another value or quantity (19)',
    fault: () => faults.lyingEcho('value'),
    tcp: 'bad-answer',
    rtu: 'bad-answer',
  },
  { name: 'confirms in a shorter frame', fault: () => faults.resized(-1), tcp: 'bad-answer', rtu: 'unanswered' },
  { name: 'confirms in a longer frame', fault: () => faults.resized(1), tcp: 'bad-answer', rtu: 'bad-answer' },
  { name: 'confirms for another unit', fault: faults.wrongUnit, tcp: 'bad-answer', rtu: 'bad-answer' },
  { name: 'confirms another function', fault: faults.wrongFunction, tcp: 'bad-answer', rtu: 'bad-answer' },
  { name: 'gives the answer to a read instead', fault: faults.readInstead, tcp: 'bad-answer', rtu: 'bad-answer' },
  { name: 'confirms under another id', fault: faults.wrongTransaction, tcp: 'unanswered', rtu: null },
  { name: 'confirms with a wrong checksum', fault: faults.badCrc, tcp: null, rtu: 'bad-answer' },
  {
    name: 'says that it has no such function',
    fault: () => faults.exception(1),
    tcp: 'refused',
    rtu: 'refused',
    detail: '0x01',
  },
  { name: 'says that it is busy', fault: () => faults.exception(6), tcp: 'refused', rtu: 'refused', detail: 'busy' },
  {
    name: 'says that the gateway does not reach it',
    fault: () => faults.exception(0x0b),
    tcp: 'unanswered',
    rtu: 'unanswered',
  },
  { name: 'refuses for another unit', fault: faults.exceptionOfWrongUnit, tcp: 'bad-answer', rtu: 'bad-answer' },
  { name: 'is silent', fault: faults.silence, tcp: 'unanswered', rtu: 'unanswered' },
  { name: 'confirms too late', fault: () => faults.late(250), tcp: 'unanswered', rtu: 'unanswered' },
  {
    name: 'sends half of the confirmation',
    fault: faults.cutShort,
    tcp: 'unanswered',
    rtu: 'unanswered',
    isInPieces: true,
  },
  { name: 'resets the connection', fault: faults.resetAtOnce, tcp: 'unanswered', rtu: 'unanswered' },
  { name: 'closes the connection', fault: faults.closeAtOnce, tcp: 'unanswered', rtu: 'unanswered' },
  {
    name: 'resets in the middle of the frame (20)',
    fault: faults.resetMidFrame,
    tcp: 'unanswered',
    rtu: 'unanswered',
    isInPieces: true,
  },
  { name: 'confirms twice', fault: faults.duplicate, tcp: 'ok', rtu: 'ok' },
  { name: 'confirms byte by byte', fault: faults.byteWise, tcp: 'ok', rtu: 'ok', isInPieces: true },
];

describe.each(MEDIA)('a device on $name that is written to and', ({ name: _name, framing, ...medium }) => {
  const isMany = 'inFlight' in medium;
  const lies = LIES.filter(lie => lie[framing] !== null && !(isMany && lie.isInPieces));

  it.concurrent.each(lies)('$name', async ({ fault, detail = '', ...lie }) => {
    const outcomes = OUTPUTS.map(async output => {
      const bench = await WriteBench.start(framing, [output], medium);
      const { server, rig } = bench;
      // Where the ids say nothing a wrong one is not seen.
      const isSeen = server.hasTransactionIds || fault !== faults.wrongTransaction;
      const becomes = isSeen ? lie[framing] : 'ok';
      try {
        bench.behave(firstWrite(fault()));
        const result = await within(`the result of function ${output.code}`, rig.write(0, output.raw), 2_000);
        expect(result).toMatchObject(
          becomes === 'ok'
            ? { ok: true }
            : { ok: false, why: becomes, sentAt: expect.any(Number), detail: expect.stringContaining(detail) },
        );
        await expectRecovery(rig, server);
        expect(server.writes).toHaveLength(1);
        expect(rig.changes.filter(c => c.state === 'offline')).toEqual([]);
        // The next one is none the worse for it; on a line it waits until the old answer cannot come any more.
        expect(await rig.write(0, output.raw, 2_000)).toMatchObject({ ok: true });
        expect(bench.held(output)).toEqual(output.holds);
        expect(server.writes).toHaveLength(2);
      } finally {
        await bench.stop();
      }
    });
    await Promise.all(outcomes);
  });
});

describe.each(['tcp', 'rtu'] as const)('a write over a link (%s)', framing => {
  it('takes as many registers as the protocol allows, and more are refused without being sent (24)', async () => {
    const server = await new FakeModbusServer(framing).listen();
    const link = new TestLink({ framing, port: server.port });
    try {
      await link.connect();
      expect(() => writeRegisters(7, 0, new Uint8Array(248))).toThrow('cannot be one request');
      expect(() => writeRegisters(7, 0, new Uint8Array(0))).toThrow('cannot be one request');
      expect(() => writeRegisters(7, 65_535, new Uint8Array(4))).toThrow('cannot be one request');
      await link.ask(writeRegisters(7, 0, new Uint8Array(246).fill(0x11)));
      expect(server.writes).toHaveLength(1);
      expect([server.memory.get('register:0'), server.memory.get('register:122')]).toEqual([0x1111, 0x1111]);
    } finally {
      link.close();
      await server.close();
    }
  });
});
