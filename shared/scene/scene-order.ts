/** How the screens of a station stand to each other: order, the first of all, keys, which is above which. Pure. */
import { SCENE_KEYS, type SceneKey } from '../model/scene.ts';
import type { SceneDescription } from '../model/station.ts';

type Ordered = Pick<SceneDescription, 'id' | 'level' | 'place'>;

const rank = ({ place }: Ordered): number =>
  place?.key === undefined ? SCENE_KEYS.length : SCENE_KEYS.indexOf(place.key);

/** Those with a function key in its order, then by level and id. */
export const byPlace = (a: Ordered, b: Ordered): number =>
  rank(a) - rank(b) || a.level - b.level || (a.id < b.id ? -1 : 1);

/** Where a window starts and where Esc ends: the first screen of level 1, or of whatever there is. */
export const homeOf = <S extends Ordered>(scenes: readonly S[]): S | undefined =>
  scenes.find(scene => scene.level === 1) ?? scenes[0];

/** The screen of an id; of null, the first. Undefined for one that the station does not have. */
export const sceneOfId = <S extends Ordered>(scenes: readonly S[], id: string | null): S | undefined =>
  id === null ? homeOf(scenes) : scenes.find(scene => scene.id === id);

/** Undefined when no screen of the station has the key. */
export const sceneOfKey = <S extends Ordered>(scenes: readonly S[], key: SceneKey): S | undefined =>
  scenes.find(({ place }) => place?.key === key);

/** The screen above, or the first; undefined for the first itself. */
export function parentOf<S extends Ordered>(scenes: readonly S[], id: string | null): S | undefined {
  const home = homeOf(scenes);
  const scene = sceneOfId(scenes, id);
  if (scene === undefined || scene.id === home?.id) return undefined;
  return scenes.find(({ id: other }) => other === scene.place?.parent) ?? home;
}

/** Details are reached from their unit and are no entries of the rail. */
export const inRail = <S extends Ordered>(scenes: readonly S[]): readonly S[] =>
  scenes.filter(({ level }) => level <= 2);
