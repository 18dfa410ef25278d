/** The screens of the demo station as a whole: every unit has its key, every alarm its screen. */
import { describe, expect, test } from 'vitest';
import { loadProject } from '../../../../main/project/load-project.ts';
import { Catalogue } from '../../../../main/tags/catalogue.ts';
import { drawnIn, sceneFor } from '../../../../renderer/navigation/scene-for.ts';
import { byPlace, inRail, parentOf } from '../../../../shared/scene/scene-order.ts';
import { DEMO_STATION } from '../../support/project-copy.ts';

const project = await loadProject(DEMO_STATION);
const catalogue = new Catalogue(project);
const scenes = project.scenes.toSorted(byPlace);
const world = { scenes: scenes.map(drawnIn), assets: catalogue.assets };
const tags = new Map(catalogue.tags.map(tag => [tag.name, tag]));

const wayOf = (name: string) => {
  const tag = tags.get(name);
  const equipment = tag === undefined || tag.equipment === '' ? null : tag.equipment;
  return sceneFor({ tag: name, equipment, area: tag?.area ?? null }, world);
};

describe('the screens of the demo station', () => {
  test('have the keys F1 to F7 in the order of the process', () => {
    expect(inRail(scenes).map(({ id, place }) => [place?.key, id])).toEqual([
      ['F1', 'overview'],
      ['F2', 'filtering'],
      ['F3', 'regulation'],
      ['F4', 'metering'],
      ['F5', 'distribution'],
      ['F6', 'safety'],
      ['F7', 'utilities'],
    ]);
  });

  test('of details stand below a unit', () => {
    const details = scenes.filter(({ level }) => level === 3);
    expect(details.length).toBeGreaterThanOrEqual(4);
    for (const { id } of details) expect(parentOf(scenes, id)?.level, id).toBe(2);
  });

  test('answer every alarm of a tag: each leads to one', () => {
    const lost = project.alarms.filter(({ name }) => tags.has(name) && wayOf(name) === null);
    expect(lost.map(({ name }) => name)).toEqual([]);
  });

  test.each([
    ['PT-1101', 'filtering'],
    ['PT-1303', 'regulation'],
    ['XI-1001', 'filtering'],
    ['GD-1803', 'safety'],
    ['PT-1701', 'distribution'],
    ['KI-1901', 'utilities'],
  ])('ring %s on %s', (tag, scene) => {
    expect(wayOf(tag)).toEqual({ scene, isDrawn: true });
  });
});
