/** RTU frames over a line in memory: cut out by their own length and CRC, with the silences that a line needs. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LinkFault } from '../../../../../main/acquisition/drivers/modbus/wire/fault.ts';
import {
  maskWriteRegister,
  type Request,
  readRequest,
  readWriteRegisters,
  writeCoil,
  writeCoils,
  writeRegister,
  writeRegisters,
} from '../../../../../main/acquisition/drivers/modbus/wire/pdu.ts';
import { rtuFrame } from '../../../../kit/modbus-frames.ts';
import { advance, cuts, OWED_MS, reading, rtuAnswer, rtuBench, stopTime, TIMEOUT_MS } from './link-bench.ts';

const UNIT = 9;
const words = (...values: number[]) => Uint8Array.from(values.flatMap(v => [v >> 8, v & 0xff]));
const pdu = (...bytes: number[]) => Buffer.from(bytes);

/** Every kind of request and the PDU of an answer to it. */
const KINDS: readonly (readonly [string, Request, Buffer])[] = [
  ['1', readRequest({ unit: UNIT, table: 'coil', offset: 0, count: 9 }), pdu(1, 2, 0xff, 1)],
  ['2', readRequest({ unit: UNIT, table: 'discrete', offset: 0, count: 3 }), pdu(2, 1, 5)],
  ['3', reading(2, UNIT), pdu(3, 4, 0, 1, 0, 2)],
  ['4', readRequest({ unit: UNIT, table: 'input', offset: 0, count: 1 }), pdu(4, 2, 0, 1)],
  ['5', writeCoil(UNIT, 7, true), pdu(5, 0, 7, 0xff, 0)],
  ['6', writeRegister(UNIT, 7, words(8)), pdu(6, 0, 7, 0, 8)],
  ['15', writeCoils(UNIT, 7, [true]), pdu(15, 0, 7, 0, 1)],
  ['16', writeRegisters(UNIT, 7, words(1, 2)), pdu(16, 0, 7, 0, 2)],
  ['22', maskWriteRegister(UNIT, 7, { andMask: 1, orMask: 2 }), pdu(22, 0, 7, 0, 1, 0, 2)],
  ['23', readWriteRegisters(UNIT, 7, words(1, 2)), pdu(23, 4, 0, 1, 0, 2)],
];

beforeEach(() => stopTime());
afterEach(() => void vi.useRealTimers());

