/**
 * `npm start`: from a fresh clone to a living station on the screen. Checks Node, installs and
 * builds what is missing, then opens the HMI in Electron, else in a browser window on the headless
 * host, else prints the address. Ends everything it started on Ctrl-C or SIGTERM. Runs on the
 * system's Node ≥ 20 and imports only Node built-ins, because nothing may be installed yet.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser, hasDisplay, windowArgs } from './lib/browser.mjs';
import { electronArgs, ensureElectron } from './lib/electron.mjs';
import { ensureBuilt } from './lib/ensure-built.mjs';
import { ensureInstalled, programEnv } from './lib/install.mjs';
import { requireNode } from './lib/node-version.mjs';
import { allEnded, endAll, endOnSignal, isEnding, start } from './lib/processes.mjs';
import { complain, OuterError, say, secondsSince, step, withHeartbeat } from './lib/progress.mjs';
import { parseStartOptions } from './lib/start-options.mjs';
import { findOccupant, freePort, isFree, showLog, startStation } from './lib/station.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
/** An Electron that cannot run here (sandbox, libraries) ends within a second or two. */
const EARLY_EXIT_MS = 10_000;
/** A window closed by a person has been open longer than this. */
const HANDED_OVER_MS = 3000;
/** Runs started at the same moment see the same port free. */
const PORT_ATTEMPTS = 3;
/** How long a station that holds the data folder may take to say where it is: its whole start. */
const OCCUPANT_LIMIT_MS = 15_000;

/** Runs the HMI in Electron; false when it could not run here and the browser should be tried. */
async function runElectron(executable, options) {
  const startedAt = performance.now();
  say('打开 Electron 窗口', 'opening the Electron window');
  const stdio = ['ignore', 'inherit', 'pipe'];
  const electron = start(executable, electronArgs(root, options), { cwd: root, env: programEnv(root), stdio });
  // It is shown as it comes; nobody waits for its end.
  void showLog(electron.child);
  const { code } = await electron.ended;
  if (code === 0) return true;
  if (performance.now() - startedAt > EARLY_EXIT_MS) {
    throw new OuterError(`Electron 异常结束（${code ?? '被终止'}）。`, `Electron ended with ${code ?? 'a signal'}.`);
  }
  say('Electron 在此无法运行，改用浏览器窗口', 'Electron cannot run here: using a browser window instead');
  return false;
}

/** Opens the page in a window of its own; false when there is no browser or no display. */
function openWindow(url, options) {
  const browser = options.hasWindow && hasDisplay() ? findBrowser() : undefined;
  if (browser === undefined) return false;
  const profileDir = join(options.dataDir, 'browser');
  mkdirSync(profileDir, { recursive: true });
  const startedAt = performance.now();
  const { ended } = start(browser, windowArgs(url, profileDir), { stdio: 'ignore' });
  void ended.then(() => {
    // A browser that already shows this profile takes the window over and ends at once.
    if (isEnding() || performance.now() - startedAt < HANDED_OVER_MS) return;
    say(
      `窗口已关闭，站仍在运行：${url}（Ctrl-C 结束）`,
      `window closed; the station goes on at ${url} (Ctrl-C ends it)`,
    );
  });
  return true;
}

function tellAddress(url, isOpen) {
  if (isOpen) say(`窗口已打开：${url}（Ctrl-C 结束）`, `window open: ${url} (Ctrl-C ends the station)`);
  else say(`请在浏览器中打开 ${url}（Ctrl-C 结束）`, `open ${url} in a browser (Ctrl-C ends the station)`);
}

/** Starts the station on a free port; on the next one when another run took it in between. */
async function startOnFreePort(options) {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const station = startStation(root, { ...options, port });
    const url = await station.ready;
    const isTaken = url === undefined && options.port === undefined && !(await isFree(port));
    if (!isTaken || attempt === PORT_ATTEMPTS) return { station, url };
  }
}

/** The data folder is in use by a living station: opens a window on that one, or says where it is. */
async function showOccupant({ url }, options) {
  if (openWindow(url, options)) say(`已打开先启动的站：${url}`, `opened the station that is already running: ${url}`);
  else say(`站已在运行，请在浏览器中打开 ${url}`, `the station is already running: open ${url} in a browser`);
  await allEnded();
}

/** Runs the headless host with a window on it until it ends; returns when another run's station was shown instead. */
async function runHeadless(options) {
  const present = await findOccupant(options.dataDir);
  if (present !== undefined) return showOccupant(present, options);
  const startedAt = performance.now();
  const { station, url } = await withHeartbeat('启动现场与站', 'field and station', () => startOnFreePort(options));
  const stopped = station.ended.then(({ code }) => code || 1);
  if (url === undefined) {
    const code = await stopped;
    const occupant = (await station.isLockedOut()) ? await findOccupant(options.dataDir, OCCUPANT_LIMIT_MS) : undefined;
    if (occupant !== undefined) return showOccupant(occupant, options);
    throw new OuterError('站未能启动，原因见上。', 'The station did not start; the reason stands above.', code);
  }
  say('启动现场与站 ✓', `field and station ✓ ${secondsSince(startedAt)}`);
  tellAddress(url, openWindow(url, options));
  throw new OuterError('站意外结束。', 'The station ended unexpectedly.', await stopped);
}

async function main() {
  const options = parseStartOptions(process.argv.slice(2), root, process.env.INIT_CWD ?? process.cwd());
  await step('检查', 'check', () => requireNode(process.version));
  await ensureInstalled(root);
  await ensureBuilt(root);
  const electron = options.hasWindow && options.port === undefined ? await ensureElectron(root) : undefined;
  if (electron !== undefined && (await runElectron(electron, options))) return;
  await runHeadless(options);
}

endOnSignal(0);
try {
  await main();
} catch (error) {
  const isAsked = isEnding();
  await endAll();
  if (!(error instanceof OuterError)) throw error;
  if (!isAsked) {
    complain(error.zh, error.en);
    process.exitCode = error.exitCode;
  }
}
