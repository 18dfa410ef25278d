/**
 * The columns of `tags.csv` that a Modbus tag has: `address`, `type`, `order`, `write`. An address that leaves here can be read
 * by one request of its device, and written by the function it names.
 */
import { registersIn, spanOf } from '../../../shared/modbus/register-codec.ts';
import { isBitTable, VALUE_TYPES } from '../../../shared/modbus/register-field.ts';
import { type AddressBase, parseModbusAddress } from '../address.ts';
import type { DeviceFacts } from '../station/station-draft.ts';
import type { TableRow } from '../table.ts';
import type { ModbusAddress } from '../types.ts';
import { checkForm } from './address-form.ts';
import { readOrder } from './order-column.ts';
import { joinParts, ONE_REQUEST } from './split-parts.ts';
import { checkWrite, readCode } from './write-column.ts';

/** What the station file says of the device, all of it known. */
export type ModbusFacts = DeviceFacts & { readonly addressBase: AddressBase };

const LAST_OFFSET = 65_535;

/** Null after complaining about what is wrong. */
export function readModbus(row: TableRow, text: string, facts: ModbusFacts): ModbusAddress | null {
  const type = row.oneOf('type', VALUE_TYPES);
  const code = readCode(row);
  const parsed = parseModbusAddress(text, facts.addressBase);
  if (!parsed.ok) row.complain('address', parsed.what, parsed.right);
  if (!parsed.ok || type === null) return null;
  const order = readOrder(row, type, isBitTable(parsed.address.table));
  if (!checkForm(row, parsed.address, type) || order === null) return null;
  const address = joinParts(row, parsed.address, { type, order });
  if (address === null) return null;
  checkWrite(row, address, facts);
  if (!checkSpan(row, address, facts)) return null;
  return code === null ? address : { ...address, writeFunction: code };
}

function checkSpan(row: TableRow, address: ModbusAddress, facts: ModbusFacts): boolean {
  const { offset, count } = spanOf(address);
  const { table, split } = address;
  if (offset + count - 1 > LAST_OFFSET) {
    const width = Math.max(registersIn(address), split === undefined ? 0 : registersIn(split.plus));
    const last = `${table}:${LAST_OFFSET - width + 1 + facts.addressBase}`;
    row.complain(
      'address',
      { zh: `${width} 个寄存器的值越过末尾`, en: `a value of ${width} registers reaches past the last one` },
      { zh: `最大 ${last}`, en: `at most ${last}` },
    );
    return false;
  }
  // Nobody answers a broadcast: nothing of it is ever read.
  if (facts.isBroadcast) return true;
  const most = facts.maxRegisters;
  if (!isBitTable(table) && most !== null && count > most) {
    row.complain(
      'address',
      {
        zh: `此值跨 ${count} 个寄存器，设备一次只能读 ${most} 个`,
        en: `the value spans ${count} registers, and the device reads ${most} at once`,
      },
      split === undefined ? { zh: `最多 ${most} 个寄存器`, en: `at most ${most} registers` } : ONE_REQUEST,
    );
    return false;
  }
  return checkForbidden(row, address, facts);
}

function checkForbidden(row: TableRow, address: ModbusAddress, facts: ModbusFacts): boolean {
  const { offset, count } = spanOf(address);
  const hit = facts.forbidden.find(f => f.table === address.table && f.from < offset + count && f.to >= offset);
  if (hit === undefined) return true;
  const [from, to] = [hit.from + facts.addressBase, hit.to + facts.addressBase];
  const range = `${hit.table}:${from === to ? from : `${from}-${to}`}`;
  row.complain(
    'address',
    {
      zh: `${row.text('address')} 在禁读范围 ${range} 内`,
      en: `${row.text('address')} lies in the forbidden ${range}`,
    },
    { zh: '改地址，或改 station.yaml 的 limits', en: 'change the address, or the limits in station.yaml' },
  );
  return false;
}
