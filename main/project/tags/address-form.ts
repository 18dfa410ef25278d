/** Which types go with which form of a Modbus address: bits of registers, texts, split totalisers. */
import { isBitTable, type ValueType } from '../../../shared/modbus/register-field.ts';
import type { Text } from '../../../shared/text/text.ts';
import type { ParsedAddress } from '../address.ts';
import type { TableRow } from '../table.ts';

interface Mismatch {
  readonly column: 'address' | 'type';
  readonly what: Text;
  readonly right: Text;
}

const MOST_REGISTERS = 125;

/** False after complaining. */
export function checkForm(row: TableRow, address: ParsedAddress, type: ValueType): boolean {
  const found = mismatch(address, type, row.text('address'));
  if (found === null) return true;
  row.complain(found.column, found.what, found.right);
  return false;
}

function mismatch(address: ParsedAddress, type: ValueType, text: string): Mismatch | null {
  const { table, bit, length, split } = address;
  if (type !== 'bit' && (isBitTable(table) || bit !== undefined)) {
    return {
      column: 'type',
      what: {
        zh: `${bit === undefined ? table : text} 不能是 ${type}`,
        en: `${bit === undefined ? table : text} cannot hold ${type}`,
      },
      right: { zh: '写 bit', en: 'write bit' },
    };
  }
  if (split !== undefined && (type === 'bit' || type === 'string')) {
    return {
      column: 'type',
      what: { zh: `分段累计不能是 ${type}`, en: `a split totaliser cannot be a ${type}` },
      right: { zh: '写数值类型，如 uint32 或 float32', en: 'write a type of number such as uint32 or float32' },
    };
  }
  if (type === 'bit' && !isBitTable(table) && bit === undefined) {
    return {
      column: 'address',
      what: { zh: `没有写明 "${text}" 的哪一位`, en: `which bit of "${text}" is not said` },
      right: {
        zh: `写成 ${text}.0 至 ${text}.15，0 为最低位；整个寄存器的类型为 uint16`,
        en: `write ${text}.0 to ${text}.15, 0 is the least significant; a whole register has the type uint16`,
      },
    };
  }
  return textMismatch(type, length, text);
}

function textMismatch(type: ValueType, length: number | undefined, text: string): Mismatch | null {
  if (type === 'string' && length === undefined) {
    return {
      column: 'address',
      what: { zh: `没有写明文字 "${text}" 的长度`, en: `how long the text "${text}" is, is not said` },
      right: {
        zh: `写成 ${text}x8，即 8 个寄存器，每个两个字符`,
        en: `write ${text}x8 for eight registers with two characters each`,
      },
    };
  }
  if (type !== 'string' && length !== undefined) {
    return {
      column: 'type',
      what: { zh: `${text} 是文字，不是 ${type}`, en: `${text} is a text, not ${type}` },
      right: { zh: '写 string，或去掉 x 和长度', en: 'write string, or leave the x and the length away' },
    };
  }
  if (length === undefined || (length >= 1 && length <= MOST_REGISTERS)) return null;
  return {
    column: 'address',
    what: { zh: `文字长度 ${length} 不成立`, en: `a text of ${length} registers cannot be` },
    right: { zh: `1–${MOST_REGISTERS} 个寄存器`, en: `1 to ${MOST_REGISTERS} registers` },
  };
}
