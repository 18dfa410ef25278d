/**
 * Values in Modbus registers ↔ numbers, texts and 64-bit integers, for every byte order that meters use. Pure; needs no Buffer.
 * A reader never invents: bytes that are no value of the type (a BCD digit above 9) are NaN. A writer never clamps: what does
 * not fit throws.
 */
import {
  BYTE_ORDERS_16,
  BYTE_ORDERS_32,
  BYTE_ORDERS_64,
  type ByteOrder,
  type RegisterField,
  type ValueType,
} from './register-field.ts';

/** Reads the value that begins at byte `at`. Big integers come as the nearest double, see `exactReaderOf`; a text is NaN. */
export type Reader = (bytes: Uint8Array, at: number) => number;
/** What a double cannot carry: integers beyond 2^53 and texts. Null where the number of `Reader` is exact. */
export type ExactReader = (bytes: Uint8Array, at: number) => bigint | string | null;

const BYTES: Readonly<Record<Exclude<ValueType, 'string'>, number>> = {
  bit: 2,
  uint16: 2,
  int16: 2,
  float16: 2,
  bcd16: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
  bcd32: 4,
  uint64: 8,
  int64: 8,
  float64: 8,
  bcd64: 8,
};

/** Bytes of a value; of a text as many as its registers hold. */
export function bytesIn({ type, length = 0 }: Pick<RegisterField, 'type' | 'length'>): number {
  return type === 'string' ? length * 2 : BYTES[type];
}

/** Orders that the bytes of a value may have; the first is plain big-endian. */
export function ordersOf(type: ValueType): readonly [ByteOrder, ...ByteOrder[]] {
  const size = type === 'string' ? 2 : BYTES[type];
  return size === 2 ? BYTE_ORDERS_16 : size === 4 ? BYTE_ORDERS_32 : BYTE_ORDERS_64;
}

/** Registers that a value takes. */
export const registersIn = (field: Pick<RegisterField, 'type' | 'length'>): number => bytesIn(field) / 2;

/** A value, or one that a meter splits in two: first field × `factor` + `plus`. */
type SplitField = RegisterField & { readonly split?: { readonly factor: number; readonly plus: RegisterField } };

/**
 * First register and number of registers from the first to the last that a value takes; both fields of a split value are read by
 * one request. In a bit table the same in bits.
 */
export function spanOf(address: SplitField): { readonly offset: number; readonly count: number } {
  const fields = address.split === undefined ? [address] : [address, address.split.plus];
  const offset = Math.min(...fields.map(f => f.offset));
  return { offset, count: Math.max(...fields.map(f => f.offset + registersIn(f))) - offset };
}

/** Inclusive range of an integer type; null for the others. */
export function rangeOf(type: ValueType): readonly [bigint, bigint] | null {
  switch (type) {
    case 'bit':
      return [0n, 1n];
    case 'uint16':
      return [0n, 0xffffn];
    case 'int16':
      return [-0x8000n, 0x7fffn];
    case 'uint32':
      return [0n, 0xffff_ffffn];
    case 'int32':
      return [-0x8000_0000n, 0x7fff_ffffn];
    case 'uint64':
      return [0n, 0xffff_ffff_ffff_ffffn];
    case 'int64':
      return [-0x8000_0000_0000_0000n, 0x7fff_ffff_ffff_ffffn];
    case 'bcd16':
      return [0n, 9_999n];
    case 'bcd32':
      return [0n, 99_999_999n];
    case 'bcd64':
      return [0n, 9_999_999_999_999_999n];
    case 'float16':
    case 'float32':
    case 'float64':
    case 'string':
      return null;
  }
}

const A = 'A'.charCodeAt(0);

/** For each byte of the value, most significant first, where on the wire it stands. */
function placesOf(order: ByteOrder): readonly number[] {
  const places: number[] = [];
  for (let wire = 0; wire < order.length; wire++) places[order.charCodeAt(wire) - A] = wire;
  return places;
}

const scratch = new DataView(new ArrayBuffer(8));
const TWO_TO_32 = 2 ** 32;

type Word = (bytes: Uint8Array, at: number) => number;

/** 16 bits made of the two bytes at these places. */
function word16(high: number, low: number): Word {
  return (bytes, at) => ((bytes[at + high] ?? 0) << 8) | (bytes[at + low] ?? 0);
}

function word32([a = 0, b = 1, c = 2, d = 3]: readonly number[]): Word {
  return (bytes, at) =>
    (((bytes[at + a] ?? 0) << 24) |
      ((bytes[at + b] ?? 0) << 16) |
      ((bytes[at + c] ?? 0) << 8) |
      (bytes[at + d] ?? 0)) >>>
    0;
}

