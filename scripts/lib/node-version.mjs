/**
 * Which Node runs what. The outer scripts run on the system's Node ≥ 20; everything else runs on
 * the Node 24 that `npm ci` puts into node_modules, because the database and OPC UA packages
 * need it (better-sqlite3 crashes under Node 20). Node built-ins only.
 */
import { existsSync, lstatSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { OuterError } from './progress.mjs';

/** Oldest system Node that the outer scripts themselves can run on. */
const OLDEST_OUTER_NODE = 20;
/** Oldest Node that the program itself runs on. */
const OLDEST_PROGRAM_NODE = 24;

const major = version => Number.parseInt(version.replace(/^v/, ''), 10);

/** Throws OuterError if this Node is too old to go on. */
export function requireNode(version) {
  if (major(version) >= OLDEST_OUTER_NODE) return;
  throw new OuterError(
    `Node.js ${version} 太旧：需要 20 或更新的版本，请从 https://nodejs.org 安装后重试。`,
    `Node.js ${version} is too old: version 20 or newer is needed; install it from https://nodejs.org and try again.`,
  );
}

/** True when the program itself runs on this Node. */
export const isProgramNode = version => major(version) >= OLDEST_PROGRAM_NODE;

function packagedNode(root, platform, arch) {
  const name = platform === 'win32' ? 'win' : platform;
  const file = platform === 'win32' ? 'node.exe' : 'node';
  const path = join(root, 'node_modules', `node-${name}-${arch}`, 'bin', file);
  return existsSync(path) ? path : undefined;
}

/** Path of the Node that runs the program; undefined when nothing suitable is installed yet. */
export function projectNode(root, { platform = process.platform, arch = process.arch } = {}) {
  const packaged = packagedNode(root, platform, arch);
  if (packaged !== undefined) return packaged;
  return isProgramNode(process.version) ? process.execPath : undefined;
}

/** What npm puts first in PATH for every script: `node` in here decides which Node runs them. */
const binFile = (root, platform) => join(root, 'node_modules/.bin', platform === 'win32' ? 'node.cmd' : 'node');

/** True when `npm run …` will use the packaged Node, or when there is none to use. */
export function isProgramNodeLinked(root, { platform = process.platform, arch = process.arch } = {}) {
  return packagedNode(root, platform, arch) === undefined || existsSync(binFile(root, platform));
}

/** npm 10 does not link an executable called `node`; npm 11 does. Makes the link where it is missing. */
export function linkProgramNode(root, { platform = process.platform, arch = process.arch } = {}) {
  if (isProgramNodeLinked(root, { platform, arch })) return;
  const file = binFile(root, platform);
  const folder = join(root, 'node_modules/.bin');
  mkdirSync(folder, { recursive: true });
  // A link that leads nowhere does not "exist" but is in the way.
  if (lstatSync(file, { throwIfNoEntry: false })) rmSync(file);
  const target = relative(folder, packagedNode(root, platform, arch));
  if (platform === 'win32') writeFileSync(file, `@"%~dp0\\${target.replaceAll('/', '\\')}" %*\r\n`);
  else symlinkSync(target, file);
}
