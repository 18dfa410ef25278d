/**
 * What a Modbus slave answers to a request PDU (function code and data, no addressing): function codes 1–6, 15, 16, exceptions
 * 1 illegal function, 2 illegal address, 3 illegal value (Modbus Application Protocol V1.1b3). The same for TCP and RTU.
 */
import type { ModbusTable } from '../../../shared/modbus/register-field.ts';
import { decodeValue, type RegisterImage } from './register-image.ts';

/** Writes one tag. False = the device refuses the value. */
type WriteTag = (tag: string, value: number) => boolean;

export interface Slave {
  readonly unit: number;
  readonly image: RegisterImage;
  readonly write: WriteTag;
}

const ILLEGAL_FUNCTION = 1;
const ILLEGAL_ADDRESS = 2;
const ILLEGAL_VALUE = 3;
const MOST_REGISTERS = 125;
const MOST_BITS = 2000;
const MOST_WRITE_REGISTERS = 123;
const MOST_WRITE_BITS = 1968;

export const exception = (functionCode: number, code: number): Buffer => Buffer.from([functionCode | 0x80, code]);

const READ_TABLES: readonly (ModbusTable | undefined)[] = [undefined, 'coil', 'discrete', 'holding', 'input'];

function read(slave: Slave, table: ModbusTable, pdu: Buffer): Buffer {
  const functionCode = pdu[0] ?? 0;
  if (pdu.length !== 5) return exception(functionCode, ILLEGAL_VALUE);
  const offset = pdu.readUInt16BE(1);
  const count = pdu.readUInt16BE(3);
  const isBits = functionCode <= 2;
  if (count < 1 || count > (isBits ? MOST_BITS : MOST_REGISTERS)) return exception(functionCode, ILLEGAL_VALUE);
  const bytes = slave.image.span(table, offset, count);
  if (bytes === null) return exception(functionCode, ILLEGAL_ADDRESS);
  if (!isBits) {
    const reply = Buffer.allocUnsafe(2 + count * 2);
    reply[0] = functionCode;
    reply[1] = count * 2;
    bytes.copy(reply, 2);
    return reply;
  }
  const reply = Buffer.alloc(2 + Math.ceil(count / 8));
  reply[0] = functionCode;
  reply[1] = reply.length - 2;
  for (let i = 0; i < count; i += 1) {
    if (bytes[i] === 1) reply[2 + (i >> 3)] = (reply[2 + (i >> 3)] ?? 0) | (1 << (i & 7));
  }
  return reply;
}

interface WriteSpan {
  readonly table: ModbusTable;
  readonly offset: number;
  readonly count: number;
  /** One byte per bit, two per register. */
  readonly bytes: Buffer;
}

/** Writes all points of a span or none: each must be writable and lie in it whole. @returns exception code, 0 = done */
function writeSpan(slave: Slave, span: WriteSpan): number {
  const { table, offset, count } = span;
  if (slave.image.span(table, offset, count) === null) return ILLEGAL_ADDRESS;
  const points = slave.image.pointsIn(table, offset, count);
  if (points.length === 0 || points.some(p => p.address.writeFunction === undefined)) return ILLEGAL_ADDRESS;
  const whole = points.every(p => p.address.offset >= offset && p.address.offset + p.words <= offset + count);
  if (!whole) return ILLEGAL_VALUE;
  const size = table === 'coil' ? 1 : 2;
  const values = points.map(point => {
    const at = (point.address.offset - offset) * size;
    return decodeValue(span.bytes.subarray(at, at + point.words * size), point.address);
  });
  const accepted = points.every((point, i) => slave.write(point.tag, values[i] ?? Number.NaN));
  return accepted ? 0 : ILLEGAL_VALUE;
}

function writeOne(slave: Slave, pdu: Buffer): Buffer {
  const functionCode = pdu[0] ?? 0;
  if (pdu.length !== 5) return exception(functionCode, ILLEGAL_VALUE);
  const offset = pdu.readUInt16BE(1);
  const value = pdu.readUInt16BE(3);
  const isCoil = functionCode === 5;
  if (isCoil && value !== 0 && value !== 0xff00) return exception(functionCode, ILLEGAL_VALUE);
  const bytes = isCoil ? Buffer.from([value === 0 ? 0 : 1]) : Buffer.from(pdu.subarray(3, 5));
  const failed = writeSpan(slave, { table: isCoil ? 'coil' : 'holding', offset, count: 1, bytes });
  return failed === 0 ? Buffer.from(pdu) : exception(functionCode, failed);
}

function writeMany(slave: Slave, pdu: Buffer): Buffer {
  const functionCode = pdu[0] ?? 0;
  const isCoils = functionCode === 15;
  if (pdu.length < 7) return exception(functionCode, ILLEGAL_VALUE);
  const offset = pdu.readUInt16BE(1);
  const count = pdu.readUInt16BE(3);
  const expected = isCoils ? Math.ceil(count / 8) : count * 2;
  const tooMany = count < 1 || count > (isCoils ? MOST_WRITE_BITS : MOST_WRITE_REGISTERS);
  if (tooMany || pdu[5] !== expected || pdu.length !== 6 + expected) return exception(functionCode, ILLEGAL_VALUE);
  const data = pdu.subarray(6);
  const bytes = isCoils
    ? Buffer.from(Array.from({ length: count }, (_, i) => ((data[i >> 3] ?? 0) >> (i & 7)) & 1))
    : data;
  const failed = writeSpan(slave, { table: isCoils ? 'coil' : 'holding', offset, count, bytes });
  return failed === 0 ? Buffer.from(pdu.subarray(0, 5)) : exception(functionCode, failed);
}

/** Reply PDU to a request PDU of at least one byte. */
export function answer(slave: Slave, pdu: Buffer): Buffer {
  const functionCode = pdu[0] ?? 0;
  const table = READ_TABLES[functionCode];
  if (table !== undefined) return read(slave, table, pdu);
  if (functionCode === 5 || functionCode === 6) return writeOne(slave, pdu);
  if (functionCode === 15 || functionCode === 16) return writeMany(slave, pdu);
  return exception(functionCode & 0x7f, ILLEGAL_FUNCTION);
}
