/**
 * OPC UA DataValue to number, exact value and quality, as pure functions. Runs in the OPC UA worker; knows nothing of
 * node-opcua, only numbers from the specification (Part 4, 7.39 StatusCode; Part 6, 5.1.2 built-in types).
 * Quality follows the two SEVERITY bits: "Good | Overflow" is not zero and still good. Comparing a status with 0 loses samples.
 */
import {
  CONFIG_ERROR,
  DEVICE_FAULT,
  GOOD,
  isBad,
  NOT_READ_YET,
  OUT_OF_RANGE,
  type Quality,
  quality,
} from '../../../../../shared/model/quality.ts';

/** The part of a DataValue that matters here. */
export interface WireValue {
  /** StatusCode, 32 bits. */
  readonly status: number;
  /** Built-in type id of the Variant, 0 = null. */
  readonly type: number;
  readonly isArray: boolean;
  readonly value: unknown;
  readonly sourceTime: Date | null;
  readonly serverTime: Date | null;
}

export interface DecodedValue {
  /** NaN where there is no number; the nearest double of a big integer. */
  readonly v: number;
  readonly q: Quality;
  /** What `v` cannot carry: an integer beyond 2^53, a text. */
  readonly exact: bigint | string | null;
  /** Source and server time, epoch ms UTC; NaN where the server gave none that makes sense. */
  readonly sourceT: number;
  readonly serverT: number;
}

const BOOLEAN = 1;
const SBYTE = 2;
const INT64 = 8;
const UINT64 = 9;
const DOUBLE = 11;
const STRING = 12;
const DATE_TIME = 13;
const LOCALIZED_TEXT = 21;

/** InfoType DataValue (bits 10 and 11 = 01) with the Overflow bit (bit 7): Part 4, 7.39.1. */
const OVERFLOW = 0x0480;
const INFO_BITS = 0x0c80;

/** Sub codes (upper 16 bits) whose cause is a wrong address or right, not a broken instrument. */
const ADDRESS_CODES: ReadonlySet<number> = new Set([
  0x801f, // BadUserAccessDenied
  0x8033, // BadNodeIdInvalid
  0x8034, // BadNodeIdUnknown
  0x8035, // BadAttributeIdInvalid
  0x803a, // BadNotReadable
]);
const WAITING_FOR_INITIAL_DATA = 0x8032;
const UNCERTAIN_SUBSTITUTE_VALUE = 0x4091;
const UNCERTAIN_UNITS_EXCEEDED = 0x4094;

/** Before this a source time is an unset clock (1601, 1970), not a measurement: 2000-01-01 UTC. */
const OLDEST_SENSIBLE_MS = 946_684_800_000;

/** A text is a name or a state, not a document; characters. */
const LONGEST_TEXT = 4_096;

/** Quality word of a StatusCode, by severity. */
export function qualityOfStatus(status: number): Quality {
  const code = status >>> 16;
  const severity = status >>> 30;
  if (severity === 0) return GOOD;
  if (severity === 1) {
    if (code === UNCERTAIN_SUBSTITUTE_VALUE) return quality('uncertain', 'substituted');
    if (code === UNCERTAIN_UNITS_EXCEEDED) return OUT_OF_RANGE;
    return quality('uncertain');
  }
  if (ADDRESS_CODES.has(code)) return CONFIG_ERROR;
  return code === WAITING_FOR_INITIAL_DATA ? NOT_READ_YET : DEVICE_FAULT;
}

/** The server threw away values between the one before and this one, because its queue was full. */
export function isOverflow(status: number): boolean {
  return (status & INFO_BITS) === OVERFLOW;
}

/** node-opcua hands 64-bit integers over as `[high, low]`. Null if it is none. */
function int64(value: unknown, isSigned: boolean): bigint | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [high, low]: unknown[] = value;
  if (typeof high !== 'number' || typeof low !== 'number') return null;
  const bits = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  return isSigned ? BigInt.asIntN(64, bits) : bits;
}

interface Content {
  readonly v: number;
  readonly exact: bigint | string | null;
}

const NOTHING: Content = { v: Number.NaN, exact: null };

function textOf(value: unknown): Content {
  const text = typeof value === 'object' && value !== null && 'text' in value ? value.text : value;
  return typeof text === 'string' ? { v: Number.NaN, exact: text.slice(0, LONGEST_TEXT) } : NOTHING;
}

/** Null = a type that is neither number nor text: the address is wrong, not the instrument. */
function contentOf(type: number, value: unknown): Content | null {
  if (type === BOOLEAN) return typeof value === 'boolean' ? { v: value ? 1 : 0, exact: null } : NOTHING;
  if (type === INT64 || type === UINT64) {
    const whole = int64(value, type === INT64);
    if (whole === null) return NOTHING;
    return { v: Number(whole), exact: Number.isSafeInteger(Number(whole)) ? null : whole };
  }
  if (type >= SBYTE && type <= DOUBLE) {
    return typeof value === 'number' && Number.isFinite(value) ? { v: value, exact: null } : NOTHING;
  }
  if (type === STRING || type === LOCALIZED_TEXT) return textOf(value);
  if (type === DATE_TIME) return value instanceof Date ? { v: value.getTime(), exact: null } : NOTHING;
  return type === 0 ? NOTHING : null;
}

/** The one element of an array of one, or null: which of several elements is meant is nowhere said. */
function elementOf(value: unknown): { readonly element: unknown } | null {
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) return null;
  const elements: readonly unknown[] = Array.from(value as ArrayLike<unknown>);
  return elements.length === 1 ? { element: elements[0] } : null;
}

function timeOf(date: Date | null): number {
  const ms = date?.getTime() ?? Number.NaN;
  return ms >= OLDEST_SENSIBLE_MS ? ms : Number.NaN;
}

/** Number, exact value, quality and times of one value. What is neither a finite number nor a text is bad, never 0. */
export function decodeValue(wire: WireValue): DecodedValue {
  const times = { sourceT: timeOf(wire.sourceTime), serverT: timeOf(wire.serverTime) };
  const q = qualityOfStatus(wire.status);
  if (isBad(q)) return { ...NOTHING, q, ...times };
  const only = wire.isArray ? elementOf(wire.value) : { element: wire.value };
  const content = only && contentOf(wire.type, only.element);
  if (content === null) return { ...NOTHING, q: CONFIG_ERROR, ...times };
  const isEmpty = Number.isNaN(content.v) && content.exact === null;
  return { ...content, q: isEmpty ? DEVICE_FAULT : q, ...times };
}
