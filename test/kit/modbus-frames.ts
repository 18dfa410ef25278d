/** Modbus frames made by hand, right and wrong ones alike, independent of the code under test. */

export interface SeenRequest {
  /** Monotonic ms of arrival. */
  readonly at: number;
  readonly transaction: number;
  readonly unit: number;
  readonly code: number;
  readonly offset: number;
  readonly count: number;
}

/** Register (or bit) at `offset`; the offset itself unless a test says otherwise, so that a mix-up shows. */
export type RegisterOf = (request: SeenRequest, offset: number) => number;

/** PDU of the right answer to a read. */
export function replyPdu(request: SeenRequest, register: RegisterOf): Buffer {
  const { code, offset, count } = request;
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
