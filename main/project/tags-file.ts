/** `tags.csv`: one row a tag. */
import { BYTE_ORDERS_32, VALUE_TYPES } from '../../shared/modbus/register-field.ts';
import { SIGNAL_CLASSES } from '../../shared/model/tag.ts';
import { parseModbusAddress, parseOpcuaAddress } from './address.ts';
import type { ProblemList } from './problem.ts';
import type { StationNames } from './station-file.ts';
import { type Column, readTable, type TableRow } from './table.ts';
import type { FieldAddress, ModbusAddress, ProjectTag } from './types.ts';

export const TAG_COLUMNS: readonly Column[] = [
  { name: 'name', required: true },
  { name: 'area', required: true },
  { name: 'equipment', required: false },
  { name: 'zh', required: true },
  { name: 'en', required: true },
  { name: 'class', required: true },
  { name: 'unit', required: false },
  { name: 'low', required: false },
  { name: 'high', required: false },
  { name: 'normal', required: false },
  { name: 'decimals', required: true },
  { name: 'device', required: true },
  { name: 'address', required: true },
  { name: 'type', required: true },
  { name: 'order', required: false },
  { name: 'write', required: false },
  { name: 'scan_ms', required: true },
  { name: 'note', required: false },
];

const WRITE_CODES = ['5', '6', '16'] as const;

/** A tag as read, with its row, so that later checks can complain at the right cell. */
export interface TagRow {
  readonly tag: Omit<ProjectTag, 'limits'>;
  readonly row: TableRow;
}

export function readTagsFile(
  file: string,
  source: string,
  context: { names: StationNames; problems: ProblemList },
): readonly TagRow[] | null {
  const rows = readTable(file, source, TAG_COLUMNS, context.problems);
  if (rows === null) return null;
  const firstLine = new Map<string, number>();
  const tags = rows.map(row => {
    const tag = readTag(row, context.names);
    const first = firstLine.get(tag.name);
    if (first !== undefined && tag.name !== '') {
      row.complain(
        'name',
        { zh: `位号 "${tag.name}" 重复`, en: `tag "${tag.name}" appears twice` },
        { zh: `第 ${first} 行已有;位号必须唯一`, en: `line ${first} has it already; names are unique` },
      );
    }
    firstLine.set(tag.name, first ?? row.line);
    return { tag, row };
  });
  checkAddresses(tags);
  return tags;
}

/** One place of a device is one tag. The same registers read as another type are another value: meters are read so. */
function checkAddresses(tags: readonly TagRow[]): void {
  const first = new Map<string, TagRow>();
  for (const current of tags) {
    const { name, device, address, addressText } = current.tag;
    if (device === null || address === null) continue;
    const place = address.kind === 'opcua' ? address.nodeId : `${address.table}:${address.offset}:${address.type}`;
    const key = `${device}/${place}`;
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, current);
      continue;
    }
    // Of two rows with one name the name is what is wrong.
    if (other.tag.name === name) continue;
    current.row.complain(
      'address',
      {
        zh: `${other.tag.name} 与 ${name} 读同一地址 ${device} ${addressText}`,
        en: `${other.tag.name} and ${name} read the same address, ${addressText} of ${device}`,
      },
      {
        zh: `第 ${other.row.line} 行已有;改地址,或去掉其中一行`,
        en: `line ${other.row.line} has it already; change the address, or remove one of the rows`,
      },
    );
  }
}

function readTag(row: TableRow, names: StationNames): TagRow['tag'] {
  const name = row.required('name');
  if (name !== '' && !/^[A-Za-z0-9][A-Za-z0-9._+\-/]{0,63}$/.test(name)) {
    row.complain(
      'name',
      { zh: `位号 "${name}" 含不允许的字符`, en: `tag name "${name}" has characters that are not allowed` },
      { zh: '字母、数字和 . _ + - /,最长 64', en: 'letters, digits and . _ + - /, at most 64' },
    );
  }
  // An unknown class is complained about; whether the tag is calculated then shows in its having a device.
  const signalClass = row.oneOf('class', SIGNAL_CLASSES) ?? (row.text('device') === '' ? 'CALC' : 'COM');
  const area = row.required('area');
  if (names.areas !== null && area !== '' && !names.areas.has(area)) {
    row.complain(
      'area',
      { zh: `区域 "${area}" 未定义`, en: `area "${area}" is not defined` },
      {
        zh: `station.yaml 的 areas 中有:${[...names.areas].join(', ')}`,
        en: `station.yaml has the areas ${[...names.areas].join(', ')}`,
      },
    );
  }
  const low = row.number('low');
  const high = row.number('high');
  if ((low === null) !== (high === null) || (low !== null && high !== null && low >= high)) {
    row.complain(
      'high',
      {
        zh: `量程 ${row.text('low')}…${row.text('high')} 不成立`,
        en: `range ${row.text('low')}…${row.text('high')} is not a range`,
      },
      { zh: 'low 小于 high,或两者都留空', en: 'low below high, or leave both empty' },
    );
  }
  const calculated = signalClass === 'CALC';
  const address = calculated ? null : readAddress(row, names);
  if (calculated) mustBeEmpty(row, ['device', 'address', 'type', 'order', 'write']);
  return {
    name,
    description: { zh: row.required('zh'), en: row.required('en') },
    area,
    equipment: row.text('equipment'),
    signalClass,
    unit: row.text('unit'),
    decimals: row.integer('decimals', [0, 6], 0),
    low,
    high,
    normal: row.number('normal'),
    periodMs: row.integer('scan_ms', [50, 3_600_000], 1_000),
    fastPeriodMs: row.integer('scan_ms', [50, 3_600_000], 1_000),
    scaling: null,
    isClamped: false,
    frozenAfterMs: null,
    device: calculated ? null : row.text('device'),
    address,
    addressText: row.text('address'),
    writable: address?.kind === 'modbus' && address.writeFunction !== undefined,
  };
}

