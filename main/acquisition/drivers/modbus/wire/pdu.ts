/**
 * Requests of the Modbus Application Protocol V1.1b3 (clause in brackets) as bytes, and what each must be answered with. Pure.
 * A reply counts only if every byte that can be known beforehand is right: unit, function, length, byte count, echo. What is
 * not exactly the reply is a fault, never a value.
 */
import { isBitTable, type ModbusTable } from '../../../../../shared/modbus/register-field.ts';
import { LinkFault } from './fault.ts';

/** All that tells one reply from another where there is no transaction id. */
export interface ReplyShape {
  readonly unit: number;
  readonly code: number;
  /** Bytes of unit and PDU of a reply that is no exception. */
  readonly length: number;
}

export interface Request {
  readonly unit: number;
  /** Function code and data (4.1). */
  readonly pdu: Uint8Array;
  readonly reply: ReplyShape;
  /** Bytes after the function code that must come back as they were sent; 0 for reads. */
  readonly echo: number;
}

export interface ReadSpan {
  readonly unit: number;
  readonly table: ModbusTable;
  readonly offset: number;
  readonly count: number;
}

const READ_CODES: Readonly<Record<ModbusTable, number>> = { coil: 1, discrete: 2, holding: 3, input: 4 };
/** Bit of the function code of an exception, and bytes of its unit and PDU (7). */
export const EXCEPTION = 0x80;
export const EXCEPTION_BYTES = 3;
const ADDRESSES = 65_536;

/** Most items one read may ask for (6.1–6.4). */
export const MAX_READ: Readonly<Record<ModbusTable, number>> = {
  coil: 2_000,
  discrete: 2_000,
  input: 125,
  holding: 125,
};
const MAX_WRITE_BITS = 1_968;
const MAX_WRITE_REGISTERS = 123;
/** Function 23 writes fewer, because it also says what to read (6.17). */
const MAX_READ_WRITE_REGISTERS = 121;

function checkSpan(offset: number, count: number, most: number): void {
  if (count >= 1 && count <= most && offset >= 0 && offset + count <= ADDRESSES) return;
  throw new RangeError(`${count} items at ${offset} cannot be one request`);
}

/** Big-endian words after a function code. */
function words(code: number, ...values: readonly number[]): Uint8Array {
  const pdu = new Uint8Array(1 + values.length * 2);
  pdu[0] = code;
  values.forEach((value, i) => {
    pdu[1 + i * 2] = value >> 8;
    pdu[2 + i * 2] = value;
  });
  return pdu;
}

/** Read Coils, Discrete Inputs, Holding and Input Registers (6.1–6.4). Throws RangeError for a span that no request can have. */
export function readRequest({ unit, table, offset, count }: ReadSpan): Request {
  checkSpan(offset, count, MAX_READ[table]);
  const code = READ_CODES[table];
  const length = 3 + (isBitTable(table) ? Math.ceil(count / 8) : count * 2);
  return { unit, pdu: words(code, offset, count), reply: { unit, code, length }, echo: 0 };
}

/** Write Single Coil (6.5). */
export function writeCoil(unit: number, offset: number, isOn: boolean): Request {
  checkSpan(offset, 1, 1);
  return { unit, pdu: words(5, offset, isOn ? 0xff00 : 0), reply: { unit, code: 5, length: 6 }, echo: 4 };
}

/** Write Single Register (6.6). `register` is its two bytes in wire order. */
export function writeRegister(unit: number, offset: number, register: Uint8Array): Request {
  checkSpan(offset, 1, 1);
  const pdu = words(6, offset, 0);
  pdu.set(register, 3);
  return { unit, pdu, reply: { unit, code: 6, length: 6 }, echo: 4 };
}

/** Write Multiple Coils (6.11). */
export function writeCoils(unit: number, offset: number, states: readonly boolean[]): Request {
  checkSpan(offset, states.length, MAX_WRITE_BITS);
  const size = Math.ceil(states.length / 8);
  const pdu = new Uint8Array(6 + size);
  pdu.set(words(15, offset, states.length));
  pdu[5] = size;
  states.forEach((isOn, i) => {
    if (isOn) pdu[6 + (i >> 3)] = (pdu[6 + (i >> 3)] ?? 0) | (1 << (i & 7));
  });
  return { unit, pdu, reply: { unit, code: 15, length: 6 }, echo: 4 };
}

