/**
 * Which screen this window shows, kept in the part of its address after `#`: a reload keeps it on either host, Back works, and
 * a screen can be linked to. Reading and writing an address are pure; the window's history is handed in. Whatever cannot be
 * read leads to the overview: an operator is never left without a picture because of an address.
 */
import { type MutableObservable, observable } from './observable.ts';

export const ALARM_TABS = ['active', 'shelved', 'hidden', 'journal', 'events', 'performance'] as const;
export type AlarmTab = (typeof ALARM_TABS)[number];

export type Place =
  | { readonly screen: 'overview' }
  | { readonly screen: 'trends' }
  /** `alarm` is the one whose card is open; null for none. */
  | { readonly screen: 'alarms'; readonly tab: AlarmTab; readonly alarm: string | null }
  /** `part` has the focus; `device` is the selected one, null for the first of all. */
  | { readonly screen: 'communication'; readonly part: 'devices' | 'overrides'; readonly device: string | null };

export const OVERVIEW: Place = { screen: 'overview' };
export const TRENDS: Place = { screen: 'trends' };

/** The communication screen with this device, or with the first. */
export const communicationOf = (device: string | null): Place => ({
  screen: 'communication',
  part: 'devices',
  device,
});

export const ALARMS: Place = { screen: 'alarms', tab: 'active', alarm: null };

/** The list of alarms with the card of this one. */
export const alarmOf = (alarm: string | null, tab: AlarmTab = 'active'): Place => ({ screen: 'alarms', tab, alarm });

export const OVERRIDES: Place = { screen: 'communication', part: 'overrides', device: null };

/** The place that an address names; `hash` as the browser gives it, with or without `#`. */
export function readPlace(hash: string): Place {
  const [screen, part, device, ...rest] = hash.replace(/^#?\/?/, '').split('/');
  if (screen === 'trends' && part === undefined) return TRENDS;
  if (screen === 'alarms' && rest.length === 0) return readAlarms(part, device);
  if (screen !== 'communication' || rest.length > 0) return OVERVIEW;
  if (part === undefined || part === '') return communicationOf(null);
  if (part === 'overrides' && device === undefined) return OVERRIDES;
  if (part !== 'devices') return OVERVIEW;
  return communicationOf(device === undefined || device === '' ? null : decoded(device));
}

function readAlarms(tab: string | undefined, alarm: string | undefined): Place {
  if (tab === undefined || tab === '') return ALARMS;
  const known = ALARM_TABS.find(name => name === tab);
  return known === undefined ? OVERVIEW : alarmOf(alarm === undefined || alarm === '' ? null : decoded(alarm), known);
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** Address of a place, with `#`. */
export function placeHash(place: Place): string {
  if (place.screen === 'overview') return '#/';
  if (place.screen === 'trends') return '#/trends';
  if (place.screen === 'alarms') return alarmsHash(place);
  if (place.part === 'overrides') return '#/communication/overrides';
  return place.device === null ? '#/communication' : `#/communication/devices/${encodeURIComponent(place.device)}`;
}

function alarmsHash({ tab, alarm }: Extract<Place, { screen: 'alarms' }>): string {
  if (alarm !== null) return `#/alarms/${tab}/${encodeURIComponent(alarm)}`;
  return tab === 'active' ? '#/alarms' : `#/alarms/${tab}`;
}

/** What is needed of the window. */
export interface PlaceHistory {
  readonly hash: () => string;
  readonly push: (hash: string) => void;
  readonly replace: (hash: string) => void;
  /** Called when the person goes back or forth, or types an address. */
  readonly onMove: (listener: () => void) => void;
}

/** The window's place. Another screen is a step that Back undoes; another device on the same screen is not. */
export function createPlace(history: PlaceHistory): MutableObservable<Place> {
  const place = observable(readPlace(history.hash()));
  history.onMove(() => {
    const moved = readPlace(history.hash());
    if (placeHash(moved) !== placeHash(place.get())) place.set(moved);
  });
  return {
    ...place,
    set: next => {
      const before = place.get();
      const hash = placeHash(next);
      if (hash === placeHash(before)) return;
      if (next.screen === before.screen) history.replace(hash);
      else history.push(hash);
      place.set(next);
    },
  };
}

/** The history of a browser's window. */
export function windowHistory(window: Window): PlaceHistory {
  return {
    hash: () => window.location.hash,
    push: hash => window.history.pushState(null, '', hash),
    replace: hash => window.history.replaceState(null, '', hash),
    onMove: listener => window.addEventListener('popstate', listener),
  };
}
