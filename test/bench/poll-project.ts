/** Writes a station project of N Modbus devices × M registers, for measuring. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PollLoad {
  readonly ports: readonly number[];
  readonly registers: number;
  readonly periodMs: number;
  /** Distance between two registers that are read: 2 = every second one. */
  readonly step: number;
}

export interface PollProject {
  readonly project: string;
  /** Free for the station. */
  readonly data: string;
  /** Takes both away. */
  remove(): void;
}

export function writePollProject({ ports, registers, periodMs, step }: PollLoad): PollProject {
  const root = mkdtempSync(join(tmpdir(), 'citygate-bench-'));
  const project = join(root, 'project');
  mkdirSync(join(project, 'scenes'), { recursive: true });
  const channels = ports.map(
    (port, d) =>
      `  - { id: c${d}, protocol: modbus-tcp, host: 127.0.0.1, port: ${port}, devices: [{ id: D${d}, unit: 1, name: { zh: 设备, en: Device } }] }`,
  );
  const station = [
    'format: 1',
    'id: bench',
    'name: { zh: 测量, en: Bench }',
    'timeZone: UTC',
    'gasDay: { start: "08:00" }',
    'areas: [{ id: a, name: { zh: 区, en: Area } }]',
    'channels:',
    ...channels,
  ];
  const rows = ports.flatMap((_, d) =>
    Array.from(
      { length: registers },
      (_unused, i) => `D${d}.${i},a,点,point,COM,0,D${d},holding:${i * step},uint16,${periodMs}`,
    ),
  );
  writeFileSync(join(project, 'station.yaml'), `${station.join('\n')}\n`);
  writeFileSync(
    join(project, 'tags.csv'),
    `name,area,zh,en,class,decimals,device,address,type,scan_ms\n${rows.join('\n')}\n`,
  );
  writeFileSync(join(project, 'alarms.csv'), 'tag,condition,limit,priority\n');
  writeFileSync(join(project, 'calculations.yaml'), '{}\n');
  return {
    project,
    data: join(root, 'data'),
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}
