/**
 * The client of a window that may look at the past. While it does, `stationNow` is the time that is shown, the streams of tags and
 * alarms tell how it was then, and whatever would change something is refused here, so that no button can forget to ask. The sound
 * goes on to follow the present: a replay never keeps an alarm from being heard.
 */
import type { AlarmCounts } from '../../shared/model/alarm.ts';
import type { CallName, CommandName, InputOf, OutputOf, StreamName } from '../../shared/rpc/contract.ts';
import type { ErrorBody } from '../../shared/rpc/error.ts';
import { CallError } from '../host/call-book.ts';
import type { Client, StreamHandle } from '../host/client.ts';
import type { ClientTimers } from '../host/timers.ts';
import { type Observable, observable } from '../store/observable.ts';
import { createPastAlarms } from './past/past-alarms.ts';
import { pastDevices } from './past/past-devices.ts';
import { createPastEvents } from './past/past-events.ts';
import { contextUntil, endedAt, isEnding } from './past/past-questions.ts';
import { createPastTags } from './past/past-tags.ts';
import { REPLAY_TICK_MS, type ReplayClock } from './replay-clock.ts';

/** The horn is of the present, and so is that a console has none: who hears it may silence it, whatever is shown. */
const COMMANDS: Readonly<Record<CommandName, 'refused' | 'allowed'>> = {
  'alarms.acknowledge': 'refused',
  'alarms.acknowledgeArea': 'refused',
  'alarms.reset': 'refused',
  'alarms.shelve': 'refused',
  'alarms.unshelve': 'refused',
  'alarms.removeFromService': 'refused',
  'alarms.returnToService': 'refused',
  'alarms.takeEquipmentOut': 'refused',
  'alarms.returnEquipment': 'refused',
  'alarms.silence': 'allowed',
  'tags.override': 'refused',
  'tags.release': 'refused',
  'devices.setEnabled': 'refused',
  'frames.setRecorded': 'refused',
  'certificates.trust': 'refused',
  'certificates.distrust': 'refused',
  'history.backup': 'refused',
  'history.verifyBackup': 'refused',
  'history.check': 'refused',
  'console.soundChanged': 'allowed',
  'presets.save': 'refused',
  'presets.rename': 'refused',
  'presets.remove': 'refused',
  'annotations.add': 'refused',
  'annotations.edit': 'refused',
  'annotations.remove': 'refused',
};

const REFUSAL: ErrorBody = {
  code: 'not-possible',
  message: 'Replay: return to live first.',
  hint: 'Press Y, or "Return to live" in the bar of the replay.',
  retry: 'operator',
  zh: { message: '回放中：请先返回实时。', hint: '按 Y 键，或按回放栏中的“返回实时”。' },
};

/** What a question is about ends at the time that is shown, epoch ms UTC. */
function askedAt<N extends CallName>(name: N, input: InputOf<N>, at: number): InputOf<N> {
  if (name === 'history.recent') return { ...input, to: at };
  return isEnding(name) ? endedAt(input as InputOf<N> & InputOf<'events.search'>, at) : input;
}

const isRefused = (name: CallName): boolean =>
  Object.hasOwn(COMMANDS, name) && COMMANDS[name as CommandName] === 'refused';

export interface ReplayClient extends Client {
  /** Counts of the present while the past is shown; null while live and before the first item. */
  readonly present: Observable<AlarmCounts | null>;
  /** What the station answered when it was asked for the past; null when it gave what was asked for. */
  readonly trouble: Observable<CallError | null>;
}

/** One stream that tells of the present or of the past. */
export interface PastStream {
  /** Asks for what was at `at`; what comes when another time is shown is not told. Rejects with `CallError`. */
  show(at: number): Promise<void>;
  /** Another time of the past is shown from now on. */
  enter(): void;
  leave(): void;
  /** True when it wants something that it has not shown yet. */
  isBehind(): boolean;
}

/** What such a stream is made of. */
export interface PastParts {
  readonly live: Client;
  readonly isPast: () => boolean;
  readonly clock: ReplayClock;
}

type PastInput = InputOf<'tags'> & InputOf<'alarms'> & InputOf<'events'>;

/** Wraps `live`, which goes on to be what it is. */
export function createReplayClient(
  live: Client,
  clock: ReplayClock,
  timers: Pick<ClientTimers, 'every'>,
): ReplayClient {
  const streams = new Set<PastStream>();
  const present = observable<AlarmCounts | null>(null);
  const trouble = observable<CallError | null>(null);
  const isPast = (): boolean => clock.state.get() !== null;
  let shown = Number.NaN;
  let isAsking = false;

  const show = async (): Promise<void> => {
    const at = clock.now();
    const wanting = [...streams].filter(stream => at !== shown || stream.isBehind());
    if (at === undefined || isAsking || wanting.length === 0 || live.link().phase !== 'up') return;
    isAsking = true;
    shown = at;
    try {
      await Promise.all(wanting.map(stream => stream.show(at)));
      trouble.set(null);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      // The link says by itself that it is lost; whatever else went wrong is asked again at the next tick.
      if (error.body.code !== 'link-lost') trouble.set(error);
      shown = Number.NaN;
    } finally {
      isAsking = false;
    }
  };
  timers.every(REPLAY_TICK_MS, () => void show());
  let wasPast = false;
  clock.onJump(() => {
    shown = Number.NaN;
    trouble.set(null);
    if (isPast()) for (const stream of streams) stream.enter();
    else if (wasPast) for (const stream of streams) stream.leave();
    wasPast = isPast();
    if (!wasPast) present.set(null);
    void show();
  });

  /** The name says which input and which item these are. Null: a stream that tells of the present in any case. */
  const pastStream = <N extends StreamName>(name: N, input: InputOf<N>, onItem: (item: OutputOf<N>) => void) => {
    const parts = { live, isPast, clock, onCounts: present.set };
    if (name === 'tags')
      return createPastTags(parts, input as InputOf<'tags'>, onItem as (item: OutputOf<'tags'>) => void);
    if (name === 'alarms')
      return createPastAlarms(parts, input as InputOf<'alarms'>, onItem as (item: OutputOf<'alarms'>) => void);
    // Whoever has no rows of alarms from it lists none: it tells the window what of the station to read again.
    if (name !== 'events' || (input as InputOf<'events'>).alarms !== true) return null;
    return createPastEvents(parts, input as InputOf<'events'>, onItem as (item: OutputOf<'events'>) => void);
  };
  const open = <N extends StreamName>(
    name: N,
    input: InputOf<N>,
    onItem: (item: OutputOf<N>) => void,
  ): StreamHandle<N> => {
    const stream = pastStream(name, input, onItem);
    if (stream === null) return live.open(name, input, onItem);
    streams.add(stream);
    void show();
    return {
      reopen: next => {
        stream.reopen(next as PastInput);
        void show();
      },
      close: () => {
        streams.delete(stream);
        stream.close();
      },
    };
  };

  return {
    ...live,
    present,
    trouble,
    call: async (name, input, options) => {
      const at = clock.now();
      if (at === undefined) return live.call(name, input, options);
      if (isRefused(name)) {
        clock.refuse();
        throw new CallError(REFUSAL);
      }
      // The name says which answer this is.
      if (name === 'devices.status') return (await pastDevices(live, at)) as OutputOf<typeof name>;
      const answer = await live.call(name, askedAt(name, input, at), options);
      if (name !== 'alarms.context') return answer;
      return contextUntil(answer as OutputOf<'alarms.context'>, at) as OutputOf<typeof name>;
    },
    open,
    stationNow: () => clock.now() ?? live.stationNow(),
  };
}
