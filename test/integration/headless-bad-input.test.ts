/**
 * The headless host started wrongly, and ended at any moment (issue: "Bad input"): each a clear text in both languages on
 * stderr and exit code 2, nothing half-started, no process, lock or port left behind.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Behaviour, FakeModbusServer, faults } from '../kit/fake-modbus-server.ts';
import { writeProject } from '../kit/project-builder.ts';
import {
  argumentsOf,
  descendants,
  HeadlessRun,
  isRunning,
  projectRoot,
  StationProcess,
} from '../kit/station-process.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { sleep, waitFor, within } from '../kit/wait-for.ts';

const CHINESE = /[\u4e00-\u9fff]/;
const temporaryFolder = useTemporaryFolders();
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

interface Place {
  readonly project: string;
  readonly data: string;
  readonly device: FakeModbusServer;
}

/** A good project with one device that answers, and a data folder that does not exist yet. */
async function place(behave: Behaviour = faults.none(), timeoutMs = 300): Promise<Place> {
  const device = await new FakeModbusServer().listen();
  device.behave = behave;
  cleanUps.push(() => device.close());
  const folder = temporaryFolder();
  const project = writeProject(join(folder, 'project'), {
    channels: [{ id: 'plc', port: device.port, timeoutMs, devices: [{ id: 'PLC', unit: 1 }] }],
    tags: [{ name: 'T-1', device: 'PLC', offset: 1 }],
  });
  return { project, data: join(folder, 'data'), device };
}

function run(args: readonly string[]): HeadlessRun {
  const made = new HeadlessRun(args);
  cleanUps.push(() => (made.isOver ? undefined : made.end()));
  return made;
}

