/** Modbus frames made by hand, right and wrong ones alike, independent of the code under test. */

export interface SeenRequest {
  /** Monotonic ms of arrival. */
  readonly at: number;
  readonly transaction: number;
  readonly unit: number;
  readonly code: number;
  readonly offset: number;
  /** Items of a read; of a write what stands in its place. */
  readonly count: number;
  readonly pdu: Buffer;
}

/** Register (or bit) at `offset`; the offset itself unless a test says otherwise, so that a mix-up shows. */
export type RegisterOf = (request: SeenRequest, offset: number) => number;

/** A request from its unit and PDU. */
export function requestOf(unit: number, pdu: Buffer, transaction = 0): SeenRequest {
  const word = (at: number): number => (pdu.length >= at + 2 ? pdu.readUInt16BE(at) : 0);
  return { at: performance.now(), transaction, unit, code: pdu[0] ?? 0, offset: word(1), count: word(3), pdu };
}

export const WRITE_CODES: readonly number[] = [5, 6, 15, 16, 22, 23];

/** What a write puts where: bits and registers by address. */
export function writtenBy({ code, offset, count, pdu }: SeenRequest, register: (offset: number) => number) {
  const words = (from: number, at: number, n: number): (readonly [number, number])[] =>
    Array.from({ length: n }, (_, i) => [from + i, pdu.readUInt16BE(at + i * 2)] as const);
  if (code === 5) return [[offset, count === 0xff00 ? 1 : 0] as const];
  if (code === 6) return words(offset, 3, 1);
  if (code === 15)
    return Array.from({ length: count }, (_, i) => [offset + i, ((pdu[6 + (i >> 3)] ?? 0) >> (i & 7)) & 1] as const);
  if (code === 16) return words(offset, 6, count);
  if (code === 22) {
    const or = pdu.readUInt16BE(5);
    return [[offset, (register(offset) & count) | (or & ~count & 0xffff)] as const];
  }
  return code === 23 ? words(pdu.readUInt16BE(5), 10, pdu.readUInt16BE(7)) : [];
}

/** Bytes of the RTU request that begins here, CRC included; null while that is not known. */
export function rtuRequestLength(bytes: Buffer): number | null {
  const code = bytes[1];
  if (code === undefined) return null;
  if (code === 15 || code === 16) return bytes[6] === undefined ? null : 9 + bytes[6];
  if (code === 23) return bytes[10] === undefined ? null : 13 + bytes[10];
  return code === 22 ? 10 : 8;
}

/** PDU of the right answer. */
export function replyPdu(request: SeenRequest, register: RegisterOf): Buffer {
  const { code, offset, count, pdu } = request;
  if (code === 5 || code === 6 || code === 22) return pdu;
  if (code === 15 || code === 16) return pdu.subarray(0, 5);
  if (code === 1 || code === 2) {
    const bits = Buffer.alloc(Math.ceil(count / 8));
    for (let i = 0; i < count; i++) {
      const byte = i >> 3;
      if (register(request, offset + i) & 1) bits[byte] = (bits[byte] ?? 0) | (1 << (i & 7));
    }
    return Buffer.concat([Buffer.from([code, bits.length]), bits]);
  }
  const words = Buffer.alloc(count * 2);
  for (let i = 0; i < count; i++) words.writeUInt16BE(register(request, offset + i) & 0xffff, i * 2);
  return Buffer.concat([Buffer.from([code, words.length]), words]);
}

export interface TcpFields {
  readonly transaction: number;
  readonly unit: number;
  readonly pdu: Buffer;
  readonly protocol?: number;
  /** The length field; the true one when left out. */
  readonly length?: number;
}

export function tcpFrame({ transaction, unit, pdu, protocol = 0, length = pdu.length + 1 }: TcpFields): Buffer {
  const frame = Buffer.alloc(7 + pdu.length);
  frame.writeUInt16BE(transaction & 0xffff, 0);
  frame.writeUInt16BE(protocol, 2);
  frame.writeUInt16BE(length, 4);
  frame[6] = unit;
  pdu.copy(frame, 7);
  return frame;
}

export function rtuFrame(unit: number, pdu: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from([unit]), pdu]);
  const crc = Buffer.alloc(2);
  crc.writeUInt16LE(crcOf(body));
  return Buffer.concat([body, crc]);
}

/** Bit by bit from the text of MODBUS over Serial Line V1.02, 6.2.2: slow and plain on purpose. */
function crcOf(bytes: Buffer): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}
