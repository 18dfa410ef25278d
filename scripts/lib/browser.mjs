/**
 * Finds an installed Chromium, Chrome or Edge and says how to open the HMI in it as a window of
 * its own. The search order is a pure function of platform and environment. Node built-ins only.
 */
import { accessSync, constants } from 'node:fs';
import { posix, win32 } from 'node:path';

const LINUX_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];
const LINUX_PLACES = ['/snap/bin/chromium', '/opt/google/chrome/chrome', '/opt/microsoft/msedge/msedge'];
const MAC_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const WINDOWS_PLACES = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Chromium\\Application\\chrome.exe',
];
const WINDOWS_ROOTS = ['LOCALAPPDATA', 'PROGRAMFILES', 'PROGRAMFILES(X86)'];

/** Where to look, best first: the one the user named, then PATH, then the usual places. */
export function browserCandidates(platform, env) {
  const named = env.CITYGATE_BROWSER ? [env.CITYGATE_BROWSER] : [];
  if (platform === 'win32') {
    const roots = WINDOWS_ROOTS.map(name => env[name]).filter(Boolean);
    return [...named, ...WINDOWS_PLACES.flatMap(place => roots.map(root => win32.join(root, place)))];
  }
  if (platform === 'darwin') return [...named, ...MAC_PLACES];
  const folders = (env.PATH ?? '').split(':').filter(Boolean);
  const inPath = LINUX_NAMES.flatMap(name => folders.map(folder => posix.join(folder, name)));
  return [...named, ...inPath, ...LINUX_PLACES];
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch (error) {
    if (['ENOENT', 'EACCES', 'ENOTDIR'].includes(error.code)) return false;
    throw error;
  }
}

/** First candidate that exists and may be executed, or undefined. */
export function findBrowser({ platform = process.platform, env = process.env, exists = isExecutable } = {}) {
  return browserCandidates(platform, env).find(exists);
}

/** True when a window can be shown at all. */
export function hasDisplay(platform = process.platform, env = process.env) {
  return platform === 'win32' || platform === 'darwin' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Chromium refuses its sandbox to root on Linux; nobody else runs without it. */
export function sandboxArgs(platform = process.platform, uid = process.getuid?.()) {
  return platform === 'linux' && uid === 0 ? ['--no-sandbox'] : [];
}

/** Arguments for a window of its own, with a profile that shares nothing with the user's browser. */
export function windowArgs(url, profileDir) {
  const quiet = ['--no-first-run', '--no-default-browser-check', '--disable-sync', '--disable-background-networking'];
  // An alarm must be heard before anybody has touched the window.
  const audible = '--autoplay-policy=no-user-gesture-required';
  return [
    `--app=${url}`,
    `--user-data-dir=${profileDir}`,
    '--window-size=1920,1080',
    audible,
    ...quiet,
    ...sandboxArgs(),
  ];
}
