/**
 * A station of 600 registers and a screen of 600 symbols, some 4,800 elements: rows with number and bar, plain numbers, and pumps whose
 * state hangs on a limit. Each symbol has one tag of its own, so that a share of the tags is a share of the symbols. The first eight
 * tags are called as those that fill-process.ts fills a past with.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PollProject } from '../poll-project.ts';

export const SYMBOLS = 600;
/** Rows with number and bar, then plain numbers; the others are pumps. */
export const ROWS = 120;
export const NUMBERS = 80;
/** Values lie below it; a pump runs above its half. */
export const VALUE_RANGE = 1_000;
export const BENCH_SCENE = 'bench';
/** More often than the field changes, so that no change is joined with the next. */
const SCAN_MS = 100;
const COLUMNS = 20;
const CELL = { width: 92, height: 32 } as const;

export const benchTag = (register: number): string => `M-${String(register).padStart(5, '0')}`;

export const PENS: readonly string[] = Array.from({ length: 8 }, (_, pen) => benchTag(pen));

/** Where symbol `i` stands in the scene. */
export const placeOf = (i: number): readonly [x: number, y: number] => [
  20 + (i % COLUMNS) * CELL.width,
  30 + Math.floor(i / COLUMNS) * CELL.height,
];

function nodeOf(i: number): unknown {
  const tag = benchTag(i);
  const [x, y] = placeOf(i);
  if (i < ROWS) {
    const props = { label: { zh: '压', en: 'P' }, valueX: 44, barX: 48, width: 88, rule: false, age: 'none' };
    return { id: `n${i}`, symbol: 'row', at: [x, y], bind: { value: tag }, props };
  }
  if (i < ROWS + NUMBERS) {
    return { id: `n${i}`, symbol: 'value', at: [x + 44, y], bind: { value: tag }, props: { age: 'none', width: 44 } };
  }
  return {
    id: `n${i}`,
    symbol: 'pump',
    at: [x + 20, y - 4],
    bind: { running: tag },
    props: { above: VALUE_RANGE / 2 },
  };
}

const scenes: Readonly<Record<string, unknown>> = {
  overview: {
    ...{ id: 'overview', title: { zh: '总貌', en: 'Overview' }, level: 1, size: [1_848, 992] },
    place: { key: 'F1', icon: 'overview' },
    nodes: [{ id: 'n', symbol: 'value', at: [100, 100], bind: { value: benchTag(0) } }],
  },
  [BENCH_SCENE]: {
    ...{ id: BENCH_SCENE, title: { zh: '测量', en: 'Bench' }, level: 2, size: [1_848, 992] },
    place: { key: 'F2', icon: 'equipment' },
    nodes: Array.from({ length: SYMBOLS }, (_, i) => nodeOf(i)),
  },
};

const stationLines = (port: number): readonly string[] => [
  'format: 1',
  'id: bench',
  'name: { zh: 测量, en: Bench }',
  'timeZone: UTC',
  'gasDay: { start: "08:00" }',
  'areas: [{ id: a, name: { zh: 区, en: Area } }]',
  'channels:',
  `  - { id: c, protocol: modbus-tcp, host: 127.0.0.1, port: ${port}, devices: [{ id: D, unit: 1, name: { zh: 设备, en: Device } }] }`,
];

export function writeHmiProject(port: number): PollProject {
  const root = mkdtempSync(join(tmpdir(), 'citygate-bench-'));
  const project = join(root, 'project');
  const data = join(root, 'data');
  for (const folder of [join(project, 'scenes'), data]) mkdirSync(folder, { recursive: true });
  const write = (file: string, lines: readonly string[]): void =>
    writeFileSync(join(project, file), `${lines.join('\n')}\n`);
  write('station.yaml', stationLines(port));
  write('tags.csv', [
    'name,area,zh,en,class,unit,low,high,decimals,device,address,type,scan_ms',
    ...Array.from(
      { length: SYMBOLS },
      (_, i) => `${benchTag(i)},a,压力,Pressure,AI,kPa,0,${VALUE_RANGE},0,D,holding:${i},uint16,${SCAN_MS}`,
    ),
  ]);
  write('alarms.csv', ['tag,condition,limit,priority']);
  write('calculations.yaml', ['{}']);
  for (const [id, scene] of Object.entries(scenes)) write(`scenes/${id}.json`, [JSON.stringify(scene)]);
  return { project, data, remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }) };
}
