/** The `order` column of `tags.csv`: in which order the bytes of a value come. */
import { ordersOf } from '../../../shared/modbus/register-codec.ts';
import type { ByteOrder, ValueType } from '../../../shared/modbus/register-field.ts';
import type { Text } from '../../../shared/text/text.ts';
import type { TableRow } from '../table.ts';

/** Null after complaining. Empty is plain big-endian. */
export function readOrder(row: TableRow, type: ValueType, isBit: boolean): ByteOrder | null {
  const text = row.text('order');
  const orders = ordersOf(type);
  const order = text === '' ? orders[0] : orders.find(o => o === text);
  if (order === undefined) {
    row.complain('order', ...wrongOrder(text, type));
    return null;
  }
  if (isBit && text !== '') {
    row.complain(
      'order',
      { zh: '单独的位没有字节顺序', en: 'a coil or discrete input has no order of bytes' },
      { zh: '留空', en: 'leave it empty' },
    );
  }
  return order;
}

/** What is wrong with an order of bytes, and which the type has. */
export function wrongOrder(text: string, type: ValueType): readonly [Text, Text] {
  const orders = ordersOf(type);
  const list = orders.join(' / ');
  const size = type === 'string' ? { zh: '每个寄存器', en: 'each register of it' } : { zh: `${type} `, en: type };
  return [
    { zh: `${type} 没有字节顺序 "${text}"`, en: `${type} has no byte order "${text}"` },
    {
      zh: `${size.zh}有 ${orders[0].length} 个字节：${list}，留空为 ${orders[0]}`,
      en: `${size.en} has ${orders[0].length} bytes: ${list}, empty for ${orders[0]}`,
    },
  ];
}
