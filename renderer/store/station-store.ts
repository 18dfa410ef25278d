/**
 * What the host says about the station: description, tag definitions, devices, events, overridden values, trouble with recording. Read anew on every
 * connection and never patched by guess: after a reconnect the host may be another run with another project.
 */
import type { DeviceStatus } from '../../shared/model/device.ts';
import type { StationEvent } from '../../shared/model/event.ts';
import type { HistoryStatus } from '../../shared/model/history.ts';
import type { StationDescription } from '../../shared/model/station.ts';
import type { OverrideEntry, TagDefinition } from '../../shared/model/tag.ts';
import type { InputOf, OutputOf, QueryName } from '../../shared/rpc/contract.ts';
import { CallError } from '../host/call-book.ts';
import type { Client } from '../host/client.ts';
import type { ClientTimers } from '../host/timers.ts';
import { type Observable, observable } from './observable.ts';

const DEVICES_PERIOD_MS = 2_000;
const RETRY_MS = 1_000;
/** How far the demo's past is, while it is made. */
const PAST_PERIOD_MS = 2_000;
/** Events kept for the message row; the journal of the host has them all. */
const EVENTS_KEPT = 200;

/** Source of the historian's events. */
const HISTORIAN = 'historian';

export interface StationModel {
  readonly description: StationDescription;
  readonly byName: ReadonlyMap<string, TagDefinition>;
  readonly byHandle: ReadonlyMap<number, TagDefinition>;
  /** Counts connections: whatever was read under another number is old. */
  readonly generation: number;
}

export interface StationStore {
  readonly model: Observable<StationModel | null>;
  readonly devices: Observable<readonly DeviceStatus[]>;
  /** Newest last. */
  readonly events: Observable<readonly StationEvent[]>;
  /** As of the last event; every one that is set, released or ends is an event. */
  readonly overrides: Observable<readonly OverrideEntry[]>;
  /** As of the last event of the historian, which tells of every trouble and its end; null before the first answer. */
  readonly history: Observable<HistoryStatus | null>;
  /** The station has told of its screens: there may be others than when it was described. */
  setScenes(scenes: StationDescription['scenes']): void;
}

/** Starts reading; runs as long as the client. */
export function createStationStore(client: Client, timers: ClientTimers): StationStore {
  const model = observable<StationModel | null>(null);
  const devices = observable<readonly DeviceStatus[]>([]);
  const events = observable<readonly StationEvent[]>([]);
  const overrides = observable<readonly OverrideEntry[]>([]);
  const history = observable<HistoryStatus | null>(null);
  let generation = 0;

  const load = async (mine: number): Promise<void> => {
    try {
      const [description, tags, status, recent, overridden] = await Promise.all([
        client.call('station.describe', {}),
        client.call('tags.list', {}),
        client.call('devices.status', {}),
        client.call('events.recent', { limit: EVENTS_KEPT }),
        client.call('tags.overrides', {}),
      ]);
      if (mine !== generation) return;
      devices.set(status);
      events.set(recent);
      overrides.set(overridden);
      model.set({
        description,
        byName: new Map(tags.map(tag => [tag.name, tag])),
        byHandle: new Map(tags.map(tag => [tag.handle, tag])),
        generation: mine,
      });
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      // A lost link reloads by itself on reconnect; anything else is tried again, since without it there is no screen.
      if (mine === generation && error.body.code !== 'link-lost') timers.after(RETRY_MS, () => void load(mine));
    }
  };

  /** A lost link is told elsewhere, and everything is read anew when it is back. */
  const read = async <N extends QueryName>(name: N, take: (answer: OutputOf<N>) => void, input: InputOf<N>) => {
    const mine = generation;
    try {
      const answer = await client.call(name, input);
      if (mine === generation) take(answer);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
    }
  };
  const readDevices = () => read('devices.status', devices.set, {});
  const readOverrides = () => read('tags.overrides', overrides.set, {});
  const readHistory = () =>
    read(
      'history.status',
      status => {
        history.set(status);
        // Its end is told by nothing else, and the trend screen shows how far it is.
        if (status.demoPast?.failure === null) pastTimer ??= timers.after(PAST_PERIOD_MS, readPast);
      },
      {},
    );
  let pastTimer: (() => void) | null = null;
  const readPast = (): void => {
    pastTimer = null;
    void readHistory();
  };

  client.onConnected(() => {
    generation += 1;
    // Not awaited: `load` handles its own failures and the connection goes on meanwhile.
    void load(generation);
    // By itself: a disk that cannot tell how it is must not keep the screen empty.
    void readHistory();
  });
  client.open('events', {}, items => {
    if (items.length === 0) return;
    events.set(appendEvents(events.get(), items));
    void readDevices();
    if (items.some(event => event.kind === 'override')) void readOverrides();
    if (items.some(event => event.source === HISTORIAN)) void readHistory();
  });
  timers.every(DEVICES_PERIOD_MS, () => {
    if (client.link().phase === 'up') void readDevices();
  });
  const setScenes = (scenes: StationDescription['scenes']): void => {
    const known = model.get();
    if (known === null || JSON.stringify(known.description.scenes) === JSON.stringify(scenes)) return;
    model.set({ ...known, description: { ...known.description, scenes } });
  };
  return { model, devices, events, overrides, history, setScenes };
}

/** Joins by sequence number, so that an event that came both ways is there once. */
export function appendEvents(known: readonly StationEvent[], fresh: readonly StationEvent[]): readonly StationEvent[] {
  const last = known.at(-1)?.sequence ?? -1;
  return [...known, ...fresh.filter(event => event.sequence > last)].slice(-EVENTS_KEPT);
}
