/**
 * Finds the Electron executable or has it downloaded, bounded in time. Nothing here imports the
 * `electron` package: requiring it in plain Node starts a download of its own, unbounded.
 * Node built-ins only, Node ≥ 20.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasDisplay, sandboxArgs } from './browser.mjs';
import { projectNode } from './node-version.mjs';
import { endTree, start } from './processes.mjs';
import { say, secondsSince, withHeartbeat } from './progress.mjs';

/** 110 MB at 3 Mbit/s take 5 minutes; whoever is slower gets the browser window. */
const DOWNLOAD_LIMIT_MS = 300_000;

/** Path of the Electron executable, or undefined when it is not there. */
export function electronExecutable(root, env = process.env) {
  if (env.ELECTRON_BIN) return existsSync(env.ELECTRON_BIN) ? env.ELECTRON_BIN : undefined;
  const name = join(root, 'node_modules/electron/path.txt');
  if (!existsSync(name)) return undefined;
  const executable = join(root, 'node_modules/electron/dist', readFileSync(name, 'utf8').trim());
  return existsSync(executable) ? executable : undefined;
}

/** Runs the package's installer; resolves with why it failed, or undefined when it did not. */
async function download(root) {
  const installer = join(root, 'node_modules/electron/install.js');
  const installing = start(projectNode(root), [installer], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  installing.child.stderr?.on('data', data => (said += data));
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    void endTree(installing);
  }, DOWNLOAD_LIMIT_MS);
  const { code, error } = await installing.ended;
  clearTimeout(timer);
  if (code === 0) return undefined;
  if (isLate) return `> ${DOWNLOAD_LIMIT_MS / 1000} s`;
  return error?.message ?? reasonIn(said) ?? `code ${code}`;
}

/** The sentence in a Node program's last words: the message of the error, not its stack. */
export function reasonIn(text) {
  const lines = text.split('\n').map(line => line.trim());
  const found = lines.find(line => /^(?:\w*Error|.*\bE[A-Z]{4,}\b)/.test(line)) ?? lines.find(line => line !== '');
  return found?.slice(0, 200);
}

/** Electron if it may be used here; downloads it when missing. One line is said when there is none. */
export async function ensureElectron(root) {
  if (process.env.CITYGATE_NO_ELECTRON === '1') {
    say('按 CITYGATE_NO_ELECTRON 的设置不用 Electron', 'Electron is not used, as CITYGATE_NO_ELECTRON says');
    return undefined;
  }
  if (!hasDisplay()) {
    say('没有显示器，不用 Electron', 'there is no display: Electron is not used');
    return undefined;
  }
  const present = electronExecutable(root);
  if (present) return present;
  if (process.env.ELECTRON_BIN) {
    const named = process.env.ELECTRON_BIN;
    say(
      `ELECTRON_BIN 所指的 ${named} 不存在，改用浏览器窗口`,
      `ELECTRON_BIN names ${named}, which is not there: using a browser window`,
    );
    return undefined;
  }
  const startedAt = performance.now();
  const failure = await withHeartbeat('下载 Electron', 'Electron download', () => download(root));
  const downloaded = failure === undefined ? electronExecutable(root) : undefined;
  if (downloaded) say('下载 Electron ✓', `Electron download ✓ ${secondsSince(startedAt)}`);
  else {
    const reason = failure ?? 'no executable';
    say(
      `无法下载 Electron（${reason}），改用浏览器窗口`,
      `Electron could not be downloaded (${reason}; ${secondsSince(startedAt)}): using a browser window`,
    );
  }
  return downloaded;
}

/** Arguments that open the station in Electron. */
export function electronArgs(root, options) {
  return [root, ...sandboxArgs(), '--project', options.projectDir, '--data', options.dataDir];
}
