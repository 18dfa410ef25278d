/**
 * `tags.attention`: which tags of which device somebody should look at. A tag is silent when nothing at all comes from it
 * though its device communicates; the tags of a lost device are not: there the device is what is wrong, and it says so itself.
 */
import type { DeviceStatus } from '../../shared/model/device.ts';
import {
  FROZEN,
  isBad,
  OUT_OF_RANGE,
  type Quality,
  type QualityReason,
  qualityReason,
} from '../../shared/model/quality.ts';
import type { DeviceAttention, TagDefinition } from '../../shared/model/tag.ts';
import type { StationParts } from './station-parts.ts';

/** Bad for want of a sample. Any other bad quality is an answer of somebody: of the device, a person or the project. */
const UNHEARD: readonly QualityReason[] = ['stale', 'comm-loss', 'not-read-yet'];

/** Every device in the order of the project, then the calculated tags. */
export function attention({
  catalogue,
  table,
  acquisition,
  clock,
}: Pick<StationParts, 'catalogue' | 'table' | 'clock'> & {
  acquisition: Pick<StationParts['acquisition'], 'status'>;
}): readonly DeviceAttention[] {
  const now = clock.now();
  const overridden = new Set(table.overrides().map(([h]) => h));
  const byDevice = Map.groupBy(catalogue.tags, tag => tag.device);
  const entryOf = (device: string | null, status: DeviceStatus | null): DeviceAttention => {
    const tags = (byDevice.get(device) ?? []).map(tag => ({ tag, q: table.state(tag.handle).live.q }));
    const namesOf = (wanted: (tag: TagDefinition, q: Quality) => boolean) =>
      tags.filter(({ tag, q }) => wanted(tag, q)).map(({ tag }) => tag.name);
    const isCommunicating = status === null || communicates(status);
    return {
      device,
      isCommunicating,
      frozen: namesOf((_, q) => q === FROZEN),
      silent: status === null ? [] : namesOf((tag, q) => isSilent(tag, q, { status, now })),
      outOfRange: namesOf((_, q) => q === OUT_OF_RANGE),
      overridden: namesOf(tag => overridden.has(tag.handle)),
    };
  };
  return [...acquisition.status().map(status => entryOf(status.device, status)), entryOf(null, null)];
}

const communicates = ({ state }: DeviceStatus): boolean => state === 'online' || state === 'degraded';

/** A tag that has not been heard since its device was found is given the time that any tag has. */
function isSilent(tag: TagDefinition, q: Quality, { status, now }: { status: DeviceStatus; now: number }): boolean {
  if (!communicates(status) || !isBad(q)) return false;
  const reason = qualityReason(q);
  return UNHEARD.includes(reason) && (reason === 'stale' || now - status.since >= tag.staleAfterMs);
}
