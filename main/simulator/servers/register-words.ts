/**
 * What a value of the field looks like in the registers of its device: bits within a word, values split in two, and numbers that
 * do not fit, which a device holds at the end of what it can say. Simulator process.
 */
import { bytesOf, maskOf, rangeOf, readerOf, spanOf, spanReaderOf } from '../../../shared/modbus/register-codec.ts';
import { isBitTable, type RegisterField } from '../../../shared/modbus/register-field.ts';
import type { ModbusAddress } from '../../project/types.ts';

/** Largest finite numbers of the short floats (IEEE 754). */
const MOST: Readonly<Record<string, number>> = { float16: 65_504, float32: (2 - 2 ** -23) * 2 ** 127 };

/** Bytes of a number on the wire. What does not fit is held at the end of the type, as an input card does. */
function encode(value: number, field: RegisterField): Uint8Array {
  const range = rangeOf(field.type);
  if (range === null) {
    const most = MOST[field.type] ?? Number.MAX_VALUE;
    return bytesOf(field, Number.isFinite(value) ? Math.min(most, Math.max(-most, value)) : value);
  }
  const [least, most] = range;
  const whole = BigInt(Math.round(Number.isFinite(value) ? value : 0));
  return bytesOf(field, whole < least ? least : whole > most ? most : whole);
}

function putField(field: RegisterField, bytes: Buffer, at: number, value: number): void {
  if (field.type !== 'bit') {
    bytes.set(encode(value, field), at);
    return;
  }
  const mask = maskOf(field);
  const word = bytes.readUInt16BE(at);
  bytes.writeUInt16BE(value === 0 ? word & ~mask : word | mask, at);
}

/**
 * Puts a raw value into the bytes of its span: one byte a bit in a bit table, two a register elsewhere. Bits of the same register
 * that are not meant stay. A text is no number and is left as it is.
 */
export function putRaw(address: ModbusAddress, bytes: Buffer, raw: number): void {
  if (isBitTable(address.table)) bytes[0] = raw === 0 ? 0 : 1;
  else if (address.split !== undefined) putSplit(address, address.split, bytes, raw);
  else if (address.type !== 'string') putField(address, bytes, 0, raw);
}

/** The first field is what it can say of the value, the second what is left. */
function putSplit(
  first: ModbusAddress,
  { factor, plus }: NonNullable<ModbusAddress['split']>,
  bytes: Buffer,
  raw: number,
): void {
  const { offset } = spanOf(first);
  const at = (first.offset - offset) * 2;
  const value = rangeOf(plus.type) === null ? raw : Math.round(raw);
  putField(first, bytes, at, Math.floor(value / factor));
  putField(plus, bytes, (plus.offset - offset) * 2, value - readerOf(first)(bytes, at) * factor);
}

/** Raw value that a client decodes from the bytes of the span; NaN of a text. */
export function takeRaw(address: ModbusAddress, bytes: Uint8Array): number {
  return isBitTable(address.table) ? Number(bytes[0] !== 0) : spanReaderOf(address)(bytes, 0);
}

/** Puts a text into its registers, cut where they end and filled up with zeros. */
export function putText(address: ModbusAddress, bytes: Buffer, text: string): void {
  const characters = Buffer.alloc(bytes.length);
  characters.write(text, 'latin1');
  if (address.order === 'BA') characters.swap16();
  characters.copy(bytes);
}
