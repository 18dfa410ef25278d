/** Frames from a hostile wire: only the exact reply of the request in flight ever gets through. */
import { describe, expect, it } from 'vitest';
import { LinkFault } from '../../../../main/acquisition/drivers/modbus/fault.ts';
import { type Framing, RtuFraming, TcpFraming } from '../../../../main/acquisition/drivers/modbus/framing.ts';
import { LateReplies } from '../../../../main/acquisition/drivers/modbus/late-replies.ts';
import { crc16 } from '../../../../main/platform/crc16.ts';
import { randomOf } from '../../support/samples.ts';

/** A line that owes nothing. */
const noDebts = () => new LateReplies({ silent: 5_000, broken: 500 }, { monotonic: () => 0 });

const withCrc = (...bytes: number[]): Buffer => {
  const frame = Buffer.from([...bytes, 0, 0]);
  frame.writeUInt16LE(crc16(frame.subarray(0, -2)), bytes.length);
  return frame;
};
const readHolding = (unit: number, count: number) => withCrc(unit, 3, 0, 0, count >> 8, count & 0xff);
const registers = (unit: number, ...words: number[]) => [
  unit,
  3,
  words.length * 2,
  ...words.flatMap(w => [w >> 8, w & 0xff]),
];
const tcpReply = (transaction: number, body: number[], protocol = 0) =>
  Buffer.from([
    transaction >> 8,
    transaction & 0xff,
    protocol >> 8,
    protocol & 0xff,
    body.length >> 8,
    body.length & 0xff,
    ...body,
  ]);
const transactionOf = (wire: Buffer) => wire.readUInt16BE(0);

/** Feeds the pieces; the first reply, or the fault, or null when nothing came of it. */
function feed(framing: Framing, pieces: readonly Buffer[]): Buffer | LinkFault | null {
  for (const piece of pieces) {
    try {
      const reply = framing.decode(piece);
      if (reply !== null) return reply;
    } catch (error) {
      if (error instanceof LinkFault) return error;
      throw error;
    }
  }
  return null;
}

function split(bytes: Buffer, random: () => number): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const next = at + 1 + Math.floor(random() * 5);
    pieces.push(bytes.subarray(at, next));
    at = next;
  }
  return pieces;
}

describe('crc16', () => {
  it('is the CRC of the Modbus serial line specification', () => {
    expect(crc16(Buffer.from('123456789'))).toBe(0x4b37);
    expect(crc16(Buffer.from([0x02, 0x07]))).toBe(0x1241);
  });
});

