/**
 * Frames on the wire. modbus-serial builds requests and parses replies as RTU frames (unit · PDU · CRC); these two framings
 * carry them over TCP and check every byte of what comes back, because the library checks too little (it takes a reply's word
 * for its own length, matches only 8 bits of the transaction id, and one bogus length makes it deaf; see docs/adr).
 * One request is in flight. Whatever is not exactly its reply is either ignored (an old transaction) or a fault that ends the
 * connection; it is never handed on.
 */
import { LinkFault } from './fault.ts';

export interface Framing {
  /** Wraps an RTU frame for the wire and remembers what reply it expects. */
  encode(rtuFrame: Buffer): Buffer;
  /** Bytes from the wire. Returns the reply as an RTU frame when it is whole. Throws `LinkFault` on garbage. */
  decode(bytes: Buffer): Buffer | null;
}

const EXCEPTION = 0x80;
const MBAP_BYTES = 7;
/** Largest MBAP length field: unit + PDU of 253 bytes (MODBUS Messaging on TCP/IP V1.0b, 3.1.3). */
const MAX_MBAP_LENGTH = 254;

interface Expected {
  readonly unit: number;
  readonly code: number;
  /** Bytes of unit + PDU of a normal reply. */
  readonly length: number;
}

/** What a good reply to this request looks like. `request` is unit · PDU, without CRC. */
function expectedReply(request: Buffer): Expected {
  const unit = request[0] ?? 0;
  const code = request[1] ?? 0;
  const count = request.length >= 6 ? request.readUInt16BE(4) : 0;
  const isBitRead = code === 1 || code === 2;
  const isRegisterRead = code === 3 || code === 4;
  const length = isBitRead ? 3 + Math.ceil(count / 8) : isRegisterRead ? 3 + count * 2 : 6;
  return { unit, code, length };
}

/** Throws unless `body` (unit · PDU) answers exactly what was asked. */
function verify(body: Buffer, expected: Expected): void {
  const unit = body[0];
  const code = body[1] ?? 0;
  if (unit !== expected.unit) throw new LinkFault('bad-frame', `reply of unit ${unit}, asked unit ${expected.unit}`);
  if (code === (expected.code | EXCEPTION)) {
    if (body.length !== 3) throw new LinkFault('bad-frame', `exception of ${body.length} bytes`);
    return;
  }
  if (code !== expected.code) throw new LinkFault('bad-frame', `reply of function ${code}, asked ${expected.code}`);
  if (body.length !== expected.length) {
    throw new LinkFault('bad-frame', `reply of ${body.length} bytes, expected ${expected.length}`);
  }
  const isRead = code >= 1 && code <= 4;
  if (isRead && body[2] !== body.length - 3)
    throw new LinkFault('bad-frame', `byte count ${body[2]} contradicts the length`);
}

/** Modbus TCP: transaction ids are matched over all 16 bits, so a late reply can never be taken for another's. */
export class TcpFraming implements Framing {
  #transaction = 0;
  #expected: Expected | null = null;
  #buffer: Buffer = Buffer.alloc(0);

  encode(rtuFrame: Buffer): Buffer {
    const body = rtuFrame.subarray(0, -2);
    this.#transaction = (this.#transaction + 1) & 0xffff;
    this.#expected = expectedReply(body);
    const frame = Buffer.alloc(6 + body.length);
    frame.writeUInt16BE(this.#transaction, 0);
    frame.writeUInt16BE(body.length, 4);
    body.copy(frame, 6);
    return frame;
  }

  decode(bytes: Buffer): Buffer | null {
    this.#buffer = this.#buffer.length === 0 ? bytes : Buffer.concat([this.#buffer, bytes]);
    while (this.#buffer.length >= MBAP_BYTES) {
      const protocol = this.#buffer.readUInt16BE(2);
      const length = this.#buffer.readUInt16BE(4);
      if (protocol !== 0) throw new LinkFault('bad-frame', `protocol id ${protocol} is not Modbus`);
      if (length < 3 || length > MAX_MBAP_LENGTH) throw new LinkFault('bad-frame', `impossible length field ${length}`);
      if (this.#buffer.length < 6 + length) return null;
      const frame = this.#buffer.subarray(0, 6 + length);
      this.#buffer = this.#buffer.subarray(6 + length);
      const reply = this.#match(frame);
      if (reply !== null) return reply;
    }
    return null;
  }

  /** The reply, or null for a frame of another transaction (late or repeated): harmless, left out. */
  #match(frame: Buffer): Buffer | null {
    if (this.#expected === null || frame.readUInt16BE(0) !== this.#transaction) return null;
    const body = frame.subarray(6);
    verify(body, this.#expected);
    this.#expected = null;
    return withCrc(body);
  }
}

/** RTU frames through a serial server. There is no transaction id: whatever comes unasked ends the connection. */
export class RtuFraming implements Framing {
  #expected: Expected | null = null;
  #buffer: Buffer = Buffer.alloc(0);

  encode(rtuFrame: Buffer): Buffer {
    this.#expected = expectedReply(rtuFrame.subarray(0, -2));
    this.#buffer = Buffer.alloc(0);
    return rtuFrame;
  }

  decode(bytes: Buffer): Buffer | null {
    if (this.#expected === null) throw new LinkFault('bad-frame', `${bytes.length} bytes that nobody asked for`);
    this.#buffer = this.#buffer.length === 0 ? bytes : Buffer.concat([this.#buffer, bytes]);
    if (this.#buffer.length < 5) return null;
    const isException = (this.#buffer[1] ?? 0) >= EXCEPTION;
    const length = (isException ? 3 : this.#expected.length) + 2;
    if (this.#buffer.length < length) return null;
    if (this.#buffer.length > length)
      throw new LinkFault('bad-frame', `${this.#buffer.length} bytes, expected ${length}`);
    const body = this.#buffer.subarray(0, -2);
    if (crc16(body) !== this.#buffer.readUInt16LE(length - 2)) throw new LinkFault('bad-frame', 'CRC error');
    verify(body, this.#expected);
    this.#expected = null;
    return this.#buffer;
  }
}

function withCrc(body: Buffer): Buffer {
  const frame = Buffer.alloc(body.length + 2);
  body.copy(frame);
  frame.writeUInt16LE(crc16(body), body.length);
  return frame;
}

const CRC_TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  return crc;
});

/** CRC of MODBUS over Serial Line V1.02, 6.2.2 (polynomial 0xA001, start 0xFFFF). */
export function crc16(bytes: Buffer): number {
  let crc = 0xffff;
  for (const byte of bytes) crc = (crc >> 8) ^ (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0);
  return crc;
}