/** Runs to its end, which must be a refusal: exit code 2, two languages, no ready line, no process left. */
async function refused(args: readonly string[]): Promise<string> {
  const started = run(args);
  const below = await within(
    'the refusal',
    started.ended.then(() => descendants(started.pid)),
    15_000,
  );
  expect(await started.ended).toEqual({ code: 2, signal: null });
  expect(started.stdout).toBe('');
  expect(started.stderr).toMatch(CHINESE);
  expect(started.stderr).toMatch(/[a-z]{4,} [a-z]{2,}/);
  expect(started.stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  expect(below).toEqual([]);
  return started.stderr;
}

async function started(p: Pick<Place, 'project' | 'data'>): Promise<StationProcess> {
  const station = await StationProcess.start(p);
  cleanUps.push(() => (station.run.isOver ? undefined : station.stop()));
  return station;
}

const isTaken = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

describe('a project with mistakes', () => {
  it('is refused with every mistake at its place, in both languages, and nothing is touched', async () => {
    const p = await place();
    const tags = readFileSync(join(p.project, 'tags.csv'), 'utf8');
    const row = 'T-2,9999,,二,Two,AI,,10,5,,2,NOPE,holding:70000,uint16,,,200,';
    writeFileSync(join(p.project, 'tags.csv'), `${tags}${row}\nT-1,1000,,一,One,XX,,,,,9,PLC,holding:3,bit,,,200,\n`);
    const station = JSON.parse(readFileSync(join(p.project, 'station.yaml'), 'utf8')) as Record<string, unknown>;
    writeFileSync(join(p.project, 'station.yaml'), JSON.stringify(station, null, 2).replace('"port"', '"prot"'));
    writeFileSync(
      join(p.project, 'alarms.csv'),
      'tag,condition,limit,priority,on_delay_s,off_delay_s,deadband\nT-9,H,1,1,0,0,\n',
    );
    writeFileSync(join(p.project, 'calculations.yaml'), 'T-1: { expression: "[T-1] +" }\n');
    writeFileSync(join(p.project, 'scenes/overview.json'), '{"id":"overview"');
    const port = await freePort();
    const text = await refused(argumentsOf({ ...p, port }));

    const placed = /^ {2}(\S+):(\d+):(\d+) (.+)$/gm;
    const lines = [...text.matchAll(placed)].map(([, file, line, column, what]) => ({ file, line, column, what }));
    for (const file of ['station.yaml', 'tags.csv', 'alarms.csv', 'calculations.yaml', 'scenes/overview.json']) {
      const own = lines.filter(l => l.file === file);
      expect(own.filter(l => CHINESE.test(l.what ?? '')).length, `${file} in Chinese`).toBeGreaterThan(0);
      expect(own.filter(l => !CHINESE.test(l.what ?? '')).length, `${file} in English`).toBeGreaterThan(0);
    }
    const tagLines = lines.filter(l => l.file === 'tags.csv').map(l => l.line);
    expect(tagLines).toEqual(expect.arrayContaining(['3', '4']));
    expect(text).toMatch(/有 (\d+) 处错误/);
    expect(text).toContain('nothing has been started');
    expect(existsSync(p.data)).toBe(false);
    expect(p.device.accepted).toBe(0);
    expect(await isTaken(port)).toBe(false);
  });

  it('that contradicts itself across files is told at both mistakes', async () => {
    const p = await place();
    const file = join(p.project, 'tags.csv');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(',PLC,', ',GONE,'));
    writeFileSync(join(p.project, 'calculations.yaml'), 'T-77: { expression: "[T-78] * 2" }\n');
    const text = await refused(argumentsOf(p));
    expect(text).toMatch(/tags\.csv:2:\d+ .*GONE/);
    expect(text).toMatch(/calculations\.yaml:1:\d+ .*T-7[78]/);
  });

  it.each<[string, (project: string) => void]>([
    ['is not there', project => rmSync(project, { recursive: true })],
    [
      'is a file',
      project => {
        rmSync(project, { recursive: true });
        writeFileSync(project, 'x');
      },
    ],
    [
      'is an empty folder',
      project => ['station.yaml', 'tags.csv', 'alarms.csv'].forEach(f => rmSync(join(project, f))),
    ],
    [
      'has a folder where a file should be',
      project => {
        rmSync(join(project, 'tags.csv'));
        mkdirSync(join(project, 'tags.csv'));
      },
    ],
    ['is not text', project => writeFileSync(join(project, 'tags.csv'), Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41]))],
    ['is not UTF-8', project => writeFileSync(join(project, 'station.yaml'), Buffer.from('name: \xb3\xcc', 'latin1'))],
    ['is not YAML', project => writeFileSync(join(project, 'station.yaml'), 'format: 1\n  id: [\n')],
    ['is empty', project => writeFileSync(join(project, 'station.yaml'), '')],
    ['refers to itself without end', project => writeFileSync(join(project, 'calculations.yaml'), 'a: &a [*a, *a]\n')],
    [
      'blows up when read',
      project =>
        writeFileSync(
          join(project, 'station.yaml'),
          `a0: &a0 x\n${Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}*a${i}]`).join('\n')}\n`,
        ),
    ],
    ['has a quote that never ends', project => writeFileSync(join(project, 'tags.csv'), 'name,area\n"T-1,1000\n')],
  ])('that %s is refused', async (_name, spoil) => {
    const p = await place();
    spoil(p.project);
    const text = await refused(argumentsOf(p));
    expect(text).toContain('nothing has been started');
    expect(existsSync(p.data)).toBe(false);
    expect(p.device.accepted).toBe(0);
  });
});

describe('a port', () => {
  it('that is in use is named, with what to do, and nothing is touched', async () => {
    const p = await place();
    const text = await refused(argumentsOf({ ...p, port: p.device.port }));
    expect(text).toContain(`端口 ${p.device.port} 已被其他程序占用`);
    expect(text).toContain(`Port ${p.device.port} is in use`);
    expect(text).toContain('--port');
    expect(existsSync(p.data)).toBe(false);
  });
});

describe('a data folder', () => {
  const isRoot = process.getuid?.() === 0;

  it.each<[string, (folder: string) => string]>([
    ['is a file', folder => join(folder, 'station.yaml')],
    ['lies below a file', folder => join(folder, 'station.yaml/data')],
    ...(process.platform === 'linux' ? [['is in /proc', () => '/proc/citygate-data'] as [string, () => string]] : []),
  ])('that %s cannot be written and says so', async (_name, dataOf) => {
    const p = await place();
    const data = dataOf(p.project);
    const text = await refused(argumentsOf({ project: p.project, data }));
    expect(text).toContain(data);
    expect(text).toContain('不可写');
    expect(text).toContain('cannot be written');
    expect(p.device.accepted).toBe(0);
  });

  it.skipIf(!isRoot)('on a read-only disk cannot be written and says so', async ctx => {
    const p = await place();
    mkdirSync(p.data);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=1m', 'citygate-test', p.data]);
    if (mounted.status !== 0) ctx.skip('this machine does not let us mount');
    cleanUps.push(() => spawnSync('umount', [p.data]));
    const text = await refused(argumentsOf(p));
    expect(text).toContain('EROFS');
    expect(text).toContain('不可写');
  });

  it.skipIf(!isRoot)('on a full disk cannot be written and says so', async ctx => {
    const p = await place();
    mkdirSync(p.data);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'citygate-test', p.data]);
    if (mounted.status !== 0) ctx.skip('this machine does not let us mount');
    cleanUps.push(() => spawnSync('umount', [p.data]));
    spawnSync('dd', ['if=/dev/zero', `of=${join(p.data, 'fill')}`, 'bs=4k', 'count=32']);
    const text = await refused(argumentsOf(p));
    expect(text).toContain('不可写');
  });

  it('whose key file is broken is left alone, and free again', async () => {
    const p = await place();
    mkdirSync(p.data);
    writeFileSync(join(p.data, 'secrets.json'), '{"channel/gc":');
    const text = await refused(argumentsOf(p));
    expect(text).toContain('密钥文件');
    rmSync(join(p.data, 'secrets.json'));
    await started(p);
  });

  it('with a file where a folder should be says so in both languages', async () => {
    const p = await place();
    mkdirSync(p.data);
    writeFileSync(join(p.data, 'channels'), '');
    expect(await refused(argumentsOf(p))).toContain(join(p.data, 'channels'));
    expect(p.device.accepted).toBe(0);
  });

  it('that another station works with is refused with the address of that one, which goes on', async () => {
    const p = await place();
    const first = await started(p);
    const text = await refused(argumentsOf(p));
    expect(text).toContain(first.url);
    expect(text).toContain(`process ${first.pid}`);
    expect(text).toContain('正在使用');
    const { ok } = await first.rpc('station.describe');
    expect(ok).toBe(true);
    expect(await first.stop()).toEqual({ code: 0, signal: null });
    await started(p);
  });

  it('is free again after its station was killed', async () => {
    const p = await place();
    const first = await started(p);
    await first.kill();
    const second = await started(p);
    expect((await second.rpc('tags.read', { tags: ['T-1'] })).ok).toBe(true);
  });
});

describe('arguments', () => {
  it.each([
    [['--port', 'x']],
    [['--port', '65536']],
    [['--port', '-1']],
    [['--port', '1e3']],
    [['--port=']],
    [['--project=']],
    [['--data=']],
    [['--nope']],
    [['--project']],
    [['stray']],
  ])('%j are refused', async args => {
    const text = await refused(args);
    expect(text).toContain('命令行无法识别');
    expect(text).toContain('The command line is not understood');
    expect(text).toContain('--project DIR --data DIR --port N');
  });
});

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', signal => {
  it('ends a running station with everything it has open', async () => {
    const p = await place();
    const station = await started(p);
    const idle = connect(station.port, '127.0.0.1');
    idle.on('error', () => undefined);
    await waitFor('the device polled', () => p.device.requests.length > 2);
    const below = descendants(station.pid);
    station.run.signal(signal);
    expect(await within('the end', station.run.ended)).toEqual({ code: 0, signal: null });
    expect(below.filter(isRunning)).toEqual([]);
    await waitFor('the device connection closed', () => p.device.sockets.size === 0, 1_000);
    expect(await isTaken(station.port)).toBe(false);
    expect(existsSync(join(p.data, 'occupant.json'))).toBe(false);
    expect(station.run.stderr).not.toMatch(/ error /);
    idle.destroy();
  });

  it.each(
    signal === 'SIGTERM' ? [0, 60, 120, 250, 500, 900] : [250, 900],
  )('%i ms after the start ends it and leaves the folder free', async delayMs => {
    // A silent device keeps the station in its start-up for as long as it waits for a first answer.
    const p = await place(faults.silence(), 3_000);
    const port = await freePort();
    const starting = run(argumentsOf({ ...p, port }));
    await sleep(delayMs);
    const below = descendants(starting.pid);
    starting.signal(signal);
    const { code, signal: by } = await within('the end', starting.ended, 15_000);
    // Before the program's first line runs, Node itself ends by the signal.
    expect(code === 0 || by === signal, `${code} ${by} ${starting.stderr}`).toBe(true);
    expect(starting.stdout).toBe('');
    expect(below.filter(isRunning)).toEqual([]);
    expect(await isTaken(port)).toBe(false);
    p.device.behave = faults.none();
    const again = await started(p);
    expect(await again.stop()).toEqual({ code: 0, signal: null });
  });
});

describe('the demo field of a station', () => {
  const demo = join(projectRoot, 'assets/demo-station');

  it('is ended with it, also in the middle of its own start', async () => {
    const starting = run(argumentsOf({ project: demo, data: join(temporaryFolder(), 'data') }));
    const below = await waitFor(
      'the field process',
      () => {
        const found = descendants(starting.pid);
        return found.length > 0 && found;
      },
      15_000,
    );
    starting.signal('SIGTERM');
    expect(await within('the end', starting.ended, 10_000)).toEqual({ code: 0, signal: null });
    expect(below.filter(isRunning)).toEqual([]);
    expect(starting.stdout).toBe('');
  });

  it('is ended with it when it runs, and ends by itself when the station is killed', async () => {
    const data = join(temporaryFolder(), 'data');
    const first = await started({ project: demo, data });
    const below = descendants(first.pid);
    expect(below.length).toBeGreaterThan(0);
    first.run.signal('SIGTERM');
    expect(await within('the end', first.run.ended, 10_000)).toEqual({ code: 0, signal: null });
    expect(below.filter(isRunning)).toEqual([]);

    const second = await started({ project: demo, data });
    const orphans = descendants(second.pid);
    second.run.signal('SIGKILL');
    await second.run.ended;
    cleanUps.push(() => {
      for (const pid of orphans.filter(isRunning)) process.kill(pid, 'SIGKILL');
    });
    await waitFor('the field to end by itself', () => !orphans.some(isRunning), 10_000);
  }, 90_000);
});
