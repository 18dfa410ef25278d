/** Every handler of the guard, asked as Electron would ask it: each must be there and must refuse. */
import { EventEmitter } from 'node:events';
import type { Session, WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import { guardContents, guardSession } from '../../../main/host/electron-guard.ts';
import { createLog } from '../../../main/platform/log.ts';

type Handler = (...values: unknown[]) => unknown;

/** Takes handlers and events as Electron's session and contents do, and lets the test ask them. */
class Guarded extends EventEmitter {
  readonly handlers = new Map<string, Handler>();
  readonly url: string;

  constructor(url = '') {
    super();
    this.url = url;
    return new Proxy(this, {
      get: (target, name) => {
        if (typeof name === 'string' && /^set\w+Handler$/.test(name))
          return (handler: Handler) => void target.handlers.set(name, handler);
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }

  getURL(): string {
    return this.url;
  }

  ask(name: string, ...values: unknown[]): unknown {
    const handler = this.handlers.get(name);
    if (handler === undefined) throw new Error(`${name} has never been called`);
    return handler(...values);
  }

  /** True when a listener prevented what was about to happen. */
  prevents(event: string, details: object = {}, url = 'https://evil.example/file'): boolean {
    let isPrevented = false;
    const preventDefault = () => {
      isPrevented = true;
    };
    this.emit(event, { ...details, preventDefault }, { getURL: () => url });
    return isPrevented;
  }
}

const PAGE = 'app://citygate/index.html';
const lines: string[] = [];
const log = createLog('guard', { level: 'debug', write: line => void lines.push(line) });

function guardedSession(): Guarded {
  const session = new Guarded();
  guardSession(session as EventEmitter as Session, log);
  return session;
}

function guardedContents(): Guarded {
  const contents = new Guarded(PAGE);
  guardContents(contents as EventEmitter as WebContents, log);
  return contents;
}

describe('the guard of a session', () => {
  const PERMISSIONS = ['media', 'geolocation', 'notifications', 'clipboard-read', 'fullscreen', 'usb', 'serial', 'hid'];

  it.each(PERMISSIONS)('answers a request for "%s" with no and says so in the log', permission => {
    const answers: unknown[] = [];
    guardedSession().ask('setPermissionRequestHandler', null, permission, (isGranted: unknown) =>
      answers.push(isGranted),
    );
    expect(answers).toEqual([false]);
    expect(lines.at(-1)).toContain(permission);
  });

  it.each(PERMISSIONS)('answers a check for "%s" with no', permission => {
    expect(guardedSession().ask('setPermissionCheckHandler', null, permission, PAGE, {})).toBe(false);
  });

  it('gives no device', () => {
    const session = guardedSession();
    expect(session.ask('setDevicePermissionHandler', { deviceType: 'usb', origin: PAGE, device: {} })).toBe(false);
    expect(session.ask('setUSBProtectedClassesHandler', { protectedClasses: ['hid', 'audio'] })).toEqual([
      'hid',
      'audio',
    ]);
  });

  it('gives no screen to capture', () => {
    const answers: unknown[] = [];
    guardedSession().ask('setDisplayMediaRequestHandler', {}, (streams: unknown) => answers.push(streams));
    expect(answers).toEqual([{}]);
  });

  it('pairs with nothing', () => {
    const answers: unknown[] = [];
    guardedSession().ask('setBluetoothPairingHandler', {}, (answer: unknown) => answers.push(answer));
    expect(answers).toEqual([{ confirmed: false }]);
  });

  it.each([
    'https://evil.example/file',
    'data:text/plain,x',
    'blob:https://evil.example/3f0c',
    'blob:app://citygate.evil.example/3f0c',
    'app://citygate/index.html',
  ])('downloads nothing from %s', url => {
    expect(guardedSession().prevents('will-download', {}, url)).toBe(true);
  });

  it('lets a file be saved that its own page has made', () => {
    expect(guardedSession().prevents('will-download', {}, 'blob:app://citygate/3f0c')).toBe(false);
  });
});

describe('the guard of a page', () => {
  const ELSEWHERE = [
    'https://evil.example/',
    'app://citygate/index.html?x',
    'app://other/',
    'file:///etc/passwd',
    'data:,x',
  ];

  it.each(ELSEWHERE)('does not let it go to %s, in any frame', url => {
    const contents = guardedContents();
    expect(contents.prevents('will-navigate', { url })).toBe(true);
    expect(contents.prevents('will-frame-navigate', { url, isMainFrame: true })).toBe(true);
    expect(contents.prevents('will-frame-navigate', { url, isMainFrame: false })).toBe(true);
  });

  it('lets the main frame, and no other, load the very same page again', () => {
    const contents = guardedContents();
    expect(contents.prevents('will-navigate', { url: PAGE })).toBe(false);
    expect(contents.prevents('will-frame-navigate', { url: PAGE, isMainFrame: true })).toBe(false);
    expect(contents.prevents('will-frame-navigate', { url: PAGE, isMainFrame: false })).toBe(true);
  });

  it('follows no redirect, not even to itself', () => {
    for (const url of [...ELSEWHERE, PAGE]) expect(guardedContents().prevents('will-redirect', { url })).toBe(true);
  });

  it('embeds no webview', () => {
    expect(guardedContents().prevents('will-attach-webview')).toBe(true);
  });

  it('opens no window', () => {
    for (const url of [...ELSEWHERE, PAGE])
      expect(guardedContents().ask('setWindowOpenHandler', { url })).toEqual({ action: 'deny' });
  });

  it('hands a screen of its own page to main, which opens it, and nothing else', () => {
    const opened: string[] = [];
    const contents = new Guarded(`${PAGE}?kiosk#/alarms`);
    guardContents(contents as EventEmitter as WebContents, log, hash => void opened.push(hash));
    for (const url of [...ELSEWHERE.filter(other => !other.startsWith(PAGE)), `${PAGE}#<b>`, `${PAGE}/../x#/trends`]) {
      expect(contents.ask('setWindowOpenHandler', { url })).toEqual({ action: 'deny' });
    }
    expect(opened).toEqual([]);
    expect(contents.ask('setWindowOpenHandler', { url: `${PAGE}#/scenes/metering` })).toEqual({ action: 'deny' });
    expect(opened).toEqual(['#/scenes/metering']);
  });

  it('opens no screen for a page that is not its own', () => {
    const opened: string[] = [];
    const contents = new Guarded('https://evil.example/');
    guardContents(contents as EventEmitter as WebContents, log, hash => void opened.push(hash));
    contents.ask('setWindowOpenHandler', { url: `${PAGE}#/trends` });
    expect(opened).toEqual([]);
  });
});
