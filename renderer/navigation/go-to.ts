/** Ways from one screen to another: what lies over a screen is closed, and a screen that is shown already keeps its selection. */
import { SCENE_KEYS, type SceneKey } from '../../shared/model/scene.ts';
import { homeOf, parentOf, sceneOfKey } from '../../shared/scene/scene-order.ts';
import { ALARMS, communicationOf, OVERVIEW, type Place, SUPPORT, sceneOf, TRENDS } from '../store/place.ts';
import type { Session } from '../store/session.ts';
import { openInTrends } from '../trend/pens/use-pens.ts';

export function openScreen(session: Session, place: Place): void {
  session.trended.set(null);
  if (session.place.get().screen !== place.screen) session.place.set(place);
}

/** A process screen; null for the first. */
export function openScene(session: Session, id: string | null): void {
  session.trended.set(null);
  session.place.set(sceneOf(id === homeOf(scenesOf(session))?.id ? null : id));
}

const scenesOf = (session: Session) => session.station.model.get()?.description.scenes ?? [];

/** The trend screen; with the tag of an open trend as a pen. */
export function openTrends(session: Session): void {
  const tag = session.trended.get()?.tag;
  if (tag !== undefined && session.station.model.get()?.byName.has(tag) === true) openInTrends(session, tag);
  else openScreen(session, TRENDS);
}

/** The screen above: of a detail its unit, then the overview. */
export function openAbove(session: Session): void {
  const place = session.place.get();
  const above = place.screen === 'scene' ? parentOf(scenesOf(session), place.scene) : undefined;
  if (above === undefined) openScene(session, null);
  else openScene(session, above.id);
}

const FIXED: Readonly<Record<string, (session: Session) => void>> = {
  F8: openTrends,
  F9: session => openScreen(session, ALARMS),
  F10: session => openScreen(session, SUPPORT),
  F11: session => openScreen(session, communicationOf(null)),
};

const isSceneKey = (key: string): key is SceneKey => SCENE_KEYS.some(name => name === key);

/** Where a key of a screen leads; null for other keys and where the station has none. */
export function placeOfKey(session: Session, key: string): Place | null {
  const fixed = Object.hasOwn(FIXED_PLACES, key) ? FIXED_PLACES[key] : undefined;
  if (fixed !== undefined) return fixed;
  const scene = isSceneKey(key) ? sceneOfKey(scenesOf(session), key) : undefined;
  if (scene !== undefined) return sceneOf(scene.id);
  return key === 'F1' ? OVERVIEW : null;
}

const FIXED_PLACES: Readonly<Record<string, Place>> = {
  F8: TRENDS,
  F9: ALARMS,
  F10: SUPPORT,
  F11: communicationOf(null),
};

/** False for what is no key of a screen. A key without a screen says so. */
export function openByKey(session: Session, key: string): boolean {
  if (Object.hasOwn(FIXED, key)) FIXED[key]?.(session);
  else if (isSceneKey(key)) openSceneByKey(session, key);
  else return false;
  return true;
}

function openSceneByKey(session: Session, key: SceneKey): void {
  const scene = sceneOfKey(scenesOf(session), key);
  // The first screen has the first key, whatever the project says.
  if (scene !== undefined) openScene(session, scene.id);
  else if (key === 'F1') openScreen(session, OVERVIEW);
  else session.alarms.desk.tell({ zh: `${key}：本站没有此键的画面`, en: `${key}: this station has no screen for it` });
}

/** Any place as it is, without a trend over it. */
export function openPlace(session: Session, place: Place): void {
  session.trended.set(null);
  session.place.set(place);
}
