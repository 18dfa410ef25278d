/** The example of docs/adding-a-screen.md is a screen that the demo station can be given as it stands. */
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadProject } from '../../../main/project/load-project.ts';
import { lintScenes } from '../../../main/project/scene/lint-scenes.ts';
import { DEMO_STATION, ProjectCopy, placeOf } from '../support/project-copy.ts';

const PAGE = new URL('../../../docs/adding-a-screen.md', import.meta.url);
const example = /^```json\n(.*?)^```/ms.exec(readFileSync(PAGE, 'utf8'))?.[1] ?? '';

let copy: ProjectCopy;
beforeEach(() => {
  copy = new ProjectCopy();
  cpSync(join(DEMO_STATION, 'scenes'), copy.path('scenes'), { recursive: true });
  rmSync(copy.path('scenes/small.json'));
  copy.write('scenes/bypass.json', example);
});
afterEach(() => copy.remove());

it('has nothing that the lint finds, and is written in the one way', async () => {
  expect((await lintScenes(copy.directory)).map(found => `${placeOf(found)} ${found.what.en}`)).toEqual([]);
});

it('is reached from the screen that it names, with the whole of its pipe', async () => {
  const scene = (await loadProject(copy.directory)).scenes.find(({ id }) => id === 'bypass');
  expect(scene?.place?.parent).toBe('filtering');
  expect(scene?.pipes.map(({ id }) => id)).toEqual(['inlet', 'to-tee', 'outlet']);
});
