/** The `write` column of a Modbus tag: which function writes it, and which can (Modbus Application Protocol V1.1b3, 6.5 – 6.17). */
import { registersIn } from '../../../shared/modbus/register-codec.ts';
import type { Text } from '../../../shared/text/text.ts';
import type { TableRow } from '../table.ts';
import { type ModbusAddress, WRITE_FUNCTIONS, type WriteFunction } from '../types.ts';

const codeOf = (text: string): WriteFunction | undefined => WRITE_FUNCTIONS.find(f => String(f) === text);

/** Null when the tag is not written, or after complaining. */
export function readCode(row: TableRow): WriteFunction | null {
  const text = row.text('write');
  if (text === '') return null;
  return codeOf(row.oneOf('write', WRITE_FUNCTIONS.map(String)) ?? '') ?? null;
}

/** Complains when the function cannot write this address, or when a tag is not written that can only be written. */
export function checkWrite(row: TableRow, address: ModbusAddress, { isBroadcast }: { isBroadcast: boolean }): void {
  const text = row.text('write');
  if (text === '') {
    if (isBroadcast) complainUnwritten(row);
    return;
  }
  const code = codeOf(text);
  // Function 23 reads as it writes, which nobody answers when all are meant.
  const able = functionsFor(address).filter(f => f !== 23 || !isBroadcast);
  if (code !== undefined && !able.includes(code)) complainUnable(row, address, able);
}

/** One register each way, a bit through a mask, wide values in one piece. */
function functionsFor(address: ModbusAddress): readonly WriteFunction[] {
  const { table, type, split } = address;
  if (table === 'coil') return [5, 15];
  if (table !== 'holding' || split !== undefined || type === 'string') return [];
  if (type === 'bit') return [22];
  return registersIn(address) === 1 ? [6, 16, 23] : [16, 23];
}

function complainUnable(row: TableRow, address: ModbusAddress, able: readonly WriteFunction[]): void {
  const code = row.text('write');
  row.complain(
    'write',
    { zh: `功能码 ${code} 不能写此地址`, en: `function ${code} cannot write this address` },
    able.length > 0 ? { zh: `此处可用 ${able.join('、')}`, en: `here ${able.join(' or ')} can` } : onlyRead(address),
  );
}

function onlyRead({ table, split, type }: ModbusAddress): Text {
  if (split !== undefined) return { zh: '留空：分段累计只能读', en: 'leave it empty: a split totaliser is only read' };
  if (type === 'string') return { zh: '留空：文字只能读', en: 'leave it empty: a text is only read' };
  return { zh: `留空：${table} 只能读`, en: `leave it empty: ${table} is only read` };
}

function complainUnwritten(row: TableRow): void {
  row.complain(
    'write',
    {
      zh: '串行线路上的站号 0 是广播，没有设备应答，不能读',
      en: 'unit 0 of a serial line is the broadcast, which nobody answers: it cannot be read',
    },
    { zh: '写明 write 功能码，或改用别的设备', en: 'give the write function, or take another device' },
  );
}
