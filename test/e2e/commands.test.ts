/**
 * The commands a newcomer types, run as he runs them: npm in a clone that has its packages but has
 * never been built, without a display. Every process carries a mark in its environment, so that
 * nothing a command leaves behind can hide.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const NOT_CLONED = new Set(['.git', 'node_modules', 'out', 'dist', 'data']);
const READY = /(?:open|ready) (http:\/\/127\.0\.0\.1:\d+)/;
const START_LIMIT_MS = 40_000;
const STOP_LIMIT_MS = 12_000;

interface Command {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exitCode: Promise<number | null>;
}

let folder: string;
let clone: string;
let mark: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'citygate-commands-'));
  clone = join(folder, 'clone');
  cpSync(ROOT, clone, { recursive: true, filter: source => !NOT_CLONED.has(relative(ROOT, source)) });
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  for (const pid of marked()) process.kill(pid, 'SIGKILL');
});

/** Processes that carry this test's mark. */
function marked(): number[] {
  return readdirSync('/proc').flatMap(name => {
    if (!/^\d+$/.test(name)) return [];
    return fileOf(Number(name), 'environ').includes(mark) ? [Number(name)] : [];
  });
}

/** What the kernel tells of a process; empty when it ended between two looks or is not ours to read. */
function fileOf(pid: number, file: 'environ' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** The marked process that runs `script`. */
function running(script: string): number {
  const found = marked().find(pid =>
    fileOf(pid, 'cmdline')
      .split('\0')
      .some(word => word.endsWith(script)),
  );
  if (found === undefined) throw new Error(`no process runs ${script}`);
  return found;
}

const npm = (...args: string[]): Command => npmIn('.', ...args);

/** npm as typed in a folder of the clone. */
function npmIn(place: string, ...args: string[]): Command {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, INIT_CWD: _cwd, ...env } = process.env;
  const child = spawn('npm', args, {
    cwd: join(clone, place),
    env: { ...env, CITYGATE_TEST_MARK: mark },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (data: Buffer) => (text += data.toString()));
  child.stderr.on('data', (data: Buffer) => (text += data.toString()));
  const exitCode = new Promise<number | null>(resolve => child.once('close', resolve));
  return { child, output: () => text, exitCode };
}

/** The address a command prints; rejects with all it said when it ends before. */
async function address(command: Command): Promise<string> {
  const found = () => READY.exec(command.output())?.[1];
  const ended = command.exitCode.then(code => {
    // It may have said it and ended between two looks.
    if (found() === undefined) throw new Error(`ended with ${code}:\n${command.output()}`);
  });
  const shown = expect.poll(found, { timeout: START_LIMIT_MS }).toBeDefined();
  await Promise.race([shown, ended]);
  return found() ?? '';
}

async function end(command: Command, signal: NodeJS.Signals): Promise<number | null> {
  command.child.kill(signal);
  return command.exitCode;
}

const data = () => join(folder, `data-${randomUUID()}`);

it('npm start builds, prints the address of a living station, and leaves nothing behind on SIGTERM', async () => {
  mark = randomUUID();
  const command = npm('start', '--', '--data', data());
  const url = await address(command);
  expect(command.output()).toMatch(/没有显示器.*no display/);
  const page = await fetch(url);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<div id="root"');
  expect(await end(command, 'SIGTERM')).toBe(0);
  await expect.poll(marked, { timeout: STOP_LIMIT_MS }).toEqual([]);
});

it('a second npm start on the same data says in both languages where the first one is and ends well', async () => {
  mark = randomUUID();
  const folderInUse = data();
  const first = npm('start', '--', '--data', folderInUse);
  const url = await address(first);
  const second = npm('start', '--', '--data', folderInUse);
  expect(await second.exitCode).toBe(0);
  expect(second.output()).toContain(
    `站已在运行，请在浏览器中打开 ${url} / the station is already running: open ${url}`,
  );
  expect((await fetch(url)).status).toBe(200);
  expect(await end(first, 'SIGINT')).toBe(0);
  await expect.poll(marked, { timeout: STOP_LIMIT_MS }).toEqual([]);
});

it('two npm start at once on the same data end with one station that both have named', async () => {
  mark = randomUUID();
  const shared = data();
  const both = [npm('start', '--', '--data', shared), npm('start', '--', '--data', shared)];
  const urls = await Promise.all(both.map(address));
  expect(new Set(urls).size).toBe(1);
  expect((await fetch(urls[0] ?? '')).status).toBe(200);
  expect(await Promise.all(both.map(command => end(command, 'SIGTERM')))).toEqual([0, 0]);
  await expect.poll(marked, { timeout: STOP_LIMIT_MS }).toEqual([]);
});

it.each([
  ['npm', (command: Command) => command.child.pid ?? 0],
  ['the script that npm runs', () => running('scripts/start.mjs')],
])('npm start leaves nothing behind when %s is killed with SIGKILL', async (_name, victim) => {
  mark = randomUUID();
  const command = npm('start', '--', '--data', data());
  await address(command);
  process.kill(victim(command), 'SIGKILL');
  await expect.poll(marked, { timeout: STOP_LIMIT_MS }).toEqual([]);
});

it('npm run serve leaves nothing behind when npm is killed with SIGKILL', async () => {
  mark = randomUUID();
  const command = npm('run', 'serve', '--', '--data', data(), '--port', '0');
  await address(command);
  command.child.kill('SIGKILL');
  await expect.poll(marked, { timeout: STOP_LIMIT_MS }).toEqual([]);
});

it('npm run serve takes the paths it is given from where it was typed', async () => {
  mark = randomUUID();
  const folders = ['--project', '../assets/demo-station', `--data=${relative(join(clone, 'docs'), data())}`];
  const command = npmIn('docs', 'run', 'serve', '--', ...folders, '--port', '0');
  expect((await fetch(await address(command))).status).toBe(200);
  expect(await end(command, 'SIGTERM')).toBe(0);
});

it('npm test that is told to end begins no further tests and leaves none running', async () => {
  mark = randomUUID();
  const command = npm('test');
  await expect.poll(() => command.output(), { timeout: START_LIMIT_MS }).toMatch(/RUN/);
  expect(await end(command, 'SIGTERM')).not.toBe(0);
  await expect.poll(marked, { timeout: STOP_LIMIT_MS }).toEqual([]);
  expect(command.output()).not.toMatch(/unit:|integration:|e2e:/);
  expect(command.output().trimEnd().split('\n').at(-1)).toMatch(/^\d+ passed, [1-9]\d* failed$/);
});

it('two npm start at once in an unbuilt clone both come up, each at its own address', async () => {
  mark = randomUUID();
  rmSync(join(clone, 'out'), { recursive: true });
  const both = [npm('start', '--', '--data', data()), npm('start', '--', '--data', data())];
  const urls = await Promise.all(both.map(address));
  expect(new Set(urls).size).toBe(2);
  for (const url of urls) expect((await fetch(url)).status).toBe(200);
  expect(await Promise.all(both.map(command => end(command, 'SIGTERM')))).toEqual([0, 0]);
  await expect.poll(marked, { timeout: STOP_LIMIT_MS }).toEqual([]);
});

it('npm run serve hands its arguments and SIGTERM on to the station', async () => {
  mark = randomUUID();
  const command = npm('run', 'serve', '--', '--project', 'assets/demo-station', '--data', data(), '--port', '0');
  const url = await address(command);
  expect(command.output()).toContain(`citygate ready ${url}`);
  expect(await end(command, 'SIGTERM')).toBe(0);
  await expect.poll(marked, { timeout: STOP_LIMIT_MS }).toEqual([]);
});

it('npm start refuses an argument it does not know, in both languages', async () => {
  mark = randomUUID();
  const command = npm('start', '--', '--prot', '8460');
  expect(await command.exitCode).toBe(2);
  expect(command.output()).toMatch(/--prot 无效[\s\S]*Invalid argument --prot/);
});
