/** Turns what acquisition knows about itself into samples of the station's own tags, once a second. Main thread. */
import { DEVICE_STATES, type DeviceDiagnostics, type DeviceStatus } from '../../shared/model/device.ts';
import { GOOD, NOT_READ_YET } from '../../shared/model/quality.ts';
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

/** NaN where nothing is known yet. */
function valueOf({ quantity, periodMs }: SystemTag, { status, diagnostics }: DeviceFacts): number {
  const group = diagnostics?.groups.find(g => g.periodMs === periodMs);
  switch (quantity) {
    case 'state':
      return DEVICE_STATES.indexOf(status.state);
    case 'round-trip':
      return status.roundTripMs ?? Number.NaN;
    case 'clock-offset':
      return status.clockOffsetMs ?? Number.NaN;
    case 'period':
      return group?.measuredPeriodMs ?? Number.NaN;
    case 'jitter':
      return group?.jitterMs ?? Number.NaN;
    case 'overruns':
      return group?.overruns ?? Number.NaN;
  }
}

/** One batch for all tags; what is not known yet says so. @param now epoch ms */
export function reportOf(
  tags: readonly BoundSystemTag[],
  facts: ReadonlyMap<string, DeviceFacts>,
  now: number,
): RawBatch {
  const values = tags.map(({ tag }) => {
    const known = facts.get(tag.device);
    return known === undefined ? Number.NaN : valueOf(tag, known);
  });
  return {
    handles: Uint32Array.from(tags, t => t.handle),
    t: new Float64Array(tags.length).fill(now),
    v: Float64Array.from(values),
    q: Uint16Array.from(values, v => (Number.isNaN(v) ? NOT_READ_YET : GOOD)),
  };
}
