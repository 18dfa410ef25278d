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
import { createPastAlarms } from './past-alarms.ts';
import { pastDevices } from './past-devices.ts';
import { createPastTags } from './past-tags.ts';
import { REPLAY_TICK_MS, type ReplayClock } from './replay-clock.ts';

/** Notes about the past are what a replay is for; that a console has no sound is of the present. */
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
  'alarms.silence': 'refused',
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
  'presets.save': 'allowed',
  'presets.rename': 'allowed',
  'presets.remove': 'allowed',
  'annotations.add': 'allowed',
  'annotations.edit': 'allowed',
  'annotations.remove': 'allowed',
};

const REFUSAL: ErrorBody = {
  code: 'not-possible',
  message: 'This screen shows the past: nothing can be changed in it.',
  hint: 'Return to live first.',
  retry: 'operator',
  zh: { message: '画面正在回放历史，不能进行任何操作。', hint: '请先返回实时。' },
};

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
  enter(): void;
  leave(): void;
  /** True when it wants something that it has not shown yet. */
  isBehind(): boolean;
}

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
    const step = isPast() ? 'enter' : 'leave';
    if (wasPast !== isPast()) for (const stream of streams) stream[step]();
    wasPast = isPast();
    if (!wasPast) present.set(null);
    void show();
  });

  const open = <N extends StreamName>(
    name: N,
    input: InputOf<N>,
    onItem: (item: OutputOf<N>) => void,
  ): StreamHandle<N> => {
    if (name !== 'tags' && name !== 'alarms') return live.open(name, input, onItem);
    const parts = { live, isPast, clock, onCounts: present.set };
    const stream =
      name === 'tags'
        ? // The name says which input and which item these are.
          createPastTags(parts, input as InputOf<'tags'>, onItem as (item: OutputOf<'tags'>) => void)
        : createPastAlarms(parts, input as InputOf<'alarms'>, onItem as (item: OutputOf<'alarms'>) => void);
    streams.add(stream);
    void show();
    return {
      reopen: next => {
        stream.reopen(next as InputOf<'tags'> & InputOf<'alarms'>);
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
      // What is recent ends at the time that is shown.
      const asked = name === 'history.recent' ? { ...input, to: at } : input;
      return live.call(name, asked, options);
    },
    open,
    stationNow: () => clock.now() ?? live.stationNow(),
  };
}
