/**
 * Everything one window knows, wired together: client, tag store, recent history, station, preferences, pointers.
 * Owns the rule that the `tags` stream asks for exactly what is visible, and for nothing while the window is hidden.
 */
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import { qualityClass } from '../../shared/model/quality.ts';
import type { Handle } from '../../shared/model/tag.ts';
import type { Catalog } from '../../shared/text/catalog.ts';
import { catalogEn } from '../../shared/text/catalog-en.ts';
import { catalogZh } from '../../shared/text/catalog-zh.ts';
import type { Text } from '../../shared/text/text.ts';
import { type AlarmCenter, createAlarmCenter } from '../alarms/desk/alarm-center.ts';
import { FIRST_JOURNAL, type JournalForm } from '../alarms/journal/journal-form.ts';
import type { Speaker } from '../alarms/sound/horn.ts';
import type { HornClaim } from '../alarms/sound/horn-place.ts';
import type { DialogRequest } from '../dialogs/dialog-request.ts';
import { type EventForm, LIVE_EVENTS } from '../events/event-form.ts';
import { createPlateDesk, type PlateDesk } from '../faceplates/desk/plate-desk.ts';
import { createClient, type StreamHandle } from '../host/client.ts';
import type { LinkState } from '../host/link-state.ts';
import type { ClientTimers } from '../host/timers.ts';
import type { Connect } from '../host/transport.ts';
import { type Look, type LookMoment, lookOf } from '../mimic/quality-look.ts';
import { WHOLE, type Zoom } from '../mimic/zoom/zoom.ts';
import { createSceneStore, type SceneStore } from '../navigation/scene-store.ts';
import { followReplay, refusingDialog } from '../replay/follow-replay.ts';
import { createReplayClient, type ReplayClient } from '../replay/replay-client.ts';
import { createReplayClock, type ReplayClock } from '../replay/replay-clock.ts';
import { createSupportStore, type SupportStore } from '../support/support-store.ts';
import { FIRST_READING, type TrendReading } from '../trend/cursors/trend-reading.ts';
import { type DragPage, PenDrags } from '../trend/drag/pen-drags.ts';
import { type Follow, liveFor } from '../trend/time/follow.ts';
import type { Removed } from '../trend/undo/removed.ts';
import { type CareRunner, createCareRunner } from './care-run.ts';
import { type MutableObservable, type Observable, observable } from './observable.ts';
import type { PlaceStore } from './place.ts';
import type { Preferences } from './preferences.ts';
import { createRecentStore, type RecentStore } from './recent-store.ts';
import { createStationStore, type StationStore } from './station-store.ts';
import { createTagStore, type TagStore } from './tag-store.ts';

/** A scene mounts over several frames; one request for what it needs is enough. */
const VISIBLE_DEBOUNCE_MS = 80;
/** A faceplate or a chart mounts in one frame and is to be live at once. */
const FEW_DEBOUNCE_MS = 16;
const FEW_TAGS = 24;

/** What the pointer or the keyboard focus is on, or what a trend is open for. */
export interface Target {
  readonly handle: Handle;
  /** Name of the tag, or of the expression's derived point. */
  readonly tag: string;
  readonly element: Element;
  /** For derived points, which have no definition of their own. */
  readonly caption?: Text;
  readonly unit?: string;
  readonly decimals?: number;
}

export interface Session {
  readonly client: ReplayClient;
  /** Which time the whole window shows. */
  readonly replay: ReplayClock;
  readonly tags: TagStore;
  readonly recent: RecentStore;
  readonly station: StationStore;
  readonly alarms: AlarmCenter;
  readonly preferences: Preferences;
  readonly scenes: SceneStore;
  readonly support: SupportStore;
  /** Which screen the window shows. */
  readonly place: PlaceStore;
  readonly dialog: MutableObservable<DialogRequest | null>;
  readonly care: CareRunner;
  readonly plates: PlateDesk;
  /** Which part of the process screen is seen. Forgotten with the screen: every screen is whole when it is opened. */
  readonly zoom: MutableObservable<Zoom>;
  readonly link: Observable<LinkState>;
  readonly hovered: MutableObservable<Target | null>;
  readonly trended: MutableObservable<Target | null>;
  /** Tags on their way to the trends. */
  readonly drags: PenDrags;
  /** Which part of time the trend screen shows; kept while another screen is looked at. */
  readonly follow: MutableObservable<Follow>;
  /** Its cursors and what it compares with; kept in the same way. */
  readonly reading: MutableObservable<TrendReading>;
  /** What has just been removed from the trends, while the way back is offered. */
  readonly removed: MutableObservable<Removed | null>;
  /** What the event view shows; kept while another screen is looked at. */
  readonly events: MutableObservable<EventForm>;
  /** What the journal is searched for; kept in the same way. */
  readonly journal: MutableObservable<JournalForm>;
  /** Counts seconds of the station clock. */
  readonly second: Observable<number>;
  /** How the newest sample of a handle must look now. */
  look(handle: Handle): Look;
  /** Now by the station's clock, and how long the host has been silent: what decides how any sample looks. */
  moment(): LookMoment;
}

