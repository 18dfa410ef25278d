/** The order in which an installed browser is looked for, and how it is opened. */
import { describe, expect, it } from 'vitest';
import { browserCandidates, findBrowser, hasDisplay, sandboxArgs, windowArgs } from '../../../scripts/lib/browser.mjs';

describe('the search for a browser', () => {
  it('takes the one named by CITYGATE_BROWSER before any other', () => {
    const env = { CITYGATE_BROWSER: '/opt/mine', PATH: '/usr/bin' };
    expect(findBrowser({ platform: 'linux', env, exists: () => true })).toBe('/opt/mine');
  });

  it('prefers Chromium to Chrome to Edge, each in the order of PATH', () => {
    const order = browserCandidates('linux', { PATH: '/a:/b' });
    expect(order.slice(0, 2)).toEqual(['/a/chromium', '/b/chromium']);
    expect(order.indexOf('/b/chromium')).toBeLessThan(order.indexOf('/a/google-chrome'));
    expect(order.indexOf('/b/google-chrome')).toBeLessThan(order.indexOf('/a/microsoft-edge'));
  });

  it('looks in the usual places of Windows, for the user before the machine', () => {
    const env = { LOCALAPPDATA: 'C:\\Users\\op\\AppData\\Local', PROGRAMFILES: 'C:\\Program Files' };
    const order = browserCandidates('win32', env);
    expect(order[0]).toBe('C:\\Users\\op\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe');
    expect(order).toContain('C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe');
  });

  it('finds nothing where nothing is installed', () => {
    expect(findBrowser({ platform: 'darwin', env: {}, exists: () => false })).toBeUndefined();
  });

  it('does not take a file that may not be executed, nor a folder in PATH that is none', () => {
    const env = { PATH: '/etc/passwd:/nowhere' };
    expect(findBrowser({ platform: 'linux', env: { ...env, CITYGATE_BROWSER: '/etc/passwd' } })).not.toBe(
      '/etc/passwd',
    );
  });
});

describe('the window', () => {
  it('needs a display on Linux only', () => {
    expect(hasDisplay('linux', {})).toBe(false);
    expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
    expect(hasDisplay('win32', {})).toBe(true);
  });

  it('gives up the sandbox for root on Linux and for nobody else', () => {
    expect(sandboxArgs('linux', 0)).toEqual(['--no-sandbox']);
    expect(sandboxArgs('linux', 1000)).toEqual([]);
    expect(sandboxArgs('win32', undefined)).toEqual([]);
  });

  it('opens the address without browser controls in a profile of its own', () => {
    const args = windowArgs('http://127.0.0.1:8460', '/data/browser');
    expect(args).toContain('--app=http://127.0.0.1:8460');
    expect(args).toContain('--user-data-dir=/data/browser');
  });
});
