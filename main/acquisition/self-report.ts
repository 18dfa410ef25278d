/** Turns what acquisition knows about itself into samples of the station's own tags, once a second. Main thread. */
import {
  DEVICE_STATES,
  type DeviceDiagnostics,
  type DeviceState,
  type DeviceStatus,
} from '../../shared/model/device.ts';
import { COMM_LOSS, DISABLED, GOOD, NOT_READ_YET, type Quality } from '../../shared/model/quality.ts';
import type { Handle } from '../../shared/model/tag.ts';
import type { SystemTag } from '../tags/system-tags.ts';
import type { RawBatch } from './channel.ts';

export interface BoundSystemTag {
  readonly handle: Handle;
  readonly tag: SystemTag;
}

/** What is known of one device now. */
export interface DeviceFacts {
  readonly status: DeviceStatus;
  readonly diagnostics: DeviceDiagnostics | undefined;
}

/** Why a figure that is measured while the device answers is not known. */
const MISSING: Record<DeviceState, Quality> = {
  idle: NOT_READ_YET,
  connecting: NOT_READ_YET,
  online: NOT_READ_YET,
  degraded: NOT_READ_YET,
  offline: COMM_LOSS,
  disabled: DISABLED,
};

/** NaN where nothing is known: yet, or any more. */
function valueOf({ quantity, periodMs }: SystemTag, { status, diagnostics }: DeviceFacts): number {
  const group = diagnostics?.groups.find(g => g.periodMs === periodMs);
  const isAnswering = status.state === 'online' || status.state === 'degraded';
  switch (quantity) {
    case 'state':
      return DEVICE_STATES.indexOf(status.state);
    case 'round-trip':
      return isAnswering ? (status.roundTripMs ?? Number.NaN) : Number.NaN;
    case 'clock-offset':
      return isAnswering ? (status.clockOffsetMs ?? Number.NaN) : Number.NaN;
    case 'period':
      return group?.measuredPeriodMs ?? Number.NaN;
    case 'jitter':
      return group?.jitterMs ?? Number.NaN;
    case 'overruns':
      return group?.overruns ?? Number.NaN;
  }
}

/** One batch for all tags; what is not known says why. @param now epoch ms */
export function reportOf(
  tags: readonly BoundSystemTag[],
  facts: ReadonlyMap<string, DeviceFacts>,
  now: number,
): RawBatch {
  const known = tags.map(({ tag }) => {
    const device = facts.get(tag.device);
    if (device === undefined) return { v: Number.NaN, q: NOT_READ_YET };
    const v = valueOf(tag, device);
    return { v, q: Number.isNaN(v) ? MISSING[device.status.state] : GOOD };
  });
  return {
    handles: Uint32Array.from(tags, t => t.handle),
    t: new Float64Array(tags.length).fill(now),
    v: Float64Array.from(known, ({ v }) => v),
    q: Uint16Array.from(known, ({ q }) => q),
  };
}
