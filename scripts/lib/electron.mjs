/**
 * Finds the Electron executable or has it downloaded, bounded in time. Nothing here imports the
 * `electron` package: requiring it in plain Node starts a download of its own, unbounded.
 * Node built-ins only, Node ≥ 20.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasDisplay, sandboxArgs } from './browser.mjs';
import { projectNode } from './node-version.mjs';
import { run } from './processes.mjs';
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

/** Electron if it may be used here; downloads it when missing. One line is said when there is none. */
export async function ensureElectron(root) {
  if (process.env.CITYGATE_NO_ELECTRON === '1' || !hasDisplay()) return undefined;
  const present = electronExecutable(root);
  if (present || process.env.ELECTRON_BIN) return present;
  const installer = join(root, 'node_modules/electron/install.js');
  const startedAt = performance.now();
  const code = await withHeartbeat('下载 Electron', 'Electron download', () =>
    run(projectNode(root), [installer], { stdio: 'ignore', timeoutMs: DOWNLOAD_LIMIT_MS }),
  );
  const downloaded = code === 0 ? electronExecutable(root) : undefined;
  if (downloaded) say('下载 Electron ✓', `Electron download ✓ ${secondsSince(startedAt)}`);
  else
    say(
      '无法下载 Electron，改用浏览器窗口',
      `Electron could not be downloaded (${secondsSince(startedAt)}): using a browser window`,
    );
  return downloaded;
}

/** Arguments that open the station in Electron. */
export function electronArgs(root, options) {
  return [root, ...sandboxArgs(), '--project', options.projectDir, '--data', options.dataDir];
}