/** What is needed of the page. */
export interface SessionPage extends DragPage, Pick<Document, 'hidden'> {
  readonly documentElement: DragPage['documentElement'] & Pick<HTMLElement, 'dataset'>;
  addEventListener(kind: 'visibilitychange', listener: () => void): void;
}

export interface SessionOptions {
  readonly connect: Connect;
  readonly timers: ClientTimers;
  readonly preferences: Preferences;
  readonly place: PlaceStore;
  readonly document: SessionPage;
  readonly speaker: Speaker;
  readonly claim: HornClaim;
  readonly requestFrame: (run: () => void) => void;
}

/** Connects and starts; lives as long as the window. */
export function createSession(options: SessionOptions): Session {
  const { timers } = options;
  const live = createClient(options.connect, timers);
  const replay = createReplayClock(timers, () => live.stationNow());
  const client = createReplayClient(live, replay, timers);
  const tags = createTagStore(options.requestFrame);
  const recent = createRecentStore(client, tags);
  const station = createStationStore(client, timers);
  const { points, learn } = learnedPoints({ tags, station });
  const after = (delayMs: number, run: () => void): void => {
    timers.after(delayMs, run);
  };
  const scenes = createSceneStore({
    read: id => client.call('scenes.read', { id }),
    after,
    model: station.model,
    onRead: learn,
  });
  const support = createSupportStore({
    read: () => client.call('support.read', {}),
    after,
    model: station.model,
    onRead: learn,
  });
  client.open('scenes', {}, news => {
    station.setScenes(news.scenes);
    scenes.refresh(news.changed);
  });
  const link = observable(client.link());
  const second = observable(0);
  const dialog = refusingDialog(replay);

  const moment = (): LookMoment => {
    const { phase, heardAt } = client.link();
    return { now: client.stationNow(), silentMs: phase === 'up' ? null : timers.now() - heardAt };
  };
  const hovered = observable<Target | null>(null);
  const trended = observable<Target | null>(null);
  const { preferences, speaker, claim } = options;
  const alarms = createAlarmCenter({ client, timers, preferences, dialogs: dialog, speaker, claim });
  const plates = createPlateDesk({ tags, station, preferences, timers });
  const zoom = observable(WHOLE);
  onOtherScreen(options.place, { hovered, trended, alarms, plates, zoom });
  const follow = observable(liveFor(options.preferences.trend.get().spanMs));
  followLink({ client, link, tags, recent });
  streamVisible({ client, tags, station, points }, options.document, timers);
  // A hidden window asks for nothing; what it missed is read when somebody looks again.
  options.document.addEventListener('visibilitychange', () => {
    if (!options.document.hidden) recent.reload();
  });
  followBlink({ client, alarms }, options.document, timers);
  timers.every(250, () => {
    const now = Math.floor(client.stationNow() / 1_000);
    if (now === second.get()) return;
    second.set(now);
    const isLost = client.link().phase !== 'up';
    tags.touch(handle => isLost || qualityClass(tags.sample(handle).q) === 'bad');
  });
  followReplay({ replay, recent, follow, timers, tell: text => alarms.desk.tell(text) });
  return {
    client,
    replay,
    tags,
    recent,
    station,
    scenes,
    support,
    alarms,
    preferences: options.preferences,
    place: options.place,
    dialog,
    care: createCareRunner(client),
    plates,
    zoom,
    link,
    hovered,
    trended,
    drags: new PenDrags({ document: options.document, timers, onStart: () => hovered.set(null) }),
    follow,
    reading: observable(FIRST_READING),
    removed: observable<Removed | null>(null),
    events: observable(LIVE_EVENTS),
    journal: observable(FIRST_JOURNAL),
    second,
    look: handle => lookOf(tags.sample(handle), moment()),
    moment,
  };
}

type OfScreen = Pick<Session, 'hovered' | 'trended' | 'alarms' | 'plates' | 'zoom'>;

/** What a tooltip, a trend, a card or a faceplate stands beside is gone with its screen. */
function onOtherScreen(place: PlaceStore, { hovered, trended, alarms, plates, zoom }: OfScreen): void {
  place.subscribe(() => {
    hovered.set(null);
    trended.set(null);
    alarms.carded.set(null);
    // Whoever leads to an object rings it once its screen is there.
    alarms.ringed.set(null);
    plates.leave();
    zoom.set(WHOLE);
  });
}

