/**
 * The desktop application's life: opening, losing its renderer, a second start, quitting, dying, and not being able to
 * start. The demo field runs, so that polling can be seen to go on.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CitygateBridge } from '../../shared/rpc/bridge.ts';
import { BEAT_MS } from '../../shared/rpc/protocol.ts';
import {
  callFromPage,
  createDesk,
  type Desk,
  DesktopApp,
  electronExecutable,
  environmentOf,
  isStandIn,
  root,
} from '../kit/electron-app.ts';
import { descendants, isRunning } from '../kit/station-process.ts';

interface Series {
  readonly t: readonly number[];
}
interface Reading {
  readonly tag: string;
  readonly quality: string;
}
/** Promised by the design: a lost window is back by then. */
const BACK_WITHIN_MS = 5_000;

const started: { desktop: DesktopApp; desk: Desk }[] = [];
afterEach(async () => {
  for (const { desktop, desk } of started.splice(0)) {
    if (isRunning(desktop.pid)) await desktop.quit();
    desk.remove();
  }
});

async function launch(
  desk: Desk = createDesk(),
  args: readonly string[] = [],
): Promise<{ desktop: DesktopApp; desk: Desk }> {
  const desktop = await DesktopApp.launch(desk, args);
  started.push({ desktop, desk });
  return { desktop, desk };
}

async function valueOf<Value>(page: Page, method: string, input: object): Promise<Value> {
  const envelope = await callFromPage(page, method, input);
  if (!envelope.ok) throw new Error(envelope.error.message);
  return envelope.value as Value;
}

/** Names of tags that have a good value; waits until the field has answered. */
async function goodTags(page: Page): Promise<string[]> {
  const tags = (await valueOf<{ name: string }[]>(page, 'tags.list', {})).map(tag => tag.name);
  const deadline = performance.now() + 20_000;
  while (performance.now() < deadline) {
    const readings = await valueOf<Reading[]>(page, 'tags.read', { tags });
    const good = readings.filter(reading => reading.quality === 'good').map(reading => reading.tag);
    if (good.length > 0) return good;
    await page.waitForTimeout(200);
  }
  throw new Error('no tag became good');
}

/** Times of the samples of the tag that is scanned most often, from `from` on. */
async function busiestTimes(page: Page, from: number): Promise<readonly number[]> {
  const tags = (await goodTags(page)).slice(0, 64);
  const series = await valueOf<Series[]>(page, 'history.recent', { tags, from });
  return series.map(({ t }) => t).toSorted((a, b) => b.length - a.length)[0] ?? [];
}

async function allGone(pids: readonly number[], withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline && pids.some(isRunning)) await new Promise(resolve => setTimeout(resolve, 100));
  return !pids.some(isRunning);
}

/** Loses the window by `harm`, waits for the next one, and checks that polling never paused. */
async function expectWindowBack(desktop: DesktopApp, harm: (page: Page) => Promise<void>): Promise<void> {
  const page = await desktop.firstWindow();
  await goodTags(page);
  await page.waitForTimeout(2_000);
  const next = desktop.electron.waitForEvent('window', { timeout: 15_000 });
  const lostAt = Date.now();
  await harm(page);
  const back = await next;
  await back.waitForURL(url => url.pathname.endsWith('.html'));
  await expect.poll(() => back.evaluate(() => document.body.innerText.length), { timeout: 10_000 }).toBeGreaterThan(50);
  const backAfterMs = Date.now() - lostAt;
  await expect.poll(() => desktop.electron.windows(), { timeout: 5_000 }).toEqual([back]);
  await back.waitForTimeout(1_500);
  const times = await busiestTimes(back, lostAt - 2_000);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  expect(times.length).toBeGreaterThan(3);
  expect(Math.max(...gaps)).toBeLessThan(2_500);
  expect(backAfterMs).toBeLessThan(BACK_WITHIN_MS);
}

describe('the desktop application in one run', () => {
  const desk = createDesk();
  let desktop: DesktopApp;
  let page: Page;
  beforeAll(async () => {
    desktop = await DesktopApp.launch(desk);
    page = await desktop.firstWindow();
  });
  afterAll(async () => {
    await desktop?.quit();
    desk.remove();
  });

  it('shows the station and its values', async () => {
    await goodTags(page);
    await expect
      .poll(() => page.evaluate(() => document.body.innerText.length), { timeout: 10_000 })
      .toBeGreaterThan(50);
  });

  it('begins a new session when the page is reloaded and ends the old one', async () => {
    await page.reload();
    await goodTags(page);
    const beats = await page.evaluate(
      watchMs =>
        new Promise<number>(resolve => {
          let count = 0;
          const { citygate } = window as Window & typeof globalThis & { citygate: CitygateBridge };
          citygate.listen(message => {
            if (message.kind === 'beat') count++;
          });
          setTimeout(() => resolve(count), watchMs);
        }),
      5 * BEAT_MS,
    );
    expect(beats).toBeGreaterThan(0);
    // Two sessions would beat ten times.
    expect(beats).toBeLessThan(8);
  });

  it('comes to the front on a second start, which ends at once', async () => {
    await desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
    const sandbox = process.platform === 'linux' ? ['--no-sandbox'] : [];
    const second = spawn(electronExecutable(), [...sandbox, root, '--data', desk.data], {
      env: environmentOf(desk),
      stdio: 'ignore',
    });
    expect(await new Promise(resolve => second.once('exit', resolve))).toBe(0);
    const isMinimized = () =>
      desktop.electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map(window => window.isMinimized()),
      );
    await expect.poll(isMinimized, { timeout: 5_000 }).toEqual([false]);
  });

  it('has its window back within 5 s when the renderer is killed, while polling goes on', () =>
    expectWindowBack(desktop, async () => {
      const pid = await desktop.electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
      );
      expect(pid).toBeGreaterThan(0);
      process.kill(pid ?? 0, 'SIGKILL');
    }));
});

