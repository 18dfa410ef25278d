/**
 * Which tags of an OPC UA channel belong to which scan group, and how each group is got. Pure; main thread. One group for each
 * period that a tag has; what the project says about a period wins over the defaults of group-defaults.ts.
 */
import type { OpcuaChannel, OpcuaGroup } from '../../../../project/types.ts';
import type { BoundTag } from '../../../channel.ts';
import { queueSizeFor, samplingMsFor } from '../group-defaults.ts';
import type { FastNodes, WatchedNode } from '../messages.ts';

/** How fast a node is read for a while after it was written, ms: an operator waits for the feedback. */
const FEEDBACK_PERIOD_MS = 250;

export interface ScanPlan {
  /** By ascending period. */
  readonly groups: readonly OpcuaGroup[];
  /** In the order of the tags. */
  readonly nodes: readonly WatchedNode[];
}

export function planGroups(config: Pick<OpcuaChannel, 'groups'>, tags: readonly BoundTag[]): ScanPlan {
  const periods = [...new Set(tags.map(({ tag }) => tag.periodMs))].sort((a, b) => a - b);
  const groups = periods.map(
    (periodMs): OpcuaGroup => config.groups.find(group => group.periodMs === periodMs) ?? defaultGroup(periodMs),
  );
  const nodes = tags.map(({ tag }) => ({
    nodeId: tag.address?.kind === 'opcua' ? tag.address.nodeId : '',
    group: periods.indexOf(tag.periodMs),
  }));
  return { groups, nodes };
}

function defaultGroup(periodMs: number): OpcuaGroup {
  const samplingMs = samplingMsFor(periodMs);
  return { periodMs, mode: 'subscribe', samplingMs, queueSize: queueSizeFor(periodMs, samplingMs) };
}

/** The nodes that are to be read faster than their period, and how fast. Indices are positions in `tags`. */
export function planFast(
  tags: readonly BoundTag[],
  { hastened, written }: { readonly hastened: ReadonlySet<number>; readonly written: ReadonlySet<number> },
): FastNodes {
  const fast = [...new Set([...hastened, ...written])].flatMap(index => {
    const tag = tags[index]?.tag;
    if (!tag) return [];
    const periodMs = written.has(index) ? Math.min(FEEDBACK_PERIOD_MS, tag.fastPeriodMs) : tag.fastPeriodMs;
    return periodMs < tag.periodMs ? [{ index, periodMs }] : [];
  });
  return {
    index: Uint32Array.from(fast, node => node.index),
    periodMs: Float64Array.from(fast, node => node.periodMs),
  };
}
