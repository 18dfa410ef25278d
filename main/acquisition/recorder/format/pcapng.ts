/**
 * Blocks of a pcapng file (draft-ietf-opsawg-pcapng, section 4): section header, interface, enhanced packet; little-endian,
 * times in µs. Pure: bytes in, bytes out, on whatever thread. Wireshark reads what this writes, so a length that is wrong by
 * one makes the rest of a file unreadable for everybody.
 */

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE = 1;
const PACKET = 6;

/** Type, length, interface, time (two halves), captured and original length; behind the packet the length again. */
const PACKET_HEAD_BYTES = 28;
const PACKET_FRAME_BYTES = PACKET_HEAD_BYTES + 4;

const OPTION = { end: 0, comment: 1, interfaceName: 2, packetFlags: 2, interfaceText: 3, program: 4, resolution: 9 };

/** Time resolution 10^-6, as the option says it. */
const MICROSECONDS = 6;
const TWO_TO_32 = 4_294_967_296;

/** Bits of `epb_flags` (4.3.1). */
export const PACKET_FLAGS = { received: 1, sent: 2, direction: 3, crcError: 1 << 24 } as const;

/** LINKTYPE_WIRESHARK_UPPER_PDU: packets that say by themselves which dissector is theirs (docs/adr/0007). */
export const UPPER_PDU = 252;

export const padded = (bytes: number): number => (bytes + 3) & ~3;

/** An option: code, length, value, padded to 32 bits. At most 65,535 bytes of value. */
function option(code: number, value: Uint8Array): Buffer {
  const bytes = Buffer.alloc(4 + padded(value.length));
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt16LE(value.length, 2);
  bytes.set(value, 4);
  return bytes;
}

function block(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const length = 12 + parts.reduce((sum, part) => sum + part.length, 0);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(type, 0);
  head.writeUInt32LE(length, 4);
  return Buffer.concat([head, ...parts, head.subarray(4)]);
}

const END_OF_OPTIONS = Buffer.alloc(4);

/** First block of a file. The length of the section is left open, so that the file is whole at any moment. */
export function sectionHeader(program: string): Buffer {
  const body = Buffer.alloc(16, 0xff);
  body.writeUInt32LE(0x1a2b3c4d, 0);
  body.writeUInt16LE(1, 4);
  body.writeUInt16LE(0, 6);
  return block(SECTION_HEADER, body, option(OPTION.program, Buffer.from(program)), END_OF_OPTIONS);
}

export interface InterfaceText {
  readonly name: string;
  readonly description: string;
}

export function interfaceBlock({ name, description }: InterfaceText): Buffer {
  const body = Buffer.alloc(8);
  body.writeUInt16LE(UPPER_PDU, 0);
  return block(
    INTERFACE,
    body,
    option(OPTION.interfaceName, Buffer.from(name)),
    option(OPTION.interfaceText, Buffer.from(description)),
    option(OPTION.resolution, Buffer.of(MICROSECONDS)),
    END_OF_OPTIONS,
  );
}

/** Options of a packet, the same for many packets: a comment and the flags. */
export function packetOptions(comment: string, flags: number): Buffer {
  const word = Buffer.alloc(4);
  word.writeUInt32LE(flags, 0);
  return Buffer.concat([
    option(OPTION.comment, Buffer.from(comment)),
    option(OPTION.packetFlags, word),
    END_OF_OPTIONS,
  ]);
}

/** A packet in two pieces, so that nothing is copied twice: what stands before the frame, and the frame. */
export interface PacketParts {
  readonly interface: number;
  readonly prefix: Uint8Array;
  readonly bytes: Uint8Array;
  /** Length of the frame on the wire; more than `bytes` when it was cut. */
  readonly originalLength: number;
  /** From `packetOptions`. */
  readonly options: Uint8Array;
}

export function packetSize({ prefix, bytes, options }: PacketParts): number {
  return PACKET_FRAME_BYTES + padded(prefix.length + bytes.length) + options.length;
}

export interface TimedPacket {
  readonly packet: PacketParts;
  readonly timeUs: number;
}

/** Memory that packets are written to. */
export interface Target {
  readonly buffer: Buffer;
  /** The same bytes: the quickest way to write a number. */
  readonly view: DataView;
}

/** Writes a packet at `at`, where there must be room for `packetSize`. @param timeUs epoch µs */
export function writePacket({ buffer, view }: Target, at: number, { packet, timeUs }: TimedPacket): void {
  const { prefix, bytes, options } = packet;
  const captured = prefix.length + bytes.length;
  const data = padded(captured);
  const length = PACKET_FRAME_BYTES + data + options.length;
  const high = Math.floor(timeUs / TWO_TO_32);
  view.setUint32(at, PACKET, true);
  view.setUint32(at + 4, length, true);
  view.setUint32(at + 8, packet.interface, true);
  view.setUint32(at + 12, high, true);
  view.setUint32(at + 16, timeUs - high * TWO_TO_32, true);
  view.setUint32(at + 20, captured, true);
  view.setUint32(at + 24, prefix.length + packet.originalLength, true);
  const start = at + PACKET_HEAD_BYTES;
  // The last bytes of the padding first; what is not padding is written over.
  if (data > 0) view.setUint32(start + data - 4, 0, true);
  buffer.set(prefix, start);
  buffer.set(bytes, start + prefix.length);
  buffer.set(options, start + data);
  view.setUint32(at + length - 4, length, true);
}

