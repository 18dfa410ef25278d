/** What `electron` exports in the main process, as far as Citygate uses it. Anything else is undefined and so fails loudly. */
import { app } from './app.ts';
import { dialog, Menu, nativeTheme, powerMonitor, screen } from './desktop.ts';
import { ipcMain } from './ipc.ts';
import { protocol } from './scheme.ts';
import { session } from './session.ts';
import { utilityProcess } from './utility-process.ts';
import { webContents } from './web-contents.ts';
import { BrowserWindow } from './window.ts';

// electron-store asks for it; nothing of Citygate opens anything outside.
const shell = {};

export {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  utilityProcess,
  webContents,
};

const electron: object = {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  utilityProcess,
  webContents,
};
// oxlint-disable-next-line import/no-default-export -- electron-store imports Electron's default export
export default electron;