interface LinkFollowers {
  readonly client: ReplayClient;
  readonly link: MutableObservable<LinkState>;
  readonly tags: TagStore;
  readonly recent: RecentStore;
}

function followLink({ client, link, tags, recent }: LinkFollowers): void {
  client.onLink(() => {
    const before = link.get().phase;
    link.set(client.link());
    if (before === 'up') recent.markGap(client.stationNow());
    tags.touchAll();
  });
  client.onConnected(() => recent.reload());
}

const BLINK_MS = 500;

/**
 * The one blinker of the window: an attribute of the root, by the station's clock, so that all windows of a room blink in phase.
 * It rests while nothing is unacknowledged.
 */
function followBlink(
  { client, alarms }: { readonly client: ReplayClient; readonly alarms: AlarmCenter },
  document: SessionPage,
  timers: ClientTimers,
): void {
  timers.every(100, () => {
    const unacknowledged = alarms.book.summary.get()?.counts.unacknowledged ?? [];
    const isOn = !unacknowledged.some(count => count > 0) || Math.floor(client.stationNow() / BLINK_MS) % 2 === 0;
    const blink = isOn ? 'on' : 'off';
    if (document.documentElement.dataset['blink'] !== blink) document.documentElement.dataset['blink'] = blink;
  });
}

/** Names of derived points by handle, as served scenes and assets give them, so that they can be asked for by name. */
type DerivedPoints = Map<Handle, string>;

/** Another run of the host may have given the handles to other tags. */
function onOtherRun({ model }: Pick<StationStore, 'model'>, tell: () => void): void {
  let known = 0;
  model.subscribe(() => {
    const startedAt = model.get()?.description.startedAt ?? 0;
    const before = known;
    known = startedAt;
    if (before !== 0 && startedAt !== before) tell();
  });
}

function learnedPoints({ tags, station }: Pick<StreamSources, 'tags' | 'station'>) {
  const points: DerivedPoints = new Map();
  const learn = (handles: Readonly<Record<string, Handle>>): void => {
    for (const [name, handle] of Object.entries(handles)) points.set(handle, name);
  };
  onOtherRun(station, () => {
    tags.clear();
    points.clear();
  });
  // Expressions of the equipment can be asked for by name as those of a scene can.
  station.model.subscribe(() => {
    for (const { handles } of station.model.get()?.description.assets ?? []) learn(handles);
  });
  return { points, learn };
}

interface StreamSources {
  readonly client: ReplayClient;
  readonly tags: TagStore;
  readonly station: StationStore;
  readonly points: Pick<DerivedPoints, 'get'>;
}

function streamVisible(
  { client, tags, station, points }: StreamSources,
  document: SessionPage,
  timers: ClientTimers,
): void {
  let stream: StreamHandle<'tags'> | null = null;
  let asked = '';
  let askedCount = 0;
  let cancel: () => void = () => undefined;

  const names = (): string[] => {
    const model = station.model.get();
    if (model === null || document.hidden) return [];
    const found = tags.visible().flatMap(handle => model.byHandle.get(handle)?.name ?? points.get(handle) ?? []);
    return found.toSorted();
  };
  const update = (): void => {
    const wanted = names();
    const key = wanted.join('\n');
    if (key === asked) return;
    asked = key;
    askedCount = wanted.length;
    if (wanted.length === 0) {
      stream?.close();
      stream = null;
    } else if (stream === null) stream = client.open('tags', { tags: wanted }, item => tags.apply(item));
    else stream.reopen({ tags: wanted });
  };
  const soon = (): void => {
    cancel();
    const isFew = Math.abs(tags.visible().length - askedCount) <= FEW_TAGS;
    cancel = timers.after(isFew ? FEW_DEBOUNCE_MS : VISIBLE_DEBOUNCE_MS, update);
  };
  tags.onVisible(soon);
  onOtherRun(station, () => {
    asked = '';
  });
  station.model.subscribe(soon);
  document.addEventListener('visibilitychange', update);
}

const SessionContext = createContext<Session | null>(null);
export const SessionProvider = SessionContext.Provider;

/** The window's session. Throws outside `SessionProvider`. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('no session around this component');
  return session;
}

/** The value of an observable, followed. */
export function useObservable<T>(source: Observable<T>): T {
  return useSyncExternalStore(source.subscribe, source.get);
}

/** Texts of the chosen language and a picker for names that come in both. */
export function useTexts(): { readonly texts: Catalog; readonly pick: (text: Text) => string } {
  const { preferences } = useSession();
  const language = useObservable(preferences.language);
  const pick = useCallback((text: Text) => text[language], [language]);
  return { texts: language === 'zh' ? catalogZh : catalogEn, pick };
}
