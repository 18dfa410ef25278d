/** The frame around every screen: top bar 48, message row 40, rail 72, and the screen that takes the rest. */
import { type ReactNode, useEffect } from 'react';
import { parentOf, sceneOfId } from '../../shared/scene/scene-order.ts';
import { fill } from '../../shared/text/catalog.ts';
import { AlarmsView } from '../alarms/alarms-view.tsx';
import { FloatingCard } from '../alarms/card/floating-card.tsx';
import { useAlarmKeys } from '../alarms/desk/use-alarm-keys.ts';
import { CommunicationView } from '../communication/communication-view.tsx';
import { DialogHost } from '../dialogs/dialog-host.tsx';
import { FaceplateLayer } from '../faceplates/faceplate-layer.tsx';
import { SceneView } from '../mimic/scene-view.tsx';
import type { SceneState } from '../navigation/scene-store.ts';
import { ReplayBar } from '../replay/replay-bar.tsx';
import { OVERVIEW, type Place, SUPPORT, sceneOf } from '../store/place.ts';
import { useObservable, useSession, useTexts } from '../store/session.ts';
import { SupportView } from '../support/support-view.tsx';
import { FingerLayer } from '../touch/finger-layer.tsx';
import { PenDragLayer } from '../trend/drag/pen-drag-layer.tsx';
import { useTrendKey } from '../trend/pens/use-trend-key.ts';
import { TrendPanel } from '../trend/small/trend-panel.tsx';
import { TrendsView } from '../trend/view/trends-view.tsx';
import { ValueTooltip } from '../ui/tooltip.tsx';
import { type Crumb, Header } from './header.tsx';
import { MessageRow } from './message-row.tsx';
import { Rail } from './rail/rail.tsx';

/** The newest of the scene that could be read; a bad answer keeps the old one. */
function useScene(id: string | null): SceneState | null {
  const { scenes } = useSession();
  useObservable(scenes.all);
  useEffect(() => {
    if (id !== null) scenes.want(id);
  }, [scenes, id]);
  return id === null ? null : scenes.of(id);
}

export function Shell(): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const model = useObservable(session.station.model);
  const link = useObservable(session.link);
  const place = useObservable(session.place);
  const described =
    model === null || place.screen !== 'scene' ? undefined : sceneOfId(model.description.scenes, place.scene);
  const state = useScene(described?.id ?? null);
  const isLost = link.phase !== 'up';
  const isPast = useObservable(session.replay.state) !== null;
  const name = model === null ? texts.product : pick(model.description.name);
  const crumb = useCrumb(place);
  useAlarmKeys();
  useTrendKey();
  useRunningHue();
  const title = crumb === null ? name : `${name} · ${crumb.title}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div
      className={`shell${isLost ? ' is-lost' : ''}${isPast ? ' is-past' : ''}`}
      data-testid="shell"
      data-link={link.phase}
    >
      <Header crumb={crumb} />
      <MessageRow />
      <Rail />
      <main className="view">
        {place.screen === 'communication' ? <CommunicationView place={place} /> : null}
        {place.screen === 'trends' ? <TrendsView /> : null}
        {place.screen === 'alarms' ? <AlarmsView place={place} /> : null}
        {place.screen === 'support' ? <SupportView place={place} /> : null}
        {place.screen === 'scene' ? <Scene id={place.scene} state={state} /> : null}
      </main>
      <FaceplateLayer />
      <ReplayBar />
      <FloatingCard />
      <TrendPanel />
      <ValueTooltip />
      <PenDragLayer />
      <DialogHost />
      <FingerLayer />
    </div>
  );
}

/** The site's ink for what runs; see tokens.css. */
function useRunningHue(): void {
  const hue = useObservable(useSession().station.model)?.description.runningHue;
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (hue === undefined) delete dataset['running'];
    else dataset['running'] = hue;
  }, [hue]);
}

/** Null while the station is not known yet, and for a process screen that it does not have. */
function useCrumb(place: Place): Crumb | null {
  const { station } = useSession();
  const { texts, pick } = useTexts();
  const scenes = useObservable(station.model)?.description.scenes ?? [];
  if (place.screen !== 'scene') {
    const { title } = place.screen === 'support' ? { title: texts.support.tab[place.tab] } : texts[place.screen];
    return { level: 4, parents: [{ name: texts.support.title, place: SUPPORT }], title };
  }
  const scene = sceneOfId(scenes, place.scene);
  if (scene === undefined) return null;
  const above = scene.level > 2 ? parentOf(scenes, scene.id) : undefined;
  return {
    level: scene.level,
    parents: [
      { name: texts.wholeStation, place: OVERVIEW },
      ...(above === undefined ? [] : [{ name: pick(above.title), place: sceneOf(above.id) }]),
    ],
    title: pick(scene.title),
  };
}

function Scene({ id, state }: { readonly id: string | null; readonly state: SceneState | null }): ReactNode {
  const { texts, pick } = useTexts();
  const isKnown = useObservable(useSession().station.model) !== null;
  // Another scene is another picture: nothing of the one before is kept.
  if (state?.scene) return <SceneView key={state.scene.id} scene={state.scene} />;
  if (state === null && isKnown) {
    return <p className="view-note">{fill(texts.navigation.noScene, { id: id ?? '' })}</p>;
  }
  const error = state?.error ?? null;
  return (
    <p className="view-note">
      {error === null || error.body.code === 'link-lost'
        ? texts.sceneLoading
        : `${texts.sceneFailed}: ${pick({ zh: error.body.zh.message, en: error.body.message })}`}
    </p>
  );
}
