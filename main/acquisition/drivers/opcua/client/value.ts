/**
 * OPC UA DataValue to number and quality, as pure functions. Runs in the OPC UA worker; knows nothing of node-opcua, only
 * numbers from the specification (Part 4, 7.39 StatusCode; Part 6, 5.1.2 built-in types).
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
}

export interface DecodedValue {
  /** NaN where there is no number. */
  readonly v: number;
  readonly q: Quality;
  /** Source time, epoch ms UTC; NaN where the server gave none that makes sense. */
  readonly t: number;
}

const BOOLEAN = 1;
const SBYTE = 2;
const INT64 = 8;
const UINT64 = 9;
const DOUBLE = 11;

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

/** node-opcua hands 64-bit integers over as `[high, low]`. NaN beyond 2^53, where a number would be a lie. */
function int64(value: unknown, isSigned: boolean): number {
  if (!Array.isArray(value) || value.length !== 2) return Number.NaN;
  const [high, low]: unknown[] = value;
  if (typeof high !== 'number' || typeof low !== 'number') return Number.NaN;
  const bits = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  const whole = Number(isSigned ? BigInt.asIntN(64, bits) : bits);
  return Number.isSafeInteger(whole) ? whole : Number.NaN;
}

function numberOf(wire: WireValue): number {
  if (wire.isArray) return Number.NaN;
  if (wire.type === BOOLEAN && typeof wire.value === 'boolean') return wire.value ? 1 : 0;
  if (wire.type === INT64 || wire.type === UINT64) return int64(wire.value, wire.type === INT64);
  if (wire.type < SBYTE || wire.type > DOUBLE || typeof wire.value !== 'number') return Number.NaN;
  return Number.isFinite(wire.value) ? wire.value : Number.NaN;
}

/** Number, quality and source time of one value. A value that is no finite number is a device fault, never 0. */
export function decodeValue(wire: WireValue): DecodedValue {
  const sourceMs = wire.sourceTime?.getTime() ?? Number.NaN;
  const t = sourceMs >= OLDEST_SENSIBLE_MS ? sourceMs : Number.NaN;
  const q = qualityOfStatus(wire.status);
  if (isBad(q)) return { v: Number.NaN, q, t };
  const v = numberOf(wire);
  return Number.isNaN(v) ? { v, q: DEVICE_FAULT, t } : { v, q, t };
}
