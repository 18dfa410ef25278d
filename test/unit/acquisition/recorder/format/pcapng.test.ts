/** Blocks of a pcapng file: what is written is read back, and what is broken is neither believed nor waited for. */
import { describe, expect, it } from 'vitest';
import {
  interfaceBlock,
  lastPacketLength,
  PACKET_FLAGS,
  PacketScanner,
  packetOptions,
  packetSize,
  packetTimeUs,
  type ScannedPacket,
  sectionHeader,
  writePacket,
} from '../../../../../main/acquisition/recorder/format/pcapng.ts';
import { randomOf } from '../../../support/samples.ts';

interface Given {
  readonly bytes: Uint8Array;
  readonly prefix?: Uint8Array;
  readonly comment?: string;
  readonly flags?: number;
  readonly timeUs?: number;
  readonly originalLength?: number;
  readonly interface?: number;
}

const NOON_US = 1_764_072_000_123_456;

function packet(given: Given): Buffer {
  const { bytes, prefix = Buffer.alloc(0), comment = 'PLC', flags = PACKET_FLAGS.sent, timeUs = NOON_US } = given;
  const options = packetOptions(comment, flags);
  const { interface: index = 0, originalLength = bytes.length } = given;
  const parts = { interface: index, prefix, bytes, originalLength, options };
  const guard = 8;
  const buffer = Buffer.alloc(packetSize(parts) + 2 * guard, 0xee);
  writePacket({ buffer, view: new DataView(buffer.buffer, buffer.byteOffset) }, guard, { packet: parts, timeUs });
  // Nothing is written beside the room that was asked for.
  expect([...buffer.subarray(0, guard), ...buffer.subarray(-guard)].every(b => b === 0xee)).toBe(true);
  return buffer.subarray(guard, -guard);
}

const HEAD = Buffer.concat([sectionHeader('Citygate'), interfaceBlock({ name: 'plc', description: 'modbus-tcp x' })]);
const file = (...packets: readonly Given[]): Buffer => Buffer.concat([HEAD, ...packets.map(packet)]);

function scan(bytes: Buffer, piece = bytes.length || 1): { seen: ScannedPacket[]; isDamaged: boolean } {
  const seen: ScannedPacket[] = [];
  const scanner = new PacketScanner(p => void seen.push({ ...p, data: Buffer.from(p.data) }));
  const lent = Buffer.alloc(piece);
  for (let at = 0; at < bytes.length; at += piece) {
    const count = bytes.copy(lent, 0, at, Math.min(at + piece, bytes.length));
    scanner.push(lent.subarray(0, count));
    lent.fill(0xdd);
  }
  return { seen, isDamaged: scanner.isDamaged };
}

describe('writing', () => {
  it('gives the very bytes of the draft for section, interface and packet', () => {
    expect(sectionHeader('Cg').toString('hex')).toBe(
      '0a0d0d0a28000000' + '4d3c2b1a01000000ffffffffffffffff' + '0400020043670000' + '00000000' + '28000000',
    );
    expect(interfaceBlock({ name: 'a', description: 'bcde' }).toString('hex')).toBe(
      '0100000030000000' +
        'fc00000000000000' +
        '0200010061000000' +
        '0300040062636465' +
        '0900010006000000' +
        '00000000' +
        '30000000',
    );
    const written = packet({
      bytes: Buffer.of(1, 2, 3),
      prefix: Buffer.of(9, 9),
      comment: 'hi',
      timeUs: 0x1_0000_0002,
      originalLength: 7,
    });
    expect(written.toString('hex')).toBe(
      '060000003c000000' +
        '00000000' +
        '0100000002000000' +
        '0500000009000000' +
        '0909010203000000' +
        '0100020068690000' +
        '0200040002000000' +
        '00000000' +
        '3c000000',
    );
  });

  it('pads every length to 32 bits with zeros, also in memory that was used before', () => {
    for (let length = 0; length <= 9; length++) {
      const written = packet({ bytes: Buffer.alloc(length, 0xaa), comment: 'x'.repeat(length) });
      expect(written.length % 4).toBe(0);
      expect(written.readUInt32LE(4)).toBe(written.length);
      expect(written.readUInt32LE(written.length - 4)).toBe(written.length);
      expect(written.subarray(28 + length, 28 + ((length + 3) & ~3)).every(b => b === 0)).toBe(true);
    }
  });
});