/** Write Multiple Registers (6.12). `registers` are their bytes in wire order. */
export function writeRegisters(unit: number, offset: number, registers: Uint8Array): Request {
  const count = registers.length / 2;
  checkSpan(offset, count, MAX_WRITE_REGISTERS);
  const pdu = new Uint8Array(6 + registers.length);
  pdu.set(words(16, offset, count));
  pdu[5] = registers.length;
  pdu.set(registers, 6);
  return { unit, pdu, reply: { unit, code: 16, length: 6 }, echo: 4 };
}

/** Mask Write Register (6.16): the register becomes (old AND andMask) OR (orMask AND NOT andMask). */
export function maskWriteRegister(
  unit: number,
  offset: number,
  { andMask, orMask }: { andMask: number; orMask: number },
): Request {
  checkSpan(offset, 1, 1);
  return { unit, pdu: words(22, offset, andMask, orMask), reply: { unit, code: 22, length: 8 }, echo: 6 };
}

/** Read/Write Multiple Registers (6.17): writes, then reads the same registers back in one transaction. */
export function readWriteRegisters(unit: number, offset: number, registers: Uint8Array): Request {
  const count = registers.length / 2;
  checkSpan(offset, count, MAX_READ_WRITE_REGISTERS);
  const pdu = new Uint8Array(10 + registers.length);
  pdu.set(words(23, offset, count, offset, count));
  pdu[9] = registers.length;
  pdu.set(registers, 10);
  return { unit, pdu, reply: { unit, code: 23, length: 3 + registers.length }, echo: 0 };
}

/** Names of the codes that devices use (7); others are printed as they are. */
const EXCEPTIONS: Readonly<Record<number, string>> = {
  1: 'illegal function',
  2: 'illegal data address',
  3: 'illegal data value',
  4: 'device failure',
  5: 'acknowledge',
  6: 'device busy',
  8: 'memory parity error',
  10: 'gateway path unavailable',
  11: 'gateway target failed to respond',
};

/** The device answered with this exception code. 10 and 11 are the gateway's word that it did not reach the device. */
export function exceptionFault(code: number): LinkFault {
  const name = EXCEPTIONS[code] ?? 'unknown';
  const reason = code === 10 || code === 11 ? 'gateway' : 'exception';
  return new LinkFault(reason, `exception 0x${code.toString(16).padStart(2, '0')} ${name}`, code);
}

/** Null when `body` (unit and PDU) is the reply to `request`; otherwise why it is not, an exception of the device included. */
export function faultIn(body: Uint8Array, { unit, pdu, reply, echo }: Request): LinkFault | null {
  const code = body[1] ?? 0;
  if (body[0] !== unit) return new LinkFault('bad-frame', `reply of unit ${body[0]}, asked unit ${unit}`);
  if (code === (reply.code | EXCEPTION)) {
    if (body.length !== EXCEPTION_BYTES) return new LinkFault('bad-frame', `exception of ${body.length} bytes`);
    return exceptionFault(body[2] ?? 0);
  }
  if (code !== reply.code) return new LinkFault('bad-frame', `reply of function ${code}, asked ${reply.code}`);
  if (body.length !== reply.length) {
    return new LinkFault('bad-frame', `reply of ${body.length} bytes, expected ${reply.length}`);
  }
  if (echo === 0) {
    if (body[2] === body.length - 3) return null;
    return new LinkFault('bad-frame', `byte count ${body[2]} contradicts the length`);
  }
  for (let i = 1; i <= echo; i++) {
    if (body[1 + i] !== pdu[i])
      return new LinkFault('bad-frame', 'the device confirms another write than the one asked');
  }
  return null;
}

/** True when nothing but a transaction id tells the replies apart. */
export function isAlike(a: ReplyShape, b: ReplyShape): boolean {
  return a.unit === b.unit && a.code === b.code && a.length === b.length;
}

/** True when a frame of this shape may answer a request whose reply has the shape `asked`: as told, or as an exception. */
export function answers({ unit, code, length }: ReplyShape, asked: ReplyShape): boolean {
  if (unit !== asked.unit) return false;
  return (code === asked.code && length === asked.length) || code === (asked.code | EXCEPTION);
}

/** Bytes of unit and PDU of the reply that begins here, for a line without length field; null while too little is there. */
export function replyLength(bytes: Uint8Array): number | null {
  const code = bytes[1];
  const byteCount = bytes[2];
  if (code === undefined || byteCount === undefined) return null;
  if (code & EXCEPTION) return EXCEPTION_BYTES;
  if ((code >= 1 && code <= 4) || code === 23) return 3 + byteCount;
  return code === 22 ? 8 : 6;
}
