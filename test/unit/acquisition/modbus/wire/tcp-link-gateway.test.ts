/** A serial line behind a gateway on Modbus TCP: what the line owes is remembered, with transaction ids and without. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tcpFrame } from '../../../../kit/modbus-frames.ts';
import { advance, OWED_MS, reading, registersPdu, stopTime, TIMEOUT_MS, tcpAnswer, tcpBench } from './link-bench.ts';

const FLOW = reading(2, 51);
/** Whatever it was asked with, the gateway answers with id 0. */
const zero = (unit: number, ...words: number[]) => tcpFrame({ transaction: 0, unit, pdu: registersPdu(...words) });

beforeEach(() => stopTime());
afterEach(() => void vi.useRealTimers());

describe('TcpLink to a gateway', () => {
  it('invariant 5: holds requests of the same shape for as long as an answer that was given up may still come', async () => {
    const { ask, link } = await tcpBench({ isGateway: true });
    ask(FLOW);
    // What is on the way counts as well: its answer may be late.
    expect(link.ambiguousForMs(FLOW.reply)).toBe(TIMEOUT_MS);
    advance(TIMEOUT_MS);
    expect(link.ambiguousForMs(FLOW.reply)).toBe(OWED_MS.silent);
    expect(link.ambiguousForMs(reading(3, 51).reply)).toBe(0);
    expect(link.isSpoiltFor(FLOW.reply)).toBe(false);
    advance(OWED_MS.silent);
    expect(link.ambiguousForMs(FLOW.reply)).toBe(0);
  });

  it('holds them no longer once the answer has come, told by its id', async () => {
    const { ask, last, transport, link, late } = await tcpBench({ isGateway: true });
    ask(FLOW);
    advance(TIMEOUT_MS);
    transport.deliver(tcpAnswer(last(), registersPdu(1, 2)));
    expect([link.ambiguousForMs(FLOW.reply), late]).toEqual([0, [51]]);
  });

  it('holds them after the gateway has given the unit up: the unit may still be at work on its answer', async () => {
    const { ask, last, transport, link } = await tcpBench({ isGateway: true });
    const asked = ask(FLOW);
    transport.deliver(tcpAnswer(last(), Buffer.from([0x83, 0x0b])));
    expect(asked.outcome).toMatchObject({ fault: { reason: 'gateway', exceptionCode: 11 } });
    expect(link.ambiguousForMs(FLOW.reply)).toBe(OWED_MS.silent);
    const refused = ask(reading(9, 51));
    transport.deliver(tcpAnswer(last(), Buffer.from([0x83, 2])));
    expect([refused.how, link.ambiguousForMs(reading(9, 51).reply)]).toEqual(['exception', 0]);
  });

  it('leaves to the next connection what was on the way when this one ended', async () => {
    const { ask, link, lateReplies } = await tcpBench({ isGateway: true, inFlight: 2 });
    ask(FLOW);
    ask(reading(9, 51));
    link.close();
    const next = await tcpBench({ isGateway: true, lateReplies });
    expect(next.link.ambiguousForMs(FLOW.reply)).toBe(OWED_MS.broken);
    expect(next.link.ambiguousForMs(reading(9, 51).reply)).toBe(OWED_MS.broken);
  });

  it('owes nothing older of a unit that has answered something else since, but what was on the way beside it', async () => {
    const { ask, last, transport, link } = await tcpBench({ isGateway: true, inFlight: 3 });
    ask(FLOW);
    advance(TIMEOUT_MS / 2);
    const beside = last();
    ask(reading(3, 51));
    const early = last();
    advance(TIMEOUT_MS / 2);
    // The gateway may have kept the first one back for longer than the second.
    transport.deliver(tcpAnswer(early, registersPdu(1, 2, 3)));
    expect(link.ambiguousForMs(FLOW.reply)).toBe(OWED_MS.silent);
    ask(reading(4, 51));
    transport.deliver(tcpAnswer(last(), registersPdu(1, 2, 3, 4)));
    expect(link.ambiguousForMs(FLOW.reply)).toBe(0);
    expect(beside).not.toEqual(early);
  });

  it('owes nothing where no line stands behind the connection', async () => {
    const { ask, link } = await tcpBench();
    ask(FLOW);
    advance(TIMEOUT_MS);
    expect([link.ambiguousForMs(FLOW.reply), link.isSpoiltFor(FLOW.reply)]).toEqual([0, false]);
  });
});

