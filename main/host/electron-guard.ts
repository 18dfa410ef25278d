/**
 * What a page may not do, however hostile it is: leave, open windows, embed others, ask for permissions or devices.
 * Runs in Electron's main process; Electron's own default for most of these is to allow, so each must be refused here.
 * A window that shows its page without passing `guardContents` first is a hole.
 */
import type { Session, WebContents } from 'electron';
import type { Log } from '../platform/log.ts';
import { APP_ORIGIN } from './electron-scheme.ts';

/** Refuses every permission, device, screen capture and download but of the page's own files, for all windows of the session. */
export function guardSession(session: Session, log: Log): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    log.warn(() => `refused permission "${permission}"`);
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.setUSBProtectedClassesHandler(({ protectedClasses }) => protectedClasses);
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
  session.on('will-download', (event, item) => {
    // A file that our own page has made, such as a journal: the person is asked where it goes.
    if (item.getURL().startsWith(`blob:${APP_ORIGIN}/`)) return;
    log.warn(() => `refused download of ${item.getURL()}`);
    event.preventDefault();
  });
}

/** Keeps a page where it is. The one navigation that passes is a reload of the very same page. */
export function guardContents(contents: WebContents, log: Log): void {
  const refuse = (what: string, url: string) => log.warn(() => `refused ${what} to ${url.slice(0, 200)}`);
  contents.on('will-frame-navigate', event => {
    if (event.isMainFrame && event.url === contents.getURL()) return;
    event.preventDefault();
    refuse('frame navigation', event.url);
  });
  contents.on('will-navigate', event => {
    if (event.url === contents.getURL()) return;
    event.preventDefault();
    refuse('navigation', event.url);
  });
  contents.on('will-redirect', event => {
    event.preventDefault();
    refuse('redirect', event.url);
  });
  contents.on('will-attach-webview', event => {
    event.preventDefault();
    refuse('webview', contents.getURL());
  });
  contents.setWindowOpenHandler(({ url }) => {
    refuse('new window', url);
    return { action: 'deny' };
  });
}
