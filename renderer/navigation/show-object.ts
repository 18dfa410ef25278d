/** The way from a tag or a piece of equipment to the screen that shows it best, with the object ringed there. */
import type { ServedScene } from '../../shared/model/scene.ts';
import type { TagDefinition } from '../../shared/model/tag.ts';
import type { AlarmDescription } from '../../shared/rpc/alarm-contract.ts';
import { type Session, useObservable, useSession } from '../store/session.ts';
import { openScene } from './go-to.ts';
import { type DrawnScene, drawnIn, type Sought, sceneFor, type WayTo } from './scene-for.ts';

/** A scene that has not changed is looked through once. */
const drawn = new WeakMap<ServedScene, DrawnScene>();

function drawnOnce(scene: ServedScene): DrawnScene {
  const known = drawn.get(scene) ?? drawnIn(scene);
  drawn.set(scene, known);
  return known;
}

/** Null while the scenes have not been read, and for what no screen has. */
export function wayTo(session: Session, sought: Sought): WayTo | null {
  const description = session.station.model.get()?.description;
  if (description === undefined) return null;
  const scenes = description.scenes.flatMap(({ id }) => {
    const { scene } = session.scenes.of(id);
    return scene === null ? [] : [drawnOnce(scene)];
  });
  return sceneFor(sought, { scenes, assets: description.assets });
}

/** Opens its screen and rings it; false when there is none. */
export function showObject(session: Session, sought: Sought): boolean {
  const way = wayTo(session, sought);
  if (way === null) return false;
  const { carded, ringed } = session.alarms;
  carded.set(null);
  openScene(session, way.scene);
  ringed.set(way.isDrawn ? { tag: sought.tag, equipment: sought.equipment } : null);
  return true;
}

/** Follows the scenes: what is on no screen now may be when the rest has been read. */
export function useWayTo(): (sought: Sought) => WayTo | null {
  const session = useSession();
  useObservable(session.scenes.all);
  useObservable(session.station.model);
  return sought => wayTo(session, sought);
}

type Described = Pick<AlarmDescription, 'tag' | 'equipment' | 'area'>;

export const soughtOf = ({ tag, equipment, area }: Described): Sought => ({ tag, equipment, area });

export const soughtOfTag = ({ name, equipment, area }: TagDefinition): Sought => ({
  tag: name,
  equipment: equipment === '' ? null : equipment,
  area,
});

/** The screen of an alarm. What has none says so, so that no press is without an answer. */
export function showAlarm(session: Session, alarm: string): void {
  const description = session.alarms.descriptions.get().get(alarm);
  if (description !== undefined && showObject(session, soughtOf(description))) return;
  session.alarms.desk.tell({ zh: `${alarm}：没有画面`, en: `${alarm} is on no screen` });
}
