/** The address of a screen: what survives a reload, and what Back undoes. */
import { describe, expect, test } from 'vitest';
import {
  communicationOf,
  createPlace,
  OVERRIDES,
  OVERVIEW,
  type Place,
  type PlaceHistory,
  placeHash,
  readPlace,
  SUPPORT,
  sceneOf,
  supportOf,
  TRENDS,
} from '../../../../renderer/store/place.ts';

describe('the address of a screen', () => {
  test.each<Place>([
    OVERVIEW,
    TRENDS,
    sceneOf('filtering'),
    SUPPORT,
    supportOf('procedures', 'E01'),
    OVERRIDES,
    communicationOf(null),
    communicationOf('FCA'),
    communicationOf('1/组 #2'),
  ])('leads back to the same screen: %j', place => {
    expect(readPlace(placeHash(place))).toEqual(place);
  });

  test.each([
    '',
    '#',
    '#/',
    '#/nowhere',
    '#/scenes',
    '#/scenes/',
    '#/scenes/filtering/nowhere',
    '#/constructor',
    '#/trends/nowhere',
    '#/support/nowhere',
    '#/support/io/a/b',
    '#/communication/nowhere',
    '#/communication/devices/A/B',
    '#//',
  ])('that names no screen leads to the overview: %j', hash => {
    expect(readPlace(hash)).toEqual(OVERVIEW);
  });

  test('with a device that cannot be read leads to the screen without one', () => {
    expect(readPlace('#/communication/devices/%E0%A4%A')).toEqual(communicationOf(null));
    expect(readPlace('#/communication/devices/')).toEqual(communicationOf(null));
  });
});

/** A window's history, written down; `at` is the entry that is shown. */
function history(start = '') {
  const entries = [start];
  let at = 0;
  let moved: () => void = () => undefined;
  const go = (steps: number): void => {
    at += steps;
    moved();
  };
  const handed: PlaceHistory = {
    hash: () => entries[at] ?? '',
    push: hash => {
      at += 1;
      entries.splice(at, entries.length, hash);
    },
    replace: hash => void entries.splice(at, 1, hash),
    reach: () => ({ back: at > 0, forward: at < entries.length - 1 }),
    go,
    onMove: listener => {
      moved = listener;
    },
  };
  return { entries, handed, back: () => go(-1) };
}

describe('the place of a window', () => {
  test('is the one that its address names when it opens', () => {
    expect(createPlace(history('#/communication/devices/FCA').handed).get()).toEqual(communicationOf('FCA'));
  });

  test('goes back in one step to the screen before, however many devices were looked at', () => {
    const { handed, back, entries } = history();
    const place = createPlace(handed);
    place.set(communicationOf(null));
    place.set(communicationOf('PLC'));
    place.set(communicationOf('FCA'));
    expect(entries).toEqual(['', '#/communication/devices/FCA']);
    const seen: Place[] = [];
    place.subscribe(() => seen.push(place.get()));
    back();
    expect(seen).toEqual([OVERVIEW]);
  });

  test('tells nobody when it is asked for again', () => {
    const { handed, entries } = history('#/communication');
    const place = createPlace(handed);
    place.subscribe(() => {
      throw new Error('nothing has changed');
    });
    place.set(communicationOf(null));
    expect(entries).toHaveLength(1);
  });

  test('goes back and forth through the process screens, one step each', () => {
    const place = createPlace(history().handed);
    place.set(sceneOf('filtering'));
    place.set(sceneOf('regulation'));
    expect(place.reach.get()).toEqual({ back: true, forward: false });
    place.back();
    expect(place.get()).toEqual(sceneOf('filtering'));
    expect(place.reach.get()).toEqual({ back: true, forward: true });
    place.back();
    place.back();
    expect(place.get()).toEqual(OVERVIEW);
    expect(place.reach.get()).toEqual({ back: false, forward: true });
    place.forward();
    expect(place.get()).toEqual(sceneOf('filtering'));
  });

  test('forgets what was ahead when it goes elsewhere', () => {
    const place = createPlace(history().handed);
    place.set(sceneOf('filtering'));
    place.back();
    place.set(TRENDS);
    expect(place.reach.get()).toEqual({ back: true, forward: false });
  });
});
