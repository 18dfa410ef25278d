/**
 * What acquisition asks of every protocol, and what it gives in return. A channel is one connection (a TCP socket, a serial
 * server, an OPC UA session); the devices behind it share it. Drivers never import each other.
 */
import type { DeviceCause, DeviceState, DeviceStatus } from '../../shared/model/device.ts';
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

/** Where samples go. The tag table implements it. */
export interface SampleSink {
  /** Fresh samples of one reply. Restarts the staleness deadline of each. */
  update(batch: SampleBatch): void;
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
}

export interface Channel {
  readonly id: string;
  start(): void;
  /** Ends sockets, timers and workers; resolves when nothing is left. Safe to call twice. */
  stop(): Promise<void>;
  status(): readonly DeviceStatus[];
}
