/** Modbus TCP over a connection in memory: every reply finds its own request, and nothing else does. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LinkFault } from '../../../../../main/acquisition/drivers/modbus/wire/fault.ts';
import { systemClock } from '../../../../../main/platform/clock.ts';
import { tcpFrame } from '../../../../kit/modbus-frames.ts';
import {
  type Asked,
  advance,
  cuts,
  reading,
  registersPdu,
  stopTime,
  TIMEOUT_MS,
  tcpAnswer,
  tcpBench,
} from './link-bench.ts';

const how = (asked: readonly Asked[]) => asked.map(a => a.how);
const exception = (code: number) => Buffer.from([0x83, code]);

describe('TcpLink', () => {
  beforeEach(() => stopTime());
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it('wraps a request in MBAP and hands over unit and PDU of its reply with the round trip', async () => {
    const { ask, last, transport, link } = await tcpBench();
    const asked = ask(reading(2, 17, 0x6b));
    expect(last().subarray(2).toString('hex')).toBe('00000006110300 6b0002'.replace(' ', ''));
    advance(7);
    transport.deliver(tcpAnswer(last(), registersPdu(0x102, 0x304)));
    expect(asked.answer).toBe('11030401020304');
    expect(asked.roundTripMs).toBe(7);
    expect(link.heardAt).toBe(performance.now());
    expect([link.room, link.isIdle]).toEqual([1, true]);
  });

  it('takes no answer that is older than its deadline, though its timer has not fired yet: this program has stood still', async () => {
    const { ask, last, transport, late, link } = await tcpBench({ inFlight: 2 });
    const [old, asked] = [ask(reading(2)), last()];
    advance(TIMEOUT_MS - 1);
    const young = ask(reading(2));
    vi.spyOn(systemClock, 'monotonic').mockImplementation(() => performance.now() + 2);
    transport.deliver(Buffer.concat([tcpAnswer(asked, registersPdu(1, 2)), tcpAnswer(last(), registersPdu(3, 4))]));
    expect([old.how, young.registers, late, link.room]).toEqual(['timeout', [3, 4], [1], 2]);
  });

  it('takes a reply in any pieces, cut at every byte', async () => {
    const { ask, last, transport } = await tcpBench();
    for (const pieces of cuts(Buffer.alloc(7 + 8))) {
      const asked = ask(reading(3));
      const frame = tcpAnswer(last(), registersPdu(1, 2, 3));
      let at = 0;
      for (const { length } of pieces) {
        expect(asked.how).toBe('waiting');
        transport.deliver(frame.subarray(at, at + length));
        at += length;
      }
      expect(asked.registers).toEqual([1, 2, 3]);
    }
  });

  it('takes several replies in one segment, cut at every byte, out of order, each for its own request', async () => {
    for (const pieces of cuts(Buffer.alloc(4 * (7 + 4)))) {
      const { ask, transport } = await tcpBench({ inFlight: 4 });
      const asked = [10, 20, 30, 40].map(offset => ask(reading(1, 1, offset)));
      const replies = transport.written.map(frame => tcpAnswer(frame, registersPdu(frame.readUInt16BE(8))));
      const segment = Buffer.concat([2, 0, 3, 1].map(i => replies[i] ?? Buffer.alloc(0)));
      let at = 0;
      for (const { length } of pieces) {
        transport.deliver(segment.subarray(at, at + length));
        at += length;
      }
      expect(asked.map(a => a.registers)).toEqual([[10], [20], [30], [40]]);
    }
  });

  it('has room for as many requests as the device is declared able, and says when there is room again', async () => {
    const { ask, transport, link, rooms } = await tcpBench({ inFlight: 3 });
    const rest = [link.room];
    for (let i = 0; i < 3; i++) {
      ask(reading(1, 1, i));
      rest.push(link.room);
    }
    const [first, second] = transport.written;
    transport.deliver(tcpFrame({ transaction: (first?.readUInt16BE(0) ?? 0) - 1, unit: 1, pdu: registersPdu(1) }));
    expect([rest, link.isIdle, rooms()]).toEqual([[3, 2, 1, 0], false, 0]);
    transport.deliver(Buffer.concat([first, second].map(f => tcpAnswer(f ?? Buffer.alloc(9), registersPdu(1)))));
    expect([link.room, rooms()]).toEqual([2, 1]);
  });

  it('sends the requests of one moment in one segment, and a write at once with what was before it', async () => {
    const { ask, transport, link } = await tcpBench({ inFlight: 4 });
    ask(reading(1, 1, 1), { isUrgent: false });
    ask(reading(1, 1, 2), { isUrgent: false });
    expect([transport.written.length, link.isDrained]).toEqual([0, false]);
    await Promise.resolve();
    expect(transport.written.map(b => b.length)).toEqual([24]);
    expect(link.isDrained).toBe(true);
    ask(reading(1, 1, 3), { isUrgent: false });
    ask(reading(1, 1, 4), { isUrgent: true });
    expect(transport.written.map(b => b.length)).toEqual([24, 24]);
    expect(transport.written[1]?.readUInt16BE(8)).toBe(3);
    await Promise.resolve();
    expect(transport.written).toHaveLength(2);
    transport.isDrained = false;
    expect(link.isDrained).toBe(false);
  });

  it('invariant 5: matches replies by all 16 bits of the transaction id', async () => {
    const { ask, last, transport, ends } = await tcpBench();
    const asked = ask(reading(1));
    const id = last().readUInt16BE(0);
    for (let bit = 0; bit < 16; bit++)
      transport.deliver(tcpFrame({ transaction: id ^ (1 << bit), unit: 1, pdu: registersPdu(666) }));
    expect([asked.how, ends]).toEqual(['waiting', []]);
    transport.deliver(tcpAnswer(last(), registersPdu(5)));
    expect(asked.registers).toEqual([5]);
  });

  it('counts transactions round the 16-bit corner and passes over an id that is still on its way', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(65_533 / 65_536);
    const { ask, last, transport } = await tcpBench({ inFlight: 2 });
    const slow = ask(reading(1, 1, 99), { timeoutMs: 1e9 });
    const slowFrame = last();
    const ids = [slowFrame.readUInt16BE(0)];
    for (let i = 0; i < 65_537; i++) {
      const asked = ask(reading(1));
      ids.push(last().readUInt16BE(0));
      transport.deliver(tcpAnswer(last(), registersPdu(i & 0xffff)));
      if (asked.registers[0] !== (i & 0xffff)) throw new Error(`request ${i}: ${asked.how}`);
      transport.written.length = 0;
    }
    expect(ids.slice(0, 4)).toEqual([65_534, 65_535, 0, 1]);
    expect(ids.indexOf(65_534, 1)).toBe(-1);
    expect(ids.slice(-2)).toEqual([65_535, 0]);
    transport.deliver(tcpAnswer(slowFrame, registersPdu(7)));
    expect(slow.registers).toEqual([7]);
  });

  it('gives up each request at its own deadline, neither before nor later, and makes room', async () => {
    const { ask, link, rooms, ends } = await tcpBench({ inFlight: 3 });
    const asked = [ask(reading(1, 1, 1))];
    advance(30);
    asked.push(ask(reading(1, 1, 2)));
    advance(30);
    asked.push(ask(reading(1, 1, 3)));
    advance(TIMEOUT_MS - 61);
    expect(how(asked)).toEqual(['waiting', 'waiting', 'waiting']);
    advance(1);
    expect([how(asked), link.room, rooms()]).toEqual([['timeout', 'waiting', 'waiting'], 1, 1]);
    advance(29);
    expect(how(asked)).toEqual(['timeout', 'waiting', 'waiting']);
    advance(1);
    expect(how(asked)).toEqual(['timeout', 'timeout', 'waiting']);
    advance(30);
    expect([how(asked), link.room, rooms(), ends]).toEqual([['timeout', 'timeout', 'timeout'], 3, 3, []]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('keeps the deadline of a later request when the earlier one was answered', async () => {
    const { ask, last, transport } = await tcpBench();
    ask(reading(1, 1, 1));
    advance(90);
    transport.deliver(tcpAnswer(last(), registersPdu(1)));
    const second = ask(reading(1, 1, 2));
    advance(TIMEOUT_MS - 1);
    expect(second.how).toBe('waiting');
    advance(1);
    expect(second.how).toBe('timeout');
  });

  it('invariant 5: knows a late reply for what it is, and tells that the unit lives', async () => {
    const { ask, last, transport, late, link, ends } = await tcpBench();
    const first = ask(reading(1, 9));
    const firstFrame = last();
    advance(TIMEOUT_MS);
    const second = ask(reading(1, 9));
    advance(10);
    transport.deliver(tcpAnswer(firstFrame, registersPdu(111)));
    expect([first.how, second.how, late]).toEqual(['timeout', 'waiting', [9]]);
    expect(link.heardAt).toBe(performance.now());
    transport.deliver(tcpAnswer(firstFrame, registersPdu(111)));
    transport.deliver(tcpAnswer(last(), registersPdu(222)));
    expect([second.registers, late, ends]).toEqual([[222], [9], []]);
  });

  it('remembers the last 64 requests that were given up; what is later than that was never asked for', async () => {
    const { ask, transport, late } = await tcpBench({ inFlight: 100 });
    for (let i = 0; i < 65; i++) ask(reading(1, 1 + i));
    advance(TIMEOUT_MS);
    for (const frame of transport.written) transport.deliver(tcpAnswer(frame, registersPdu(1)));
    expect(late).toEqual(Array.from({ length: 64 }, (_, i) => 2 + i));
  });

  it('fails a request with the exception of the device and stays connected', async () => {
    const { ask, last, transport, ends, rooms } = await tcpBench();
    const asked = ask(reading(1));
    transport.deliver(tcpAnswer(last(), exception(2)));
    expect(asked.outcome).toMatchObject({ fault: { reason: 'exception', exceptionCode: 2 } });
    expect([ends, rooms()]).toEqual([[], 1]);
  });

  it('hands back what was on the way when the connection ends, in the order sent, and says so once', async () => {
    const { ask, transport, ends, link } = await tcpBench({ inFlight: 3 });
    const order: number[] = [];
    const asked = [1, 2, 3].map(offset => {
      const one = ask(reading(1, 1, offset));
      one.onSettled = () => void order.push(offset);
      return one;
    });
    const fault = new LinkFault('reset', 'ECONNRESET');
    transport.fail(fault);
    transport.fail(fault);
    expect([how(asked), order, ends]).toEqual([['handed back', 'handed back', 'handed back'], [1, 2, 3], [fault]]);
    expect([link.room, transport.isDestroyed, vi.getTimerCount()]).toEqual([0, true, 0]);
  });

  it('closes once, hands back what was on the way, tells nobody, and writes and expects nothing any more', async () => {
    const { ask, transport, ends, link } = await tcpBench({ inFlight: 2 });
    const asked = ask(reading(1), { isUrgent: false });
    expect(link.close()).toEqual([asked]);
    expect(link.close()).toEqual([]);
    await Promise.resolve();
    advance(10 * TIMEOUT_MS);
    expect([asked.how, ends, transport.written, transport.isDestroyed]).toEqual(['waiting', [], [], true]);
    expect([link.room, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('tells nothing more once it has been closed from within an answer', async () => {
    const { ask, transport, link, late } = await tcpBench({ inFlight: 2 });
    ask(reading(1, 9));
    advance(TIMEOUT_MS);
    const [first, second] = [ask(reading(1, 1, 1)), ask(reading(1, 1, 2))];
    let unsettled: readonly Asked[] = [];
    first.onSettled = () => void (unsettled = link.close());
    const [old, ...others] = transport.written.map(f => tcpAnswer(f, registersPdu(1)));
    transport.deliver(Buffer.concat([...others, old ?? Buffer.alloc(0)]));
    // The frames are taken apart before anything is told of them, so the late one still shows that the unit lives.
    expect([first.how, second.how, unsettled, late]).toEqual(['answered', 'waiting', [second], [9]]);
    transport.deliver(Buffer.concat(others));
    expect(second.how).toBe('waiting');
  });

  it('gives up nothing more once it has been closed from within a timeout', async () => {
    const { ask, link, ends, rooms } = await tcpBench({ inFlight: 2 });
    const [first, second] = [ask(reading(1, 1, 1)), ask(reading(1, 1, 2))];
    first.onSettled = () => void link.close();
    advance(TIMEOUT_MS);
    expect([first.how, second.how, ends, rooms(), vi.getTimerCount()]).toEqual(['timeout', 'waiting', [], 0, 0]);
  });

  it('lets the flight recorder see every frame, with what is wrong with it', async () => {
    const { ask, last, transport, frames } = await tcpBench();
    ask(reading(1, 9));
    const first = last();
    advance(TIMEOUT_MS);
    ask(reading(1, 9));
    transport.deliver(tcpAnswer(first, registersPdu(1)), tcpAnswer(first, registersPdu(1)));
    transport.deliver(tcpAnswer(last(), registersPdu(2)), Buffer.from('HTTP/1.1 400'));
    const seen = frames.map(({ direction, device, tags, problem }) => [direction, device, tags, problem]);
    expect(seen).toEqual([
      ['sent', 'D', ['T-1'], undefined],
      ['sent', 'D', ['T-1'], undefined],
      ['received', 'D', undefined, 'late, thrown away'],
      ['received', null, undefined, 'nobody asked for it'],
      ['received', 'D', undefined, undefined],
      ['received', null, undefined, 'protocol id 21584 is not Modbus'],
    ]);
    expect(frames[0]?.hex).toBe(first.toString('hex'));
    expect(frames[4]?.hex).toBe(tcpAnswer(last(), registersPdu(2)).toString('hex'));
    const silent = await tcpBench({ isRecorded: false });
    silent.ask(reading(1));
    expect(silent.frames).toEqual([]);
  });
});