function mustBeEmpty(row: TableRow, columns: readonly string[]): void {
  for (const column of columns.filter(c => row.text(c) !== '')) {
    row.complain(
      column,
      { zh: `计算位号不能有 "${column}"`, en: `a calculated tag has no "${column}"` },
      { zh: '留空,在 calculations.yaml 中定义', en: 'leave it empty and define the tag in calculations.yaml' },
    );
  }
}

function readAddress(row: TableRow, names: StationNames): FieldAddress | null {
  const deviceId = row.required('device');
  const text = row.required('address');
  if (deviceId === '' || text === '') return null;
  const protocol = names.protocols.get(deviceId);
  if (protocol === undefined) {
    if (names.devices === null) return null;
    const known = [...names.devices].join(', ');
    row.complain(
      'device',
      { zh: `设备 "${deviceId}" 未定义`, en: `device "${deviceId}" is not defined` },
      { zh: `station.yaml 中有:${known}`, en: `station.yaml has ${known}` },
    );
    return null;
  }
  // The protocol of a channel that is broken is not known: nothing can be said against the address.
  if (protocol === null) return null;
  return protocol === 'opcua' ? readOpcua(row, text) : readModbus(row, text);
}

function readOpcua(row: TableRow, text: string): FieldAddress | null {
  const parsed = parseOpcuaAddress(text);
  if (!parsed.ok) {
    row.complain('address', { zh: `地址 "${text}" 无法识别`, en: `address "${text}" is not understood` }, parsed.right);
    return null;
  }
  mustBeEmptyForOpcua(row);
  return parsed.address;
}

function mustBeEmptyForOpcua(row: TableRow): void {
  for (const column of ['type', 'order', 'write'].filter(c => row.text(c) !== '')) {
    row.complain(
      column,
      { zh: `OPC UA 位号不用 "${column}"`, en: `an OPC UA tag has no "${column}"` },
      { zh: '留空,类型由服务器给出', en: 'leave it empty; the server tells the type' },
    );
  }
}

function readModbus(row: TableRow, text: string): ModbusAddress | null {
  const type = row.oneOf('type', VALUE_TYPES);
  const parsed = parseModbusAddress(text);
  if (!parsed.ok) {
    row.complain('address', { zh: `地址 "${text}" 无法识别`, en: `address "${text}" is not understood` }, parsed.right);
  }
  if (!parsed.ok || type === null) return null;
  const { table, offset } = parsed.address;
  const isBitTable = table === 'coil' || table === 'discrete';
  if (isBitTable !== (type === 'bit')) {
    row.complain(
      'type',
      { zh: `${table} 不能是 ${type}`, en: `${table} cannot hold ${type}` },
      isBitTable
        ? { zh: '写 bit', en: 'write bit' }
        : { zh: '写 uint16、int16、uint32、int32 或 float32', en: 'write uint16, int16, uint32, int32 or float32' },
    );
  }
  const wide = type === 'uint32' || type === 'int32' || type === 'float32';
  if (wide && offset > 65_534) {
    row.complain(
      'address',
      { zh: '32 位值越过 65535', en: 'a 32-bit value reaches past 65535' },
      { zh: '最大 65534', en: 'at most 65534' },
    );
  }
  const order = wide ? (row.oneOf('order', BYTE_ORDERS_32) ?? 'ABCD') : 'AB';
  const write = row.text('write') === '' ? null : row.oneOf('write', WRITE_CODES);
  if (write !== null) checkWrite(row, write, { table, wide });
  const base = { kind: 'modbus', table, offset, type, order } as const;
  return write === null ? base : { ...base, writeFunction: Number(write) as 5 | 6 | 16 };
}

function checkWrite(row: TableRow, write: string, { table, wide }: { table: string; wide: boolean }): void {
  const fits =
    (write === '5' && table === 'coil') || (table === 'holding' && (write === '16' || (write === '6' && !wide)));
  if (fits) return;
  row.complain(
    'write',
    { zh: `功能码 ${write} 不能写此地址`, en: `function ${write} cannot write this address` },
    {
      zh: 'coil 用 5;holding 单寄存器用 6 或 16,32 位用 16',
      en: '5 for coil; 6 or 16 for one holding register, 16 for a 32-bit value',
    },
  );
}
