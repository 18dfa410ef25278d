/**
 * Totalisers that a meter splits into two fields, `first × factor + second`: the second may have a type and an order of its own.
 * Both must be read by one request, or the total would be wrong by `factor` now and then: between two requests the first field
 * may be carried over.
 */
import { ordersOf, registersIn } from '../../../shared/modbus/register-codec.ts';
import {
  type ByteOrder,
  type RegisterField,
  VALUE_TYPES,
  type ValueType,
} from '../../../shared/modbus/register-field.ts';
import type { ParsedAddress } from '../address.ts';
import type { TableRow } from '../table.ts';
import type { ModbusAddress } from '../types.ts';
import { wrongOrder } from './order-column.ts';

/** Why both parts have to lie close together. */
export const ONE_REQUEST = {
  zh: '两段必须由一次请求读出，否则两次请求之间可能进位',
  en: 'one request must read both, because between two requests the meter may carry over',
};

const NUMBERS = VALUE_TYPES.filter(t => t !== 'bit' && t !== 'string').join(' / ');

/** The parsed address with its type and order, both parts of a split totaliser. Null after complaining. */
export function joinParts(
  row: TableRow,
  { split, ...place }: ParsedAddress,
  value: { type: ValueType; order: ByteOrder },
): ModbusAddress | null {
  const first = { kind: 'modbus', ...place, ...value } as const;
  if (split === undefined) return first;
  const plus = secondField(row, split, value);
  if (plus === null) return null;
  if (split.plus.table !== place.table) {
    row.complain(
      'address',
      { zh: '分段累计的两段不在同一表中', en: 'the two parts of the totaliser lie in different tables' },
      ONE_REQUEST,
    );
    return null;
  }
  if (plus.offset < place.offset + registersIn(first) && place.offset < plus.offset + registersIn(plus)) {
    row.complain(
      'address',
      { zh: '分段累计的两段占用同一寄存器', en: 'the two parts of the totaliser share registers' },
      {
        zh: `前段 ${registersIn(first)} 个寄存器，后段 ${registersIn(plus)} 个，互不重叠`,
        en: `${registersIn(first)} registers of the first part and ${registersIn(plus)} of the second, apart from each other`,
      },
    );
    return null;
  }
  return { ...first, split: { factor: split.factor, plus } };
}

function secondField(
  row: TableRow,
  split: NonNullable<ParsedAddress['split']>,
  first: { type: ValueType; order: ByteOrder },
): RegisterField | null {
  const type = split.type === '' ? first.type : VALUE_TYPES.find(t => t === split.type);
  if (type === undefined || type === 'bit' || type === 'string') {
    row.complain(
      'address',
      { zh: `后段类型 "${split.type}" 不可用`, en: `the second part cannot be "${split.type}"` },
      { zh: `应为 ${NUMBERS} 之一`, en: `one of ${NUMBERS}` },
    );
    return null;
  }
  // A second part of a type of its own has an order of its own, the plain one if none is written.
  const order = split.order !== '' ? split.order : split.type === '' ? first.order : ordersOf(type)[0];
  const known = ordersOf(type).find(o => o === order);
  if (known !== undefined) return { offset: split.plus.offset, type, order: known };
  row.complain('address', ...wrongOrder(order, type));
  return null;
}
