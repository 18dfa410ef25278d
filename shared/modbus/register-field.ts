/**
 * What a value in Modbus registers looks like: the words of `tags.csv`. Pure data, used by the project, the driver, the demo
 * field and whoever shows raw frames.
 */

/** Modbus data tables (Modbus Application Protocol V1.1b3, 4.3). */
export const MODBUS_TABLES = ['coil', 'discrete', 'input', 'holding'] as const;
export type ModbusTable = (typeof MODBUS_TABLES)[number];

/** True for the tables of single bits, whose offsets count bits. */
export const isBitTable = (table: ModbusTable): boolean => table === 'coil' || table === 'discrete';

/**
 * `bit` is a coil, a discrete input, or one bit of a register. `bcd16` … `bcd64` hold one decimal digit in each four bits.
 * `string` is text, one or two characters in a register.
 */
export const VALUE_TYPES = [
  'bit',
  'uint16',
  'int16',
  'uint32',
  'int32',
  'uint64',
  'int64',
  'float16',
  'float32',
  'float64',
  'bcd16',
  'bcd32',
  'bcd64',
  'string',
] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

/** Orders of the bytes of a value on the wire, A = most significant (first character of a text). */
export const BYTE_ORDERS_16 = ['AB', 'BA'] as const;
export const BYTE_ORDERS_32 = ['ABCD', 'CDAB', 'BADC', 'DCBA'] as const;
/** Bytes within words, words within double words and the double words themselves may each be swapped. */
export const BYTE_ORDERS_64 = [
  'ABCDEFGH',
  'GHEFCDAB',
  'BADCFEHG',
  'HGFEDCBA',
  'EFGHABCD',
  'CDABGHEF',
  'FEHGBADC',
  'DCBAHGFE',
] as const;
export type ByteOrder = (typeof BYTE_ORDERS_16 | typeof BYTE_ORDERS_32 | typeof BYTE_ORDERS_64)[number];

/** One value in one table. */
export interface RegisterField {
  /** Zero-based address of the first register, or of the bit in a bit table. */
  readonly offset: number;
  readonly type: ValueType;
  /** Of as many letters as the value has bytes; `AB` or `BA` for a text. A coil and a discrete input have none. */
  readonly order: ByteOrder;
  /** Bit of the register, 0 = least significant; only with `bit` in a register table. */
  readonly bit?: number;
  /** Registers of a text; only with `string`. */
  readonly length?: number;
}
