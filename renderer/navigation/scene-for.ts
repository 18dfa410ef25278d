/**
 * Which screen shows a tag or a piece of equipment best: the one that its asset names, else a unit before a detail and a detail
 * before the overview, the screen of its own area before others that draw it as well. What no screen draws leads to the screen of
 * its area. Pure.
 */
import type { ServedAsset } from '../../shared/model/asset.ts';
import type { ServedScene } from '../../shared/model/scene.ts';
import { subjectsOf } from '../../shared/scene/marks/marked-area.ts';
import type { RingTarget } from '../alarms/desk/alarm-center.ts';

/** What a scene draws so that it can be ringed. */
export interface DrawnScene {
  readonly id: string;
  readonly level: number;
  readonly areas: readonly string[];
  readonly tags: ReadonlySet<string>;
  readonly equipment: ReadonlySet<string>;
}

export interface Sought extends RingTarget {
  readonly area: string | null;
}

export interface WayTo {
  /** Id of the scene. */
  readonly scene: string;
  /** False: it is only the screen of the area, and there is nothing to ring. */
  readonly isDrawn: boolean;
}

export function drawnIn(scene: Pick<ServedScene, 'id' | 'level' | 'place' | 'nodes'>): DrawnScene {
  const subjects = scene.nodes.map(subjectsOf);
  return {
    id: scene.id,
    level: scene.level,
    areas: scene.place?.areas ?? [],
    tags: new Set(subjects.flatMap(({ tags }) => tags)),
    equipment: new Set(subjects.flatMap(({ equipment }) => equipment)),
  };
}

type SoughtAsset = Pick<ServedAsset, 'id' | 'scene' | 'tags'>;

/** Null when there is no screen for it at all. `scenes` in the order of the rail, which decides between equals. */
export function sceneFor(
  sought: Sought,
  { scenes, assets }: { readonly scenes: readonly DrawnScene[]; readonly assets: readonly SoughtAsset[] },
): WayTo | null {
  const named = assetOf(sought, assets)?.scene;
  const drawing = scenes.filter(scene => draws(scene, sought));
  const best = drawing
    .map((scene, order) => ({ scene, rank: rankOf(scene, { sought, named }), order }))
    .toSorted((a, b) => compare(a.rank, b.rank) || a.order - b.order)[0];
  if (best !== undefined) return { scene: best.scene.id, isDrawn: true };
  const other = scenes.find(({ id }) => id === named) ?? scenes.find(scene => isOfArea(scene, sought));
  return other === undefined ? null : { scene: other.id, isDrawn: false };
}

/** By its own name, else by a tag that is one of its. */
function assetOf({ tag, equipment }: Sought, assets: readonly SoughtAsset[]): SoughtAsset | undefined {
  return (
    assets.find(({ id }) => id === equipment || id === tag) ??
    (tag === null ? undefined : assets.find(({ tags }) => Object.values(tags).includes(tag)))
  );
}

const draws = ({ tags, equipment }: DrawnScene, sought: Sought): boolean =>
  (sought.tag !== null && tags.has(sought.tag)) || (sought.equipment !== null && equipment.has(sought.equipment));

const isOfArea = ({ areas }: DrawnScene, { area }: Sought): boolean => area !== null && areas.includes(area);

/** Units first: there the object is seen among what it works with. */
const LEVELS = [2, 3, 1, 4];

type Rank = readonly number[];

const rankOf = (scene: DrawnScene, { sought, named }: { sought: Sought; named: string | undefined }): Rank => [
  Number(scene.id !== named),
  LEVELS.indexOf(scene.level),
  Number(!isOfArea(scene, sought)),
  Number(sought.tag === null || !scene.tags.has(sought.tag)),
];

const compare = (a: Rank, b: Rank): number => {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
};