describe('reading', () => {
  const texts = ['PLC #1: A, B', '电脑时钟被调整 +3.000 s', '', 'x'.repeat(30_000)];
  const given: Given[] = texts.map((comment, i) => ({
    comment,
    bytes: Buffer.from(Array.from({ length: i * 3 }, (_, n) => n + i)),
    prefix: Buffer.alloc(i * 5, 0x33),
    flags: i === 0 ? 0 : PACKET_FLAGS.received,
    timeUs: NOON_US + i,
    originalLength: i * 3 + (i === 3 ? 1_000 : 0),
  }));

  it.each([1, 3, 64, 1_000, 1_000_000])('gives back what was written, in pieces of %i bytes', piece => {
    const { seen, isDamaged } = scan(file(...given), piece);
    expect(isDamaged).toBe(false);
    expect(seen.map(p => [p.comment, p.timeUs, p.flags])).toEqual(given.map(g => [g.comment, g.timeUs, g.flags]));
    seen.forEach((p, i) => {
      const { prefix = Buffer.alloc(0), bytes, originalLength = 0 } = given[i] as Given;
      expect(p.data.equals(Buffer.concat([prefix, bytes]))).toBe(true);
      expect(p.originalLength).toBe(prefix.length + originalLength);
      expect(p.interface).toEqual({ name: 'plc', description: 'modbus-tcp x' });
    });
  });

  it('reads everything before a cut, wherever it is, and calls a cut no damage', () => {
    const whole = file(...given);
    const ends: number[] = [];
    for (let at = HEAD.length; at < whole.length; at += whole.readUInt32LE(at + 4))
      ends.push(at + whole.readUInt32LE(at + 4));
    for (let end = 0; end < HEAD.length + 400; end++) {
      const { seen, isDamaged } = scan(whole.subarray(0, end));
      expect([end, seen.length, isDamaged]).toEqual([end, ends.filter(e => e <= end).length, false]);
    }
  });

  it('passes over blocks that it does not know', () => {
    const statistics = Buffer.from('050000001800000000000000000000000000000018000000', 'hex');
    const bytes = Buffer.concat([HEAD, statistics, packet({ bytes: Buffer.of(1) })]);
    expect(scan(bytes).seen).toHaveLength(1);
  });

  it('begins anew with every section', () => {
    const bytes = Buffer.concat([file({ bytes: Buffer.of(1) }), file({ bytes: Buffer.of(2) })]);
    expect(scan(bytes).seen.map(p => p.data[0])).toEqual([1, 2]);
    const without = Buffer.concat([file({ bytes: Buffer.of(1) }), sectionHeader('x'), packet({ bytes: Buffer.of(2) })]);
    expect(scan(without)).toMatchObject({ isDamaged: true, seen: { length: 1 } });
  });

  const good = packet({ bytes: Buffer.of(1, 2, 3, 4) });
  function broken(change: (bytes: Buffer) => void): Buffer {
    const bytes = Buffer.from(good);
    change(bytes);
    return bytes;
  }
  const HOSTILE: readonly (readonly [string, Buffer])[] = [
    ['a block without length', broken(b => b.writeUInt32LE(0, 4))],
    ['a length that is no multiple of four', broken(b => b.writeUInt32LE(good.length - 1, 4))],
    ['a length of gigabytes', broken(b => b.writeUInt32LE(0xfffffffc, 4))],
    ['a length that is not repeated', broken(b => b.writeUInt32LE(good.length + 4, good.length - 4))],
    ['an interface that is not there', broken(b => b.writeUInt32LE(1, 8))],
    ['more data than the block', broken(b => b.writeUInt32LE(0xffff_fff0, 20))],
    ['data up to the last length', broken(b => b.writeUInt32LE(good.length - 28, 20))],
    ['an option beyond the block', broken(b => b.writeUInt16LE(0xffff, 34))],
    ['a block too short for a packet', Buffer.from('0600000010000000000000001000000000', 'hex').subarray(0, 16)],
    [
      'an interface of another link type',
      Buffer.from('010000001400000001000000000000001400000000', 'hex').subarray(0, 20),
    ],
    [
      'an interface with nanoseconds',
      Buffer.from('010000002000000' + '0fc00000000000000' + '0900010009000000' + '00000000' + '20000000', 'hex'),
    ],
    ['the other byte order', Buffer.from('0a0d0d0a0000001c' + '1a2b3c4d00010000ffffffffffffffff' + '0000001c', 'hex')],
    [
      'a section without its magic',
      Buffer.from('0a0d0d0a1c000000' + '0000000001000000ffffffffffffffff' + '1c000000', 'hex'),
    ],
  ];

  it.each(HOSTILE)('stops at %s, keeps what came before and believes nothing behind', (_what, bad) => {
    const { seen, isDamaged } = scan(Buffer.concat([file({ bytes: Buffer.of(7) }), bad, good]));
    expect(isDamaged).toBe(true);
    expect(seen.map(p => [...p.data])).toEqual([[7]]);
  });

  it('takes what is no pcapng for damage at once', () => {
    expect(scan(Buffer.from('<html>not a capture at all</html>')).isDamaged).toBe(true);
    expect(scan(good).isDamaged).toBe(true);
    expect(scan(Buffer.alloc(0))).toEqual({ seen: [], isDamaged: false });
  });

  it('neither throws nor hangs on 3,000 files with broken bytes, and gives no packet larger than the file', () => {
    const random = randomOf(4711);
    const whole = file(...given.slice(0, 3));
    for (let i = 0; i < 3_000; i++) {
      const bytes = Buffer.from(whole);
      for (let n = 0; n < 1 + random() * 6; n++)
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      const { seen } = scan(bytes, 1 + Math.floor(random() * bytes.length));
      expect(seen.length).toBeLessThanOrEqual(4);
      for (const p of seen) expect(p.data.length).toBeLessThan(bytes.length);
    }
  });
});

describe('the end of a file', () => {
  it('tells the time of the last packet without the rest', () => {
    const bytes = file({ bytes: Buffer.of(1) }, { bytes: Buffer.of(2), timeUs: NOON_US + 5 });
    const length = lastPacketLength(bytes.subarray(-4)) ?? 0;
    expect(packetTimeUs(bytes.subarray(-length), length)).toBe(NOON_US + 5);
  });

  it('tells nothing when it is cut or is no packet', () => {
    expect(lastPacketLength(Buffer.from('ffffffff', 'hex'))).toBe(null);
    expect(lastPacketLength(Buffer.from('04000000', 'hex'))).toBe(null);
    expect(lastPacketLength(Buffer.alloc(0))).toBe(null);
    expect(packetTimeUs(HEAD, HEAD.length)).toBe(null);
    expect(packetTimeUs(Buffer.from('06'), 32)).toBe(null);
  });
});
