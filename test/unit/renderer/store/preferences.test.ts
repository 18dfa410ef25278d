/** What one window chooses holds in the others of its browser. */
import { expect, test } from 'vitest';
import { createPreferences, type PreferenceWindow } from '../../../../renderer/store/preferences.ts';

type Listener = Parameters<PreferenceWindow['addEventListener']>[1];

/** Windows of one browser: what one writes, the others are told, and it itself is not. */
function browser() {
  const kept = new Map<string, string>();
  const listeners = new Map<PreferenceWindow, Listener>();
  let writes = 0;
  const tell = (from: PreferenceWindow | null, key: string | null): void => {
    for (const [window, listener] of listeners) if (window !== from) listener({ key });
  };
  const open = (): PreferenceWindow => {
    const window: PreferenceWindow = {
      localStorage: {
        length: 0,
        key: () => null,
        clear: () => kept.clear(),
        removeItem: key => void kept.delete(key),
        getItem: key => kept.get(key) ?? null,
        setItem: (key, value) => {
          if (kept.get(key) === value) return;
          writes += 1;
          kept.set(key, value);
          tell(window, key);
        },
      },
      addEventListener: (_kind, listener) => void listeners.set(window, listener),
    };
    return window;
  };
  return {
    open,
    writes: () => writes,
    clear: () => {
      kept.clear();
      tell(null, null);
    },
  };
}

const root = () => ({ lang: '', dataset: {} });
const DUTY = { name: '王海涛', until: 1_000 };

test('the name on duty, the areas, the language and the palette are those of all windows of a browser, told once', () => {
  const { open, writes } = browser();
  const [firstRoot, secondRoot] = [root(), root()];
  const first = createPreferences(firstRoot, open(), 'en');
  const second = createPreferences(secondRoot, open(), 'en');
  first.duty.set(DUTY);
  first.areas.set(['1300']);
  first.language.set('zh');
  first.theme.set('night');
  expect(second.duty.get()).toEqual(DUTY);
  expect(second.areas.get()).toEqual(['1300']);
  expect(secondRoot).toEqual({ lang: 'zh-CN', dataset: { theme: 'night' } });
  expect(writes()).toBe(4);
  second.duty.set(null);
  expect(first.duty.get()).toBeNull();
  const third = createPreferences(root(), open(), 'en');
  expect([third.areas.get(), third.language.get(), third.theme.get()]).toEqual([['1300'], 'zh', 'night']);
});

test('the name given last in a dialog is suggested in all windows, also later, and puts nobody on duty', () => {
  const { open } = browser();
  const [first, second] = [createPreferences(root(), open(), 'en'), createPreferences(root(), open(), 'en')];
  first.lastWho.set(DUTY);
  expect([second.lastWho.get(), second.duty.get()]).toEqual([DUTY, null]);
  expect(createPreferences(root(), open(), 'en').lastWho.get()).toEqual(DUTY);
});

test('a storage that somebody has cleared leaves nobody on duty and the whole station, in the language that was read', () => {
  const { open, clear } = browser();
  const preferences = createPreferences(root(), open(), 'en');
  preferences.language.set('zh');
  preferences.duty.set(DUTY);
  preferences.areas.set(['1300']);
  clear();
  expect([preferences.duty.get(), preferences.areas.get(), preferences.language.get()]).toEqual([null, null, 'zh']);
});

test('the pens of a trend stay those of their window', () => {
  const { open } = browser();
  const [first, second] = [createPreferences(root(), open(), 'en'), createPreferences(root(), open(), 'en')];
  const before = second.trend.get();
  first.trend.set({ ...first.trend.get(), spanMs: first.trend.get().spanMs * 2 });
  expect(second.trend.get()).toBe(before);
});

test('a window is for fingers where the machine says so, from the first finger on, or as a person chooses, in all windows', () => {
  const { open } = browser();
  const coarse = { ...open(), matchMedia: () => ({ matches: true }) };
  const tablet = root();
  createPreferences(tablet, coarse, 'en');
  expect(tablet).toEqual({ lang: 'en', dataset: { theme: 'day', touch: 'on' } });
  const [desk, other] = [root(), root()];
  const [first, second] = [createPreferences(desk, open(), 'en'), createPreferences(other, open(), 'en')];
  expect(first.fingers.get()).toBe(false);
  first.fingers.pressed();
  expect([first.fingers.get(), second.fingers.get()]).toEqual([true, false]);
  first.touch.set('off');
  expect([first.fingers.get(), desk.dataset]).toEqual([false, { theme: 'day' }]);
  first.touch.set('on');
  expect([second.fingers.get(), other.dataset]).toEqual([true, { theme: 'day', touch: 'on' }]);
});
