/**
 * Brings node_modules in line with package-lock.json, and only when it is not: a stamp in
 * node_modules holds the hash of the lockfile it was installed from. With everything there no
 * network is touched. Node built-ins only, Node ≥ 20.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withLock } from './lock.mjs';
import { isProgramNodeLinked, linkProgramNode, projectNode } from './node-version.mjs';
import { run } from './processes.mjs';
import { OuterError, say, step } from './progress.mjs';

const STAMP = 'node_modules/.citygate-install';
/** Written by npm at the end of an installation. */
const NPM_RECORD = 'node_modules/.package-lock.json';

const readJson = path => JSON.parse(readFileSync(path, 'utf8'));
const lockHash = root =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

/** True when npm's own record of node_modules holds every package that the lockfile asks for. */
export function matchesLock(wanted, installed) {
  return Object.entries(wanted.packages).every(([path, entry]) => {
    if (path === '' || entry.optional || entry.link) return true;
    const present = installed.packages[path];
    return present !== undefined && present.version === entry.version && present.integrity === entry.integrity;
  });
}

function isInstalledByHand(root) {
  const record = join(root, NPM_RECORD);
  return existsSync(record) && matchesLock(readJson(join(root, 'package-lock.json')), readJson(record));
}

function missingPackages(root) {
  const { dependencies, devDependencies } = readJson(join(root, 'package.json'));
  const names = Object.keys({ ...dependencies, ...devDependencies });
  return names.filter(name => !existsSync(join(root, 'node_modules', name, 'package.json')));
}

/** What has to be done: 'nothing', 'stamp' (all there, to be put in order and recorded), or 'install'. */
export function installState(root) {
  if (!existsSync(join(root, 'node_modules')) || missingPackages(root).length > 0) return 'install';
  if (projectNode(root) === undefined) return 'install';
  const stamp = join(root, STAMP);
  const isStamped = existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash(root);
  if (isStamped) return isProgramNodeLinked(root) ? 'nothing' : 'stamp';
  return isInstalledByHand(root) ? 'stamp' : 'install';
}

/** The npm that started us, run by its own Node; else the one in PATH. */
function npmCommand() {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  if (npm && node) return { command: node, args: [npm], shell: false };
  return { command: 'npm', args: [], shell: process.platform === 'win32' };
}

/**
 * `npm ci` empties node_modules first: without a network it would take what still worked, and on
 * Windows it cannot while the Node in there runs us. So it serves only where nothing usable is.
 */
function installVerb(root) {
  return existsSync(join(root, NPM_RECORD)) ? ['install', '--no-save'] : ['ci'];
}

async function npmInstall(root) {
  const npm = npmCommand();
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  // Without a network npm would try each package for minutes.
  const impatient = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  const env = { ...process.env, CI: process.env.CI ?? 'true' };
  const args = [...npm.args, ...installVerb(root), ...quiet, ...impatient];
  const code = await run(npm.command, args, { cwd: root, env, shell: npm.shell });
  if (code === 0) return;
  const names = missingPackages(root).join(', ') || 'package-lock.json';
  throw new OuterError(
    `依赖包未能安装（原因见上面 npm 的信息），缺少：${names}。请检查网络和 npm 的源设置后重新运行；也可以从另一台装好的电脑复制 node_modules 文件夹。`,
    `The packages could not be installed (npm says why, above). Missing: ${names}. Check the network and npm’s registry setting and run this again; or copy the node_modules folder from a machine that has it.`,
  );
}

function requireProgramNode(root) {
  if (projectNode(root) !== undefined) return;
  throw new OuterError(
    `没有适用于 ${process.platform}-${process.arch} 的 Node 24 软件包。请安装 Node.js 24 后重试。`,
    `There is no Node 24 package for ${process.platform}-${process.arch}. Install Node.js 24 and try again.`,
  );
}

/** Installs what is missing. Throws OuterError when that fails. */
export async function ensureInstalled(root) {
  if (installState(root) === 'nothing') return;
  await withLock(
    // Beside node_modules, not in it: `npm ci` removes that folder.
    join(root, 'out/install.lock'),
    async () => {
      const state = installState(root); // another run may just have done it
      if (state === 'nothing') return;
      if (state === 'install') await step('安装依赖包', 'install', () => npmInstall(root));
      requireProgramNode(root);
      linkProgramNode(root);
      writeFileSync(join(root, STAMP), lockHash(root));
    },
    () => say('等待另一个正在安装的进程', 'waiting for another run that is installing'),
  );
}

/** PATH in which `node` is the program's Node 24, for children started without npm. */
export function programEnv(root) {
  const separator = process.platform === 'win32' ? ';' : ':';
  const pathName = Object.keys(process.env).find(name => name.toUpperCase() === 'PATH') ?? 'PATH';
  const folders = [dirname(projectNode(root)), join(root, 'node_modules/.bin'), process.env[pathName] ?? ''];
  return { ...process.env, [pathName]: folders.join(separator) };
}
