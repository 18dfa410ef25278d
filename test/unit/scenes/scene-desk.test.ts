/** Screens of a running station over real files: what is told of a change, how often, and what stays as it was. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../../main/platform/log.ts';
import { loadProject } from '../../../main/project/load-project.ts';
import type { WatchOptions } from '../../../main/scenes/folder-watch.ts';
import { SceneDesk } from '../../../main/scenes/scene-desk.ts';
import { Catalogue } from '../../../main/tags/catalogue.ts';
import type { Scene } from '../../../shared/model/scene.ts';
import { GOOD_SCENE, ProjectCopy } from '../support/project-copy.ts';

const SMALL = 'scenes/small.json';

describe('the screens of a running station', () => {
  let copy: ProjectCopy;
  let catalogue: Catalogue;
  let desk: SceneDesk;
  let added: string[];
  let events: { kind: string; source: string; text: string; zh: string }[];
  let logged: string[];
  let renewed: string[];
  let hasRoom: boolean;
  let watch: WatchOptions | null;

  beforeEach(async () => {
    copy = new ProjectCopy();
    copy.write(SMALL, JSON.stringify(GOOD_SCENE, null, 2));
    const project = await loadProject(copy.directory);
    catalogue = new Catalogue(project);
    [added, events, logged, renewed, hasRoom] = [[], [], [], [], true];
    desk = new SceneDesk({
      project,
      catalogue: { replaceScene: (scene: Scene) => (hasRoom ? catalogue.replaceScene(scene) : null) },
      calculator: { add: formulas => void added.push(...formulas.map(f => f.expression)) },
      events: { add: (kind, source, { en, zh }) => void events.push({ kind, source, text: en, zh }) },
      log: createLog('test', { level: 'info', write: line => void logged.push(line) }),
      watch: options => {
        watch = options;
        return { stop: () => undefined };
      },
    });
    desk.subscribe(ids => void renewed.push(...ids));
  });
  afterEach(() => {
    desk.stop();
    copy.remove();
  });

  /** The files have come to rest; gives what is told of that. */
  const saved = async (): Promise<readonly string[]> => {
    const before = events.length;
    await watch?.onChange();
    return events.slice(before).map(({ text }) => text);
  };
  const levelOf = (text: string): string => logged.find(line => line.includes(text))?.split(' ')[1] ?? 'not logged';
  const retitle = (title: string): void =>
    copy.write(SMALL, JSON.stringify({ ...GOOD_SCENE, title: { zh: '图', en: title } }));

  it('are served anew by their id, and what they calculate is calculated', async () => {
    copy.edit(SMALL, '"id": "a",', '"id": "n",');
    copy.write(SMALL, copy.read(SMALL).replace('"PT-1101"', '"=[PT-1101] * 1000"'));
    expect((await saved())[0]).toContain('Screen "Small" has been renewed');
    expect(events[0]).toMatchObject({ kind: 'configuration', source: SMALL });
    expect(renewed).toEqual(['small']);
    expect(added).toEqual(['[PT-1101] * 1000']);
    const scene = catalogue.scenes.get('small');
    expect(scene?.nodes[0]?.bind['value']).toMatch(/^~\d+$/);
    expect(scene?.handles[scene.nodes[0]?.bind['value'] ?? '']).toBeGreaterThanOrEqual(catalogue.tags.length);
  });

  it('stay as they were while a file is wrong, which is told once, and again when it is wrong in another way', async () => {
    const before = catalogue.scenes.get('small');
    copy.edit(SMALL, '"level": 2', '"level": 9');
    expect(await saved()).toEqual([expect.stringContaining(`${copy.find(SMALL, '9,')} "level" cannot be 9`)]);
    expect(levelOf('"level" cannot be 9')).toBe('warn');
    copy.write(SMALL, `${copy.read(SMALL)}\n`);
    expect(await saved()).toEqual([]);
    copy.edit(SMALL, '"level": 9', '"level": 8');
    expect(await saved()).toEqual([expect.stringContaining('"level" cannot be 8')]);
    expect(catalogue.scenes.get('small')).toBe(before);
    expect(renewed).toEqual([]);
  });

  it('are told to be right again when a mistake is taken back, and to be wrong when it comes again', async () => {
    for (let turn = 0; turn < 2; turn++) {
      copy.edit(SMALL, '"level": 2', '"level": 9');
      expect(await saved()).toEqual([expect.stringContaining('"level" cannot be 9')]);
      copy.edit(SMALL, '"level": 9', '"level": 2');
      expect(await saved()).toEqual([`The screen's file is right again (${SMALL})`]);
    }
    expect(events.at(-1)?.zh).toBe(`画面文件已改正（${SMALL}）`);
    copy.edit(SMALL, '"level": 2', '"level": 9');
    await saved();
    retitle('Mended');
    expect(await saved()).toEqual([`Screen "Mended" has been renewed (${SMALL})`]);
    expect(await saved()).toEqual([]);
  });

  it('are not taken over by a copy under another name, which is blamed and whose end is told', async () => {
    copy.write('scenes/a-copy.json', JSON.stringify({ ...GOOD_SCENE, title: { zh: '偷', en: 'Stolen' } }));
    expect(await saved()).toEqual([
      expect.stringContaining('scenes/a-copy.json:1:7 id "small" is not the name of the file a-copy.json'),
    ]);
    expect([renewed, catalogue.scenes.get('small')?.title.en]).toEqual([[], 'Small']);
    retitle('Own');
    expect(await saved()).toEqual([`Screen "Own" has been renewed (${SMALL})`]);
    copy.take('scenes/a-copy.json');
    expect(await saved()).toEqual([`The screen's file that was wrong is gone (scenes/a-copy.json)`]);
  });

  it('are shown whatever the lint has against them, which is told', async () => {
    copy.edit(SMALL, '130,', '120,');
    expect(await saved()).toEqual([`Screen "Small" has been renewed (${SMALL})`]);
    copy.write(SMALL, copy.read(SMALL).replace(/\[\s*10,\s*100\s*\]/, '[390, 100]'));
    const [first, lint, ...others] = await saved();
    expect(first).toBe(`Screen "Small" has been renewed (${SMALL})`);
    expect(lint).toMatch(/^The screen is shown, but the lint has .*small\.json:\d+:\d+ "s" reaches over the edge/);
    expect(others).toEqual([]);
    expect(levelOf('reaches over the edge')).toBe('warn');
    expect(renewed).toEqual(['small', 'small']);
  });

  it('say nothing of a file that is saved as it was', async () => {
    copy.write(SMALL, JSON.stringify(GOOD_SCENE));
    copy.write('scenes/second.json', JSON.stringify({ ...GOOD_SCENE, id: 'second' }));
    await saved();
    expect([...new Set(events.map(({ source }) => source))]).toEqual(['scenes/second.json']);
    expect(renewed).toEqual(['second']);
    expect(desk.descriptions.map(({ id }) => id)).toEqual(['second', 'small']);
  });

  it('stay as they were where there is no room for what is new in them, which is told once, until there is', async () => {
    hasRoom = false;
    retitle('Larger');
    expect(await saved()).toEqual([expect.stringContaining('shown after the next start')]);
    expect(levelOf('shown after the next start')).toBe('warn');
    expect(await saved()).toEqual([]);
    expect([renewed, added, desk.descriptions.map(({ title }) => title.en)]).toEqual([[], [], ['Small']]);
    hasRoom = true;
    expect(await saved()).toEqual([`Screen "Larger" has been renewed (${SMALL})`]);
    expect(desk.descriptions.map(({ title }) => title.en)).toEqual(['Larger']);
  });

  it('log what keeps them from being read again', () => {
    watch?.onFailure(new TypeError('a mistake'));
    expect(levelOf('a mistake')).toBe('error');
  });
});
