/**
 * What a Modbus slave answers to a request PDU (function code and data, no addressing): function codes 1–6, 15, 16, 22, 23,
 * exceptions 1 illegal function, 2 illegal address, 3 illegal value (Modbus Application Protocol V1.1b3). The same for TCP and
 * RTU.
 */
import { maskOf } from '../../../shared/modbus/register-codec.ts';
import type { ModbusTable } from '../../../shared/modbus/register-field.ts';
import { type RegisterImage, type RegisterPoint, valueOf } from './register-image.ts';

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
/** Fewer than of function 16: the request says what to read as well. */
const MOST_WRITE_REGISTERS_OF_23 = 121;

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

const isWritable = ({ address }: RegisterPoint): boolean => address.writeFunction !== undefined;

const isShared = (a: RegisterPoint, b: RegisterPoint): boolean =>
  a.offset < b.offset + b.count && b.offset < a.offset + a.count;

/**
 * Writes all writable points of a span or none: each must lie in it whole. What is only read may be written where it is another
 * view of something that is writable. @returns exception code, 0 = done
 */
function writeSpan(slave: Slave, span: WriteSpan): number {
  const { table, offset, count } = span;
  if (slave.image.span(table, offset, count) === null) return ILLEGAL_ADDRESS;
  const all = slave.image.pointsIn(table, offset, count);
  const points = all.filter(isWritable);
  if (points.length === 0 || !all.every(p => points.some(w => isShared(w, p)))) return ILLEGAL_ADDRESS;
  if (!points.every(p => p.offset >= offset && p.offset + p.count <= offset + count)) return ILLEGAL_VALUE;
  const size = table === 'coil' ? 1 : 2;
  return writePoints(slave, points, p => {
    const at = (p.offset - offset) * size;
    return span.bytes.subarray(at, at + p.count * size);
  });
}

/** @returns exception code, 0 = done */
function writePoints(
  slave: Slave,
  points: readonly RegisterPoint[],
  bytesOf: (point: RegisterPoint) => Uint8Array,
): number {
  // All are decoded before the first is written: a written value may show in the registers at once.
  const values = points.map(point => ({ tag: point.tag, value: valueOf(point, bytesOf(point)) }));
  return values.every(({ tag, value }) => slave.write(tag, value)) ? 0 : ILLEGAL_VALUE;
}

/** Function 22: the bits that the AND mask leaves out become those of the OR mask, the others stay as they are (6.16). */
function writeMask(slave: Slave, pdu: Buffer): Buffer {
  if (pdu.length !== 7) return exception(22, ILLEGAL_VALUE);
  const [offset, and, or] = [pdu.readUInt16BE(1), pdu.readUInt16BE(3), pdu.readUInt16BE(5)];
  const register = slave.image.span('holding', offset, 1);
  if (register === null) return exception(22, ILLEGAL_ADDRESS);
  const meant = ~and & 0xffff;
  const points = slave.image.pointsIn('holding', offset, 1).filter(p => isWritable(p) && p.count === 1);
  const maskOfPoint = ({ address }: RegisterPoint): number => (address.type === 'bit' ? maskOf(address) : 0xffff);
  const able = points.reduce((mask, point) => mask | maskOfPoint(point), 0);
  if (points.length === 0 || (meant & ~able) !== 0) return exception(22, ILLEGAL_ADDRESS);
  const word = Buffer.alloc(2);
  word.writeUInt16BE((register.readUInt16BE(0) & and) | (or & meant));
  const failed = writePoints(
    slave,
    points.filter(p => (maskOfPoint(p) & meant) !== 0),
    () => word,
  );
  return failed === 0 ? Buffer.from(pdu) : exception(22, failed);
}

/** Function 23: writes, then reads, in one transaction (6.17). */
function writeAndRead(slave: Slave, pdu: Buffer): Buffer {
  if (pdu.length < 10) return exception(23, ILLEGAL_VALUE);
  const [readFrom, readCount] = [pdu.readUInt16BE(1), pdu.readUInt16BE(3)];
  const [offset, count] = [pdu.readUInt16BE(5), pdu.readUInt16BE(7)];
  const isCount = (value: number, most: number): boolean => value >= 1 && value <= most;
  const isWhole = pdu[9] === count * 2 && pdu.length === 10 + count * 2;
  if (!isCount(readCount, MOST_REGISTERS) || !isCount(count, MOST_WRITE_REGISTERS_OF_23) || !isWhole) {
    return exception(23, ILLEGAL_VALUE);
  }
  const read = slave.image.span('holding', readFrom, readCount);
  if (read === null) return exception(23, ILLEGAL_ADDRESS);
  const failed = writeSpan(slave, { table: 'holding', offset, count, bytes: pdu.subarray(10) });
  return failed === 0 ? Buffer.concat([Buffer.from([23, readCount * 2]), read]) : exception(23, failed);
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
  if (functionCode === 22) return writeMask(slave, pdu);
  if (functionCode === 23) return writeAndRead(slave, pdu);
  return exception(functionCode & 0x7f, ILLEGAL_FUNCTION);
}