describe('TcpFraming', () => {
  it('wraps a request in MBAP and unwraps its reply as an RTU frame', () => {
    const framing = new TcpFraming();
    const wire = framing.encode(readHolding(17, 2));
    expect(wire.subarray(2)).toEqual(Buffer.from([0, 0, 0, 6, 17, 3, 0, 0, 0, 2]));
    expect(framing.decode(tcpReply(transactionOf(wire), registers(17, 7, 8)))).toEqual(withCrc(...registers(17, 7, 8)));
  });

  it('passes an exception of the asked function on', () => {
    const framing = new TcpFraming();
    const wire = framing.encode(readHolding(1, 2));
    expect(framing.decode(tcpReply(transactionOf(wire), [1, 0x83, 2]))).toEqual(withCrc(1, 0x83, 2));
  });

  it('invariant 5: a late reply of an earlier request is left out, also when only the high byte of the id differs', () => {
    const framing = new TcpFraming();
    const first = transactionOf(framing.encode(readHolding(1, 1)));
    let last = first;
    for (let i = 0; i < 256; i++) last = transactionOf(framing.encode(readHolding(1, 1)));
    expect(last & 0xff).toBe(first & 0xff);
    expect(framing.decode(tcpReply(first, registers(1, 111)))).toBeNull();
    expect(framing.decode(tcpReply(last, registers(1, 222)))).toEqual(withCrc(...registers(1, 222)));
  });

  it('invariant 5: a reply that comes twice, or unasked, is left out', () => {
    const framing = new TcpFraming();
    const reply = tcpReply(transactionOf(framing.encode(readHolding(1, 1))), registers(1, 5));
    expect(framing.decode(Buffer.concat([reply, reply]))).not.toBeNull();
    expect(framing.decode(reply)).toBeNull();
    const next = transactionOf(framing.encode(readHolding(1, 1)));
    expect(framing.decode(tcpReply(next, registers(1, 6)))).toEqual(withCrc(...registers(1, 6)));
  });

  it.each([
    ['of another unit', (t: number) => tcpReply(t, registers(2, 1, 2))],
    ['of another function', (t: number) => tcpReply(t, [1, 4, 4, 0, 1, 0, 2])],
    ['with an exception of another function', (t: number) => tcpReply(t, [1, 0x84, 2])],
    ['with an exception that is too long', (t: number) => tcpReply(t, [1, 0x83, 2, 0])],
    ['with fewer registers than asked', (t: number) => tcpReply(t, registers(1, 1))],
    ['with more registers than asked', (t: number) => tcpReply(t, registers(1, 1, 2, 3))],
    ['whose byte count contradicts its length', (t: number) => tcpReply(t, [1, 3, 6, 0, 1, 0, 2])],
    ['of another protocol', (t: number) => tcpReply(t, registers(1, 1, 2), 1)],
    ['with length 0', (t: number) => Buffer.from([t >> 8, t & 0xff, 0, 0, 0, 0, 1, 3])],
    ['with length 65535', (t: number) => Buffer.from([t >> 8, t & 0xff, 0, 0, 0xff, 0xff, 1, 3])],
  ])('invariant 5: a frame %s is a fault, never a reply', (_what, reply) => {
    const framing = new TcpFraming();
    const transaction = transactionOf(framing.encode(readHolding(1, 2)));
    expect(() => framing.decode(reply(transaction))).toThrow(LinkFault);
  });

  it('counts transactions round the 16-bit corner', () => {
    const framing = new TcpFraming();
    let wire = framing.encode(readHolding(1, 1));
    for (let i = 0; i < 65_536; i++) wire = framing.encode(readHolding(1, 1));
    expect(transactionOf(wire)).toBe(1);
    expect(framing.decode(tcpReply(1, registers(1, 5)))).not.toBeNull();
  });

  it.each([
    [1, 9, 5],
    [2, 8, 4],
    [1, 2_000, 253],
  ])('knows the length of a reply to function %i with %i bits', (code, count, length) => {
    const framing = new TcpFraming();
    const wire = framing.encode(withCrc(1, code, 0, 0, count >> 8, count & 0xff));
    const body = [1, code, length - 3, ...Array.from({ length: length - 3 }, () => 0xff)];
    expect(framing.decode(tcpReply(transactionOf(wire), body))).toHaveLength(length + 2);
  });
});

describe('RtuFraming', () => {
  it('sends the frame as it is and gives the reply back whole', () => {
    const framing = new RtuFraming(noDebts());
    expect(framing.encode(readHolding(31, 2))).toEqual(readHolding(31, 2));
    expect(framing.decode(withCrc(...registers(31, 1, 2)))).toEqual(withCrc(...registers(31, 1, 2)));
  });

  it.each([
    ['of another unit', withCrc(...registers(2, 1, 2))],
    ['of another function', withCrc(1, 4, 4, 0, 1, 0, 2)],
    ['with an exception of another function', withCrc(1, 0x84, 2)],
    ['with an exception of another unit', withCrc(2, 0x83, 2)],
    ['with a wrong CRC', Buffer.from([...registers(1, 1, 2), 0, 0])],
    ['whose byte count contradicts its length', withCrc(1, 3, 6, 0, 1, 0, 2)],
    ['that is followed by more', Buffer.concat([withCrc(...registers(1, 1, 2)), Buffer.from([0])])],
  ])('invariant 5: a frame %s is a fault, never a reply', (_what, reply) => {
    const framing = new RtuFraming(noDebts());
    framing.encode(readHolding(1, 2));
    expect(() => framing.decode(reply)).toThrow(LinkFault);
  });

  it('invariant 5: bytes that nobody asked for are a fault, also after a good reply', () => {
    const framing = new RtuFraming(noDebts());
    expect(() => framing.decode(Buffer.from([1]))).toThrow(LinkFault);
    framing.encode(readHolding(1, 1));
    expect(framing.decode(withCrc(...registers(1, 1)))).not.toBeNull();
    expect(() => framing.decode(withCrc(...registers(1, 1)))).toThrow(LinkFault);
  });

  it('passes an exception on and does not wait for a longer reply', () => {
    const framing = new RtuFraming(noDebts());
    framing.encode(readHolding(1, 100));
    expect(framing.decode(withCrc(1, 0x83, 6))).toEqual(withCrc(1, 0x83, 6));
  });
});

