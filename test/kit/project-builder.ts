/** Writes small valid station projects, so that a test shows only what it is about. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ByteOrder, ModbusTable, ValueType } from '../../shared/modbus/register-field.ts';

export interface TestDevice {
  readonly id: string;
  readonly unit: number;
}

export interface TestChannel {
  readonly id: string;
  readonly protocol?: 'modbus-tcp' | 'modbus-rtu-tcp';
  readonly port: number;
  readonly timeoutMs?: number;
  readonly connectTimeoutMs?: number;
  readonly devices: readonly TestDevice[];
}

export interface TestTag {
  readonly name: string;
  readonly device: string;
  readonly table?: ModbusTable;
  readonly offset: number;
  readonly type?: ValueType;
  readonly order?: ByteOrder;
  readonly periodMs?: number;
  readonly fastPeriodMs?: number;
  readonly range?: readonly [number, number];
  readonly equipment?: string;
}

/** A row of alarms.csv by its columns; delays and deadband are 0 where nothing else is said. */
export interface TestAlarm extends Readonly<Record<string, string | number>> {
  readonly tag: string;
  readonly condition: string;
  readonly limit: string | number;
  readonly priority: number;
}

export interface TestProject {
  readonly demoField?: boolean;
  readonly channels: readonly TestChannel[];
  readonly tags: readonly TestTag[];
  readonly alarms?: readonly TestAlarm[];
  /** Calculated tags: name → expression, or null for one that is not configured. */
  readonly calculations?: Readonly<Record<string, string | null>>;
}

const HEADING =
  'name,area,equipment,zh,en,class,unit,low,high,normal,decimals,device,address,type,order,write,scan_ms,fast_ms,note';

/** Writes the project into `directory` and returns it. One scene, `overview`, shows the first tag. */
export function writeProject(directory: string, project: TestProject): string {
  mkdirSync(join(directory, 'scenes'), { recursive: true });
  const write = (file: string, text: string) => writeFileSync(join(directory, file), text);
  const calculations = Object.entries(project.calculations ?? {});
  // JSON is YAML, and quoting is one thing less to get wrong.
  write('station.yaml', JSON.stringify(stationOf(project), null, 2));
  const rows = [...project.tags.map(fieldRow), ...calculations.map(([name]) => calculatedRow(name))];
  write('tags.csv', `${[HEADING, ...rows].join('\n')}\n`);
  write('alarms.csv', alarmTable(project.alarms ?? []));
  write('calculations.yaml', JSON.stringify(Object.fromEntries(calculations.map(calculationOf))));
  write('scenes/overview.json', JSON.stringify(sceneOf(project)));
  return directory;
}

function stationOf(project: TestProject): unknown {
  return {
    format: 1,
    id: 'test-gate',
    name: { zh: '测试门站', en: 'Test gate' },
    timeZone: 'Asia/Shanghai',
    gasDay: { start: '08:00' },
    demoField: project.demoField ?? false,
    areas: [{ id: '1000', name: { zh: '测试区', en: 'Test area' } }],
    channels: project.channels.map(({ id, protocol = 'modbus-tcp', port, devices, timeoutMs, connectTimeoutMs }) => ({
      id,
      protocol,
      host: '127.0.0.1',
      port,
      timeoutMs: timeoutMs ?? 300,
      connectTimeoutMs: connectTimeoutMs ?? 1_000,
      devices: devices.map(d => ({ ...d, name: { zh: `设备${d.id}`, en: `Device ${d.id}` } })),
    })),
  };
}

function alarmTable(alarms: readonly TestAlarm[]): string {
  const rows = alarms.map(
    (alarm): Readonly<Record<string, string | number>> => ({ on_delay_s: 0, off_delay_s: 0, deadband: 0, ...alarm }),
  );
  const usual = ['tag', 'condition', 'limit', 'priority', 'on_delay_s', 'off_delay_s', 'deadband'];
  const columns = [...new Set([...usual, ...rows.flatMap(row => Object.keys(row))])];
  return `${[columns, ...rows.map(row => columns.map(column => row[column] ?? ''))].map(cells => cells.join(',')).join('\n')}\n`;
}

function fieldRow({ name, device, table = 'holding', offset, type, order, periodMs = 200, ...rest }: TestTag): string {
  const { range, fastPeriodMs = '', equipment = '' } = rest;
  const bit = table === 'coil' || table === 'discrete';
  const valueType = type ?? (bit ? 'bit' : 'uint16');
  const wide = valueType === 'uint32' || valueType === 'int32' || valueType === 'float32';
  return [
    name,
    '1000',
    equipment,
    `位号${name}`,
    `Tag ${name}`,
    bit ? 'DI' : 'AI',
    '',
    range?.[0] ?? '',
    range?.[1] ?? '',
    '',
    '2',
    device,
    `${table}:${offset}`,
    valueType,
    wide ? (order ?? 'ABCD') : '',
    '',
    periodMs,
    fastPeriodMs,
    '',
  ].join(',');
}

const calculatedRow = (name: string): string =>
  [
    name,
    '1000',
    '',
    `计算${name}`,
    `Calculated ${name}`,
    'CALC',
    '',
    '',
    '',
    '',
    '2',
    '',
    '',
    '',
    '',
    '',
    '1000',
    '',
    '',
  ].join(',');

function calculationOf([name, expression]: [string, string | null]): [string, unknown] {
  if (expression !== null) return [name, { expression }];
  return [name, { notConfigured: { zh: '后续部分', en: 'a later part' } }];
}

function sceneOf({ tags }: TestProject): unknown {
  const first = tags[0]?.name;
  return {
    id: 'overview',
    title: { zh: '总貌', en: 'Overview' },
    level: 1,
    size: [1_000, 600],
    nodes: first === undefined ? [] : [{ id: 'n1', symbol: 'value', at: [100, 100], bind: { value: first } }],
    pipes:
      first === undefined
        ? []
        : [
            {
              id: 'p1',
              path: [
                [0, 0],
                [10, 0],
              ],
              flow: `= [${first}] > 1`,
            },
          ],
  };
}
