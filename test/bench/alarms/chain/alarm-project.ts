/** A station of many alarms on one Modbus device, for measuring: each register has a high limit and is calm or beyond it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlarmPriority } from '../../../../shared/model/alarm.ts';
import type { PollProject } from '../../poll-project.ts';

export interface AlarmLoad {
  readonly port: number;
  readonly alarms: number;
  readonly periodMs: number;
}

export interface BenchAlarm {
  readonly register: number;
  readonly id: string;
  readonly tag: string;
  readonly area: string;
  readonly priority: AlarmPriority;
  /** First-out group. */
  readonly group: string | null;
}

export const CALM = 400;
export const TRIPPED = 600;
const LIMIT = 500;
const DEADBAND = 10;
const AREAS = 10;
/** Alarms of one first-out group, and how many groups there are. */
export const GROUP_SIZE = 10;
export const GROUPS = 20;

/** As alarms should be shared out: one in a hundred, five, fifteen, the others. */
const priorityOf = (register: number): AlarmPriority => {
  const place = register % 100;
  return place === 0 ? 1 : place <= 5 ? 2 : place <= 20 ? 3 : 4;
};

export function benchAlarm(register: number): BenchAlarm {
  const tag = `PT-${10_000 + register}`;
  const isGrouped = register < GROUPS * GROUP_SIZE;
  return {
    ...{ register, tag, id: `${tag}/H`, area: `a${register % AREAS}`, priority: priorityOf(register) },
    group: isGrouped ? `g${Math.floor(register / GROUP_SIZE)}` : null,
  };
}

export function writeAlarmProject({ port, alarms, periodMs }: AlarmLoad): PollProject {
  const root = mkdtempSync(join(tmpdir(), 'citygate-bench-'));
  const project = join(root, 'project');
  mkdirSync(join(project, 'scenes'), { recursive: true });
  const all = Array.from({ length: alarms }, (_, register) => benchAlarm(register));
  const write = (file: string, lines: readonly string[]): void =>
    writeFileSync(join(project, file), `${lines.join('\n')}\n`);
  write('station.yaml', stationLines(port));
  write('tags.csv', [
    'name,area,zh,en,class,unit,low,high,decimals,device,address,type,scan_ms',
    ...all.map(
      ({ tag, area, register }) =>
        `${tag},${area},出口压力,Outlet pressure,AI,kPa,0,1000,0,D,holding:${register},uint16,${periodMs}`,
    ),
  ]);
  write('alarms.csv', [
    'tag,condition,limit,priority,on_delay_s,off_delay_s,deadband,group,message_zh,message_en,action_zh,action_en',
    ...all.map(
      ({ tag, priority, group }) =>
        `${tag},H,${LIMIT},${priority},0,0,${DEADBAND},${group ?? ''},出口压力高,Outlet pressure high,查看调压器,Look at the regulator`,
    ),
  ]);
  write('calculations.yaml', ['{}']);
  write('scenes/overview.json', [JSON.stringify(sceneOf(all[0]?.tag ?? ''))]);
  return {
    project,
    data: join(root, 'data'),
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}

const stationLines = (port: number): readonly string[] => [
  'format: 1',
  'id: bench',
  'name: { zh: 测量, en: Bench }',
  'timeZone: UTC',
  'gasDay: { start: "08:00" }',
  `areas: [${Array.from({ length: AREAS }, (_, i) => `{ id: a${i}, name: { zh: 区 ${i}, en: Area ${i} } }`).join(', ')}]`,
  'channels:',
  `  - { id: c, protocol: modbus-tcp, host: 127.0.0.1, port: ${port}, devices: [{ id: D, unit: 1, name: { zh: 设备, en: Device } }] }`,
];

const sceneOf = (tag: string) => ({
  ...{ id: 'overview', title: { zh: '总貌', en: 'Overview' }, level: 1, size: [1_000, 600] },
  nodes: [{ id: 'n1', symbol: 'value', at: [100, 100], bind: { value: tag } }],
  pipes: [],
});
