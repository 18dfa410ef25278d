/** Several windows of one desk, their layout over a restart, and the kiosk. */
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { createDesk, type Desk, DesktopApp, isStandIn } from '../kit/electron-app.ts';
import { isRunning } from '../kit/station-process.ts';

const started: { desktop: DesktopApp; desk: Desk }[] = [];
afterEach(async () => {
  delete process.env['STAND_IN_DISPLAYS'];
  for (const { desktop, desk } of started.splice(0)) {
    if (isRunning(desktop.pid)) await desktop.quit();
    desk.remove();
  }
});

async function launch(desk: Desk = createDesk(), args: readonly string[] = []) {
  const desktop = await DesktopApp.launch(desk, args);
  started.push({ desktop, desk });
  return { desktop, desk, page: await desktop.firstWindow() };
}

const WALL = [
  { x: 0, y: 0, width: 1920, height: 1080 },
  { x: 1920, y: 0, width: 1920, height: 1080 },
];

const boundsOf = (desktop: DesktopApp) =>
  desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map(window => window.getBounds()));

const screensOf = (desktop: DesktopApp) =>
  desktop.electron
    .windows()
    .map(page => new URL(page.url()).hash)
    .toSorted();

/** Once a window other than `before` shows this screen. A pop-up that main has refused comes and goes meanwhile. */
async function shownBeside(desktop: DesktopApp, before: Page, hash: string): Promise<void> {
  const shows = async (page: Page): Promise<boolean> =>
    page !== before &&
    new URL(page.url()).hash === hash &&
    (await page
      .getByTestId('shell')
      .count()
      .catch(() => 0)) === 1;
  await expect
    .poll(async () => (await Promise.all(desktop.electron.windows().map(shows))).includes(true), { timeout: 15_000 })
    .toBe(true);
}

describe.runIf(isStandIn)('windows on a wall of two monitors', () => {
  it('come up again where they stood with their screens, and on the monitor that is left when one has gone', {
    timeout: 120_000,
  }, async () => {
    process.env['STAND_IN_DISPLAYS'] = JSON.stringify(WALL);
    const first = await launch();
    await first.page.getByTestId('scene').waitFor();
    await first.page.keyboard.press('Shift+F4');
    await shownBeside(first.desktop, first.page, '#/scenes/metering');
    await first.page.keyboard.press('F2');
    await expect
      .poll(() => screensOf(first.desktop), { timeout: 5_000 })
      .toEqual(['#/scenes/filtering', '#/scenes/metering']);
    expect(await boundsOf(first.desktop)).toEqual(expect.arrayContaining([WALL[1]]));
    await first.desktop.quit();

    const second = await launch(first.desk);
    await expect
      .poll(() => screensOf(second.desktop), { timeout: 15_000 })
      .toEqual(['#/scenes/filtering', '#/scenes/metering']);
    expect(await boundsOf(second.desktop)).toEqual(expect.arrayContaining([...WALL]));
    await second.desktop.quit();

    process.env['STAND_IN_DISPLAYS'] = JSON.stringify([WALL[0]]);
    const third = await launch(first.desk);
    await expect
      .poll(() => screensOf(third.desktop), { timeout: 15_000 })
      .toEqual(['#/scenes/filtering', '#/scenes/metering']);
    for (const bounds of await boundsOf(third.desktop)) expect(bounds.x + bounds.width).toBeLessThanOrEqual(1920);
  });
});

describe('a kiosk', () => {
  it('has no frame, is not closed by its page, and comes back by itself on the same screen within 5 s when its renderer is killed', async () => {
    const { desktop, page } = await launch(createDesk(), ['--kiosk']);
    await page.getByTestId('scene').waitFor();
    const isKiosk = () =>
      desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map(window => window.isKiosk()));
    expect(await isKiosk()).toEqual([true]);
    await desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    expect(await isKiosk()).toEqual([true]);
    await page.keyboard.press('F9');
    await expect.poll(() => new URL(page.url()).hash).toBe('#/alarms');
    const pid = await desktop.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
    );
    const lostAt = performance.now();
    process.kill(pid ?? 0, 'SIGKILL');
    await shownBeside(desktop, page, '#/alarms');
    expect(performance.now() - lostAt).toBeLessThan(5_000);
    expect(await isKiosk()).toEqual([true]);
  });
});
