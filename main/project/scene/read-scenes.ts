/** Every scene of a project folder, each checked alone and all against each other. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BoundAsset } from '../../../shared/scene/bind-asset.ts';
import type { ProblemList } from '../problem.ts';
import { readProjectFile, unreadable } from '../project-file.ts';
import type { Known } from '../references.ts';
import { readSceneFile } from '../scene-file.ts';
import { checkScenePlaces, type PlacedScene } from '../scene-places.ts';

interface Context {
  readonly known: Known;
  /** Equipment by its id; null when the file that names it could not be read. */
  readonly assets: ReadonlyMap<string, BoundAsset> | null;
  /** Null when station.yaml could not be read. */
  readonly areas: ReadonlySet<string> | null;
  readonly problems: ProblemList;
}

/** The scenes that can be used, in the order of their files; what is wrong with them and with the others is in `problems`. */
export async function readScenes(root: string, context: Context): Promise<readonly PlacedScene[]> {
  const scenes: PlacedScene[] = [];
  const fileOf = new Map<string, string>();
  for (const file of await listScenes(root, context.problems)) {
    const source = await readProjectFile(root, file, context.problems);
    if (source === null) continue;
    const { id, scene, document } = readSceneFile(file, source, context);
    if (scene !== null && document !== null) scenes.push({ file, scene, document });
    if (id === null) continue;
    const twin = fileOf.get(id);
    if (twin !== undefined) {
      context.problems.add({
        file,
        line: 1,
        column: 1,
        what: { zh: `画面 "${id}" 重复`, en: `scene "${id}" appears twice` },
        right: { zh: `另一个在 ${twin}`, en: `the other one is ${twin}` },
      });
    }
    fileOf.set(id, twin ?? file);
  }
  checkScenePlaces(scenes, { areas: context.areas, ids: new Set(fileOf.keys()) });
  return scenes;
}

/** Names of the scene files of a project, as seen from its folder, sorted. */
export async function listScenes(root: string, problems: ProblemList): Promise<readonly string[]> {
  try {
    const names = await readdir(join(root, 'scenes'));
    return names
      .filter(n => n.endsWith('.json'))
      .toSorted()
      .map(n => `scenes/${n}`);
  } catch (error) {
    problems.add(unreadable('scenes', error));
    return [];
  }
}
