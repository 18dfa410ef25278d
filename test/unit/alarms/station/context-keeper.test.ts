import { afterEach, describe, expect, it } from 'vitest';
import { alarm } from '../support/alarm-rig.ts';
import { MOST_WAITING, quiet, StationRig, type StationRigOptions } from '../support/station-rig.ts';

const rigs: StationRig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.alarms.stop();
});
function started(alarms: ConstructorParameters<typeof StationRig>[0], options: StationRigOptions = {}): StationRig {
  const rig = new StationRig(alarms, options).start();
  rigs.push(rig);
  return rig;
}
const URGENT = alarm('A/H', { priority: 1 });

describe('what is kept around a call', () => {
  it('is the tag and its relatives a minute before and after, copied when the minute is over', async () => {
    const rig = started([URGENT], { related: ['B', 'C'] });
    await rig.set({ A: 12 });
    await rig.pass(60);
    expect(rig.archive.contexts.size).toBe(0);
    await rig.pass(4);
    expect(rig.reads).toEqual(['A -60000-60000', 'B -60000-60000', 'C -60000-60000']);
    expect(rig.archive.contexts.get(1)).toMatchObject({ sequence: 1, isComplete: true });
    expect(rig.archive.contexts.get(1)?.series.map(s => s.tag)).toEqual(['A', 'B', 'C']);
    expect(await rig.alarms.contexts.of(1)).toBe(rig.archive.contexts.get(1));
  });

  it('is kept for priority 1 and 2 alone, and for calls alone', async () => {
    const rig = started([URGENT, alarm('B/H', { priority: 2 }), alarm('C/H', { priority: 3 })]);
    await rig.set({ A: 12, B: 12, C: 12 });
    await rig.set({ A: 1 });
    await rig.pass(70);
    const kept = rig.archive.all.filter(row => rig.archive.contexts.has(row.sequence));
    expect(kept.map(row => `${row.id} ${row.event}`)).toEqual(['A/H raise', 'B/H raise']);
  });

  it('can be looked at while its minute runs, up to now', async () => {
    const rig = started([URGENT]);
    await rig.set({ A: 12 });
    await rig.pass(5);
    const context = await rig.alarms.contexts.of(1);
    expect(context).toMatchObject({ isComplete: false });
    expect(rig.reads).toEqual(['A -60000-5000']);
    expect(await rig.alarms.contexts.of(77)).toBeNull();
  });

  it('is completed after a restart that came before the minute was over, and not read again when it was', async () => {
    const first = started([URGENT, alarm('B/H', { priority: 2 })]);
    await first.set({ A: 12 });
    await first.pass(70);
    await first.set({ B: 12 });
    await first.pass(10);
    const second = first.restarted().start();
    rigs.push(second);
    await quiet();
    await second.pass(60);
    expect([...second.archive.contexts.keys()]).toEqual([1, 2]);
    // It called ten seconds before this run.
    expect(second.reads).toEqual(['B -70000-50000']);
  });

  it('is tried again when history or disk fail, and given up after the third time', async () => {
    const rig = started([URGENT]);
    await rig.set({ A: 12 });
    rig.readFails = true;
    await rig.pass(64);
    rig.readFails = false;
    await rig.pass(11);
    expect(rig.archive.contexts.size).toBe(1);
    await rig.set({ A: 1 });
    await rig.set({ A: 12 });
    rig.readFails = true;
    await rig.pass(100);
    expect(rig.alarms.contexts.figures).toEqual({ waiting: 0, skipped: 0 });
    expect(rig.archive.contexts.size).toBe(1);
  });

  it('looks around the time of the station where the source is far off', async () => {
    const rig = started([URGENT]);
    const batch = rig.batch({ A: 12 });
    batch.t[0] = rig.clock.now() - 86_400_000;
    rig.alarms.take(batch);
    await rig.alarms.engine.settled();
    await rig.pass(64);
    expect(rig.reads).toEqual(['A -60000-60000']);
  });

  it('is bounded in a flood: the first ones are kept, the others counted', async () => {
    const names = Array.from({ length: MOST_WAITING + 5 }, (_, i) => `T${i}`);
    const rig = started(names.map(name => alarm(`${name}/H`, { priority: 2 })));
    await rig.set(Object.fromEntries(names.map(name => [name, 12])));
    expect(rig.alarms.contexts.figures).toEqual({ waiting: MOST_WAITING, skipped: 5 });
    expect(rig.lines.filter(line => line.includes('context'))).toHaveLength(1);
  });
});
