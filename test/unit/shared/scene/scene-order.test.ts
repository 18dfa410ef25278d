/** How the screens of a station stand to each other. */
import { describe, expect, test } from 'vitest';
import type { SceneDescription } from '../../../../shared/model/station.ts';
import { byPlace, homeOf, inRail, parentOf, sceneOfId, sceneOfKey } from '../../../../shared/scene/scene-order.ts';

const scene = (id: string, level: number, place?: Partial<SceneDescription['place']>): SceneDescription => ({
  id,
  level,
  title: { zh: id, en: id },
  ...(place === undefined ? {} : { place: { areas: [], ...place } }),
});

const SCENES = [
  scene('chromatograph', 3, { parent: 'metering' }),
  scene('filtering', 2, { key: 'F2' }),
  scene('loose', 3),
  scene('metering', 2, { key: 'F4' }),
  scene('overview', 1, { key: 'F1' }),
  scene('yard', 2),
].toSorted(byPlace);

const ids = (scenes: readonly SceneDescription[]) => scenes.map(({ id }) => id);

describe('the order of the screens', () => {
  test('is that of their keys, then of their levels', () => {
    expect(ids(SCENES)).toEqual(['overview', 'filtering', 'metering', 'yard', 'chromatograph', 'loose']);
  });

  test('leaves details out of the rail', () => {
    expect(ids(inRail(SCENES))).toEqual(['overview', 'filtering', 'metering', 'yard']);
  });

  test('begins with the screen of level 1, or with whatever there is', () => {
    expect(homeOf(SCENES)?.id).toBe('overview');
    expect(homeOf([scene('b', 2), scene('c', 3)])?.id).toBe('b');
    expect(homeOf([])).toBeUndefined();
  });
});

describe('the way among the screens', () => {
  test('is by id or by key, and a screen that is not there is not made up', () => {
    expect(sceneOfId(SCENES, null)?.id).toBe('overview');
    expect(sceneOfId(SCENES, 'yard')?.id).toBe('yard');
    expect(sceneOfId(SCENES, 'gone')).toBeUndefined();
    expect(sceneOfKey(SCENES, 'F4')?.id).toBe('metering');
    expect(sceneOfKey(SCENES, 'F5')).toBeUndefined();
  });

  test('upwards leads from a detail to its unit, and from there to the first screen', () => {
    expect(parentOf(SCENES, 'chromatograph')?.id).toBe('metering');
    expect(parentOf(SCENES, 'loose')?.id).toBe('overview');
    expect(parentOf(SCENES, 'metering')?.id).toBe('overview');
    expect(parentOf(SCENES, null)).toBeUndefined();
    expect(parentOf(SCENES, 'overview')).toBeUndefined();
  });
});
