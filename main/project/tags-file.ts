/** `tags.csv`: one row a tag. Columns that belong together are read in `tags/`. */
import { SYSTEM_PREFIX } from '../../shared/model/system-tag.ts';
import { SIGNAL_CLASSES } from '../../shared/model/tag.ts';
import type { ProblemList } from './problem.ts';
import type { StationNames } from './station/station-draft.ts';
import { type Column, readTable, type TableRow } from './table.ts';
import { readLogging } from './tags/log-column.ts';
import { readModbus } from './tags/modbus-columns.ts';
import { readOpcua } from './tags/opcua-columns.ts';
import { checkPlaces } from './tags/same-place.ts';
import { readPace, readRange, readScan, readTreatment } from './tags/value-columns.ts';
import type { FieldAddress, ProjectTag } from './types.ts';

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
  { name: 'fast_ms', required: false },
  { name: 'frozen_s', required: false },
  { name: 'scaling', required: false },
  { name: 'clamp', required: false },
  { name: 'log', required: false },
  { name: 'stepped', required: false },
  { name: 'note', required: false },
];

/** Columns of what comes from a device. */
const FIELD_COLUMNS = ['device', 'address', 'type', 'order', 'write', 'fast_ms', 'frozen_s', 'scaling', 'clamp'];

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
        { zh: `第 ${first} 行已有；位号必须唯一`, en: `line ${first} has it already; names are unique` },
      );
    }
    firstLine.set(tag.name, first ?? row.line);
    return { tag, row };
  });
  checkPlaces(tags);
  return tags;
}

function readTag(row: TableRow, names: StationNames): TagRow['tag'] {
  // An unknown class is complained about; whether the tag is calculated then shows in its having a device.
  const signalClass = row.oneOf('class', SIGNAL_CLASSES) ?? (row.text('device') === '' ? 'CALC' : 'COM');
  const isCalculated = signalClass === 'CALC';
  if (isCalculated) mustBeEmpty(row, FIELD_COLUMNS);
  const range = readRange(row);
  const periodMs = readScan(row);
  // NaN when they are wrong: then nothing follows from them for the logging.
  const decimals = row.integer('decimals', [0, 6], Number.NaN);
  const unit = row.text('unit');
  const origin = isCalculated ? calculated(periodMs) : fromDevice(row, names, { ...range, periodMs });
  return {
    name: readName(row),
    description: { zh: row.required('zh'), en: row.required('en') },
    area: readArea(row, names),
    equipment: row.text('equipment'),
    signalClass,
    unit,
    decimals,
    ...range,
    normal: row.number('normal'),
    periodMs,
    ...origin,
    addressText: row.text('address'),
    ...readLogging(row, { signalClass, unit, decimals, ...range, periodMs, address: origin.address }),
  };
}

type Range = ReturnType<typeof readRange>;
type Origin = Pick<
  ProjectTag,
  'device' | 'address' | 'writable' | 'fastPeriodMs' | 'frozenAfterMs' | 'scaling' | 'isClamped'
>;

const calculated = (periodMs: number): Origin => ({
  device: null,
  address: null,
  writable: false,
  fastPeriodMs: periodMs,
  frozenAfterMs: null,
  scaling: null,
  isClamped: false,
});

function fromDevice(row: TableRow, names: StationNames, tag: Range & { periodMs: number }): Origin {
  const source = readSource(row, names);
  const isText = source?.address.kind === 'modbus' && source.address.type === 'string';
  const isWritable = source?.isWritable ?? false;
  return {
    device: row.text('device'),
    address: source?.address ?? null,
    writable: isWritable,
    ...readPace(row, tag.periodMs),
    ...readTreatment(row, { ...tag, isText, isWritable }),
  };
}

function readName(row: TableRow): string {
  const name = row.required('name');
  if (name !== '' && !/^[A-Za-z0-9][A-Za-z0-9._+\-/]{0,63}$/.test(name)) {
    row.complain(
      'name',
      { zh: `位号 "${name}" 含不允许的字符`, en: `tag name "${name}" has characters that are not allowed` },
      { zh: '字母、数字和 . _ + - /，最长 64', en: 'letters, digits and . _ + - /, at most 64' },
    );
  }
  if (name.startsWith(SYSTEM_PREFIX)) {
    row.complain(
      'name',
      { zh: `位号 "${name}" 以 ${SYSTEM_PREFIX} 开头`, en: `tag name "${name}" begins with ${SYSTEM_PREFIX}` },
      { zh: '换一个名字：这样的位号由站控程序自己产生', en: 'another name: such tags are made by the station itself' },
    );
  }
  return name;
}

function readArea(row: TableRow, names: StationNames): string {
  const area = row.required('area');
  if (names.areas !== null && area !== '' && !names.areas.has(area)) {
    row.complain(
      'area',
      { zh: `区域 "${area}" 未定义`, en: `area "${area}" is not defined` },
      {
        zh: `station.yaml 的 areas 中有：${[...names.areas].join(', ')}`,
        en: `station.yaml has the areas ${[...names.areas].join(', ')}`,
      },
    );
  }
  return area;
}

function mustBeEmpty(row: TableRow, columns: readonly string[]): void {
  for (const column of columns.filter(c => row.text(c) !== '')) {
    row.complain(
      column,
      { zh: `计算位号不能有 "${column}"`, en: `a calculated tag has no "${column}"` },
      { zh: '留空，在 calculations.yaml 中定义', en: 'leave it empty and define the tag in calculations.yaml' },
    );
  }
}

/** Where a value comes from; null after complaining, or when the station file is too broken to tell. */
function readSource(
  row: TableRow,
  names: StationNames,
): { readonly address: FieldAddress; readonly isWritable: boolean } | null {
  const device = row.required('device');
  const text = row.required('address');
  if (device === '' || text === '') return null;
  const facts = names.facts.get(device);
  if (facts === undefined) {
    if (names.devices === null) return null;
    const known = [...names.devices].join(', ');
    row.complain(
      'device',
      { zh: `设备 "${device}" 未定义`, en: `device "${device}" is not defined` },
      { zh: `station.yaml 中有：${known}`, en: `station.yaml has ${known}` },
    );
    return null;
  }
  // How a broken channel or device is to be asked is not known: nothing can be said against the address.
  const { protocol, addressBase } = facts;
  if (protocol === null) return null;
  if (protocol === 'opcua') return readOpcua(row, text);
  if (addressBase === null) return null;
  const address = readModbus(row, text, { ...facts, addressBase });
  return address === null ? null : { address, isWritable: address.writeFunction !== undefined };
}
