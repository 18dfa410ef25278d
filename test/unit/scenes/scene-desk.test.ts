/** Screens of a running station over real files: what is told of a change, how often, and what stays as it was. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../../main/platform/log.ts';
import { loadProject } from '../../../main/project/load-project.ts';
import { SceneDesk } from '../../../main/scenes/scene-desk.ts';
import { Catalogue } from '../../../main/tags/catalogue.ts';
import type { Scene } from '../../../shared/model/scene.ts';
import { waitFor } from '../../kit/wait-for.ts';
import { ProjectCopy, SCENE } from '../support/project-copy.ts';

describe('the screens of a running station', () => {
  let copy: ProjectCopy;
  let catalogue: Catalogue;
  let desk: SceneDesk;
  let added: string[];
  let events: { kind: string; source: string; text: string }[];
  let renewed: string[];
  let hasRoom: boolean;

  beforeEach(async () => {
    copy = new ProjectCopy();
    const project = await loadProject(copy.directory);
    catalogue = new Catalogue(project);
    [added, events, renewed, hasRoom] = [[], [], [], true];
    desk = new SceneDesk({
      project,
      catalogue: { replaceScene: (scene: Scene) => (hasRoom ? catalogue.replaceScene(scene) : null) },
      calculator: { add: formulas => void added.push(...formulas.map(f => f.expression)) },
      events: { add: (kind, source, text) => void events.push({ kind, source, text: text.en }) },
      log: createLog('test', { level: 'error', write: () => undefined }),
      lookMs: 20,
    });
    desk.subscribe(ids => void renewed.push(...ids));
  });
  afterEach(() => {
    desk.stop();
    copy.remove();
  });

  const event = (count: number) => waitFor(`event ${count}`, () => events[count - 1]);

  it('are served anew by their id, and what they calculate is calculated', async () => {
    copy.edit('scenes/small.json', '"PT-1101"', '"=[PT-1101] * 1000"');
    const { kind, source, text } = await event(1);
    expect([kind, source]).toEqual(['configuration', 'scenes/small.json']);
    expect(text).toContain('Screen "Small" has been renewed');
    expect(renewed).toEqual(['small']);
    expect(added).toEqual(['[PT-1101] * 1000']);
    const scene = catalogue.scenes.get('small');
    expect(scene?.nodes[0]?.bind['value']).toMatch(/^~\d+$/);
    expect(scene?.handles[scene.nodes[0]?.bind['value'] ?? '']).toBeGreaterThanOrEqual(catalogue.tags.length);
  });

  it('stay as they were while a file is wrong, which is told once, and again when it is wrong in another way', async () => {
    const before = catalogue.scenes.get('small');
    copy.edit('scenes/small.json', '"PT-1101"', '"PT-9999"');
    expect((await event(1)).text).toContain(
      `${copy.find('scenes/small.json', '"PT-9999"')} tag "PT-9999" does not exist`,
    );
    copy.edit('scenes/small.json', '"level": 2', '"level":  2');
    copy.edit('scenes/small.json', '"PT-9999"', '"PT-8888"');
    expect((await event(2)).text).toContain('"PT-8888"');
    expect(catalogue.scenes.get('small')).toBe(before);
    expect(renewed).toEqual([]);
  });

  it('say nothing of a file that is saved as it was', async () => {
    copy.write('scenes/small.json', JSON.stringify(SCENE));
    copy.write('scenes/second.json', JSON.stringify({ ...SCENE, id: 'second' }));
    expect((await event(1)).source).toBe('scenes/second.json');
    expect(renewed).toEqual(['second']);
    expect(desk.descriptions.map(({ id }) => id)).toEqual(['second', 'small']);
  });

  it('stay as they were where there is no room for what is new in them', async () => {
    hasRoom = false;
    copy.edit('scenes/small.json', '"PT-1101"', '"=[PT-1101] * 2"');
    expect((await event(1)).text).toContain('shown after the next start');
    expect([renewed, added]).toEqual([[], []]);
  });
});
