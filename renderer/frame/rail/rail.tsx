/**
 * Left rail: the screens, each with its function key and the worst alarm of what it shows, and the areas with theirs. Process
 * screens stand in the order of their keys; details are reached from their unit, which is marked while one of them is shown.
 */
import { type ReactNode, useMemo, useRef } from 'react';
import type { SceneDescription } from '../../../shared/model/station.ts';
import { homeOf, inRail, sceneOfId } from '../../../shared/scene/scene-order.ts';
import { type AlarmMarks, worstMark } from '../../alarms/alarm-order.ts';
import { AlarmBadge } from '../../alarms/badge/alarm-badge.tsx';
import { openScene, openScreen, openTrends } from '../../navigation/go-to.ts';
import { openWindow } from '../../navigation/open-window.ts';
import { useScreenKeys } from '../../navigation/screen-keys.ts';
import { ALARMS, communicationOf, type Place, SUPPORT, sceneOf, TRENDS } from '../../store/place.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { useDropZone } from '../../trend/drag/pen-drag-layer.tsx';
import type { DropZone } from '../../trend/drag/pen-drags.ts';
import { openInTrends } from '../../trend/pens/use-pens.ts';
import { RailAreas } from './rail-areas.tsx';
import { SCENE_ICON, SUPPORT_ICON } from './rail-icons.ts';

export function Rail(): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const { screen } = useObservable(session.place);
  useScreenKeys();
  const zone = useMemo(
    () => ({ onDrop: (tag: string) => openInTrends(session, tag), onRest: () => openScreen(session, TRENDS) }),
    [session],
  );
  const support = (name: keyof typeof SUPPORT_ICON) => ({
    icon: SUPPORT_ICON[name],
    testId: `screen:${name}`,
    isShown: screen === name,
  });
  return (
    <nav className="rail" aria-label={texts.screens}>
      <RailScenes />
      <RailItem
        name={texts.trends.rail}
        keyName="F8"
        {...support('trends')}
        onOpen={() => openTrends(session)}
        place={TRENDS}
        zone={zone}
      />
      <RailItem
        name={texts.alarms.rail}
        keyName="F9"
        {...support('alarms')}
        onOpen={() => openScreen(session, ALARMS)}
        place={ALARMS}
      />
      <RailItem
        name={texts.support.rail}
        keyName="F10"
        {...support('support')}
        onOpen={() => openScreen(session, SUPPORT)}
        place={SUPPORT}
      />
      <RailItem
        name={texts.communication.rail}
        keyName="F11"
        {...support('communication')}
        onOpen={() => openScreen(session, communicationOf(null))}
        place={communicationOf(null)}
      >
        <AlarmBadge of={marks => marks.lost} />
      </RailItem>
      <RailAreas />
    </nav>
  );
}

const NO_SCENES: readonly SceneDescription[] = [];

function RailScenes(): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const place = useObservable(session.place);
  const scenes = useObservable(session.station.model)?.description.scenes ?? NO_SCENES;
  const home = homeOf(scenes);
  if (home === undefined) {
    const name = texts.screenNames.overview;
    return (
      <RailItem name={name} icon={SCENE_ICON.overview} testId="screen:overview" isShown onOpen={() => undefined} />
    );
  }
  const shown = shownEntry(scenes, place);
  return inRail(scenes).map(scene => (
    <RailItem
      key={scene.id}
      name={pick(scene.place?.name ?? scene.title)}
      icon={SCENE_ICON[scene.place?.icon ?? (scene === home ? 'overview' : 'equipment')]}
      keyName={scene.place?.key ?? (scene === home ? 'F1' : undefined)}
      testId={`screen:${scene.id}`}
      isShown={scene.id === shown}
      onOpen={() => openScene(session, scene === home ? null : scene.id)}
      place={sceneOf(scene.id)}
    >
      <AlarmBadge of={marks => markOfScene(scene, marks, scene === home)} />
    </RailItem>
  ));
}

/** The entry that stands for what is shown: of a detail, its unit. */
function shownEntry(scenes: readonly SceneDescription[], place: Place): string | null {
  if (place.screen !== 'scene') return null;
  const scene = sceneOfId(scenes, place.scene);
  if (scene === undefined || scene.level <= 2) return scene?.id ?? null;
  return scene.place?.parent ?? null;
}

/** Of its areas; the first screen stands for the whole station. */
const markOfScene = ({ place }: SceneDescription, marks: AlarmMarks, isHome: boolean) =>
  isHome ? marks.station : worstMark((place?.areas ?? []).map(area => marks.areas.get(area)));

interface RailItemProps {
  readonly name: string;
  readonly icon: string;
  readonly keyName?: string | undefined;
  readonly testId: string;
  readonly isShown: boolean;
  readonly onOpen: () => void;
  /** Where it leads, for a window of its own. */
  readonly place?: Place;
  /** Tags can be dropped on it. */
  readonly zone?: DropZone;
  readonly children?: ReactNode;
}

function RailItem({ name, icon, keyName, testId, isShown, onOpen, place, zone, children }: RailItemProps): ReactNode {
  const { texts } = useTexts();
  const button = useRef<HTMLButtonElement>(null);
  useDropZone(button, zone ?? null);
  return (
    <button
      ref={button}
      type="button"
      className="rail-item"
      title={`${name}\n${texts.room.window.ways}`}
      aria-current={isShown ? 'page' : undefined}
      data-testid={testId}
      onClick={onOpen}
      // Long press as well.
      onContextMenu={event => {
        event.preventDefault();
        if (place !== undefined) openWindow(window, place);
      }}
    >
      <svg className="rail-icon" viewBox="-16 -16 32 32" aria-hidden="true">
        <path d={icon} />
      </svg>
      <b>{name}</b>
      {keyName === undefined ? null : <kbd>{keyName}</kbd>}
      {children}
    </button>
  );
}
