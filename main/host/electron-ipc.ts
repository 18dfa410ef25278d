/**
 * Sessions of the windows: one per loaded document, closed when the document, its renderer or its window goes.
 * Every message of a page comes through `onTrusted`, the only place in Citygate that listens to ipcMain: it drops what
 * does not come from the main frame of a known window that shows our own origin.
 */
import type { IpcMain, IpcMainEvent, WebContents } from 'electron';
import type { Log } from '../platform/log.ts';
import { APP_ORIGIN } from './electron-scheme.ts';
import type { OpenSession, Session } from './session.ts';

const MESSAGE = 'citygate:message';
/** The preload's first word in every document. */
const OPEN = 'citygate:open';

/** As much of Electron's event as the decision needs. */
export interface SenderEvent {
  readonly sender: unknown;
  readonly senderFrame: { readonly origin: string; readonly parent: unknown } | null;
}

/** True for the main frame of a known window that shows Citygate's own origin. */
export function isTrustedSender(event: SenderEvent, known: ReadonlySet<unknown>): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && frame.origin === APP_ORIGIN && known.has(event.sender);
}

export interface WindowSessions {
  /** Lets this window talk to the station from now until it is destroyed. */
  admit(contents: WebContents): void;
  closeAll(): void;
}

/** Connects windows to the station. Call once. */
export function serveWindows(ipcMain: IpcMain, openSession: () => OpenSession | undefined, log: Log): WindowSessions {
  const known = new Set<WebContents>();
  const sessions = new Map<WebContents, Session>();

  const close = (contents: WebContents) => {
    sessions.get(contents)?.close();
    sessions.delete(contents);
  };
  const onTrusted = (channel: string, listener: (contents: WebContents, message: unknown) => void) => {
    ipcMain.on(channel, (event: IpcMainEvent, message: unknown) => {
      if (isTrustedSender(event, known)) listener(event.sender, message);
      else
        log.warn(
          () => `dropped a message on ${channel} from ${event.senderFrame?.url.slice(0, 200) ?? 'a lost frame'}`,
        );
    });
  };

  onTrusted(OPEN, contents => {
    close(contents);
    const session = openSession()?.({
      where: 'console',
      send: message => {
        if (!contents.isDestroyed()) contents.send(MESSAGE, message);
      },
    });
    if (session !== undefined) sessions.set(contents, session);
  });
  onTrusted(MESSAGE, (contents, message) => {
    if (sessions.get(contents)?.receive(message) === false) log.warn(() => `dropped what is no message on ${MESSAGE}`);
  });

  return {
    admit: contents => {
      known.add(contents);
      contents.on('render-process-gone', () => close(contents));
      contents.once('destroyed', () => {
        known.delete(contents);
        close(contents);
      });
    },
    closeAll: () => {
      for (const contents of sessions.keys()) close(contents);
    },
  };
}
