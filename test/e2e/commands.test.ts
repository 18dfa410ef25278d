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
    try {
      return readFileSync(`/proc/${name}/environ`, 'utf8').includes(mark) ? [Number(name)] : [];
    } catch {
      return []; // ended between the two looks, or not ours to read
    }
  });
}

function npm(...args: string[]): Command {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
  const child = spawn('npm', args, {
    cwd: clone,
    env: { ...env, CITYGATE_TEST_MARK: mark, CITYGATE_NO_ELECTRON: '1' },
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
    throw new Error(`ended with ${code}:\n${command.output()}`);
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
  const page = await fetch(url);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<div id="root"');
  expect(await end(command, 'SIGTERM')).toBe(0);
  await expect.poll(marked, { timeout: STOP_LIMIT_MS }).toEqual([]);
});

it('a second npm start on the same data says where the first one is and ends with 2', async () => {
  mark = randomUUID();
  const folderInUse = data();
  const first = npm('start', '--', '--data', folderInUse);
  const url = await address(first);
  const second = npm('start', '--', '--data', folderInUse);
  expect(await second.exitCode).toBe(2);
  expect(second.output()).toContain(url);
  expect((await fetch(url)).status).toBe(200);
  expect(await end(first, 'SIGINT')).toBe(0);
  await expect.poll(marked, { timeout: STOP_LIMIT_MS }).toEqual([]);
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