/** A packet as read back. `data` lies in the piece that was scanned and is good until the next piece. */
export interface ScannedPacket {
  readonly interface: InterfaceText;
  /** Epoch µs. */
  readonly timeUs: number;
  readonly data: Buffer;
  readonly originalLength: number;
  readonly comment: string;
  readonly flags: number;
}

/** No block that this recorder writes is longer, bytes; a longer one is damage, and is not waited for. */
const LONGEST_BLOCK = 262_144;

/** So much of a packet tells its time, bytes. */
export const PACKET_TIME_BYTES = 20;

/** Length of the last block of a file from its last four bytes; null when no packet is so long. */
export function lastPacketLength(end: Buffer): number | null {
  const length = end.length < 4 ? 0 : end.readUInt32LE(0);
  return length < PACKET_FRAME_BYTES || length > LONGEST_BLOCK ? null : length;
}

const timeUsOf = (bytes: Buffer): number => bytes.readUInt32LE(12) * TWO_TO_32 + bytes.readUInt32LE(16);

/** Time of a packet of this length from its first bytes, epoch µs; null when it is none. */
export function packetTimeUs(head: Buffer, length: number): number | null {
  if (head.length < PACKET_TIME_BYTES || head.readUInt32LE(0) !== PACKET || head.readUInt32LE(4) !== length)
    return null;
  return timeUsOf(head);
}

/** Options from `at` to `end` of a block; false when they do not fit. */
function eachOption(
  bytes: Buffer,
  range: { at: number; end: number },
  see: (code: number, value: Buffer) => void,
): boolean {
  let { at } = range;
  while (at + 4 <= range.end) {
    const code = bytes.readUInt16LE(at);
    const length = bytes.readUInt16LE(at + 2);
    if (code === OPTION.end) return true;
    if (at + 4 + length > range.end) return false;
    see(code, bytes.subarray(at + 4, at + 4 + length));
    at += 4 + padded(length);
  }
  return true;
}

/**
 * Reads a file in pieces of any size, front to back. What is not a file of this recorder, and everything behind a damaged or a
 * cut block, is passed over: `isDamaged` tells the former. Bytes are hostile: every length is checked before it is used.
 */
export class PacketScanner {
  isDamaged = false;
  readonly #onPacket: (packet: ScannedPacket) => void;
  readonly #interfaces: InterfaceText[] = [];
  #hasSection = false;
  #rest: Buffer = Buffer.alloc(0);

  constructor(onPacket: (packet: ScannedPacket) => void) {
    this.#onPacket = onPacket;
  }

  push(piece: Buffer): void {
    if (this.isDamaged) return;
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    let at = 0;
    while (at + 12 <= bytes.length) {
      const length = bytes.readUInt32LE(at + 4);
      if (length < 12 || length % 4 !== 0 || length > LONGEST_BLOCK) return this.#damaged();
      if (at + length > bytes.length) break;
      if (bytes.readUInt32LE(at + length - 4) !== length) return this.#damaged();
      if (!this.#block(bytes.readUInt32LE(at), bytes.subarray(at, at + length))) return this.#damaged();
      at += length;
    }
    // A copy: whoever reads a file gives the same buffer again.
    this.#rest = Buffer.from(bytes.subarray(at));
  }

  #damaged(): void {
    this.isDamaged = true;
    this.#rest = Buffer.alloc(0);
  }

  #block(type: number, bytes: Buffer): boolean {
    if (type === SECTION_HEADER) return this.#section(bytes);
    if (!this.#hasSection) return false;
    if (type === INTERFACE) return this.#interface(bytes);
    if (type === PACKET) return this.#packet(bytes);
    return true;
  }

  #section(bytes: Buffer): boolean {
    this.#hasSection = true;
    this.#interfaces.length = 0;
    return bytes.length >= 28 && bytes.readUInt32LE(8) === 0x1a2b3c4d;
  }

  #interface(bytes: Buffer): boolean {
    if (bytes.length < 20 || bytes.readUInt16LE(8) !== UPPER_PDU) return false;
    const text = { name: '', description: '' };
    let resolution = MICROSECONDS;
    const isWhole = eachOption(bytes, { at: 16, end: bytes.length - 4 }, (code, value) => {
      if (code === OPTION.interfaceName) text.name = value.toString();
      else if (code === OPTION.interfaceText) text.description = value.toString();
      else if (code === OPTION.resolution) resolution = value[0] ?? MICROSECONDS;
    });
    this.#interfaces.push(text);
    return isWhole && resolution === MICROSECONDS;
  }

  #packet(bytes: Buffer): boolean {
    if (bytes.length < PACKET_FRAME_BYTES) return false;
    const from = this.#interfaces[bytes.readUInt32LE(8)];
    const captured = bytes.readUInt32LE(20);
    const end = bytes.length - 4;
    if (from === undefined || captured > end - PACKET_HEAD_BYTES) return false;
    let comment = '';
    let flags = 0;
    const at = PACKET_HEAD_BYTES + padded(captured);
    const isWhole = eachOption(bytes, { at, end }, (code, value) => {
      if (code === OPTION.comment) comment = value.toString();
      else if (code === OPTION.packetFlags && value.length === 4) flags = value.readUInt32LE(0);
    });
    if (!isWhole) return false;
    this.#onPacket({
      interface: from,
      timeUs: timeUsOf(bytes),
      data: bytes.subarray(PACKET_HEAD_BYTES, PACKET_HEAD_BYTES + captured),
      originalLength: bytes.readUInt32LE(24),
      comment,
      flags,
    });
    return true;
  }
}