describe('TcpLink to a gateway that answers everything with id 0', () => {
  const bench = () => tcpBench({ isGateway: true, hasTransactionIds: false, inFlight: 8 });

  it('sends one request at a time and takes the reply by its shape', async () => {
    const { ask, transport, link } = await bench();
    expect(link.room).toBe(1);
    const asked = ask(FLOW);
    expect(link.room).toBe(0);
    transport.deliver(zero(51, 1, 2));
    expect([asked.registers, link.room]).toEqual([[1, 2], 1]);
  });

  it.each([
    ['of another unit', zero(52, 1, 2)],
    ['of another length', zero(51, 1)],
    ['of another function', tcpFrame({ transaction: 0, unit: 51, pdu: Buffer.from([4, 4, 0, 1, 0, 2]) })],
  ])('takes no reply %s', async (_what, frame) => {
    const { ask, transport, ends } = await bench();
    const asked = ask(FLOW);
    transport.deliver(frame);
    expect([asked.how, ends.map(f => f.reason)]).toEqual(['bad-frame', ['bad-frame']]);
  });

  it('throws a reply away that nobody waits for', async () => {
    const { transport, ends, late } = await bench();
    transport.deliver(zero(51, 1, 2));
    expect([ends, late]).toEqual([[], []]);
  });

  it('invariant 5: throws a late reply away, tells that the unit lives, and goes on waiting for the right one', async () => {
    const { ask, transport, link, late } = await bench();
    const first = ask(FLOW);
    advance(TIMEOUT_MS);
    const second = ask(reading(3, 51));
    advance(10);
    transport.deliver(zero(51, 666, 666));
    expect([first.how, second.how, late]).toEqual(['timeout', 'waiting', [51]]);
    expect(link.heardAt).toBe(performance.now());
    transport.deliver(zero(51, 1, 2, 3));
    expect(second.registers).toEqual([1, 2, 3]);
  });

  it('invariant 5: is spoilt for requests of a shape that it owes an answer of, however long ago', async () => {
    const { ask, transport, link } = await bench();
    ask(FLOW);
    advance(TIMEOUT_MS + 1_000 * OWED_MS.silent);
    expect([link.ambiguousForMs(FLOW.reply), link.isSpoiltFor(FLOW.reply)]).toEqual([0, true]);
    expect(link.isSpoiltFor(reading(3, 51).reply)).toBe(false);
    transport.deliver(zero(51, 1, 2));
    expect(link.isSpoiltFor(FLOW.reply)).toBe(false);
  });

  it('invariant 5: throws away what an earlier connection was owed', async () => {
    const { ask, link, lateReplies } = await bench();
    ask(FLOW);
    link.close();
    const next = await tcpBench({ isGateway: true, hasTransactionIds: false, lateReplies });
    const second = next.ask(reading(3, 51));
    next.transport.deliver(zero(51, 666, 666));
    expect([second.how, next.ends, next.late]).toEqual(['waiting', [], [51]]);
  });

  it('is spoilt no longer for a unit that has answered something else since', async () => {
    const { ask, transport, link } = await bench();
    ask(FLOW);
    advance(TIMEOUT_MS);
    ask(reading(3, 51));
    transport.deliver(zero(51, 1, 2, 3));
    expect([link.ambiguousForMs(FLOW.reply), link.isSpoiltFor(FLOW.reply)]).toEqual([0, false]);
  });

  it('takes an exception for a late one while it could be', async () => {
    const { ask, transport } = await bench();
    ask(FLOW);
    advance(TIMEOUT_MS);
    const second = ask(reading(3, 51));
    const refusal = tcpFrame({ transaction: 0, unit: 51, pdu: Buffer.from([0x83, 2]) });
    transport.deliver(refusal);
    expect(second.how).toBe('waiting');
    transport.deliver(refusal);
    expect(second.how).toBe('exception');
  });
});
