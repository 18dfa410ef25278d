/**
 * Which screen this window shows, kept in the part of its address after `#`: a reload keeps it on either host, Back works, and
 * a screen can be linked to. Reading and writing an address are pure; the window's history is handed in. Whatever cannot be
 * read leads to the overview: an operator is never left without a picture because of an address.
 */
import { type MutableObservable, type Observable, observable } from './observable.ts';

export const ALARM_TABS = ['active', 'shelved', 'hidden', 'journal', 'events', 'performance'] as const;
export type AlarmTab = (typeof ALARM_TABS)[number];

export const SUPPORT_TABS = ['io', 'interlocks', 'procedures', 'legend'] as const;
export type SupportTab = (typeof SUPPORT_TABS)[number];

export type Place =
  /** A process screen of the project; null for the first of the station, the overview. */
  | { readonly screen: 'scene'; readonly scene: string | null }
  | { readonly screen: 'trends' }
  /** `alarm` is the one whose card is open; null for none. */
  | { readonly screen: 'alarms'; readonly tab: AlarmTab; readonly alarm: string | null }
  /** `item` is the chosen one of the tab: an emergency card; null for none. */
  | { readonly screen: 'support'; readonly tab: SupportTab; readonly item: string | null }
  /** `part` has the focus; `device` is the selected one, null for the first of all. */
  | { readonly screen: 'communication'; readonly part: 'devices' | 'overrides'; readonly device: string | null };

export const OVERVIEW: Place = { screen: 'scene', scene: null };
export const TRENDS: Place = { screen: 'trends' };

export const sceneOf = (scene: string | null): Place => ({ screen: 'scene', scene });

/** The communication screen with this device, or with the first. */
export const communicationOf = (device: string | null): Place => ({
  screen: 'communication',
  part: 'devices',
  device,
});

export const ALARMS: Place = { screen: 'alarms', tab: 'active', alarm: null };

/** The list of alarms with the card of this one. */
export const alarmOf = (alarm: string | null, tab: AlarmTab = 'active'): Place => ({ screen: 'alarms', tab, alarm });

export const supportOf = (tab: SupportTab, item: string | null = null): Place => ({ screen: 'support', tab, item });
export const SUPPORT: Place = supportOf('io');

export const OVERRIDES: Place = { screen: 'communication', part: 'overrides', device: null };

/** Each gets what follows the name of its screen in the address; null when it cannot read that. */
const READERS: Readonly<Record<string, (parts: readonly string[]) => Place | null>> = {
  scenes: ([scene, ...rest]) => (rest.length > 0 ? null : sceneOf(textOf(scene))),
  trends: parts => (parts.length === 0 ? TRENDS : null),
  alarms: readAlarms,
  support: readSupport,
  communication: readCommunication,
};

/** The place that an address names; `hash` as the browser gives it, with or without `#`. */
export function readPlace(hash: string): Place {
  const [screen = '', ...parts] = hash.replace(/^#?\/?/, '').split('/');
  const read = Object.hasOwn(READERS, screen) ? READERS[screen] : undefined;
  return read?.(parts) ?? OVERVIEW;
}

function readAlarms([tab, alarm, ...rest]: readonly string[]): Place | null {
  if (rest.length > 0) return null;
  if (tab === undefined || tab === '') return ALARMS;
  const known = ALARM_TABS.find(name => name === tab);
  return known === undefined ? null : alarmOf(textOf(alarm), known);
}

function readSupport([tab, item, ...rest]: readonly string[]): Place | null {
  if (rest.length > 0) return null;
  if (tab === undefined || tab === '') return SUPPORT;
  const known = SUPPORT_TABS.find(name => name === tab);
  return known === undefined ? null : supportOf(known, textOf(item));
}

function readCommunication([part, device, ...rest]: readonly string[]): Place | null {
  if (rest.length > 0) return null;
  if (part === undefined || part === '') return communicationOf(null);
  if (part === 'overrides' && device === undefined) return OVERRIDES;
  return part === 'devices' ? communicationOf(textOf(device)) : null;
}

/** Null for what is not there, is empty or cannot be read. */
function textOf(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** Address of a place, with `#`. */
export function placeHash(place: Place): string {
  switch (place.screen) {
    case 'scene':
      return place.scene === null ? '#/' : `#/scenes/${encodeURIComponent(place.scene)}`;
    case 'trends':
      return '#/trends';
    case 'alarms':
      return tabHash({ screen: 'alarms', first: 'active', tab: place.tab, item: place.alarm });
    case 'support':
      return tabHash({ screen: 'support', first: 'io', tab: place.tab, item: place.item });
    case 'communication':
      if (place.part === 'overrides') return '#/communication/overrides';
      return place.device === null ? '#/communication' : `#/communication/devices/${encodeURIComponent(place.device)}`;
  }
}

interface TabHash {
  readonly screen: string;
  readonly first: string;
  readonly tab: string;
  readonly item: string | null;
}

function tabHash({ screen, first, tab, item }: TabHash): string {
  if (item !== null) return `#/${screen}/${tab}/${encodeURIComponent(item)}`;
  return tab === first ? `#/${screen}` : `#/${screen}/${tab}`;
}

/** What is needed of the window. */
export interface PlaceHistory {
  readonly hash: () => string;
  readonly push: (hash: string) => void;
  readonly replace: (hash: string) => void;
  /** Steps that can be gone back and forth. */
  readonly reach: () => Reach;
  readonly go: (steps: 1 | -1) => void;
  /** Called when the person goes back or forth, or types an address. */
  readonly onMove: (listener: () => void) => void;
}

export interface Reach {
  readonly back: boolean;
  readonly forward: boolean;
}

export interface PlaceStore extends MutableObservable<Place> {
  readonly reach: Observable<Reach>;
  /** Does nothing where there is nothing. */
  readonly back: () => void;
  readonly forward: () => void;
}

/** Another screen is a step that Back undoes; another device or alarm on the same screen is not. */
const isStep = (before: Place, next: Place): boolean =>
  next.screen !== before.screen ||
  (next.screen === 'scene' && before.screen === 'scene' && next.scene !== before.scene);

/** The window's place. */
export function createPlace(history: PlaceHistory): PlaceStore {
  const place = observable(readPlace(history.hash()));
  const reach = observable(history.reach());
  const measure = (): void => {
    const { back, forward } = history.reach();
    const known = reach.get();
    if (known.back !== back || known.forward !== forward) reach.set({ back, forward });
  };
  history.onMove(() => {
    measure();
    const moved = readPlace(history.hash());
    if (placeHash(moved) !== placeHash(place.get())) place.set(moved);
  });
  return {
    ...place,
    set: next => {
      const before = place.get();
      const hash = placeHash(next);
      if (hash === placeHash(before)) return;
      if (isStep(before, next)) history.push(hash);
      else history.replace(hash);
      measure();
      place.set(next);
    },
    reach,
    back: () => {
      if (history.reach().back) history.go(-1);
    },
    forward: () => {
      if (history.reach().forward) history.go(1);
    },
  };
}
