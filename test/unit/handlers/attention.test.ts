/** Which tags somebody should look at: frozen, silent, out of range, overridden; and which are bad for another reason. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attention } from '../../../main/handlers/attention.ts';
import { Catalogue } from '../../../main/tags/catalogue.ts';
import { TagTable } from '../../../main/tags/tag-table.ts';
import type { DeviceState, DeviceStatus } from '../../../shared/model/device.ts';
import { COMM_LOSS, DEVICE_FAULT, DISABLED } from '../../../shared/model/quality.ts';
import { projectTag } from '../../kit/project-parts.ts';
import { HandClock } from '../support/hand-clock.ts';
import { plainProject } from '../support/plain-project.ts';
import { batch } from '../support/samples.ts';

/** T-0 … T-3 belong to PLC, T-4 to FC, T-5 is calculated. Deadlines of 3 s as the catalogue gives them. */
const catalogue = new Catalogue(
  plainProject([
    ...[0, 1, 2, 3].map(h => projectTag(h, { device: 'PLC' })),
    projectTag(4, { device: 'FC' }),
    projectTag(5, { device: null, signalClass: 'CALC' }),
  ]),
);
const STALE_AFTER = 3_000;

describe('tags.attention', () => {
  let clock: HandClock;
  let table: TagTable;
  let states: Record<'PLC' | 'FC', DeviceState>;
  let since: number;
  const entry = (device: 'PLC' | 'FC' | null) => {
    const devices = () =>
      (['PLC', 'FC'] as const).map(name => ({ device: name, state: states[name], since }) as DeviceStatus);
    return attention({ catalogue, table, acquisition: { status: devices }, clock }).find(a => a.device === device);
  };

  beforeEach(() => {
    clock = new HandClock();
    since = clock.now();
    states = { PLC: 'online', FC: 'online' };
    table = new TagTable(
      catalogue.tags.map(({ device, staleAfterMs }) => ({
        low: 0,
        high: 10,
        staleAfterMs: device === null ? Number.POSITIVE_INFINITY : staleAfterMs,
        frozenAfterMs: device === null ? null : 10_000,
      })),
      clock,
    );
    expect(catalogue.tags[0]?.staleAfterMs).toBe(STALE_AFTER);
  });
  afterEach(() => table.stop());

  it('gives every device in the order of the project, then the calculated tags', () => {
    const devices = attention({ catalogue, table, acquisition: { status: () => [] }, clock });
    expect(devices.map(a => a.device)).toEqual([null]);
    expect([entry('PLC')?.device, entry('FC')?.device]).toEqual(['PLC', 'FC']);
    expect(entry('PLC')).toEqual({
      device: 'PLC',
      isCommunicating: true,
      frozen: [],
      silent: [],
      outOfRange: [],
      overridden: [],
    });
  });

  it('names tags that are out of range, frozen or overridden', () => {
    const until = clock.now() + 60_000;
    table.override(1, { kind: 'force', value: 1, who: 'Li', why: 'test', since: clock.now(), until });
    table.override(5, { kind: 'substitute', value: 1, who: 'Li', why: 'test', since: clock.now(), until });
    for (let s = 0; s <= 10; s++) {
      table.update(batch({ h: 0, v: 11 }, { h: 1, v: s }, { h: 2, v: 5 }, { h: 3, v: s }, { h: 5, v: 99 }));
      if (s < 10) clock.advance(1_000);
    }
    expect(entry('PLC')).toMatchObject({ outOfRange: ['T-0'], frozen: ['T-2'], overridden: ['T-1'], silent: [] });
    expect(entry(null)).toMatchObject({ isCommunicating: true, outOfRange: ['T-5'], overridden: ['T-5'], frozen: [] });
  });

  it('calls a tag silent from which nothing comes within its deadline although its device communicates', () => {
    table.update(batch({ h: 0, v: 1 }, { h: 1, v: 1 }));
    clock.advance(STALE_AFTER - 1);
    table.update(batch({ h: 1, v: 2 }));
    expect(entry('PLC')?.silent).toEqual([]);
    clock.advance(1);
    // T-0 was heard once, T-2 and T-3 never.
    expect(entry('PLC')?.silent).toEqual(['T-0', 'T-2', 'T-3']);
    states.PLC = 'degraded';
    expect(entry('PLC')?.silent).toEqual(['T-0', 'T-2', 'T-3']);
  });

  it('does not call the tags of a lost, disabled or connecting device silent', () => {
    clock.advance(STALE_AFTER * 10);
    for (const state of ['offline', 'disabled', 'connecting', 'idle'] as const) {
      states.FC = state;
      expect(entry('FC'), state).toMatchObject({ isCommunicating: false, silent: [] });
    }
  });

  it('gives a device that is found again the time of a deadline before it calls its tags silent', () => {
    table.update(batch({ h: 4, v: 1 }));
    table.invalidate(Uint32Array.of(4), COMM_LOSS);
    clock.advance(60_000);
    since = clock.now();
    clock.advance(STALE_AFTER - 1);
    expect(entry('FC')?.silent).toEqual([]);
    clock.advance(1);
    expect(entry('FC')?.silent).toEqual(['T-4']);
  });

  it('does not call silent what was answered with an error, or is not asked', () => {
    clock.advance(STALE_AFTER);
    table.invalidate(Uint32Array.of(0), DEVICE_FAULT);
    table.invalidate(Uint32Array.of(1), DISABLED);
    expect(entry('PLC')?.silent).toEqual(['T-2', 'T-3']);
    expect(entry(null)?.silent).toEqual([]);
  });
});
