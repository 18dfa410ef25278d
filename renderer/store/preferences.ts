/**
 * Language, palette, trend pens, areas of responsibility of this screen and who is on duty at it. Kept in the browser's storage;
 * the root attributes are what the styles follow.
 */
import { LANGUAGES, type Language } from '../../shared/text/text.ts';
import { type Duty, dutyText, readAreas, readDuty } from '../alarms/desk/duty.ts';
import { type MutableObservable, observable } from './observable.ts';
import { readTrendSetup, type TrendSetup, trendSetupText } from './trend-setup.ts';

export type Theme = 'day' | 'night';

export interface Preferences {
  readonly language: MutableObservable<Language>;
  readonly theme: MutableObservable<Theme>;
  readonly trend: MutableObservable<TrendSetup>;
  /** Areas whose alarms are heard and counted here; null = the whole station. */
  readonly areas: MutableObservable<readonly string[] | null>;
  /** Who acts at this screen, until the end of the shift. */
  readonly duty: MutableObservable<Duty | null>;
}

const LANGUAGE_KEY = 'citygate.language';
const THEME_KEY = 'citygate.theme';
const TREND_KEY = 'citygate.trend';
const AREAS_KEY = 'citygate.areas';
const DUTY_KEY = 'citygate.duty';

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

/** Reads the saved choice, or takes the machine's language and the day palette, and keeps `root` in step. */
export function createPreferences(
  root: HTMLElement,
  storage: Storage | undefined,
  machineLanguage: string,
): Preferences {
  const savedLanguage = LANGUAGES.find(language => language === read(storage, LANGUAGE_KEY));
  const language = observable<Language>(
    savedLanguage ?? (machineLanguage.toLowerCase().startsWith('zh') ? 'zh' : 'en'),
  );
  const theme = observable<Theme>(read(storage, THEME_KEY) === 'night' ? 'night' : 'day');
  const trend = observable(readTrendSetup(read(storage, TREND_KEY)));
  trend.subscribe(() => keep(storage, TREND_KEY, trendSetupText(trend.get())));
  const areas = observable(readAreas(read(storage, AREAS_KEY)));
  areas.subscribe(() => keep(storage, AREAS_KEY, JSON.stringify(areas.get())));
  const duty = observable(readDuty(read(storage, DUTY_KEY)));
  duty.subscribe(() => keep(storage, DUTY_KEY, dutyText(duty.get())));
  const show = (): void => {
    root.lang = language.get() === 'zh' ? 'zh-CN' : 'en';
    root.dataset['theme'] = theme.get();
  };
  language.subscribe(() => {
    keep(storage, LANGUAGE_KEY, language.get());
    show();
  });
  theme.subscribe(() => {
    keep(storage, THEME_KEY, theme.get());
    show();
  });
  show();
  return { language, theme, trend, areas, duty };
}
