/** What a device was found to refuse: kept over restarts, tried again ever more rarely, and never trusted blindly. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { LearnedHoles, trialOf } from '../../../../../main/acquisition/drivers/modbus/plan/learned-holes.ts';
import { createLog } from '../../../../../main/platform/log.ts';
import type { ModbusLimits } from '../../../../../main/project/types.ts';
import { projectDevice } from '../../../../kit/project-parts.ts';
import { useTemporaryFolders } from '../../../../kit/temp.ts';
import { HandClock } from '../../../support/hand-clock.ts';

const temporaryFolder = useTemporaryFolders();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const HOLE = { from: 10, to: 12 };
const ENTRY = { table: 'holding', ...HOLE, learnedAt: 1_800_000_000_000, probes: 0 };

describe('LearnedHoles', () => {
  let folder: string;
  let clock: HandClock;
  let lines: string[];
  const path = () => join(folder, 'holes', 'FC-1.json');
  const open = (limits: Partial<ModbusLimits> = {}) =>
    new LearnedHoles({
      directory: folder,
      device: 'FC-1',
      limits: { ...projectDevice({ id: 'FC-1' }).limits, ...limits },
      clock,
      log: createLog('t', { level: 'debug', write: line => void lines.push(line) }),
    });
  const onDisk = (content: unknown) => {
    mkdirSync(join(folder, 'holes'), { recursive: true });
    writeFileSync(path(), typeof content === 'string' ? content : JSON.stringify(content));
  };
  /** ms until the hole is tried next. */
  const wait = (holes: LearnedHoles) => (holes.view()[0]?.nextProbeAt ?? Number.NaN) - clock.now();

  beforeEach(() => {
    folder = temporaryFolder();
    clock = new HandClock();
    lines = [];
  });

  it('knows what it has learned table by table', () => {
    const holes = open();
    expect([holes.barriers('holding'), holes.maxCount('holding', 125)]).toEqual([[], 125]);
    holes.learn('holding', { holes: [HOLE], maxCount: 40 });
    expect(holes.barriers('holding')).toEqual([expect.objectContaining(HOLE)]);
    expect(holes.barriers('input')).toEqual([]);
    expect(holes.maxCount('holding', 125)).toBe(40);
    expect(holes.maxCount('holding', 30)).toBe(30);
    expect(holes.maxCount('input', 125)).toBe(125);
  });

  it('lists them by place, in whatever order they were found', () => {
    const holes = open();
    holes.learn('holding', { holes: [{ from: 300, to: 300 }], maxCount: null });
    holes.learn('coil', { holes: [{ from: 500, to: 500 }], maxCount: null });
    holes.learn('holding', { holes: [HOLE], maxCount: null });
    expect(holes.view().map(({ table, from }) => `${table}:${from}`)).toEqual([
      'coil:500',
      'holding:10',
      'holding:300',
    ]);
  });

  it('remembers over a restart, where it is tried again soon', async () => {
    const before = open();
    before.learn('holding', { holes: [HOLE, { from: 20, to: 19 }], maxCount: null });
    before.learn('coil', { holes: [], maxCount: 500 });
    await before.saved();
    clock.advance(HOUR);
    const after = open();
    expect(after.view()).toEqual([
      { table: 'holding', from: 10, to: 12, learnedAt: 1_800_000_000_000, nextProbeAt: clock.now() + 2_000 },
      { table: 'holding', from: 20, to: 19, learnedAt: 1_800_000_000_000, nextProbeAt: clock.now() + 2_000 },
    ]);
    expect(after.maxCount('coil', 2_000)).toBe(500);
    expect(lines).toEqual([]);
  });

  it('tries a hole after 2 s, then twice as long each time, up to a day', () => {
    const holes = open();
    holes.learn('holding', { holes: [HOLE], maxCount: null });
    const waits: number[] = [];
    for (let i = 0; i < 20; i++) {
      const ms = wait(holes);
      waits.push(ms);
      clock.advance(ms - 1);
      expect(holes.due).toBeNull();
      clock.advance(1);
      expect(holes.due).toMatchObject({ table: 'holding', ...HOLE });
      expect(holes.probed({ table: 'holding', ...HOLE }, false)).toBe(false);
    }
    expect(waits.slice(0, 5)).toEqual([2_000, 4_000, 8_000, 16_000, 32_000]);
    expect(waits.at(-1)).toBe(DAY);
    expect(Math.max(...waits)).toBe(DAY);
  });

  it('forgets a hole that can be read, and only that one, also on disk', async () => {
    const holes = open();
    const other = { from: 12, to: 12 };
    holes.learn('holding', { holes: [HOLE, other], maxCount: null });
    holes.learn('input', { holes: [HOLE], maxCount: null });
    expect(holes.probed({ table: 'holding', ...HOLE }, true)).toBe(true);
    expect(holes.probed({ table: 'holding', ...HOLE }, true)).toBe(false);
    expect(holes.view()).toMatchObject([
      { table: 'input', ...HOLE },
      { table: 'holding', ...other },
    ]);
    await holes.saved();
    expect(open().view()).toHaveLength(2);
  });

  it('does not mind the trial of a hole that it does not know any more', () => {
    expect(open().probed({ table: 'holding', ...HOLE }, false)).toBe(false);
  });

  it('hurries every hole when the device is new, but none that is due already', () => {
    const holes = open();
    holes.learn('holding', { holes: [HOLE], maxCount: null });
    holes.probed({ table: 'holding', ...HOLE }, false);
    holes.hurry();
    expect(holes.due).toMatchObject(HOLE);
    clock.advance(10_000);
    holes.hurry();
    expect(wait(holes)).toBe(-10_000);
  });

  it('keeps one entry of a hole that is found twice', () => {
    const holes = open();
    holes.learn('holding', { holes: [HOLE], maxCount: null });
    clock.advance(1_000);
    holes.learn('holding', { holes: [HOLE, { from: 10, to: 11 }], maxCount: null });
    expect(holes.view().map(h => [h.from, h.to])).toEqual([
      [10, 12],
      [10, 11],
    ]);
    expect(wait(holes)).toBe(1_000);
  });

  it('believes a limit for a week: the next firmware may take more', () => {
    const holes = open();
    holes.learn('holding', { holes: [], maxCount: 40 });
    clock.advance(7 * DAY);
    expect(holes.maxCount('holding', 125)).toBe(40);
    clock.advance(1);
    expect(holes.maxCount('holding', 125)).toBe(125);
    holes.learn('holding', { holes: [], maxCount: 60 });
    expect(holes.maxCount('holding', 125)).toBe(60);
  });

  it.each([
    ['cut off', '{"holes":[{"table":"hol'],
    ['empty', ''],
    ['full of zeroes', '\0'.repeat(100)],
    ['a list', []],
    ['of another table', { holes: [{ ...ENTRY, table: 'file' }], limits: {} }],
    ['with an address that is none', { holes: [{ ...ENTRY, to: 65_536 }], limits: {} }],
    ['with half an address', { holes: [{ ...ENTRY, from: 1.5 }], limits: {} }],
    ['with a hole that ends before it begins', { holes: [{ ...ENTRY, from: 10, to: 8 }], limits: {} }],
    ['with a border below the first address', { holes: [{ ...ENTRY, from: 0, to: -1 }], limits: {} }],
    ['with a limit of nothing', { holes: [], limits: { holding: { count: 0, learnedAt: 1 } } }],
  ])('keeps a file aside that is %s, says so, and starts with none', async (_what, content) => {
    onDisk(content);
    const holes = open();
    expect([holes.view(), holes.maxCount('holding', 125)]).toEqual([[], 125]);
    expect(lines).toEqual([expect.stringContaining('FC-1-unused.json')]);
    holes.learn('holding', { holes: [HOLE], maxCount: null });
    await holes.saved();
    expect(readdirSync(join(folder, 'holes')).toSorted()).toEqual(['FC-1-unused.json', 'FC-1.json']);
    expect(open().barriers('holding')).toHaveLength(1);
  });

  it('forgets a hole that it could only try by breaking what the project says by now', () => {
    const file = (...holes: readonly (readonly [string, number, number])[]) =>
      onDisk({ holes: holes.map(([table, from, to]) => ({ ...ENTRY, table, from, to })), limits: {} });
    const known = (limits: Partial<ModbusLimits>) =>
      open(limits)
        .view()
        .map(h => [h.table, h.from, h.to]);
    const forbidden = [{ table: 'holding', from: 13, to: 20 }] as const;
    file(['holding', 10, 12], ['holding', 10, 13], ['holding', 13, 12], ['holding', 20, 22], ['holding', 21, 22]);
    expect(known({ forbidden })).toEqual([
      ['holding', 10, 12],
      ['holding', 21, 22],
    ]);
    file(['input', 13, 13], ['input', 21, 20], ['holding', 22, 21], ['holding', 21, 20]);
    expect(known({ forbidden })).toEqual([
      ['input', 13, 13],
      ['input', 21, 20],
      ['holding', 22, 21],
    ]);
    file(['holding', 0, 9], ['holding', 20, 30], ['coil', 0, 49], ['coil', 100, 150], ['input', 0, 65_535]);
    expect(known({ maxRegisters: 10, maxBits: 50 })).toEqual([
      ['holding', 0, 9],
      ['coil', 0, 49],
    ]);
  });

  it('writes nothing where there is no folder to write to', async () => {
    const home = process.cwd();
    process.chdir(folder);
    try {
      const { limits } = projectDevice({ id: 'D' });
      const log = createLog('t', { level: 'debug', write: line => void lines.push(line) });
      const holes = new LearnedHoles({ directory: '', device: 'FC-1', limits, clock, log });
      holes.learn('holding', { holes: [HOLE], maxCount: null });
      await holes.saved();
      expect([readdirSync(folder), lines, holes.view().length]).toEqual([[], [], 1]);
    } finally {
      process.chdir(home);
    }
  });

  it('can be read by people', async () => {
    const holes = open();
    holes.learn('holding', { holes: [HOLE], maxCount: 40 });
    await holes.saved();
    expect(JSON.parse(readFileSync(path(), 'utf8'))).toEqual({
      holes: [ENTRY],
      limits: { holding: { count: 40, learnedAt: clock.now() } },
    });
  });
});

describe('trialOf', () => {
  it('reads the whole hole, or one item on either side of a border', () => {
    expect(trialOf({ from: 10, to: 12 })).toEqual({ offset: 10, width: 3 });
    expect(trialOf({ from: 10, to: 9 })).toEqual({ offset: 9, width: 2 });
  });
});