describe('the desktop application', () => {
  it('has its window back within 5 s when the renderer hangs, while polling goes on', async () => {
    const { desktop } = await launch();
    await expectWindowBack(desktop, async page => {
      const forever = page.evaluate(() => {
        for (;;);
      });
      // It ends with the renderer.
      forever.catch(() => undefined);
    });
  });

  it('opens where it was closed', async () => {
    const place = { x: 120, y: 60, width: 1400, height: 900 };
    const { desktop, desk } = await launch();
    await desktop.firstWindow();
    await desktop.electron.evaluate(
      ({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds),
      place,
    );
    await desktop.quit();
    const again = await launch(desk);
    await again.desktop.firstWindow();
    const bounds = await again.desktop.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getBounds(),
    );
    expect(bounds).toEqual(place);
  });

  it.runIf(process.platform === 'linux')('ends every process it started when it is quit', async () => {
    const { desktop } = await launch();
    await desktop.firstWindow();
    const children = descendants(desktop.pid);
    expect(children.length).toBeGreaterThan(1);
    expect(await desktop.quit()).toBe(0);
    expect(await allGone(children, 3_000)).toBe(true);
  });

  it.runIf(process.platform === 'linux')('leaves no process behind when it is killed', async () => {
    const { desktop } = await launch();
    await desktop.firstWindow();
    const children = descendants(desktop.pid);
    desktop.kill();
    expect(await allGone(children, 5_000)).toBe(true);
  });
});

describe('a station that cannot start', () => {
  async function expectRefusal(args: readonly string[], desk: Desk = createDesk()): Promise<string> {
    const { desktop } = await launch(desk, args);
    const page = await desktop.firstWindow();
    await page.getByRole('heading').waitFor();
    const text = await page.evaluate(() => document.body.innerText);
    expect(await page.evaluate(() => 'citygate' in window)).toBe(false);
    const children = descendants(desktop.pid);
    await page.close();
    expect(await desktop.exited()).toBe(1);
    expect(await allGone(children, 3_000)).toBe(true);
    return text;
  }

  it('says in both languages that there is no project, and ends with 1', async () => {
    const text = await expectRefusal(['--project', join(root, 'test')]);
    expect(text).toContain('Citygate 无法启动');
    expect(text).toMatch(/station\.yaml/);
    expect(text).toContain('bad-project');
  });

  it('says in both languages that the data folder cannot be written', async () => {
    const desk = createDesk();
    mkdirSync(dirname(desk.data), { recursive: true });
    writeFileSync(desk.data, 'a file where a folder should be');
    const text = await expectRefusal(['--data', join(desk.data, 'below')], desk);
    expect(text).toMatch(/[\u4e00-\u9fff]/);
    expect(text).toMatch(/data/i);
  });

  it('says in both languages that another instance uses the data folder', async () => {
    const { desktop, desk } = await launch();
    await desktop.firstWindow();
    const other = createDesk();
    const text = await expectRefusal(['--data', desk.data], other);
    expect(text).toContain('data-locked');
  });

  it('says in both languages that an option lacks its folder', async () => {
    expect(await expectRefusal(['--project='])).toContain('bad-command-line');
  });
});

describe.runIf(isStandIn)('the stand-in', () => {
  it('grants what the app forgets to refuse, so that the hostile-page tests can fail', async () => {
    const { desktop } = await launch();
    const page = await desktop.firstWindow();
    // Asked while the page is still being replaced, the question would die with its document.
    const loaded = page.waitForEvent('load');
    await desktop.electron.evaluate(({ session, BrowserWindow }) => {
      session.defaultSession.setPermissionRequestHandler(null);
      session.defaultSession.setPermissionCheckHandler(null);
      const [window] = BrowserWindow.getAllWindows();
      window?.webContents.removeAllListeners('will-navigate').removeAllListeners('will-frame-navigate');
      return window?.loadURL('app://citygate/index.html');
    });
    await loaded;
    const state = await page.evaluate(async () => (await navigator.permissions.query({ name: 'geolocation' })).state);
    expect(state).toBe('granted');
    await page.evaluate(() => {
      location.href = '/index.html?elsewhere';
    });
    await page.waitForURL(url => url.search === '?elsewhere');
  });
});
