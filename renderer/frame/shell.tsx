/** The frame around every screen: top bar 48, message row 40, rail 72, and the screen that takes the rest. */
import { type ReactNode, useEffect, useState } from 'react';
import type { ServedScene } from '../../shared/model/scene.ts';
import type { Catalog } from '../../shared/text/catalog.ts';
import type { Text } from '../../shared/text/text.ts';
import { AlarmsView } from '../alarms/alarms-view.tsx';
import { FloatingCard } from '../alarms/card/floating-card.tsx';
import { useAlarmKeys } from '../alarms/desk/use-alarm-keys.ts';
import { CommunicationView } from '../communication/communication-view.tsx';
import { DialogHost } from '../dialogs/dialog-host.tsx';
import { CallError } from '../host/call-book.ts';
import { SceneView } from '../mimic/scene-view.tsx';
import type { Place } from '../store/place.ts';
import { learnHandles, useObservable, useSession, useTexts } from '../store/session.ts';
import { TrendPanel } from '../trend/trend-panel.tsx';
import { TrendsView } from '../trend/view/trends-view.tsx';
import { ValueTooltip } from '../ui/tooltip.tsx';
import { type Crumb, Header } from './header.tsx';
import { MessageRow } from './message-row.tsx';
import { Rail } from './rail.tsx';

const RETRY_MS = 2_000;

interface SceneState {
  readonly scene: ServedScene | null;
  readonly error: CallError | null;
}

/** Reads the scene again on every connection: the project, and with it every handle, may have changed meanwhile. */
function useScene(id: string | null, generation: number): SceneState {
  const session = useSession();
  const [state, setState] = useState<SceneState>({ scene: null, error: null });
  useEffect(() => {
    if (id === null) return undefined;
    let isWanted = true;
    let cancel: () => void = () => undefined;
    const read = async (): Promise<void> => {
      try {
        const scene = await session.client.call('scenes.read', { id });
        if (!isWanted) return;
        learnHandles(scene.handles);
        setState(before => (JSON.stringify(before.scene) === JSON.stringify(scene) ? before : { scene, error: null }));
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        if (!isWanted) return;
        // A bad answer keeps the old scene; a lost link comes back with a new generation.
        setState(before => ({ ...before, error }));
        const timer = setTimeout(() => void read(), RETRY_MS);
        cancel = () => clearTimeout(timer);
      }
    };
    void read();
    return () => {
      isWanted = false;
      cancel();
    };
  }, [session, id, generation]);
  return state;
}

export function Shell(): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const model = useObservable(session.station.model);
  const link = useObservable(session.link);
  const place = useObservable(session.place);
  const sceneId = model?.description.scenes[0]?.id ?? null;
  const state = useScene(sceneId, model?.generation ?? 0);
  const { scene } = state;
  const isLost = link.phase !== 'up';
  const name = model === null ? texts.product : pick(model.description.name);
  const crumb = crumbOf(place.screen, texts) ?? (scene && sceneCrumb(scene, texts, pick));
  useAlarmKeys();
  const title = crumb === null ? name : `${name} · ${crumb.title}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div className={isLost ? 'shell is-lost' : 'shell'} data-testid="shell" data-link={link.phase}>
      <Header crumb={crumb} />
      <MessageRow />
      <Rail />
      <main className="view">
        {place.screen === 'communication' ? <CommunicationView place={place} /> : null}
        {place.screen === 'trends' ? <TrendsView /> : null}
        {place.screen === 'alarms' ? <AlarmsView place={place} /> : null}
        {place.screen === 'overview' ? <Overview {...state} /> : null}
      </main>
      <FloatingCard />
      <TrendPanel />
      <ValueTooltip />
      <DialogHost />
    </div>
  );
}

/** Of the supporting screens; null for the overview, whose scene knows its own. */
function crumbOf(screen: Place['screen'], { communication, trends, alarms }: Catalog): Crumb | null {
  if (screen === 'overview') return null;
  const { title } = { communication, trends, alarms }[screen];
  return { level: 4, parent: communication.support, title };
}

const sceneCrumb = (scene: ServedScene, texts: Catalog, pick: (text: Text) => string): Crumb => ({
  level: scene.level,
  parent: texts.wholeStation,
  title: pick(scene.title),
});

function Overview({ scene, error }: SceneState): ReactNode {
  const { texts, pick } = useTexts();
  if (scene !== null) return <SceneView scene={scene} />;
  return (
    <p className="view-note">
      {error === null || error.body.code === 'link-lost'
        ? texts.sceneLoading
        : `${texts.sceneFailed}: ${pick({ zh: error.body.zh.message, en: error.body.message })}`}
    </p>
  );
}
