import { afterEach, describe, expect, it, vi } from 'vitest';
import { alarm, OPERATOR } from '../support/alarm-rig.ts';
import { StationRig } from '../support/station-rig.ts';

const rigs: StationRig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.alarms.stop();
  vi.useRealTimers();
});
function rigOf(...args: ConstructorParameters<typeof StationRig>): StationRig {
  const rig = new StationRig(...args);
  rigs.push(rig);
  return rig;
}
const PLC = { device: 'PLC' };
const nameOf = (rig: StationRig, id: string) => rig.alarms.item(null, null).statuses.find(s => s.id === id)?.name;

describe('the alarms of a station', () => {
  it('take a device for lost until it has answered, and tell it when it never does', async () => {
    const lost = alarm('PLC/LOST', { priority: 2, condition: { onDelayMs: 3_000 } });
    const rig = rigOf([lost, alarm('A/H', PLC)]).start(['PLC']);
    await rig.pass(2);
    expect(nameOf(rig, 'PLC/LOST')).toBe('NORMAL');
    await rig.pass(2);
    expect([nameOf(rig, 'PLC/LOST'), nameOf(rig, 'A/H')]).toEqual(['UNACK', 'SUPPRESSED']);
  });

  it('hear of a device that changes between two ways of being there only once', async () => {
    const lost = alarm('PLC/LOST', { condition: { offDelayMs: 2_000 } });
    const rig = rigOf([lost, alarm('A/H', PLC)]).start(['PLC']);
    await rig.pass(1);
    rig.alarms.deviceChanged('PLC', false);
    await rig.set({ A: 12 });
    // From online to degraded. Its tags have been judged since it came back and need not be waited for again.
    rig.alarms.deviceChanged('PLC', false);
    await rig.pass(3);
    expect([nameOf(rig, 'PLC/LOST'), nameOf(rig, 'A/H')]).toEqual(['RTN_UNACK', 'UNACK']);
  });

  it('tell of rows that were given up: the first at once, then once a minute, and the last before the end', async () => {
    const rig = rigOf([alarm('A/H')]).start();
    const status = vi.spyOn(rig.alarms.engine, 'journalStatus', 'get');
    const lose = (lost: number) => status.mockReturnValue({ waiting: 3, refusals: 9, isRefusing: true, lost });
    const told: number[] = [];
    rig.alarms.feed.subscribe(() => told.push(rig.alarms.item(null, null).lostRows));
    lose(2);
    await rig.pass(1);
    lose(7);
    await rig.pass(59);
    expect(rig.lost).toEqual([2]);
    expect(told.at(-1)).toBe(7);
    await rig.pass(1);
    expect(rig.lost).toEqual([2, 5]);
    lose(8);
    await rig.alarms.stop();
    expect(rig.lost).toEqual([2, 5, 1]);
    expect(rig.lines.filter(line => line.includes('has not taken 3 rows'))).toHaveLength(1);
  });

  it('judge at the start what no device will send again', async () => {
    const rig = rigOf([alarm('A/H')]);
    rig.start([], rig.batch({ A: 99 }));
    await rig.alarms.engine.settled();
    expect(nameOf(rig, 'A/H')).toBe('UNACK');
  });

  it('go on with what the journal has before the first sample', async () => {
    const first = rigOf([alarm('A/H'), alarm('B/H')]).start();
    await first.set({ A: 12, B: 12 });
    await first.alarms.engine.acknowledge(['A/H'], OPERATOR);
    const until = first.clock.now() + 3_600_000;
    await first.alarms.engine.shelve('B/H', { until, reason: 'test' }, OPERATOR);
    const second = first.restarted();
    rigs.push(second);
    expect(second.alarms.item(null, null).statuses.map(s => s.name)).toEqual(['ACK', 'SHELVED']);
    second.start();
    await second.set({ A: 12, B: 12 });
    expect(second.archive.all).toHaveLength(first.archive.all.length);
  });

  it('let delays end by their own timer, ten times a second, until they are stopped', async () => {
    vi.useFakeTimers();
    const rig = rigOf([alarm('A/H', { condition: { onDelayMs: 500 } })]).start();
    rig.alarms.take(rig.batch({ A: 12 }));
    rig.clock.advance(500);
    await vi.advanceTimersByTimeAsync(100);
    expect(nameOf(rig, 'A/H')).toBe('UNACK');
    await rig.alarms.stop();
    // A value may expire while other parts of the station are being stopped.
    rig.alarms.take(rig.batch({ A: 1 }));
    expect(vi.getTimerCount()).toBe(0);
    expect(rig.archive.all.map(row => row.event)).toEqual(['raise']);
  });

  it('tell a mistake in judging in the log once, and go on', async () => {
    const rig = rigOf([alarm('A/H')]).start();
    const broken = {
      ...rig.batch({ A: 12 }),
      get v(): Float64Array {
        throw new Error('torn');
      },
    };
    for (let i = 0; i < 5; i++) expect(() => rig.alarms.take(broken)).not.toThrow();
    expect(rig.lines.filter(line => line.includes('torn'))).toHaveLength(1);
    await rig.set({ A: 12 });
    expect(nameOf(rig, 'A/H')).toBe('UNACK');
  });

  it('are described with the limit of now, the deadband and delays of their row, and their relatives', () => {
    const rig = rigOf([alarm('A/H', { limit: 42 })], { related: ['B'] });
    expect(rig.alarms.describe()).toMatchObject([
      {
        ...{ id: 'A/H', limit: 42, isLimitHeld: false, deadband: 0.5, onDelayMs: 1_000, offDelayMs: 2_000 },
        relatedTags: ['B'],
      },
    ]);
  });

  it('count and sound for the areas that are asked for, and show all', async () => {
    const rig = rigOf([alarm('A/H', { area: 'X' }), alarm('B/H', { area: 'Y', priority: 1 })]).start();
    await rig.set({ A: 12, B: 12 });
    const item = rig.alarms.item(new Set(['X']), null);
    expect(item.statuses).toHaveLength(2);
    expect(item.counts.unacknowledged).toEqual([0, 0, 1, 0]);
    expect(item.sound).toEqual({ priority: 3, ids: ['A/H'] });
    expect(rig.alarms.item(new Set(), null).sound).toEqual({ priority: null, ids: [] });
    rig.alarms.silence(new Set(['Y']));
    expect(rig.alarms.item(null, null).sound).toEqual({ priority: 3, ids: ['A/H'] });
  });
});
