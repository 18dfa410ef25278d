/**
 * Programs outside npm that the tests drive: found in PATH, installed by apt when root on Debian,
 * else named, with the command that installs them. A test is never skipped because one is missing.
 * Node built-ins only, Node ≥ 20.
 */
import { accessSync, constants, existsSync } from 'node:fs';
import { posix } from 'node:path';
import { findBrowser } from './browser.mjs';
import { run } from './processes.mjs';
import { OuterError, step } from './progress.mjs';

/** Debian package → how to see that it is there. */
const NEEDED = {
  chromium: (_inPath, env) => findBrowser({ env }) !== undefined,
  socat: inPath => inPath('socat'),
  mbpoll: inPath => inPath('mbpoll'),
  tshark: inPath => inPath('tshark'),
  // A library, used through Debian's own Python whatever other Python comes first in PATH.
  'python3-pymodbus': () => existsSync('/usr/lib/python3/dist-packages/pymodbus'),
  // Only recommended by the package above, but imported by its servers.
  'python3-serial-asyncio': () => existsSync('/usr/lib/python3/dist-packages/serial_asyncio'),
  // Reads the workbooks that are exported, as a program that knows nothing of how they are written.
  'python3-openpyxl': () => existsSync('/usr/lib/python3/dist-packages/openpyxl'),
  // The tests build a device out of it; the compiler only recommends the headers that every program needs.
  'libmodbus-dev': () => existsSync('/usr/include/modbus/modbus.h'),
  gcc: inPath => inPath('gcc'),
  'libc6-dev': () => existsSync('/usr/include/stdio.h'),
};

function isInPath(name, env) {
  return (env.PATH ?? '').split(':').some(folder => {
    try {
      accessSync(posix.join(folder, name), constants.X_OK);
      return true;
    } catch (error) {
      if (['ENOENT', 'EACCES', 'ENOTDIR'].includes(error.code)) return false;
      throw error;
    }
  });
}

/** Debian names of what is missing here. */
export function missingPackages(env = process.env) {
  const inPath = name => isInPath(name, env);
  return Object.entries(NEEDED).flatMap(([name, isThere]) => (isThere(inPath, env) ? [] : [name]));
}

async function apt(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Wait for another run that is installing, instead of failing on its lock.
  const options = ['-q', '-o', 'DPkg::Lock::Timeout=300'];
  const stdio = ['ignore', 'ignore', 'inherit'];
  await run('apt-get', ['update', ...options], { env, stdio });
  return run('apt-get', ['install', '-y', '--no-install-recommends', ...options, ...packages], { env, stdio });
}

/** Installs what the tests need; throws OuterError naming what could not be had. */
export async function ensureSystemPackages() {
  const missing = missingPackages();
  if (missing.length === 0) return;
  const canInstall = process.getuid?.() === 0 && isInPath('apt-get', process.env);
  if (canInstall) await step(`安装 ${missing.join(' ')}`, `install ${missing.join(' ')}`, () => apt(missing));
  const still = missingPackages();
  if (still.length === 0) return;
  const command = `sudo apt-get install ${still.join(' ')}`;
  throw new OuterError(
    `测试需要以下程序，但没有找到：${still.join('、')}。Debian/Ubuntu 上请运行：${command}`,
    `The tests need these programs, which are not there: ${still.join(', ')}. On Debian/Ubuntu run: ${command}`,
  );
}
