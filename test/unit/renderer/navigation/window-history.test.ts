/** What the window knows of its own history: the steps there are, over reloads and typed addresses. */
import { describe, expect, test } from 'vitest';
import { type HistoryWindow, windowHistory } from '../../../../renderer/navigation/window-history.ts';

/** A browser's window: entries with what was kept in each, and a storage that outlives a reload. */
function browser() {
  const entries: { hash: string; state: unknown }[] = [{ hash: '', state: null }];
  const stored = new Map<string, string>();
  let at = 0;
  const listeners: (() => void)[] = [];
  const window: HistoryWindow = {
    location: {
      get hash() {
        return entries[at]?.hash ?? '';
      },
    },
    history: {
      get state(): unknown {
        return entries[at]?.state ?? null;
      },
      pushState: (state: unknown, _title: string, url?: string | URL | null) => {
        at += 1;
        entries.splice(at, entries.length, { hash: String(url), state });
      },
      replaceState: (state: unknown, _title: string, url?: string | URL | null) => {
        entries[at] = { hash: String(url), state };
      },
      go: (steps = 0) => {
        at += steps;
        for (const listener of listeners) listener();
      },
    },
    sessionStorage: { getItem: key => stored.get(key) ?? null, setItem: (key, value) => void stored.set(key, value) },
    addEventListener: (_kind, listener) => void listeners.push(listener),
  };
  const type = (hash: string): void => {
    at += 1;
    entries.splice(at, entries.length, { hash, state: null });
    for (const listener of listeners) listener();
  };
  return { window, type };
}

describe('the history of a window', () => {
  test('has no way out of the program where it begins', () => {
    const { window } = browser();
    expect(windowHistory(window).reach()).toEqual({ back: false, forward: false });
  });

  test('knows after a reload what is behind and what is ahead', () => {
    const { window } = browser();
    const before = windowHistory(window);
    before.onMove(() => undefined);
    before.push('#/scenes/filtering');
    before.push('#/trends');
    before.go(-1);
    expect(windowHistory(window).reach()).toEqual({ back: true, forward: true });
  });

  test('takes a typed address for a step behind the one that is shown', () => {
    const { window, type } = browser();
    const history = windowHistory(window);
    const moves: string[] = [];
    history.onMove(() => moves.push(history.hash()));
    history.push('#/trends');
    history.go(-1);
    type('#/alarms');
    expect(moves).toEqual(['', '#/alarms']);
    expect(history.reach()).toEqual({ back: true, forward: false });
    history.go(-1);
    expect(history.reach()).toEqual({ back: false, forward: true });
  });

  test('goes on where storage is forbidden', () => {
    const { window } = browser();
    const forbidden = (): never => {
      throw new DOMException('no', 'SecurityError');
    };
    const history = windowHistory({ ...window, sessionStorage: { getItem: forbidden, setItem: forbidden } });
    history.push('#/trends');
    expect(history.reach()).toEqual({ back: true, forward: false });
  });
});
