import { describe, expect, test } from 'vitest';
import { planFast, planGroups } from '../../../../main/acquisition/drivers/opcua/values/group-plan.ts';
import { opcuaTag } from '../../../kit/channel-recorder.ts';
import { projectTag } from '../../../kit/project-parts.ts';

const fastTag = (handle: number, fastPeriodMs: number) => ({
  handle,
  tag: projectTag(handle, { periodMs: 1_000, fastPeriodMs }),
});

describe('scan groups of an OPC UA channel', () => {
  test('are one for each period, with a queue that holds more than comes between two responses', () => {
    const { groups, nodes } = planGroups({ groups: [] }, [
      opcuaTag(1, 'i=1', 5_000),
      opcuaTag(2, 'i=2', 500),
      opcuaTag(3, 'i=3', 5_000),
    ]);
    expect(groups.map(group => group.periodMs)).toEqual([500, 5_000]);
    expect(nodes.map(node => node.group)).toEqual([1, 0, 1]);
    for (const { periodMs, samplingMs, queueSize, mode } of groups) {
      expect(mode).toBe('subscribe');
      expect(queueSize).toBeGreaterThan(periodMs / samplingMs);
    }
  });

  test('are got as the project says where it says it', () => {
    const own = { periodMs: 500, mode: 'read', samplingMs: 100, queueSize: 9 } as const;
    const { groups } = planGroups({ groups: [own] }, [opcuaTag(2, 'i=2', 500), opcuaTag(3, 'i=3', 1_000)]);
    expect(groups[0]).toBe(own);
    expect(groups[1]?.mode).toBe('subscribe');
  });

  test('are left by hastened and just written nodes that can be faster, and by no others', () => {
    const tags = [fastTag(1, 200), fastTag(2, 1_000), fastTag(3, 1_000), fastTag(4, 100)];
    const fast = planFast(tags, { hastened: new Set([0, 1]), written: new Set([2, 3]) });
    expect([...fast.index]).toEqual([0, 2, 3]);
    expect([...fast.periodMs]).toEqual([200, 250, 100]);
  });
});
