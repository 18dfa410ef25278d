/**
 * Addresses as people write them in `tags.csv`, to what they mean; syntax only. Which type, order and limits go with an address
 * is the matter of `tags/modbus-columns.ts`. Offsets that leave this file count from zero, however they were written.
 */
import { isBitTable, MODBUS_TABLES, type ModbusTable } from '../../shared/modbus/register-field.ts';
import type { Text } from '../../shared/text/text.ts';
import type { ModbusLimits, OpcuaAddress } from './types.ts';

export type AddressResult<T> =
  | { readonly ok: true; readonly address: T }
  | { readonly ok: false; readonly what: Text; readonly right: Text };

/** Whether `holding:1` is the second register or the first: device manuals do it either way. */
export type AddressBase = 0 | 1;

export interface Place {
  readonly table: ModbusTable;
  readonly offset: number;
  /** Bit of a register. */
  readonly bit?: number;
  /** Registers of a text. */
  readonly length?: number;
}

export interface ParsedAddress extends Place {
  /** Second field of a split totaliser; type and order as written, empty when it has those of the first. */
  readonly split?: { readonly factor: number; readonly plus: Place; readonly type: string; readonly order: string };
}

const LAST_OFFSET = 65_535;

/** Address, or bit or length after it, in either notation. */
const NAMED = /^([a-z]+):(\d{1,5})(?:\.(\d{1,2})|x(\d{1,3}))?$/;
/** One digit of the table, four or five of the one-based number. */
const CLASSIC = /^([0134])(\d{4,5})(?:\.(\d{1,2})|x(\d{1,3}))?$/;
const CLASSIC_TABLES: Readonly<Record<string, ModbusTable>> = { 0: 'coil', 1: 'discrete', 3: 'input', 4: 'holding' };
const SPLIT = /^([^*+]+)\*([^*+]+)\+([^*+]+)$/;
/** An address, and perhaps type and order of its own. */
const SECOND = /^([a-z]+:\d+|\d+)(?::(\w+)(?::(\w+))?)?$/;
const FACTOR = /^\d+(\.\d+)?$/;

/** `holding:100`, `40101`, `holding:100.3`, `holding:100x8`, `holding:8*100+holding:10:float32:CDAB`. */
export function parseModbusAddress(text: string, base: AddressBase): AddressResult<ParsedAddress> {
  const [, first, factor, second] = SPLIT.exec(text) ?? [];
  if (first === undefined || factor === undefined || second === undefined) {
    const place = parsePlace(text, base);
    return place === null ? unknown(text, base) : checkBit(text, place);
  }
  const place = parsePlace(first.trim(), base);
  const [, address = '', type = '', order = ''] = SECOND.exec(second.trim()) ?? [];
  const plus = parsePlace(address, base);
  if (place === null || plus === null) return unknown(text, base);
  if (place.bit !== undefined || place.length !== undefined) return unknown(text, base);
  const value = Number(factor);
  if (!FACTOR.test(factor.trim()) || !(value > 0)) {
    return {
      ok: false,
      what: { zh: `倍数 "${factor}" 不成立`, en: `factor "${factor}" is none` },
      right: { zh: '大于 0 的数，如 100', en: 'a number above 0, such as 100' },
    };
  }
  return { ok: true, address: { ...place, split: { factor: value, plus, type, order } } };
}

function parsePlace(text: string, base: AddressBase): Place | null {
  const named = NAMED.exec(text);
  const [, kind = '', number = '', bit, length] = named ?? CLASSIC.exec(text) ?? [];
  const table = named === null ? CLASSIC_TABLES[kind] : MODBUS_TABLES.find(t => t === kind);
  const offset = offsetOf(number, named === null ? 1 : base);
  if (table === undefined || offset === null) return null;
  return {
    table,
    offset,
    ...(bit === undefined ? {} : { bit: Number(bit) }),
    ...(length === undefined ? {} : { length: Number(length) }),
  };
}

/** Zero-based, or null when there is no such register. */
function offsetOf(digits: string, base: AddressBase): number | null {
  const offset = digits === '' ? -1 : Number(digits) - base;
  return offset >= 0 && offset <= LAST_OFFSET ? offset : null;
}

function checkBit(text: string, place: Place): AddressResult<Place> {
  if (place.bit === undefined || (place.bit <= 15 && !isBitTable(place.table))) return { ok: true, address: place };
  return {
    ok: false,
    what: { zh: `地址 "${text}" 没有这个位`, en: `address "${text}" has no such bit` },
    right: isBitTable(place.table)
      ? {
          zh: `${place.table} 本身就是一位，去掉点和位号`,
          en: 'a coil or discrete input is a bit itself: leave the dot and the number away',
        }
      : { zh: '位号 0–15,0 为最低位', en: 'bits are 0 to 15, 0 is the least significant' },
  };
}

function unknown(text: string, base: AddressBase): { ok: false; what: Text; right: Text } {
  const range = { zh: `${base}–${LAST_OFFSET + base}`, en: `${base} to ${LAST_OFFSET + base}` };
  return {
    ok: false,
    what: { zh: `地址 "${text}" 无法识别`, en: `address "${text}" is not understood` },
    right: {
      zh: `写成 coil:N、discrete:N、input:N 或 holding:N（N 为 ${range.zh}），位 holding:N.3，文字 holding:Nx8，分段累计 holding:N*100+holding:M，或从 1 起的 40001`,
      en: `write coil:N, discrete:N, input:N or holding:N with N from ${range.en}, a bit holding:N.3, a text holding:Nx8, a split totaliser holding:N*100+holding:M, or 40001 which counts from 1`,
    },
  };
}

const RANGE = /^([a-z]+):(\d{1,5})(?:-(\d{1,5}))?$/;

/** `holding:100-120` or `coil:7`: addresses that must not be read. */
export function parseForbidden(text: string, base: AddressBase): AddressResult<ModbusLimits['forbidden'][number]> {
  const [, kind, first = '', last = first] = RANGE.exec(text) ?? [];
  const table = MODBUS_TABLES.find(t => t === kind);
  const [from, to] = [offsetOf(first, base), offsetOf(last, base)];
  if (table !== undefined && from !== null && to !== null && from <= to)
    return { ok: true, address: { table, from, to } };
  const range = { zh: `${base}–${LAST_OFFSET + base}`, en: `${base} to ${LAST_OFFSET + base}` };
  return {
    ok: false,
    what: { zh: `禁读范围 "${text}" 无法识别`, en: `forbidden range "${text}" is not understood` },
    right: {
      zh: `写成 "holding:100-120" 或 "coil:7"，地址 ${range.zh}，由小到大`,
      en: `write "holding:100-120" or "coil:7" with addresses from ${range.en}, the lower one first`,
    },
  };
}

/** A NodeId with its namespace by URI (`nsu=…;s=…`), because namespace indexes change when a server restarts. */
export function parseOpcuaAddress(text: string): AddressResult<OpcuaAddress> {
  if (/^nsu=[^;]+;[isgb]=.+$/.test(text)) return { ok: true, address: { kind: 'opcua', nodeId: text } };
  return {
    ok: false,
    what: { zh: `地址 "${text}" 无法识别`, en: `address "${text}" is not understood` },
    right: {
      zh: '写成 nsu=命名空间URI;s=标识（或 i=、g=、b=）',
      en: 'write nsu=NAMESPACE-URI;s=IDENTIFIER (or i=, g=, b=)',
    },
  };
}
