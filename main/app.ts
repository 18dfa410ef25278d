/**
 * Citygate on the station's desktop: Electron's entry. Owns the single instance, the order of starting and stopping and
 * what is shown when the station cannot start. The station itself knows nothing of Electron; only this file and
 * `host/electron-*` do. Nothing may be awaited before the scheme is registered: Electron reads it when it gets ready.
 */
import { join } from 'node:path';
import { app, BrowserWindow, ipcMain, Menu, protocol, screen, session } from 'electron';
import { FAILURE_PAGE, failurePages } from './host/electron-failure.ts';
import { utilityForkField } from './host/electron-field.ts';
import { guardContents, guardSession } from './host/electron-guard.ts';
import { serveWindows } from './host/electron-ipc.ts';
import { type CommandLine, profileDirectory, readCommandLine } from './host/electron-options.ts';
import { APP_ORIGIN, APP_PAGE, APP_PRIVILEGES, handleAppScheme } from './host/electron-scheme.ts';
import { openPreferences } from './host/electron-window/preferences.ts';
import { HmiWindows } from './host/electron-window/windows.ts';
import { systemClock } from './platform/clock.ts';
import { createLog } from './platform/log.ts';
import { outliveReaders } from './platform/output.ts';
import { describeError } from './platform/station-error.ts';
import { type Station, startStation } from './station.ts';

/** Polling, files and the demo field end well below this; an operator who asks to quit must not wait longer. */
const STOP_LIMIT_MS = 5_000;

const log = createLog('citygate');
const built = (path: string) => join(import.meta.dirname, '..', path);

let station: Station | undefined;
let starting: Promise<unknown> = Promise.resolve();
let hmi: HmiWindows | undefined;
let failure: unknown;
let exitCode = 0;
let isStopping = false;

/** There are no accounts yet: nobody at a kiosk is known to be an engineer. */
const mayLeaveKiosk = () => false;

function show({ isKiosk }: CommandLine): void {
  const store = openPreferences(log);
  hmi = new HmiWindows({
    parts: {
      url: APP_PAGE,
      preload: built('preload/index.cjs'),
      ...(isKiosk === true || store.get('kiosk') === true ? { kiosk: { mayLeave: mayLeaveKiosk } } : {}),
      admit: contents => sessions.admit(contents),
      clock: systemClock,
      log: log.child('window'),
    },
    store,
    displays: () => screen.getAllDisplays(),
    log: log.child('window'),
  });
  hmi.open();
}

/** Says in both languages why there is no station; the process ends with code 1 once the window is closed. */
async function showFailure(error: unknown): Promise<void> {
  exitCode = 1;
  failure = error;
  log.error(() => describeError(error));
  const window = new BrowserWindow({
    width: 900,
    height: 620,
    title: 'Citygate',
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  await window.loadURL(`${APP_ORIGIN}/${FAILURE_PAGE}`);
}

async function start(commandLine: CommandLine): Promise<void> {
  await app.whenReady();
  Menu.setApplicationMenu(null);
  guardSession(session.defaultSession, log.child('guard'));
  handleAppScheme(protocol, { folder: built('renderer'), generated: failurePages(() => failure) });
  try {
    if (commandLine.problem !== undefined) throw commandLine.problem;
    const { projectDirectory, dataDirectory } = commandLine;
    station = await startStation({
      projectDirectory: projectDirectory ?? join(app.getAppPath(), 'assets', 'demo-station'),
      dataDirectory: dataDirectory ?? join(app.getPath('userData'), 'station'),
      log,
      forkField: utilityForkField(built('main/electron-field-child.js')),
    });
    station.announce({ pid: process.pid });
  } catch (error) {
    return showFailure(error);
  }
  if (!isStopping) show(commandLine);
}

/** Windows first, so that none shows a dying station; then the station; then the process. Bounded. */
async function stop(): Promise<void> {
  isStopping = true;
  hmi?.close();
  sessions.closeAll();
  const limit = new Promise<string>(resolve => setTimeout(() => resolve('late'), STOP_LIMIT_MS));
  const stopped = starting.then(() => station?.stop()).then(() => 'stopped');
  if ((await Promise.race([stopped, limit])) === 'late')
    log.error(() => `station not stopped after ${STOP_LIMIT_MS} ms`);
}

function quit(): void {
  if (isStopping) return;
  stop()
    .catch((error: unknown) => {
      exitCode = 1;
      log.error(() => `stopping failed: ${describeError(error)}`);
    })
    .finally(() => app.exit(exitCode));
}

function fail(error: unknown): void {
  exitCode = 1;
  log.error(() => (error instanceof Error ? (error.stack ?? error.message) : String(error)));
  quit();
}

outliveReaders();
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
protocol.registerSchemesAsPrivileged([APP_PRIVILEGES]);
app.enableSandbox();
app.setAppUserModelId('app.citygate.hmi');
const sessions = serveWindows(ipcMain, () => station?.openSession, log.child('ipc'));
app.on('web-contents-created', (_event, contents) =>
  guardContents(contents, log.child('guard'), hash => hmi?.openFurther(hash, contents)),
);
app.on('second-instance', () => (hmi === undefined ? BrowserWindow.getAllWindows()[0]?.focus() : hmi.focus()));
app.on('window-all-closed', () => app.quit());
app.on('before-quit', event => {
  // app.exit() at the end of `quit` ends the process; until then Electron must not.
  event.preventDefault();
  quit();
});

const commandLine = readCommandLine(process.argv);
app.setPath('userData', profileDirectory(app.getPath('userData'), commandLine.dataDirectory));
if (app.requestSingleInstanceLock()) {
  starting = start(commandLine);
  starting.catch(fail);
} else {
  log.info(() => 'already running: the other window comes to the front');
  app.exit(0);
}
