/** The columns of `tags.csv` that an OPC UA tag has: `address` and `write`. The server tells the type. */
import { parseOpcuaAddress } from '../address.ts';
import type { TableRow } from '../table.ts';
import type { OpcuaAddress } from '../types.ts';

/** Null after complaining about what is wrong. */
export function readOpcua(row: TableRow, text: string): { address: OpcuaAddress; isWritable: boolean } | null {
  for (const column of ['type', 'order'].filter(c => row.text(c) !== '')) {
    row.complain(
      column,
      { zh: `OPC UA 位号不用 "${column}"`, en: `an OPC UA tag has no "${column}"` },
      { zh: '留空，类型由服务器给出', en: 'leave it empty; the server tells the type' },
    );
  }
  const isWritable = row.text('write') !== '' && row.oneOf('write', ['opcua']) !== null;
  const parsed = parseOpcuaAddress(text);
  if (!parsed.ok) {
    row.complain('address', parsed.what, parsed.right);
    return null;
  }
  return { address: parsed.address, isWritable };
}
