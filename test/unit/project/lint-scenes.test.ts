/** The lint of a project: places in the files, and whether they are written in the one way. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lintScenes } from '../../../main/project/scene/lint-scenes.ts';
import { formatScene } from '../../../shared/scene/format-scene.ts';
import { sceneJsonSchema } from '../../../shared/scene/scene-schema.ts';
import { DEMO_STATION, GOOD_SCENE, ProjectCopy, placeOf } from '../support/project-copy.ts';

describe('the lint of a project', () => {
  let copy: ProjectCopy;
  beforeEach(() => {
    copy = new ProjectCopy();
    copy.write('scenes/small.json', formatScene(GOOD_SCENE));
  });
  afterEach(() => copy.remove());

  it('has nothing against screens that are in order', async () => {
    expect(await lintScenes(copy.directory)).toEqual([]);
  });

  it('says where in which file something is, in both languages', async () => {
    copy.edit('scenes/small.json', '"at": [10, 100]', '"at": [390, 100]');
    const [problem, ...others] = await lintScenes(copy.directory);
    expect(others).toEqual([]);
    if (problem === undefined) throw new Error('nothing found');
    expect(placeOf(problem)).toBe(copy.find('scenes/small.json', '{"at": [390'));
    expect(problem.what).toEqual({ zh: '"s" 超出画面', en: '"s" reaches over the edge of the scene' });
  });

  it('finds the first line that is not written in the one way', async () => {
    copy.edit('scenes/small.json', '{"at": [10, 100], ', '{ "at": [10, 100], ');
    const problems = await lintScenes(copy.directory);
    expect(problems.map(placeOf)).toEqual(['scenes/small.json:6:1']);
    expect(problems[0]?.right.en).toContain('npm run scenes -- format');
  });

  it('says what keeps a project from loading, and nothing else', async () => {
    copy.edit('scenes/small.json', '"symbol": "value"', '"symbol": "flux"');
    const problems = await lintScenes(copy.directory);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every(p => p.file === 'scenes/small.json')).toBe(true);
  });
});

it('has nothing against the screens of the demo station', async () => {
  expect((await lintScenes(DEMO_STATION)).map(p => `${placeOf(p)} ${p.what.en}`)).toEqual([]);
});

describe('the schema for editors', () => {
  it('is the one in the documents', () => {
    const file = new URL('../../../docs/scene.schema.json', import.meta.url);
    // Run "npm run -s scenes -- schema > docs/scene.schema.json" when this fails.
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(sceneJsonSchema())));
  });

  it('knows the symbols, and the props and roles of each', () => {
    const text = JSON.stringify(sceneJsonSchema());
    expect(text).toContain('"slam-shut"');
    expect(text).toContain('"propertyNames":{"enum":["open","closed","status"]}');
    expect(text).not.toContain('"form"');
  });
});
