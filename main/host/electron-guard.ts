/**
 * What a page may not do, however hostile it is: leave, open windows, embed others, ask for permissions or devices.
 * Runs in Electron's main process; Electron's own default for most of these is to allow, so each must be refused here.
 * A window that shows its page without passing `guardContents` first is a hole.
 */
import type { Session, WebContents } from 'electron';
import type { Log } from '../platform/log.ts';
import { APP_ORIGIN, APP_PAGE } from './electron-scheme.ts';
import { isHash } from './electron-window/layout.ts';

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

/**
 * Keeps a page where it is. The one navigation that passes is a reload of the very same page. A screen of our own in a further window is
 * for `openScreen` to open: Chromium itself opens none.
 */
export function guardContents(contents: WebContents, log: Log, openScreen?: (hash: string) => void): void {
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
    const hash = screenIn(url, contents.getURL());
    if (hash === undefined || openScreen === undefined) refuse('new window', url);
    else openScreen(hash);
    return { action: 'deny' };
  });
}

/** The part from `#` on of an address of our own page, asked for by our own page; undefined for any other. */
function screenIn(url: string, asking: string): string | undefined {
  const isOwn = (address: string): boolean => address.split(/[?#]/)[0] === APP_PAGE;
  if (!isOwn(url) || !isOwn(asking)) return undefined;
  const [, hash = ''] = /(#.*)$/s.exec(url) ?? [];
  return isHash(hash) ? hash : undefined;
}
