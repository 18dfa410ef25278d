/** Every scene of a project folder, each in the file of its id, checked alone and all against each other. */
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { sceneSchema } from '../../../shared/model/scene.ts';
import type { BoundAsset } from '../../../shared/scene/bind-asset.ts';
import type { Source } from '../document.ts';
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
  const ids = new Set<string>();
  for (const file of await listScenes(root, context.problems)) {
    const source = await readProjectFile(root, file, context.problems);
    if (source === null) continue;
    const { id, scene, document } = readSceneFile(file, source, context);
    if (id === null || document === null) continue;
    ids.add(id);
    // One under another name would take the place of the screen whose id it has.
    if (isNamed(file, id, document) && scene !== null) scenes.push({ file, scene, document });
  }
  checkScenePlaces(scenes, { areas: context.areas, ids });
  return scenes;
}

/** A scene stands in the file of its id: so each id is there once, and a copy is blamed rather than what it was copied from. */
function isNamed(file: string, id: string, document: Source): boolean {
  const name = basename(file, '.json');
  if (name === id) return true;
  const canBeId = sceneSchema.shape.id.safeParse(name).success;
  document.complain(
    ['id'],
    { zh: `标识 "${id}" 与文件名 ${name}.json 不一致`, en: `id "${id}" is not the name of the file ${name}.json` },
    {
      zh: `${canBeId ? `标识改为 "${name}"，或` : ''}文件改名为 ${id}.json`,
      en: `${canBeId ? `make the id "${name}", or ` : ''}name the file ${id}.json`,
    },
  );
  return false;
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
