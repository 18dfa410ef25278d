/**
 * Frames on the wire. modbus-serial builds requests and parses replies as RTU frames (unit · PDU · CRC); these two framings
 * carry them over TCP and check every byte of what comes back, because the library checks too little (it takes a reply's word
 * for its own length, matches only 8 bits of the transaction id, and one bogus length makes it deaf; see docs/adr).
 * One request is in flight. Whatever is not exactly its reply is either ignored (an old transaction) or a fault that ends the
 * connection; it is never handed on.
 */

import type { ModbusTable } from '../../../../shared/modbus/register-field.ts';
import { crc16 } from '../../../platform/crc16.ts';
import { LinkFault } from './fault.ts';
import { answers, type LateReplies, type LateWindow, type ReplyShape } from './late-replies.ts';

export interface Framing {
  /** Wraps an RTU frame for the wire and remembers what reply it expects. */
  encode(rtuFrame: Buffer): Buffer;
  /** Bytes from the wire. Returns the reply as an RTU frame when it is whole. Throws `LinkFault` on garbage. */
  decode(bytes: Buffer): Buffer | null;
  /** The request in flight is given up. True when the connection can still be used. */
  abandon(why: keyof LateWindow): boolean;
}

const READ_CODES: Readonly<Record<ModbusTable, number>> = { coil: 1, discrete: 2, holding: 3, input: 4 };

export interface ReadRequest {
  readonly unit: number;
  readonly table: ModbusTable;
  readonly offset: number;
  readonly count: number;
}

const EXCEPTION = 0x80;
const MBAP_BYTES = 7;
/** Largest MBAP length field: unit + PDU of 253 bytes (MODBUS Messaging on TCP/IP V1.0b, 3.1.3). */
const MAX_MBAP_LENGTH = 254;

/** What a good reply to this request looks like. `request` is unit · PDU, without CRC. */
function expectedReply(request: Buffer): ReplyShape {
  const unit = request[0] ?? 0;
  const code = request[1] ?? 0;
  const count = request.length >= 6 ? request.readUInt16BE(4) : 0;
  const isBitRead = code === 1 || code === 2;
  const isRegisterRead = code === 3 || code === 4;
  const length = isBitRead ? 3 + Math.ceil(count / 8) : isRegisterRead ? 3 + count * 2 : 6;
  return { unit, code, length };
}

/** The reply that a read of this kind will have. */
export function shapeOfRead({ unit, table, count }: ReadRequest): ReplyShape {
  const code = READ_CODES[table];
  return { unit, code, length: code <= 2 ? 3 + Math.ceil(count / 8) : 3 + count * 2 };
}

/** Throws unless `body` (unit · PDU) answers exactly what was asked. */
function verify(body: Buffer, expected: ReplyShape): void {
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
  #expected: ReplyShape | null = null;
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

  /** A late reply would be told by its id, but a device that does not answer is best met anew. */
  abandon(): boolean {
    return false;
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

/**
 * RTU frames through a serial server. Every frame is cut out by its own length and CRC; one that the line still owed is thrown
 * away, and any other that nobody asked for ends the connection.
 */
export class RtuFraming implements Framing {
  readonly #late: LateReplies;
  #expected: ReplyShape | null = null;
  #buffer: Buffer = Buffer.alloc(0);

  /** @param late shared by all connections of one line, one after the other */
  constructor(late: LateReplies) {
    this.#late = late;
  }

  encode(rtuFrame: Buffer): Buffer {
    this.#expected = expectedReply(rtuFrame.subarray(0, -2));
    return rtuFrame;
  }

  decode(bytes: Buffer): Buffer | null {
    this.#buffer = this.#buffer.length === 0 ? bytes : Buffer.concat([this.#buffer, bytes]);
    let reply: Buffer | null = null;
    for (let frame = this.#cut(); frame !== null; frame = this.#cut()) {
      const body = frame.subarray(0, -2);
      if (crc16(body) !== frame.readUInt16LE(body.length)) throw this.#garbled(body);
      if (this.#late.take(body)) continue;
      if (this.#expected === null) throw new LinkFault('bad-frame', `a reply of unit ${body[0]} that nobody asked for`);
      verify(body, this.#expected);
      this.#expected = null;
      reply = frame;
    }
    return reply;
  }

  /** The next whole frame, taken out of the buffer; null while it is not whole. Throws as soon as nobody waits for it. */
  #cut(): Buffer | null {
    if (this.#buffer.length === 0) return null;
    const length = rtuFrameLength(this.#buffer);
    if (!this.#isAwaited(length)) {
      const { length: size } = this.#buffer;
      this.#buffer = Buffer.alloc(0);
      throw new LinkFault('bad-frame', `${size} bytes that are no reply to what was asked`);
    }
    if (length === null || this.#buffer.length < length) return null;
    const frame = this.#buffer.subarray(0, length);
    this.#buffer = this.#buffer.subarray(length);
    return frame;
  }

  #isAwaited(length: number | null): boolean {
    if (length === null) return this.#expected !== null || !this.#late.isEmpty;
    const [unit = 0, code = 0] = this.#buffer;
    const shape = { unit, code, length: length - 2 };
    return (this.#expected !== null && answers(shape, this.#expected)) || this.#late.owes(shape);
  }

  /** A frame that is broken but in the shape of the reply was that reply: nothing more is owed. */
  #garbled(body: Buffer): LinkFault {
    const isReply = body[0] === this.#expected?.unit && body[1] === this.#expected?.code;
    if (isReply && body.length === this.#expected?.length) this.#expected = null;
    return new LinkFault('bad-frame', 'CRC error');
  }

  abandon(why: keyof LateWindow): boolean {
    if (this.#expected !== null) this.#late.add(this.#expected, why);
    this.#expected = null;
    // Half a frame in the buffer would spoil the next one.
    return this.#buffer.length === 0;
  }
}

/** Bytes of the RTU frame at the start of `buffer`, CRC included; null while too little of it is there. */
function rtuFrameLength(buffer: Buffer): number | null {
  const code = buffer[1];
  const byteCount = buffer[2];
  if (code === undefined || byteCount === undefined) return null;
  if (code & EXCEPTION) return 5;
  return code >= 1 && code <= 4 ? 5 + byteCount : 8;
}

function withCrc(body: Buffer): Buffer {
  const frame = Buffer.alloc(body.length + 2);
  body.copy(frame);
  frame.writeUInt16LE(crc16(body), body.length);
  return frame;
}
