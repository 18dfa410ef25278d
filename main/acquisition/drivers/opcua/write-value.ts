/**
 * The value of a write order in the type that the node wants, or why it cannot be that. Pure; worker thread. Nothing is rounded,
 * wrapped or cut to fit: a set point that is not exactly what was asked is refused. Built-in type ids: OPC UA Part 6, 5.1.2.
 */

export interface CastValue {
  readonly type: number;
  /** 64-bit integers as node-opcua takes them: `[high, low]`. */
  readonly value: boolean | number | readonly [number, number];
}

export type Cast = { readonly ok: true; readonly cast: CastValue } | { readonly ok: false; readonly problem: string };

const BOOLEAN = 1;
const FLOAT = 10;
const DOUBLE = 11;
const LARGEST_FLOAT = 3.402_823_466_385_288_6e38;

/** Built-in integer types: name, smallest, largest. */
const INTEGERS: ReadonlyMap<number, readonly [string, bigint, bigint]> = new Map([
  [2, ['SByte', -0x80n, 0x7fn]],
  [3, ['Byte', 0n, 0xffn]],
  [4, ['Int16', -0x8000n, 0x7fffn]],
  [5, ['UInt16', 0n, 0xffffn]],
  [6, ['Int32', -0x8000_0000n, 0x7fff_ffffn]],
  [7, ['UInt32', 0n, 0xffff_ffffn]],
  [8, ['Int64', -0x8000_0000_0000_0000n, 0x7fff_ffff_ffff_ffffn]],
  [9, ['UInt64', 0n, 0xffff_ffff_ffff_ffffn]],
]);
const WIDE: ReadonlySet<number> = new Set([8, 9]);

const no = (problem: string): Cast => ({ ok: false, problem });
const yes = (type: number, value: CastValue['value']): Cast => ({ ok: true, cast: { type, value } });

function castInteger(raw: number | bigint, type: number, [name, least, most]: readonly [string, bigint, bigint]): Cast {
  if (typeof raw === 'number' && !Number.isSafeInteger(raw))
    return no(`${raw} is no whole number, the node takes ${name}`);
  const whole = BigInt(raw);
  if (whole < least || whole > most) return no(`${whole} does not fit into ${name}`);
  if (!WIDE.has(type)) return yes(type, Number(whole));
  const bits = BigInt.asUintN(64, whole);
  return yes(type, [Number(bits >> 32n), Number(bits & 0xffff_ffffn)]);
}

function castReal(raw: number | bigint, type: number): Cast {
  const real = Number(raw);
  if (!Number.isFinite(real)) return no(`${raw} is no finite number`);
  if (typeof raw === 'bigint' && BigInt(real) !== raw) return no(`${raw} cannot be held exactly by a real number`);
  if (type === FLOAT && Math.abs(real) > LARGEST_FLOAT) return no(`${real} does not fit into Float`);
  return yes(type, real);
}

/** `raw` as built-in type `type`, or the problem in English. */
export function castValue(raw: number | bigint, type: number): Cast {
  const integer = INTEGERS.get(type);
  if (integer) return castInteger(raw, type, integer);
  if (type === FLOAT || type === DOUBLE) return castReal(raw, type);
  if (type !== BOOLEAN) return no(`the node takes neither numbers nor states, its built-in type is ${type}`);
  return raw === 0 || raw === 1 || raw === 0n || raw === 1n
    ? yes(type, Number(raw) === 1)
    : no(`${raw} is no state, 0 or 1`);
}
