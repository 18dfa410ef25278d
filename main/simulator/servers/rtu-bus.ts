/**
 * Modbus RTU slaves on one line: frames by length and CRC from a byte stream, silence for unknown units and broken frames. The
 * line is a TCP connection of a serial server or a serial device; both only carry bytes.
 */
import { crc16 } from '../../platform/crc16.ts';
import { answer, type Slave } from './modbus-pdu.ts';

/** Quiet time after which half a frame is thrown away, ms. Longer than the gaps a network puts into a frame. */
export const QUIET_MS = 150;
const LONGEST = 256;
const SHORTEST = 4;

/** Frame with its CRC. */
export function withCrc(body: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(body.length + 2);
  body.copy(frame);
  frame.writeUInt16LE(crc16(body), body.length);
  return frame;
}

const hasGoodCrc = (frame: Buffer): boolean =>
  frame.length >= SHORTEST && crc16(frame.subarray(0, -2)) === frame.readUInt16LE(frame.length - 2);

/** Length of the request that starts here; 0 = not known yet; -1 = cannot be known from the function code. */
function requestLength(bytes: Buffer): number {
  const functionCode = bytes[1];
  if (functionCode === undefined) return 0;
  if (functionCode >= 1 && functionCode <= 6) return 8;
  if (functionCode === 15 || functionCode === 16) return bytes.length < 7 ? 0 : 9 + (bytes[6] ?? 0);
  if (functionCode === 22) return 10;
  if (functionCode === 23) return bytes.length < 11 ? 0 : 13 + (bytes[10] ?? 0);
  return -1;
}

interface BusReply {
  readonly slave: Slave;
  readonly frame: Buffer;
}

/** Splits the stream of one line into requests. Not shared between connections. */
export class RtuBus {
  readonly #slaves: readonly Slave[];
  #pending: Buffer = Buffer.alloc(0);
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(slaves: readonly Slave[]) {
    this.#slaves = slaves;
  }

  /** @param nowMs monotonic @returns replies to the requests that are complete now */
  feed(chunk: Buffer, nowMs: number): BusReply[] {
    if (nowMs - this.#lastAt > QUIET_MS) this.#pending = Buffer.alloc(0);
    this.#lastAt = nowMs;
    this.#pending = Buffer.concat([this.#pending, chunk]);
    const replies: BusReply[] = [];
    while (this.#pending.length >= SHORTEST) {
      const frame = this.#takeFrame();
      if (frame === null) break;
      replies.push(...this.#reply(frame));
    }
    return replies;
  }

  #takeFrame(): Buffer | null {
    const bytes = this.#pending;
    const known = requestLength(bytes);
    // With an unknown function code only the CRC tells where the frame ends.
    const length = known === -1 ? bytes.length : known;
    if (length === 0 || bytes.length < length) {
      if (bytes.length > LONGEST) this.#pending = Buffer.alloc(0);
      return null;
    }
    const frame = bytes.subarray(0, length);
    if (!hasGoodCrc(frame)) {
      // Out of step: a slave listens again after a quiet time only.
      if (known !== -1 || bytes.length > LONGEST) this.#pending = Buffer.alloc(0);
      return null;
    }
    this.#pending = bytes.subarray(length);
    return frame;
  }

  #reply(frame: Buffer): BusReply[] {
    const unit = frame[0] ?? 0;
    const pdu = frame.subarray(1, -2);
    if (unit === 0) {
      // Broadcast: everybody obeys, nobody answers.
      for (const slave of this.#slaves) answer(slave, pdu);
      return [];
    }
    const slave = this.#slaves.find(s => s.unit === unit);
    if (slave === undefined) return [];
    return [{ slave, frame: withCrc(Buffer.concat([Buffer.from([unit]), answer(slave, pdu)])) }];
  }
}
