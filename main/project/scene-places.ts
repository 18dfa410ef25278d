/** What scenes say of their place among the screens, checked against the station and against each other. */
import type { Scene } from '../../shared/model/scene.ts';
import type { Source } from './document.ts';

/** A scene whose file could be used, with that file. */
export interface PlacedScene {
  readonly file: string;
  readonly scene: Scene;
  readonly document: Source;
}

interface Names {
  /** Null: station.yaml could not be read, so nothing can be said against a name. */
  readonly areas: ReadonlySet<string> | null;
  /** Of all scenes, those with other mistakes too. */
  readonly ids: ReadonlySet<string>;
}

export function checkScenePlaces(scenes: readonly PlacedScene[], { areas, ids }: Names): void {
  const ofKey = Map.groupBy(scenes, ({ scene }) => scene.place?.key);
  const byId = new Map(scenes.map(({ scene }) => [scene.id, scene]));
  for (const { file, scene, document } of scenes) {
    const { key } = scene.place ?? {};
    // Each of them is refused: nobody knows which one is meant, and none takes the key of another.
    const twin = key === undefined ? undefined : ofKey.get(key)?.find(other => other.file !== file);
    if (twin !== undefined) {
      document.complain(
        ['place', 'key'],
        { zh: `功能键 ${key} 重复`, en: `key ${key} appears twice` },
        { zh: `${twin.file} 也用它；每个画面一个键`, en: `${twin.file} has it too; a key leads to one screen` },
      );
    }
    checkAreas({ file, scene, document }, areas);
    checkParent({ file, scene, document }, { byId, ids });
  }
}

function checkAreas({ scene, document }: PlacedScene, areas: ReadonlySet<string> | null): void {
  if (areas === null) return;
  scene.place?.areas.forEach((area, i) => {
    if (areas.has(area)) return;
    document.complain(
      ['place', 'areas', i],
      { zh: `区域 "${area}" 不存在`, en: `there is no area "${area}"` },
      { zh: `station.yaml 中有：${[...areas].join(', ')}`, en: `station.yaml has ${[...areas].join(', ')}` },
    );
  });
}

/** Upwards only, so that Esc always ends at the first screen. */
function checkParent(
  { scene, document }: PlacedScene,
  { byId, ids }: { byId: ReadonlyMap<string, Scene>; ids: ReadonlySet<string> },
): void {
  const parent = scene.place?.parent;
  if (parent === undefined) return;
  const above = byId.get(parent);
  if (above === undefined ? ids.has(parent) : above.level < scene.level) return;
  const higher = [...byId.values()].filter(({ level }) => level < scene.level).map(({ id }) => id);
  document.complain(
    ['place', 'parent'],
    above === undefined
      ? { zh: `画面 "${parent}" 不存在`, en: `there is no scene "${parent}"` }
      : { zh: `画面 "${parent}" 的层级不高于本画面`, en: `scene "${parent}" is not of a level above this one` },
    { zh: `可用：${higher.join(', ')}`, en: `its parent may be ${higher.join(', ')}` },
  );
}
