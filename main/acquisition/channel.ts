/**
 * What acquisition asks of every protocol, and what it gives in return. A channel is one connection (a TCP socket, a serial
 * line, an OPC UA session); the devices behind it share it. Drivers never import each other. Main thread.
 */
import type { DeviceCause, DeviceDiagnostics, DeviceState, DeviceStatus } from '../../shared/model/device.ts';
import type { Quality } from '../../shared/model/quality.ts';
import type { Handle, SampleBatch } from '../../shared/model/tag.ts';
import type { Text } from '../../shared/text/text.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { ProjectTag } from '../project/types.ts';

/** A field tag bound to its handle in the tag table. */
export interface BoundTag {
  readonly handle: Handle;
  readonly tag: ProjectTag;
}

/**
 * What the device said. `v` is the raw value as it stands on the wire, before scaling; `t` is the time of the sample: the
 * device's own where the protocol has one and it can be believed, else the time of receipt.
 */
export interface RawBatch extends SampleBatch {
  /** Source time as the device told it, believed or not, epoch ms; NaN where there is none. */
  readonly sourceT?: Float64Array;
  /** Time at which a server behind the device stamped it, epoch ms; NaN where there is none. */
  readonly serverT?: Float64Array;
}

/** Where samples go. The tag table implements it. */
export interface SampleSink {
  /** Fresh samples of one reply. Restarts the staleness deadline of each. The arrays may be used again afterwards. */
  update(batch: RawBatch): void;
  /**
   * The device said that nothing has changed: restarts the deadlines, keeps values and times. A value that was only stale is
   * good again.
   */
  confirm(handles: Uint32Array): void;
  /** There is no number any more, for this reason; the last good one stays known as old. */
  invalidate(handles: Uint32Array, reason: Quality): void;
}

export interface DeviceChange {
  readonly device: string;
  readonly name: Text;
  readonly state: DeviceState;
  readonly cause: DeviceCause;
  readonly detail: string;
}

/** A frame as it went over the wire. */
export interface WireFrame {
  readonly direction: 'sent' | 'received';
  /** Null when it cannot be told whose it is. */
  readonly device: string | null;
  /** Copied by the recorder before it returns. */
  readonly bytes: Uint8Array;
  /** Tags that the request asks for or writes, for whoever reads the frames later. */
  readonly tags?: readonly string[];
  /** What is wrong with it, e.g. `CRC error`. */
  readonly problem?: string;
}

/** The flight recorder as a driver sees it. Never throws, never blocks. */
export interface FrameTap {
  /** False: nothing of this device is kept, so nothing needs to be prepared. */
  isOn(device: string | null): boolean;
  frame(frame: WireFrame): void;
  /** Something happened to the connection itself: opened, closed and why. */
  mark(text: string): void;
  /** From now on frames go to and come from this address (name or literal): a backup address may have taken over. */
  peer(host: string): void;
}

export interface ChannelContext {
  readonly sink: SampleSink;
  readonly clock: Clock;
  readonly log: Log;
  /** Called once for each state change of a device. */
  readonly onChange: (change: DeviceChange) => void;
  /** Secret by name (`channel/<id>`), or null if the operator has not stored it. Never logged. */
  readonly secret: (name: string) => string | null;
  /** Folder for what the channel must keep: certificates, learned holes. Exists and is writable. */
  readonly dataDirectory: string;
  /**
   * Wraps a callback that the runtime calls (timer, socket event, message of a worker): what it throws ends this channel and
   * starts it anew, and touches nothing else of the station.
   */
  readonly guard: <A extends readonly unknown[]>(run: (...args: A) => void) => (...args: A) => void;
  readonly tap: FrameTap;
}

/** One write to one tag, asked by the command gate and by nobody else (architecture.md, life of a command). */
export interface WriteOrder {
  readonly handle: Handle;
  /** Raw value as it must stand on the wire. */
  readonly raw: number | bigint;
  /** Monotonic ms. Checked for the last time right before the bytes are handed to the operating system. */
  readonly deadline: number;
}

export type WriteRefusal =
  /** The deadline passed before it could be sent. */
  | 'deadline'
  /** There is no connection, or the device does not answer. */
  | 'not-connected'
  /** The device is disabled. */
  | 'disabled'
  /** The tag cannot be written, or not this value. */
  | 'not-writable'
  /** The device answered that it will not. */
  | 'refused'
  /** Sent, but no answer came: whether it acted is not known. */
  | 'unanswered'
  /** Sent, and the answer is not the one to this write. */
  | 'bad-answer';

/** Outcome of one write. It is never repeated, whatever the outcome. Times are monotonic ms. */
export type WriteResult =
  | { readonly ok: true; readonly sentAt: number; readonly answeredAt: number | null }
  | {
      readonly ok: false;
      readonly why: WriteRefusal;
      /** Null: nothing left this computer. Otherwise the device may have acted on it. */
      readonly sentAt: number | null;
      /** In English, as the library or the device said it. */
      readonly detail: string;
    };

export interface Channel {
  readonly id: string;
  start(): void;
  /** Ends sockets, timers and workers; resolves when nothing is left. Safe to call twice. */
  stop(): Promise<void>;
  status(): readonly DeviceStatus[];
  diagnostics(): readonly DeviceDiagnostics[];
  /** From now on exactly these tags are read with their fast period. Handles of other channels are ignored. */
  hasten(handles: ReadonlySet<Handle>): void;
  /** False: the device is asked nothing and takes no writes; its values say so. */
  setEnabled(device: string, isEnabled: boolean): void;
  /** Never rejects, never repeats, never waits beyond the deadline plus one request's own. */
  write(order: WriteOrder): Promise<WriteResult>;
}
