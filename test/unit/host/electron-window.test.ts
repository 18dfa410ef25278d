/** The parts of the desktop host that decide without Electron: restart policy, hang watch, senders, command line, failure page. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FAILURE_PAGE, failurePages } from '../../../main/host/electron-failure.ts';
import { isTrustedSender } from '../../../main/host/electron-ipc.ts';
import { profileDirectory, readCommandLine } from '../../../main/host/electron-options.ts';
import { watchHang } from '../../../main/host/electron-window/hang.ts';
import { RestartPolicy } from '../../../main/host/electron-window/restart.ts';
import { StationError } from '../../../main/platform/station-error.ts';

describe('RestartPolicy', () => {
  it('brings a window back at once, then later and later, at most every 30 s', () => {
    const policy = new RestartPolicy();
    const delays = [0, 1, 2, 3, 4, 5, 6, 7].map(seconds => policy.delayAfterLoss(seconds * 1_000));
    expect(delays).toEqual([0, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('forgets after a minute of health', () => {
    const policy = new RestartPolicy();
    policy.delayAfterLoss(0);
    policy.delayAfterLoss(1_000);
    expect(policy.delayAfterLoss(61_001)).toBe(0);
  });
});

describe('watchHang', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());
  const page = (answer: () => Promise<unknown>) => ({
    executeJavaScript: answer,
    isDestroyed: () => false,
    isDevToolsOpened: () => false,
  });
  const clock = { now: () => Date.now(), monotonic: () => performance.now() };

  it('reports a page that falls silent, once, within 4 s', async () => {
    const onHang = vi.fn();
    let isAlive = true;
    watchHang(
      page(() => (isAlive ? Promise.resolve(0) : new Promise(() => undefined))),
      clock,
      onHang,
    );
    await vi.advanceTimersByTimeAsync(5_000);
    isAlive = false;
    await vi.advanceTimersByTimeAsync(2_400);
    expect(onHang).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1_600);
    expect(onHang).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(onHang).toHaveBeenCalledTimes(1);
  });

  it('gives a page that has just loaded 10 s for its first picture', async () => {
    const onHang = vi.fn();
    watchHang(
      page(() => new Promise(() => undefined)),
      clock,
      onHang,
    );
    await vi.advanceTimersByTimeAsync(9_500);
    expect(onHang).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1_500);
    expect(onHang).toHaveBeenCalledTimes(1);
  });

  it('leaves a page alone that answers, or refuses to', async () => {
    const onHang = vi.fn();
    watchHang(
      page(async () => 0),
      clock,
      onHang,
    );
    watchHang(
      page(() => Promise.reject(new Error('no'))),
      clock,
      onHang,
    );
    await vi.advanceTimersByTimeAsync(60_000);
    expect(onHang).not.toHaveBeenCalled();
  });

  it('does not blame the page for the time the machine slept', async () => {
    const onHang = vi.fn();
    let asleepMs = 0;
    const sleepy = { now: () => Date.now(), monotonic: () => performance.now() + asleepMs };
    let answer: (value: unknown) => void = () => undefined;
    watchHang(
      page(() => new Promise(resolve => (answer = resolve))),
      sleepy,
      onHang,
    );
    await vi.advanceTimersByTimeAsync(700);
    asleepMs = 3_600_000;
    await vi.advanceTimersByTimeAsync(1_000);
    answer(0);
    await vi.advanceTimersByTimeAsync(500);
    expect(onHang).not.toHaveBeenCalled();
  });
});

describe('isTrustedSender', () => {
  const known = {};
  const windows = new Set<unknown>([known]);
  const frame = { origin: 'app://citygate', parent: null };

  it('trusts the main frame of a known window that shows our origin', () => {
    expect(isTrustedSender({ sender: known, senderFrame: frame }, windows)).toBe(true);
  });

  it.each([
    ['an unknown window', { sender: {}, senderFrame: frame }],
    ['a subframe', { sender: known, senderFrame: { ...frame, parent: frame } }],
    ['another origin', { sender: known, senderFrame: { ...frame, origin: 'https://citygate' } }],
    [
      'an origin that only begins like ours',
      { sender: known, senderFrame: { ...frame, origin: 'app://citygate.evil' } },
    ],
    ['an opaque origin', { sender: known, senderFrame: { ...frame, origin: 'null' } }],
    ['a frame that has gone', { sender: known, senderFrame: null }],
  ])('does not trust %s', (_name, event) => {
    expect(isTrustedSender(event, windows)).toBe(false);
  });
});

describe('readCommandLine', () => {
  const argv = (...args: string[]) => ['electron', '--inspect=0', '.', ...args];

  it('reads folders in both spellings and ignores what is Electron’s', () => {
    const given = readCommandLine(argv('--project', '/p/a b', '--data=/d', '--no-sandbox'));
    expect(given).toEqual({ projectDirectory: '/p/a b', dataDirectory: '/d' });
    expect(readCommandLine(argv())).toEqual({});
  });

  it.each([['--project'], ['--data='], ['--data']])('says in both languages that %s lacks its folder', option => {
    const { problem } = readCommandLine(argv(option, '--other'));
    expect(problem?.code).toBe('bad-command-line');
    expect(problem?.zh.message).toContain(option.replace('=', ''));
  });

  it('gives each data folder a profile of its own', () => {
    expect(profileDirectory('/u', undefined)).toBe('/u');
    expect(profileDirectory('/u', '/a')).not.toBe(profileDirectory('/u', '/b'));
    expect(profileDirectory('/u', '/a')).toBe(profileDirectory('/u', '/a'));
  });
});

describe('the page that says why there is no station', () => {
  it('carries both languages and no markup from the outside', async () => {
    const error = new StationError({
      code: 'bad-project',
      message: 'tags.csv:3:5 <img src=x onerror=1>',
      hint: 'Mend it.',
      retry: 'operator',
      zh: { message: 'tags.csv 第 3 行', hint: '请修改。' },
    });
    const html = await failurePages(() => error)
      .get(FAILURE_PAGE)?.()
      .text();
    expect(html).toContain('Mend it.');
    expect(html).toContain('请修改。');
    expect(html).toContain('&#60;img');
    expect(html).not.toContain('<img');
    expect(html).not.toContain('<script');
  });
});
