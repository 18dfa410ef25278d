/** A whole session of a window without a browser: a page that can be hidden, and a host that answers and tells what it was asked. */
import { createHornClaim } from '../../../renderer/alarms/sound/horn-place.ts';
import type { TransportEvents } from '../../../renderer/host/transport.ts';
import { observable } from '../../../renderer/store/observable.ts';
import { createPlace } from '../../../renderer/store/place.ts';
import { createPreferences } from '../../../renderer/store/preferences.ts';
import { createSession, type SessionPage } from '../../../renderer/store/session.ts';
import type { StationDescription } from '../../../shared/model/station.ts';
import type { TagDefinition } from '../../../shared/model/tag.ts';
import type { ClientMessage } from '../../../shared/rpc/protocol.ts';
import { stationModel } from './station-model.ts';
import { turnableTimers } from './turnable-timers.ts';

interface Station {
  readonly tags: readonly TagDefinition[];
  readonly assets?: StationDescription['assets'];
}

const nothing = (): void => undefined;

function pageThatHides() {
  const listeners: (() => void)[] = [];
  let hidden = false;
  const page: SessionPage = {
    get hidden() {
      return hidden;
    },
    addEventListener: (_kind, listener) => void listeners.push(listener),
    defaultView: null,
    documentElement: { dataset: {}, setPointerCapture: nothing },
    elementFromPoint: () => null,
  };
  const setHidden = (isHidden: boolean): void => {
    hidden = isHidden;
    for (const listener of listeners) listener();
  };
  return { page, setHidden };
}

const placeNowhere = () =>
  createPlace({
    hash: () => '',
    push: nothing,
    replace: nothing,
    reach: () => ({ back: false, forward: false }),
    go: nothing,
    onMove: nothing,
  });

/** What the `tags` stream that is open asks for, sorted; none while there is no such stream. */
function askedOf(sent: readonly ClientMessage[]): readonly string[] {
  let open: Extract<ClientMessage, { kind: 'open' }> | null = null;
  for (const message of sent) {
    if (message.kind === 'open' && message.method === 'tags') open = message;
    else if (message.kind === 'close' && message.id === open?.id) open = null;
  }
  const input = open?.input;
  if (typeof input !== 'object' || input === null || !('tags' in input) || !Array.isArray(input.tags)) return [];
  return input.tags.map(String).toSorted();
}

export function windowRig(first: Station) {
  const hands = turnableTimers();
  const { page, setHidden } = pageThatHides();
  const sent: ClientMessage[] = [];
  let station = first;
  let startedAt = 1;
  let peer: TransportEvents | null = null;
  const answers = (): Readonly<Record<string, unknown>> => ({
    'station.describe': { ...stationModel([], 1).description, assets: station.assets ?? [], startedAt },
    'tags.list': station.tags,
    'devices.status': [],
    'events.recent': [],
    'tags.overrides': [],
  });
  const answer = (message: ClientMessage): void => {
    const known = answers();
    // A question of which nothing is said here is not answered.
    if (message.kind !== 'call' || !(message.method in known)) return;
    const reply = { ok: true, value: known[message.method] } as const;
    queueMicrotask(() => peer?.onMessage({ kind: 'reply', id: message.id, reply }));
  };
  const session = createSession({
    connect: given => {
      peer = given;
      return {
        send: message => {
          sent.push(message);
          answer(message);
        },
        close: nothing,
      };
    },
    timers: hands.timers,
    preferences: createPreferences(
      { lang: '', dataset: {} },
      { localStorage: undefined, addEventListener: nothing },
      'en',
    ),
    place: placeNowhere(),
    document: page,
    speaker: { state: observable('missing' as const), play: nothing, stop: nothing },
    claim: createHornClaim(undefined, hands.timers),
    requestFrame: run => run(),
  });
  /** What is on its way arrives, and a tenth of a second passes. */
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 30; turn++) await Promise.resolve();
    hands.advance(100);
    for (let turn = 0; turn < 30; turn++) await Promise.resolve();
  };
  const connect = async (): Promise<void> => {
    peer?.onOpen();
    peer?.onMessage({ kind: 'beat', now: 0 });
    await settle();
  };
  return {
    session,
    setHidden,
    settle,
    connect,
    /** The connection is lost and another run of the host, with this project, is met. */
    meetAnother: async (next: Station): Promise<void> => {
      sent.length = 0;
      [station, startedAt] = [next, startedAt + 1];
      peer?.onClose();
      hands.advance(10_000);
      await connect();
    },
    asked: (): readonly string[] => askedOf(sent),
  };
}