describe('invariants 5 and 6: whatever the wire does', () => {
  const SEEDS = Array.from({ length: 400 }, (_, i) => i + 1);

  it('a TCP reply comes through whole in any pieces, after any number of late replies', () => {
    for (const seed of SEEDS) {
      const random = randomOf(seed);
      const framing = new TcpFraming();
      const words = Array.from({ length: 1 + Math.floor(random() * 125) }, () => Math.floor(random() * 65_536));
      const late = transactionOf(framing.encode(readHolding(9, words.length)));
      const current = transactionOf(framing.encode(readHolding(9, words.length)));
      const noise = Array.from({ length: Math.floor(random() * 4) }, () =>
        tcpReply(late, registers(9, ...words.map(() => 1))),
      );
      const wire = Buffer.concat([...noise, tcpReply(current, registers(9, ...words))]);
      expect(feed(framing, split(wire, random))).toEqual(withCrc(...registers(9, ...words)));
    }
  });

  it('an RTU reply comes through whole in any pieces', () => {
    for (const seed of SEEDS) {
      const random = randomOf(seed);
      const framing = new RtuFraming(noDebts());
      const words = Array.from({ length: 1 + Math.floor(random() * 125) }, () => Math.floor(random() * 65_536));
      framing.encode(readHolding(9, words.length));
      expect(feed(framing, split(withCrc(...registers(9, ...words)), random))).toEqual(
        withCrc(...registers(9, ...words)),
      );
    }
  });

  it.each([
    ['TCP', () => new TcpFraming()],
    ['RTU', () => new RtuFraming(noDebts())],
  ] as const)('no garbage or damaged reply over %s is ever taken for one of another shape, and nothing but a LinkFault is thrown', (kind, make) => {
    for (const seed of SEEDS) {
      const random = randomOf(seed);
      const framing = make();
      const count = 1 + Math.floor(random() * 20);
      const wire = framing.encode(readHolding(9, count));
      const body = registers(9, ...Array.from({ length: count }, () => Math.floor(random() * 65_536)));
      const good = kind === 'TCP' ? tcpReply(transactionOf(wire), body) : withCrc(...body);
      const damaged =
        random() < 0.3
          ? Buffer.from(Array.from({ length: Math.floor(random() * 600) }, () => random() * 256))
          : Buffer.concat([good.subarray(0, random() * good.length), good.subarray(random() * good.length)]);
      if (random() < 0.7 && damaged.length > 0) damaged[Math.floor(random() * damaged.length)] = random() * 256;
      const result = feed(framing, split(damaged, random));
      if (result === null || result instanceof LinkFault) continue;
      // What did come through must be a whole answer to this very request; over RTU also proven by its CRC.
      expect(result[0]).toBe(9);
      expect([3, 0x83]).toContain(result[1]);
      expect(result).toHaveLength(result[1] === 3 ? 3 + count * 2 + 2 : 5);
      if (kind === 'RTU' && !damaged.includes(good)) expect(result).toHaveLength(5);
    }
  });
});
