/**
 * Language, palette, touch, trend pens, places of faceplates, areas of responsibility of this screen and who is on duty at it. Kept in
 * the browser's storage, and but for pens and faceplates the same in all windows of it: one person sits in front of them, and an order
 * must not carry the name of the one before.
 * The root attributes are what the styles follow.
 */
import { LANGUAGES, type Language } from '../../shared/text/text.ts';
import { type Duty, dutyText, readAreas, readDuty } from '../alarms/desk/duty.ts';
import { type PlatePlaces, readPlatePlaces } from '../faceplates/desk/plate-places.ts';
import { createTouchMode, readTouch, type TouchChoice, type TouchMode } from '../touch/touch-mode.ts';
import { type MutableObservable, observable } from './observable.ts';
import { readTrendSetup, type TrendSetup, trendSetupText } from './trend-setup.ts';

export type Theme = 'day' | 'night';

export interface Preferences {
  readonly language: MutableObservable<Language>;
  readonly theme: MutableObservable<Theme>;
  readonly trend: MutableObservable<TrendSetup>;
  /** Where faceplates of each type stood last. */
  readonly plates: MutableObservable<PlatePlaces>;
  /** Areas whose alarms are heard and counted here; null = the whole station. */
  readonly areas: MutableObservable<readonly string[] | null>;
  /** Who acts at this screen, until the end of the shift. */
  readonly duty: MutableObservable<Duty | null>;
  /** The name that was given last in a dialog, until the end of that shift: suggested to the next one, and nobody's duty. */
  readonly lastWho: MutableObservable<Duty | null>;
  readonly touch: MutableObservable<TouchChoice>;
  /** Whether the window is drawn for fingers now. */
  readonly fingers: TouchMode;
}

const LANGUAGE_KEY = 'citygate.language';
const THEME_KEY = 'citygate.theme';
const TREND_KEY = 'citygate.trend';
const PLATES_KEY = 'citygate.faceplates';
const AREAS_KEY = 'citygate.areas';
const DUTY_KEY = 'citygate.duty';
const WHO_KEY = 'citygate.who';
const TOUCH_KEY = 'citygate.touch';

/** Storage may be forbidden (kiosk policy, private window): the choice then lasts as long as the window. */
function read(storage: Storage | undefined, key: string): string | null {
  try {
    return storage?.getItem(key) ?? null;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

function keep(storage: Storage | undefined, key: string, value: string): void {
  try {
    storage?.setItem(key, value);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

const readLanguage = (text: string | null): Language | undefined => LANGUAGES.find(language => language === text);
const readTheme = (text: string | null): Theme => (text === 'night' ? 'night' : 'day');

/** What is needed of the window: where choices are kept, and word of what another window has changed there. */
export interface PreferenceWindow {
  readonly localStorage: Storage | undefined;
  matchMedia?(query: string): { readonly matches: boolean };
  addEventListener(kind: 'storage', listener: (event: Pick<StorageEvent, 'key'>) => void): void;
}

/** Reads the saved choice, or takes the machine's language and the day palette, and keeps `root` in step. */
export function createPreferences(
  root: Pick<HTMLElement, 'lang' | 'dataset'>,
  window: PreferenceWindow,
  machineLanguage: string,
): Preferences {
  const storage = window.localStorage;
  const language = observable<Language>(
    readLanguage(read(storage, LANGUAGE_KEY)) ?? (machineLanguage.toLowerCase().startsWith('zh') ? 'zh' : 'en'),
  );
  const theme = observable<Theme>(readTheme(read(storage, THEME_KEY)));
  const trend = observable(readTrendSetup(read(storage, TREND_KEY)));
  trend.subscribe(() => keep(storage, TREND_KEY, trendSetupText(trend.get())));
  const plates = observable(readPlatePlaces(read(storage, PLATES_KEY)));
  plates.subscribe(() => keep(storage, PLATES_KEY, JSON.stringify(plates.get())));
  const areas = observable(readAreas(read(storage, AREAS_KEY)));
  areas.subscribe(() => keep(storage, AREAS_KEY, JSON.stringify(areas.get())));
  const duty = observable(readDuty(read(storage, DUTY_KEY)));
  duty.subscribe(() => keep(storage, DUTY_KEY, dutyText(duty.get())));
  const lastWho = observable(readDuty(read(storage, WHO_KEY)));
  lastWho.subscribe(() => keep(storage, WHO_KEY, dutyText(lastWho.get())));
  const touch = observable(readTouch(read(storage, TOUCH_KEY)));
  touch.subscribe(() => keep(storage, TOUCH_KEY, touch.get()));
  const fingers = createTouchMode(touch, window.matchMedia?.('(pointer: coarse)').matches === true);
  const show = (): void => {
    root.lang = language.get() === 'zh' ? 'zh-CN' : 'en';
    root.dataset['theme'] = theme.get();
    if (fingers.get()) root.dataset['touch'] = 'on';
    else delete root.dataset['touch'];
  };
  fingers.subscribe(show);
  language.subscribe(() => {
    keep(storage, LANGUAGE_KEY, language.get());
    show();
  });
  theme.subscribe(() => {
    keep(storage, THEME_KEY, theme.get());
    show();
  });
  show();
  const preferences = { language, theme, trend, plates, areas, duty, lastWho, touch, fingers };
  window.addEventListener('storage', ({ key }) => {
    // All of it was cleared.
    if (key === null) for (const one of SHARED_KEYS) take(preferences, one, read(storage, one));
    else take(preferences, key, read(storage, key));
  });
  return preferences;
}

const SHARED_KEYS = [LANGUAGE_KEY, THEME_KEY, AREAS_KEY, DUTY_KEY, WHO_KEY, TOUCH_KEY] as const;

/** Another window of this browser has chosen. */
function take({ language, theme, areas, duty, lastWho, touch }: Preferences, key: string, text: string | null): void {
  if (key === LANGUAGE_KEY) language.set(readLanguage(text) ?? language.get());
  if (key === THEME_KEY) theme.set(readTheme(text));
  if (key === AREAS_KEY) areas.set(readAreas(text));
  if (key === DUTY_KEY) duty.set(readDuty(text));
  if (key === WHO_KEY) lastWho.set(readDuty(text));
  if (key === TOUCH_KEY) touch.set(readTouch(text));
}
