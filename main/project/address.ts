/** Addresses as people write them in tags.csv: `holding:1000` for Modbus, a NodeId for OPC UA. */

import { MODBUS_TABLES, type ModbusTable } from '../../shared/modbus/register-field.ts';
import type { Text } from '../../shared/text/text.ts';
import type { OpcuaAddress } from './types.ts';

export type AddressResult<T> =
  | { readonly ok: true; readonly address: T }
  | { readonly ok: false; readonly right: Text };

/** Table and zero-based offset of `holding:1000`. */
export function parseModbusAddress(text: string): AddressResult<{ table: ModbusTable; offset: number }> {
  const match = /^(\w+):(\d{1,5})$/.exec(text);
  const table = MODBUS_TABLES.find(t => t === match?.[1]);
  const offset = Number(match?.[2]);
  if (table === undefined || !(offset <= 65_535)) {
    return {
      ok: false,
      right: {
        zh: '写成 coil:N、discrete:N、input:N 或 holding:N,N 为 0–65535(从零起)',
        en: 'write coil:N, discrete:N, input:N or holding:N with N from 0 to 65535, zero-based',
      },
    };
  }
  return { ok: true, address: { table, offset } };
}

/** A NodeId with its namespace by URI (`nsu=…;s=…`), because namespace indexes change when a server restarts. */
export function parseOpcuaAddress(text: string): AddressResult<OpcuaAddress> {
  if (/^nsu=[^;]+;[isgb]=.+$/.test(text)) return { ok: true, address: { kind: 'opcua', nodeId: text } };
  return {
    ok: false,
    right: {
      zh: '写成 nsu=命名空间URI;s=标识(或 i=、g=、b=)',
      en: 'write nsu=NAMESPACE-URI;s=IDENTIFIER (or i=, g=, b=)',
    },
  };
}