/** Decimal digits of a BCD word of 8 · `bytes` bits, or NaN. */
function digitsOf(word: number, digits: number): number {
  let value = 0;
  for (let shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
    const digit = (word >>> shift) & 0xf;
    if (digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function float32Of(word: number): number {
  scratch.setUint32(0, word);
  return scratch.getFloat32(0);
}

function float64Of(high: number, low: number): number {
  scratch.setUint32(0, high);
  scratch.setUint32(4, low);
  return scratch.getFloat64(0);
}

/** IEEE 754 binary16. */
function float16Of(word: number): number {
  const sign = word & 0x8000 ? -1 : 1;
  const exponent = (word >> 10) & 0x1f;
  const fraction = word & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1_024) * 2 ** (exponent - 15);
}

function reader16({ type, order, bit = 0 }: RegisterField): Reader {
  const [high = 0, low = 1] = placesOf(order);
  const word = word16(high, low);
  switch (type) {
    case 'bit':
      return (bytes, at) => (word(bytes, at) >> bit) & 1;
    case 'int16':
      return (bytes, at) => (word(bytes, at) << 16) >> 16;
    case 'float16':
      return (bytes, at) => float16Of(word(bytes, at));
    case 'bcd16':
      return (bytes, at) => digitsOf(word(bytes, at), 4);
    default:
      return word;
  }
}

function reader32({ type, order }: RegisterField): Reader {
  const word = word32(placesOf(order));
  switch (type) {
    case 'int32':
      return (bytes, at) => word(bytes, at) | 0;
    case 'float32':
      return (bytes, at) => float32Of(word(bytes, at));
    case 'bcd32':
      return (bytes, at) => digitsOf(word(bytes, at), 8);
    default:
      return word;
  }
}

function reader64({ type, order }: RegisterField): Reader {
  const places = placesOf(order);
  const high = word32(places.slice(0, 4));
  const low = word32(places.slice(4));
  switch (type) {
    case 'int64':
      return (bytes, at) => (high(bytes, at) | 0) * TWO_TO_32 + low(bytes, at);
    case 'float64':
      return (bytes, at) => float64Of(high(bytes, at), low(bytes, at));
    case 'bcd64':
      return (bytes, at) => digitsOf(high(bytes, at), 8) * 1e8 + digitsOf(low(bytes, at), 8);
    default:
      return (bytes, at) => high(bytes, at) * TWO_TO_32 + low(bytes, at);
  }
}

/** One bit of a register as a mask over the register as it is sent: what function 22 takes (6.16). */
export function maskOf({ order, bit = 0 }: Pick<RegisterField, 'order' | 'bit'>): number {
  return 1 << (order === 'BA' ? bit ^ 8 : bit);
}

/** How to read the field out of register bytes. */
export function readerOf(field: RegisterField): Reader {
  if (field.type === 'string') return () => Number.NaN;
  const size = BYTES[field.type];
  return size === 2 ? reader16(field) : size === 4 ? reader32(field) : reader64(field);
}

/** Values that stand at even distances: the first at byte `at`, the others `stride` bytes apart. */
export interface Run {
  readonly at: number;
  readonly stride: number;
  readonly count: number;
}

/** Reads a run into `out`, from index `from` on. */
export type RunReader = (
  bytes: Uint8Array,
  run: Run,
  out: { readonly values: Float64Array; readonly from: number },
) => void;

const words32 = new Uint32Array(1);
const floats32 = new Float32Array(words32.buffer);

/**
 * How to read many values of one kind. The same as `readerOf` for each of them, but in one loop without a call per value: blocks
 * of plain registers are most of what a station reads (measured: 2 ns a value against 9).
 */
export function runReaderOf(field: RegisterField): RunReader {
  const { type, order } = field;
  const [a = 0, b = 1, c = 2, d = 3] = placesOf(order);
  if (type === 'uint16') {
    return (bytes, { at, stride, count }, { values, from }) => {
      for (let i = 0, p = at; i < count; i++, p += stride) {
        values[from + i] = ((bytes[p + a] ?? 0) << 8) | (bytes[p + b] ?? 0);
      }
    };
  }
  if (type === 'int16') {
    return (bytes, { at, stride, count }, { values, from }) => {
      for (let i = 0, p = at; i < count; i++, p += stride) {
        values[from + i] = (((bytes[p + a] ?? 0) << 24) >> 16) | (bytes[p + b] ?? 0);
      }
    };
  }
  if (type === 'float32') {
    return (bytes, { at, stride, count }, { values, from }) => {
      for (let i = 0, p = at; i < count; i++, p += stride) {
        words32[0] =
          ((bytes[p + a] ?? 0) << 24) | ((bytes[p + b] ?? 0) << 16) | ((bytes[p + c] ?? 0) << 8) | (bytes[p + d] ?? 0);
        values[from + i] = floats32[0] ?? Number.NaN;
      }
    };
  }
  const read = readerOf(field);
  return (bytes, { at, stride, count }, { values, from }) => {
    for (let i = 0, p = at; i < count; i++, p += stride) values[from + i] = read(bytes, p);
  };
}

/** How to read a value that may be split out of the bytes of its span; `at` is where those begin. */
export function spanReaderOf(address: SplitField): Reader {
  const first = readerOf(address);
  if (address.split === undefined) return first;
  const { offset } = spanOf(address);
  const { factor, plus } = address.split;
  const second = readerOf(plus);
  const [firstAt, secondAt] = [(address.offset - offset) * 2, (plus.offset - offset) * 2];
  return (bytes, at) => first(bytes, at + firstAt) * factor + second(bytes, at + secondAt);
}

/** Bit `index` of the data bytes of a coil or discrete input reply (least significant bit first, 6.1). */
export function readBit(bytes: Uint8Array, at: number, index: number): number {
  return ((bytes[at + (index >> 3)] ?? 0) >> (index & 7)) & 1;
}

/**
 * How to read what a double cannot carry, or null for a type that it always can. `decodeText` turns the characters of a text,
 * ended by the first zero byte, into a string.
 */
export function exactReaderOf(field: RegisterField, decodeText: (bytes: Uint8Array) => string): ExactReader | null {
  const { type, order } = field;
  if (type === 'string') return (bytes, at) => decodeText(charactersOf(bytes.subarray(at, at + bytesIn(field)), order));
  if (type !== 'uint64' && type !== 'int64' && type !== 'bcd64') return null;
  const number = readerOf(field);
  const places = placesOf(order);
  const high = word32(places.slice(0, 4));
  const low = word32(places.slice(4));
  return (bytes, at) => {
    const near = number(bytes, at);
    if (Number.isSafeInteger(near) || Number.isNaN(near)) return null;
    const [h, l] = [high(bytes, at), low(bytes, at)];
    if (type === 'bcd64') return BigInt(digitsOf(h, 8)) * 100_000_000n + BigInt(digitsOf(l, 8));
    const bits = (BigInt(h) << 32n) | BigInt(l);
    return type === 'int64' ? BigInt.asIntN(64, bits) : bits;
  };
}

/** The characters in reading order, up to the first zero, without the blanks that fill the field up. */
function charactersOf(bytes: Uint8Array, order: ByteOrder): Uint8Array {
  const text = new Uint8Array(bytes);
  if (order === 'BA') {
    for (let i = 0; i + 1 < text.length; i += 2) [text[i], text[i + 1]] = [text[i + 1] ?? 0, text[i] ?? 0];
  }
  const zero = text.indexOf(0);
  let end = zero < 0 ? text.length : zero;
  while (end > 0 && text[end - 1] === 0x20) end--;
  return text.subarray(0, end);
}

/**
 * Bytes of a value on the wire. Throws RangeError when the value cannot be written exactly as meant: an integer type takes
 * whole numbers within `rangeOf`, a float everything but finite numbers beyond its range. Texts and single bits of a register
 * are not written (a bit needs function 22).
 */
export function bytesOf(field: RegisterField, value: number | bigint): Uint8Array {
  const { type, order } = field;
  if (type === 'string' || type === 'bit') throw new RangeError(`a ${type} is not written as registers`);
  const size = BYTES[type];
  if (type === 'float16' || type === 'float32' || type === 'float64') putFloat(type, value);
  else putInteger(type, value, size);
  const bytes = new Uint8Array(size);
  placesOf(order).forEach((wire, i) => {
    bytes[wire] = scratch.getUint8(i);
  });
  return bytes;
}

function putFloat(type: 'float16' | 'float32' | 'float64', given: number | bigint): void {
  const value = Number(given);
  if (type === 'float64') scratch.setFloat64(0, value);
  else if (type === 'float32') scratch.setFloat32(0, value);
  else scratch.setUint16(0, float16Bits(value));
  const stored =
    type === 'float64' ? value : type === 'float32' ? scratch.getFloat32(0) : float16Of(scratch.getUint16(0));
  const isFinite = typeof given === 'bigint' || Number.isFinite(given);
  if (isFinite && !Number.isFinite(stored)) throw new RangeError(`${value} does not fit into ${type}`);
}

/** Nearest binary16, ties to even. */
function float16Bits(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(size)) return 0x7e00;
  if (size >= 65_520) return sign | 0x7c00;
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  const steps = roundHalfEven((size / 2 ** exponent) * 1_024);
  if (size < 2 ** -14) return sign | steps;
  // A fraction rounded up to 2.0 carries into the exponent by itself.
  return sign | (((exponent + 15) << 10) + (steps - 1_024));
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

function putInteger(type: ValueType, value: number | bigint, size: number): void {
  const range = rangeOf(type);
  if (typeof value === 'number' && !Number.isInteger(value)) throw new RangeError(`${value} is not a whole number`);
  const whole = BigInt(value);
  if (range === null || whole < range[0] || whole > range[1])
    throw new RangeError(`${value} does not fit into ${type}`);
  const bits = type.startsWith('bcd') ? BigInt(`0x${whole}`) : BigInt.asUintN(size * 8, whole);
  for (let i = 0; i < size; i++) scratch.setUint8(i, Number((bits >> BigInt((size - 1 - i) * 8)) & 0xffn));
}
