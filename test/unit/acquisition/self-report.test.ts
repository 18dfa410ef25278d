/** What acquisition knows about itself as samples: a number where there is one, and "not read yet" where there is none. */
import { describe, expect, it } from 'vitest';
import { DeviceRecord } from '../../../main/acquisition/device-state.ts';
import { type DeviceFacts, reportOf } from '../../../main/acquisition/self-report.ts';
import type { SystemTag } from '../../../main/tags/system-tags.ts';
import { DEVICE_STATES, type DeviceDiagnostics, type DeviceState } from '../../../shared/model/device.ts';
import { COMM_LOSS, DISABLED, GOOD, NOT_READ_YET } from '../../../shared/model/quality.ts';
import type { SystemQuantity } from '../../../shared/model/system-tag.ts';
import { channelContext, projectDevice } from '../../kit/project-parts.ts';

const NOW = 1_800_000_000_000;

function factsOf(
  change: { state?: DeviceState; roundTripMs?: number; clockOffsetMs?: number } = {},
  groups: DeviceDiagnostics['groups'] = [],
): DeviceFacts {
  const record = new DeviceRecord(projectDevice({ id: 'FC' }), channelContext(), {
    protocol: 'modbus-tcp',
    tagCount: 1,
    timeoutMs: 1_000,
    endpoint: () => '',
  });
  const status = { ...record.status(), ...change };
  return { status, diagnostics: record.diagnostics({ groups, holes: [], cost: null }) };
}

const tag = (quantity: SystemQuantity, periodMs: number | null = null, device = 'FC'): SystemTag => ({
  name: `SYS.${device}.${quantity}`,
  device,
  quantity,
  periodMs,
  description: { zh: '测', en: 'test' },
  unit: '',
  decimals: 0,
  logging: { kind: 'all' },
});
const group = (periodMs: number, change = {}) => ({
  periodMs,
  tags: 1,
  requests: 1,
  overruns: 0,
  measuredPeriodMs: Number.NaN,
  jitterMs: Number.NaN,
  ...change,
});

function report(facts: DeviceFacts | null, ...tags: readonly SystemTag[]) {
  const bound = tags.map((t, i) => ({ handle: 70 + i, tag: t }));
  return reportOf(bound, new Map(facts === null ? [] : [['FC', facts]]), NOW);
}

describe('reportOf', () => {
  it('reports every quantity of a device and its groups, each under its own handle and at the same time', () => {
    const groups = [
      group(200, { measuredPeriodMs: 201, jitterMs: 3, overruns: 4 }),
      group(1_000, { measuredPeriodMs: 1_002, jitterMs: 9, overruns: 7 }),
    ];
    const facts = factsOf({ state: 'degraded', roundTripMs: 12.5, clockOffsetMs: -40 }, groups);
    const batch = report(
      facts,
      tag('state'),
      tag('round-trip'),
      tag('clock-offset'),
      tag('period', 1_000),
      tag('jitter', 1_000),
      tag('overruns', 1_000),
      tag('period', 200),
    );
    expect([...batch.v]).toEqual([3, 12.5, -40, 1_002, 9, 7, 201]);
    expect([...batch.handles]).toEqual([70, 71, 72, 73, 74, 75, 76]);
    expect([...batch.q].every(q => q === GOOD)).toBe(true);
    expect([...batch.t].every(t => t === NOW)).toBe(true);
  });

  it('gives each state its place in the list that clients know', () => {
    const places = DEVICE_STATES.map(state => report(factsOf({ state }), tag('state')).v[0]);
    expect(places).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('says of what is not known yet that it has not been read, and never 0', () => {
    const batch = report(
      factsOf({ state: 'online' }, [group(1_000)]),
      tag('round-trip'),
      tag('clock-offset'),
      tag('period', 1_000),
      tag('jitter', 1_000),
      tag('overruns', 500),
      tag('overruns', 1_000),
      tag('state', null, 'NOBODY'),
    );
    expect([...batch.v]).toEqual([...new Array<number>(5).fill(Number.NaN), 0, Number.NaN]);
    expect([...batch.q]).toEqual([...new Array<number>(5).fill(NOT_READ_YET), GOOD, NOT_READ_YET]);
  });

  it('never tells a figure of before as one of now: a device that is lost or out of operation has none', () => {
    const measured = { measuredPeriodMs: Number.NaN, jitterMs: Number.NaN, overruns: 4 };
    for (const [state, quality] of [
      ['offline', COMM_LOSS],
      ['disabled', DISABLED],
    ] as const) {
      const facts = factsOf({ state, roundTripMs: 12.5, clockOffsetMs: -40 }, [group(1_000, measured)]);
      const quantities = (['round-trip', 'clock-offset', 'period', 'jitter', 'overruns'] as const).map(q =>
        tag(q, 1_000),
      );
      const batch = report(facts, ...quantities);
      expect([...batch.v]).toEqual([...new Array<number>(4).fill(Number.NaN), 4]);
      expect([...batch.q]).toEqual([...new Array<number>(4).fill(quality), GOOD]);
    }
  });

  it('does not mind a device that tells its status and nothing else', () => {
    const { status } = factsOf({ state: 'online', roundTripMs: 5 });
    const batch = report({ status, diagnostics: undefined }, tag('round-trip'), tag('overruns', 1_000));
    expect([...batch.v]).toEqual([5, Number.NaN]);
  });

  it('has nothing to report without tags', () => {
    expect(report(factsOf()).handles).toHaveLength(0);
  });
});
