/**
 * Machine preferences (places of windows, kiosk) in the profile folder, through electron-store. They are a comfort: when the folder
 * cannot be read or written the window opens all the same and forgets at the end. Only `app.ts` may import this file,
 * because electron-store imports Electron.
 */
import ElectronStore from 'electron-store';
import type { Log } from '../../platform/log.ts';
import type { PreferenceStore } from './windows.ts';

/** Opens the store; call after the profile folder is settled. Never throws. */
export function openPreferences(log: Log): PreferenceStore {
  try {
    const store = new ElectronStore<Record<string, unknown>>({ name: 'desktop', clearInvalidConfig: true });
    return { get: key => store.get(key), set: (key, value) => store.set(key, value) };
  } catch (error) {
    log.warn(() => `preferences will not be kept: ${String(error)}`);
    return new Map<string, unknown>();
  }
}
