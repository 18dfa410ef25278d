/**
 * What a serial line owes (invariant 5): there is no transaction id, so an answer that was given up is known by its shape, thrown
 * away when it comes, and nothing that it could be taken for is asked while it may still come.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readRequest, writeRegister } from '../../../../../main/acquisition/drivers/modbus/wire/pdu.ts';
import { UnpaidReplies } from '../../../../../main/acquisition/drivers/modbus/wire/unpaid-replies.ts';
import { systemClock } from '../../../../../main/platform/clock.ts';
import { rtuFrame } from '../../../../kit/modbus-frames.ts';
import {
  advance,
  type Bench,
  cuts,
  OWED_MS,
  reading,
  rtuAnswer,
  rtuBench,
  stopTime,
  TIMEOUT_MS,
} from './link-bench.ts';

const FLOW = reading(2, 51);
const LONGER = reading(3, 51);
const exception = (unit: number, code: number) => rtuFrame(unit, Buffer.from([0x83, code]));

beforeEach(() => stopTime());
afterEach(() => void vi.useRealTimers());

describe('RtuLink after silence', () => {
  it('holds requests of the same shape for as long as the answer may come, and is spoilt for them for ever', async () => {
    const { ask, link } = await rtuBench();
    ask(FLOW);
    expect([link.ambiguousForMs(FLOW.reply), link.isSpoiltFor(FLOW.reply)]).toEqual([0, false]);
    advance(TIMEOUT_MS);
    expect([link.ambiguousForMs(FLOW.reply), link.isSpoiltFor(FLOW.reply)]).toEqual([OWED_MS.silent, true]);
    expect([link.ambiguousForMs(LONGER.reply), link.isSpoiltFor(LONGER.reply)]).toEqual([0, false]);
    advance(100 * OWED_MS.silent);
    expect([link.ambiguousForMs(FLOW.reply), link.isSpoiltFor(FLOW.reply)]).toEqual([0, true]);
  });

  it('throws the late answer away, tells that the unit lives, and is not spoilt any more', async () => {
    const { ask, transport, link, late, rooms } = await rtuBench({ timing: { betweenFramesMs: 4 } });
    ask(FLOW);
    advance(TIMEOUT_MS + 10);
    transport.deliver(rtuAnswer(51, 666, 666));
    expect([late, link.ambiguousForMs(FLOW.reply), link.isSpoiltFor(FLOW.reply)]).toEqual([[51], 0, false]);
    expect([link.heardAt, link.room, rooms()]).toEqual([performance.now(), 0, 1]);
    advance(4);
    expect([link.room, rooms()]).toEqual([1, 2]);
    const asked = ask(FLOW);
    transport.deliver(rtuAnswer(51, 1, 2));
    expect(asked.registers).toEqual([1, 2]);
  });

  it('throws it away while another request is on the way, and goes on waiting for that one', async () => {
    const { ask, transport, late, ends } = await rtuBench();
    ask(FLOW);
    advance(TIMEOUT_MS);
    const second = ask(LONGER);
    transport.deliver(rtuAnswer(51, 666, 666));
    expect([second.how, late]).toEqual(['waiting', [51]]);
    transport.deliver(rtuAnswer(51, 1, 2, 3));
    expect([second.registers, ends]).toEqual([[1, 2, 3], []]);
  });

  it('finds the late answer and the right one also when they come in one piece', async () => {
    const { ask, transport, late } = await rtuBench();
    ask(FLOW);
    advance(TIMEOUT_MS);
    const second = ask(LONGER);
    transport.deliver(Buffer.concat([rtuAnswer(51, 666, 666), rtuAnswer(51, 1, 2, 3)]));
    expect([second.registers, late]).toEqual([[1, 2, 3], [51]]);
  });

  it('takes an exception for a late one while it could be, and the next one for an answer', async () => {
    const { ask, transport } = await rtuBench();
    ask(FLOW);
    advance(TIMEOUT_MS);
    const second = ask(LONGER);
    transport.deliver(exception(51, 2));
    expect(second.how).toBe('waiting');
    transport.deliver(exception(51, 2));
    expect(second.how).toBe('exception');
  });

  it('throws away what an earlier connection was owed', async () => {
    const first = await rtuBench();
    first.ask(FLOW);
    first.link.close();
    const next = await rtuBench({ lateReplies: first.lateReplies });
    expect(next.link.ambiguousForMs(FLOW.reply)).toBe(OWED_MS.broken);
    expect(next.link.isSpoiltFor(FLOW.reply)).toBe(false);
    const asked = next.ask(LONGER);
    next.transport.deliver(rtuAnswer(51, 666, 666));
    expect([asked.how, next.late, next.link.ambiguousForMs(FLOW.reply)]).toEqual(['waiting', [51], 0]);
    next.transport.deliver(rtuAnswer(51, 1, 2, 3));
    expect(asked.registers).toEqual([1, 2, 3]);
  });

  it('knows an answer that comes after the line is over its debts for what it is, and does not call it noise', async () => {
    for (const pieces of cuts(rtuAnswer(51, 666, 666))) {
      const { ask, transport, late, link } = await rtuBench();
      ask(FLOW);
      advance(TIMEOUT_MS + 10 * OWED_MS.silent);
      transport.deliver(...pieces);
      expect([late, link.room, link.isSpoiltFor(FLOW.reply)]).toEqual([[51], 1, false]);
    }
  });

  it('takes the late answer in any pieces, also one that an earlier connection was owed', async () => {
    for (const pieces of cuts(rtuAnswer(51, 666, 666))) {
      const first = await rtuBench();
      first.ask(FLOW);
      first.link.close();
      const { transport, late, link } = await rtuBench({ lateReplies: first.lateReplies });
      transport.deliver(...pieces);
      expect([late, link.room]).toEqual([[51], 1]);
    }
  });

  it('throws half an answer away with its other half, and the answer is owed all the same', async () => {
    const { ask, transport, link, late } = await rtuBench();
    const asked = ask(FLOW);
    const answer = rtuAnswer(51, 666, 666);
    advance(TIMEOUT_MS - 1);
    transport.deliver(answer.subarray(0, 5));
    advance(1);
    expect([asked.how, link.room]).toEqual(['timeout', 0]);
    advance(20);
    transport.deliver(answer.subarray(5));
    advance(49);
    expect(link.room).toBe(0);
    advance(1);
    expect([link.room, late, link.isSpoiltFor(FLOW.reply)]).toEqual([1, [], true]);
    const next = ask(LONGER);
    transport.deliver(rtuAnswer(51, 1, 2, 3));
    expect(next.registers).toEqual([1, 2, 3]);
  });
});

describe('RtuLink in a program that has stood still', () => {
  it('takes no answer that is older than its deadline, though its timer has not fired yet', async () => {
    const { ask, transport, late, link } = await rtuBench();
    const asked = ask(FLOW);
    vi.spyOn(systemClock, 'monotonic').mockImplementation(() => performance.now() + TIMEOUT_MS + 1);
    transport.deliver(rtuAnswer(51, 1, 2));
    expect([asked.how, late, link.room]).toEqual(['timeout', [51], 1]);
    vi.restoreAllMocks();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('RtuLink after an answer to something else', () => {
  it('owes nothing older of that unit, on this connection and on the next: a unit answers in the order asked', async () => {
    const { ask, transport, link, lateReplies } = await rtuBench();
    ask(FLOW);
    advance(TIMEOUT_MS);
    const other = reading(2, 52);
    ask(other);
    advance(TIMEOUT_MS);
    ask(LONGER);
    transport.deliver(rtuAnswer(51, 1, 2, 3));
    expect([link.ambiguousForMs(FLOW.reply), link.isSpoiltFor(FLOW.reply)]).toEqual([0, false]);
    expect([link.ambiguousForMs(other.reply), link.isSpoiltFor(other.reply)]).toEqual([OWED_MS.silent, true]);
    const next = await rtuBench({ lateReplies });
    expect(next.link.ambiguousForMs(FLOW.reply)).toBe(0);
  });

  it('owes it still when that was an exception, or its answer came spoilt', async () => {
    const refusal = rtuFrame(51, Buffer.from([0x84, 2]));
    const spoilt = Buffer.from([51, 4, 2, 0, 0, 0, 0]);
    for (const frame of [refusal, spoilt]) {
      const { ask, transport, link } = await rtuBench();
      ask(FLOW);
      advance(TIMEOUT_MS);
      ask(readRequest({ unit: 51, table: 'input', offset: 0, count: 1 }));
      transport.deliver(frame);
      expect([link.ambiguousForMs(FLOW.reply), link.isSpoiltFor(FLOW.reply)]).toEqual([OWED_MS.silent, true]);
    }
  });
});

describe('RtuLink after noise', () => {
  it('waits until the line has been silent for 50 ms; every byte begins that anew', async () => {
    const { transport, link, rooms } = await rtuBench();
    transport.deliver(Buffer.of(1));
    expect([link.room, rooms()]).toEqual([0, 0]);
    advance(49);
    transport.deliver(Buffer.of(2));
    advance(49);
    expect([link.room, rooms()]).toEqual([0, 0]);
    advance(1);
    expect([link.room, rooms()]).toEqual([1, 1]);
  });

  it('takes nothing for an answer until then, not even a perfect one', async () => {
    const { ask, transport, link } = await rtuBench();
    const first = ask(FLOW);
    transport.deliver(Buffer.of(99, 99, 99), rtuAnswer(51, 1, 2));
    expect(first.how).toBe('bad-frame');
    advance(50);
    // The answer went down with the noise, but nobody knows that: it is owed.
    expect(link.ambiguousForMs(FLOW.reply)).toBe(OWED_MS.broken - 50);
    expect(link.isSpoiltFor(FLOW.reply)).toBe(true);
  });

  it('owes nothing when the answer itself came spoilt: it will not come again', async () => {
    const { ask, transport, link, ends } = await rtuBench();
    const asked = ask(FLOW);
    const answer = rtuAnswer(51, 1, 2);
    answer[4] = 77;
    transport.deliver(answer);
    expect(asked.outcome).toMatchObject({ fault: { reason: 'bad-frame', message: 'CRC error' } });
    expect([link.ambiguousForMs(FLOW.reply), link.isSpoiltFor(FLOW.reply), ends]).toEqual([0, false, []]);
    advance(50);
    const next = ask(FLOW);
    transport.deliver(rtuAnswer(51, 3, 4));
    expect(next.registers).toEqual([3, 4]);
  });

  it('invariant 5: owes the answer all the same when what came spoilt may have been another of this unit', async () => {
    // The late answer, of 11 bytes, has lost two: now it is as long as the one that is waited for.
    const late = rtuAnswer(51, 1, 2, 3);
    const spoilt = Buffer.concat([late.subarray(0, 2), Buffer.of(4), late.subarray(5)]);
    const isOwedAfter = (bench: Bench) => {
      const asked = bench.ask(FLOW);
      bench.transport.deliver(spoilt);
      expect(asked.how).toBe('bad-frame');
      return [bench.link.isSpoiltFor(FLOW.reply), bench.link.ambiguousForMs(FLOW.reply)];
    };
    const onThisLink = await rtuBench();
    onThisLink.ask(LONGER);
    advance(TIMEOUT_MS);
    expect(isOwedAfter(onThisLink)).toEqual([true, OWED_MS.broken]);

    const onAnEarlierLink = await rtuBench();
    onAnEarlierLink.ask(LONGER);
    onAnEarlierLink.link.close();
    const { lateReplies } = onAnEarlierLink;
    expect(isOwedAfter(await rtuBench({ lateReplies }))).toEqual([true, OWED_MS.broken]);

    const longAgo = await rtuBench();
    longAgo.ask(LONGER);
    advance(TIMEOUT_MS + OWED_MS.silent);
    expect(isOwedAfter(longAgo)).toEqual([true, OWED_MS.broken]);
  });

  it('takes no confirmation of another write than the one asked', async () => {
    const { ask, transport, link } = await rtuBench();
    const asked = ask(writeRegister(51, 7, Uint8Array.of(0, 8)));
    transport.deliver(rtuFrame(51, Buffer.from([6, 0, 7, 0, 9])));
    expect([asked.how, link.room]).toEqual(['bad-frame', 0]);
  });

  it.each([
    ['of another unit', rtuAnswer(52, 1, 2)],
    ['of another function', rtuFrame(51, Buffer.from([4, 4, 0, 1, 0, 2]))],
    ['of another length', rtuAnswer(51, 1)],
    ['an exception of another function', rtuFrame(51, Buffer.from([0x84, 2]))],
    ['an exception of another unit', exception(52, 2)],
  ])('takes no answer that is not the one asked for: %s', async (_what, frame) => {
    const { ask, transport, link } = await rtuBench();
    const asked = ask(FLOW);
    transport.deliver(frame);
    expect([asked.how, link.ambiguousForMs(FLOW.reply)]).toEqual(['bad-frame', OWED_MS.broken]);
    expect([link.isSpoiltFor(FLOW.reply), link.room]).toEqual([true, 0]);
  });

  it('takes no answer that is followed by more: the next request must not find the rest of it', async () => {
    const { ask, transport, link } = await rtuBench();
    const first = ask(FLOW);
    transport.deliver(Buffer.concat([rtuAnswer(51, 1, 2), rtuAnswer(51, 3, 4)]));
    expect([first.registers, link.room]).toEqual([[1, 2], 0]);
    advance(50);
    const next = ask(FLOW);
    transport.deliver(rtuAnswer(51, 5, 6));
    expect(next.registers).toEqual([5, 6]);
  });

  it('opens a line anew that does not fall silent, and keeps nothing of what it says', async () => {
    const { transport, ends } = await rtuBench();
    let bytes = 0;
    while (!transport.isDestroyed && bytes < 1e6) {
      transport.deliver(Buffer.alloc(100, 0x55));
      bytes += 100;
      advance(10);
    }
    expect(ends.map(f => f.message)).toEqual(['the line does not fall silent']);
    expect(bytes).toBeLessThan(4_400);
  });

  it('forgives noise that lies hours back once somebody has answered', async () => {
    const { ask, transport, ends } = await rtuBench();
    for (let i = 0; i < 100; i++) {
      for (let j = 0; j < 10; j++) transport.deliver(Buffer.alloc(10, 0x55));
      advance(50);
      ask(FLOW);
      transport.deliver(rtuAnswer(51, 1, 2));
    }
    expect(ends).toEqual([]);
  });
});

describe('UnpaidReplies', () => {
  const shape = (length: number, code = 3, unit = 51) => ({ unit, code, length });
  const body = (unit: number, code: number, length: number) =>
    Buffer.from([unit, code, ...new Array(length - 2).fill(0)]);

  it('keeps a debt until it is paid, by the very shape or by an exception of its unit and function', () => {
    const unpaid = new UnpaidReplies();
    expect(unpaid.isEmpty).toBe(true);
    unpaid.add(shape(7));
    unpaid.add(shape(7));
    unpaid.add(shape(9));
    expect([unpaid.take(body(51, 3, 5)), unpaid.take(body(52, 3, 7)), unpaid.take(body(51, 4, 7))]).toEqual([
      false,
      false,
      false,
    ]);
    expect([unpaid.owes(shape(7)), unpaid.owes(shape(3, 0x83)), unpaid.owes(shape(5))]).toEqual([true, true, false]);
    expect([unpaid.take(body(51, 3, 7)), unpaid.isAmbiguous(shape(7))]).toEqual([true, true]);
    expect([unpaid.take(body(51, 3, 7)), unpaid.isAmbiguous(shape(7))]).toEqual([true, false]);
    expect([unpaid.isAmbiguous(shape(9, 4)), unpaid.isAmbiguous(shape(9, 3, 1)), unpaid.isAmbiguous(shape(9))]).toEqual(
      [false, false, true],
    );
    expect([unpaid.take(body(51, 0x83, 3)), unpaid.isEmpty]).toEqual([true, true]);
  });
});
