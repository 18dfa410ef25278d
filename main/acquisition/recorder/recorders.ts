/**
 * All flight recorders of a station: one per channel, their common clock and tick, the choice of devices, and the reader (main
 * thread). Nothing here waits for a driver, and no driver waits for it.
 */
import type { FramePage } from '../../../shared/model/frame.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { NetworkAddress, ProjectChannel } from '../../project/types.ts';
import type { FrameTap } from '../channel.ts';
import type { PduLink } from './format/exported-pdu.ts';
import { type FrameQuery, readPage } from './frame-reader.ts';
import { FrameRecorder, type RecorderEvent } from './frame-recorder.ts';
import { RecordingSettings } from './recording-settings.ts';
import { codeOf, SegmentFolder } from './segment-folder.ts';
import { TimeAnchor } from './time-anchor.ts';

/** Between two writes, ms: what a kill of the process may cost. Shorter writes smaller pieces for nothing else. */
const TICK_MS = 1_000;
const MB = 1_000_000;

export interface RecordersOptions {
  /** With the addresses where the devices really are. */
  readonly channels: readonly ProjectChannel[];
  readonly dataFolder: string;
  /** Room of the disk that frames leave alone, bytes; 0 where nothing is said. */
  readonly keptFreeBytes?: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly onEvent: (event: RecorderEvent) => void;
}

export type SetRecordedOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'unknown-device' }
  /** The project gives the channel no room for frames. */
  | { readonly kind: 'no-room'; readonly channel: string }
  /** The choice could not be written; nothing has changed. `code` as the file system said it. */
  | { readonly kind: 'not-kept'; readonly code: string };

export interface Recorders {
  /** The tap of a channel of the project. */
  tap(channel: string): FrameTap;
  setRecorded(device: string, isRecorded: boolean): Promise<SetRecordedOutcome>;
  /** Null when there is no such channel. */
  read(channel: string, query: FrameQuery): Promise<FramePage | null>;
  /** Writes what waits and ends; within some two seconds, whatever the disk does. */
  stop(): Promise<void>;
}

/** Begins at once: a tap may be used as soon as it is had. */
export function createRecorders(options: RecordersOptions): Recorders {
  return new StationRecorders(options);
}

interface RecordedChannel {
  readonly recorder: FrameRecorder;
  readonly folder: string;
  readonly devices: readonly string[];
  readonly hasRoom: boolean;
}

class StationRecorders implements Recorders {
  readonly #channels: ReadonlyMap<string, RecordedChannel>;
  readonly #settings: RecordingSettings;
  readonly #anchor: TimeAnchor;
  readonly #log: Log;
  readonly #ticking: NodeJS.Timeout;
  /** One page at a time: however many ask, polling is disturbed by one of them. */
  #reading: Promise<unknown> = Promise.resolve();

  constructor(options: RecordersOptions) {
    this.#anchor = new TimeAnchor(options.clock);
    this.#log = options.log;
    this.#settings = new RecordingSettings(options.dataFolder, options.log);
    this.#channels = new Map(
      options.channels.map((channel, index) => [channel.id, this.#open(channel, index, options)]),
    );
    this.#ticking = setInterval(() => this.#tick(), TICK_MS);
    this.#ticking.unref();
  }

  tap(channel: string): FrameTap {
    const known = this.#channels.get(channel);
    if (known === undefined) throw new Error(`no channel ${channel}`);
    return known.recorder;
  }

  async setRecorded(device: string, isRecorded: boolean): Promise<SetRecordedOutcome> {
    const found = [...this.#channels].find(([, c]) => c.devices.includes(device));
    if (found === undefined) return { kind: 'unknown-device' };
    const [channel, { recorder, hasRoom }] = found;
    if (!hasRoom) return { kind: 'no-room', channel };
    try {
      await this.#settings.setRecorded(device, isRecorded);
    } catch (error) {
      return { kind: 'not-kept', code: codeOf(error) };
    }
    recorder.setRecorded(device, isRecorded);
    return { kind: 'done' };
  }

  async read(channel: string, query: FrameQuery): Promise<FramePage | null> {
    const known = this.#channels.get(channel);
    if (known === undefined) return null;
    const { folder, recorder } = known;
    const page = this.#reading.then(() => readPage({ folder, pending: () => recorder.pending() }, query));
    this.#reading = page.catch(() => undefined);
    return { ...(await page), recorder: recorder.status() };
  }

  async stop(): Promise<void> {
    clearInterval(this.#ticking);
    await Promise.all([...this.#channels.values()].map(c => c.recorder.stop()));
  }

  #open(channel: ProjectChannel, channelIndex: number, options: RecordersOptions): RecordedChannel {
    const { id, protocol, recorderMb } = channel;
    const store = new SegmentFolder(options.dataFolder, id, options.keptFreeBytes);
    const devices = channel.devices.map(d => d.id);
    const link: PduLink = { protocol, channelIndex, host: 'host' in channel ? channel.host : null };
    const recorder = new FrameRecorder({
      channel: id,
      link,
      endpoint: endpointOf(channel),
      limitBytes: recorderMb * MB,
      devices: devices.filter(d => this.#settings.isRecorded(d)),
      anchor: this.#anchor,
      now: () => options.clock.now(),
      store,
      log: options.log.child(id),
      onEvent: options.onEvent,
    });
    return { recorder, folder: store.path, devices, hasRoom: recorderMb > 0 };
  }

  #tick(): void {
    const step = this.#anchor.step();
    if (step !== 0) {
      this.#anchor.follow();
      this.#log.info(() => `the wall clock was set by ${step.toFixed(0)} ms`);
    }
    for (const { recorder } of this.#channels.values()) {
      if (step !== 0) recorder.clockStepped(step);
      // Never rejects.
      void recorder.tick();
    }
  }
}

/** Where the channel goes to, and where it goes to when nobody is there. */
function endpointOf(channel: ProjectChannel): string {
  if (channel.protocol === 'modbus-rtu') return channel.serial.path;
  const place = ({ host, port }: NetworkAddress): string => `${host}:${port}`;
  const backup = channel.protocol === 'opcua' ? null : channel.backup;
  return backup === null ? place(channel) : `${place(channel)}, ${place(backup)}`;
}
