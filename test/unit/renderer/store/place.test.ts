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
  TRENDS,
} from '../../../../renderer/store/place.ts';

describe('the address of a screen', () => {
  test.each<Place>([
    OVERVIEW,
    TRENDS,
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
    '#/trends/nowhere',
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

/** A window's history, written down. */
function history(start = '') {
  const entries = [start];
  let moved: () => void = () => undefined;
  const handed: PlaceHistory = {
    hash: () => entries.at(-1) ?? '',
    push: hash => void entries.push(hash),
    replace: hash => void entries.splice(-1, 1, hash),
    onMove: listener => {
      moved = listener;
    },
  };
  const back = () => {
    entries.pop();
    moved();
  };
  return { entries, handed, back };
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
});