describe('RtuLink', () => {
  it('sends unit, PDU and CRC, and hands over unit and PDU of the reply with the round trip', async () => {
    const { ask, last, transport, link } = await rtuBench();
    const asked = ask(reading(3, 17, 0x6b));
    // The example that every text on Modbus has.
    expect(last().toString('hex')).toBe('1103006b00037687');
    advance(7);
    transport.deliver(rtuAnswer(17, 1, 2, 3));
    expect([asked.answer, asked.roundTripMs, link.heardAt]).toEqual(['110306000100020003', 7, performance.now()]);
  });

  it.each(KINDS)('takes the reply to function %s in any pieces, cut at every byte', async (_code, request, answer) => {
    const frame = rtuFrame(UNIT, answer);
    const { ask, transport } = await rtuBench();
    for (const pieces of cuts(frame)) {
      const asked = ask(request);
      for (const piece of pieces) {
        expect(asked.how).toBe('waiting');
        transport.deliver(piece);
      }
      expect(asked.answer).toBe(frame.subarray(0, -2).toString('hex'));
    }
  });

  it.each(KINDS)('takes an exception to function %s and does not wait for a longer reply', async (_code, request) => {
    for (const pieces of cuts(rtuFrame(UNIT, pdu(request.reply.code | 0x80, 6)))) {
      const { ask, transport, ends, link } = await rtuBench();
      const asked = ask(request);
      transport.deliver(...pieces);
      expect(asked.outcome).toMatchObject({ fault: { reason: 'exception', exceptionCode: 6 } });
      expect([ends, link.room]).toEqual([[], 1]);
    }
  });

  it('has one request on the way, and says when there is room again', async () => {
    const { ask, transport, link, rooms } = await rtuBench();
    expect([link.room, link.isIdle]).toEqual([1, true]);
    ask(reading(1));
    expect([link.room, link.isIdle, rooms()]).toEqual([0, false, 0]);
    transport.deliver(rtuAnswer(1, 5));
    expect([link.room, link.isIdle, rooms()]).toEqual([1, true, 1]);
  });

  it('keeps the line silent between a reply and the next request, for no less than it takes', async () => {
    const { ask, transport, link, rooms } = await rtuBench({ timing: { betweenFramesMs: 4.01 } });
    ask(reading(1));
    transport.deliver(rtuAnswer(1, 5));
    expect([link.room, rooms()]).toEqual([0, 0]);
    advance(4);
    expect([link.room, rooms()]).toEqual([0, 0]);
    advance(1);
    expect([link.room, rooms()]).toEqual([1, 1]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits for the reply from the moment at which the request has left the line', async () => {
    const { ask, rooms } = await rtuBench({ timing: { durationMs: bytes => bytes * 2 } });
    const asked = ask(reading(1));
    advance(8 * 2 + TIMEOUT_MS - 1);
    expect([asked.how, rooms()]).toEqual(['waiting', 0]);
    advance(1);
    expect([asked.how, rooms()]).toEqual(['timeout', 1]);
    expect(asked.outcome).toMatchObject({ fault: { message: 'no reply within 100 ms to function 3' } });
  });

  it('takes a broadcast for done when the devices have had time to act on it, and owes nothing then', async () => {
    const { ask, link, rooms, lateReplies } = await rtuBench({ timing: { durationMs: bytes => bytes } });
    const write = writeRegister(0, 7, words(8));
    const asked = ask(write);
    advance(8 + 150 - 1);
    expect([asked.how, link.room]).toEqual(['waiting', 0]);
    advance(1);
    expect([asked.how, asked.answer, asked.roundTripMs]).toEqual(['answered', '', 158]);
    expect([link.room, rooms(), lateReplies.isEmpty, link.isSpoiltFor(write.reply)]).toEqual([1, 1, true, false]);
  });

  it('is drained when its adapter is', async () => {
    const { transport, link } = await rtuBench();
    expect(link.isDrained).toBe(true);
    transport.isDrained = false;
    expect(link.isDrained).toBe(false);
  });

  it('opens the line anew after five requests in a row without a good answer', async () => {
    const { ask, transport, ends, link } = await rtuBench();
    for (let i = 0; i < 4; i++) {
      ask(reading(1, 1 + i));
      advance(TIMEOUT_MS);
    }
    // An exception is a good answer: somebody is there.
    ask(reading(1, 8));
    transport.deliver(rtuFrame(8, pdu(0x83, 2)));
    for (let i = 0; i < 4; i++) {
      ask(reading(1, 11 + i));
      transport.deliver(Buffer.of(0xff, 0xff, 0xff));
      advance(50);
    }
    expect(ends).toEqual([]);
    const fifth = ask(reading(1, 20));
    advance(TIMEOUT_MS);
    expect([fifth.how, ends.map(f => f.reason)]).toEqual(['timeout', ['timeout']]);
    expect([transport.isDestroyed, link.room, vi.getTimerCount()]).toEqual([true, 0, 0]);
  });

  it('hands back what was on the way when the adapter is gone, says so once, and remembers what the line owes', async () => {
    const { ask, transport, ends, link, lateReplies } = await rtuBench();
    const request = reading(1);
    const asked = ask(request);
    const fault = new LinkFault('no-port', 'it is gone');
    transport.fail(fault);
    transport.fail(fault);
    expect([asked.how, ends, link.room]).toEqual(['handed back', [fault], 0]);
    expect(lateReplies.ambiguousForMs(request.reply)).toBe(OWED_MS.broken);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('closes once, hands back what was on the way, and tells nobody', async () => {
    const { ask, transport, ends, link } = await rtuBench({ timing: { betweenFramesMs: 4 } });
    ask(reading(1));
    transport.deliver(rtuAnswer(1, 5));
    const asked = ask(reading(1));
    expect(link.close()).toEqual([asked]);
    expect(link.close()).toEqual([]);
    transport.deliver(rtuAnswer(1, 5));
    advance(10 * TIMEOUT_MS);
    expect([asked.how, ends, transport.isDestroyed, vi.getTimerCount()]).toEqual(['waiting', [], true, 0]);
  });

  it('lets the flight recorder see every frame, with what is wrong with it', async () => {
    const { ask, last, transport, frames } = await rtuBench();
    ask(reading(1, 9));
    const request = last();
    advance(TIMEOUT_MS);
    ask(reading(2, 9));
    transport.deliver(rtuAnswer(9, 666), rtuAnswer(9, 1, 2), Buffer.of(7, 7, 7), Buffer.of(8));
    advance(50);
    ask(reading(3, 9));
    transport.deliver(rtuAnswer(9, 1, 2, 3).subarray(0, 5));
    advance(TIMEOUT_MS);
    const seen = frames.map(({ direction, device, tags, problem }) => [direction, device, tags, problem]);
    expect(seen).toEqual([
      ['sent', 'D', ['T-1'], undefined],
      ['sent', 'D', ['T-1'], undefined],
      ['received', null, undefined, 'late, thrown away'],
      ['received', 'D', undefined, undefined],
      ['received', null, undefined, '3 bytes that are no reply to what was asked'],
      ['received', null, undefined, 'noise'],
      ['sent', 'D', ['T-1'], undefined],
      ['received', 'D', undefined, 'cut off'],
    ]);
    expect(frames[0]?.hex).toBe(request.toString('hex'));
    expect(frames[3]?.hex).toBe(rtuAnswer(9, 1, 2).toString('hex'));
  });
});

describe('RtuLink on an adapter that sends back what it was given', () => {
  it('takes the echo off, cut from the reply at every byte', async () => {
    const { ask, last, transport } = await rtuBench({ hasEcho: true });
    for (const pieces of cuts(Buffer.alloc(8 + 9))) {
      const asked = ask(reading(2));
      const wire = Buffer.concat([last(), rtuAnswer(1, 3, 4)]);
      let at = 0;
      for (const { length } of pieces) {
        transport.deliver(wire.subarray(at, at + length));
        at += length;
      }
      expect(asked.registers).toEqual([3, 4]);
    }
  });

  it('takes the echo of a write for an echo, and the same bytes after it for the answer', async () => {
    const { ask, last, transport } = await rtuBench({ hasEcho: true });
    const asked = ask(writeRegister(1, 7, words(8)));
    transport.deliver(last());
    expect(asked.how).toBe('waiting');
    transport.deliver(last());
    expect(asked.how).toBe('answered');
  });

  it('fails the request when its echo is not what was sent: somebody else was talking', async () => {
    const { ask, last, transport, link } = await rtuBench({ hasEcho: true });
    const asked = ask(reading(2));
    const echo = last();
    echo[5] = (echo[5] ?? 0) ^ 1;
    transport.deliver(Buffer.concat([echo, rtuAnswer(1, 3, 4)]));
    expect([asked.how, link.room]).toEqual(['bad-frame', 0]);
    advance(50);
    const next = ask(reading(3));
    transport.deliver(last(), rtuAnswer(1, 5, 6, 7));
    expect(next.registers).toEqual([5, 6, 7]);
  });

  it('takes no reply that comes without an echo', async () => {
    const { ask, transport } = await rtuBench({ hasEcho: true });
    const asked = ask(reading(2));
    transport.deliver(rtuAnswer(1, 3, 4));
    expect(asked.how).toBe('bad-frame');
  });
});
