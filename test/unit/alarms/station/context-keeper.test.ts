import { afterEach, describe, expect, it, vi } from 'vitest';
import { alarm, SUPERVISOR } from '../support/alarm-rig.ts';
import { CONTEXT_PAGE, quiet, StationRig, type StationRigOptions } from '../support/station-rig.ts';

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

  it('is kept for priority 1 and 2 alone, when the alarm comes or calls again', async () => {
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

  it('is kept of an alarm that comes while it is shelved, and when it is shown again', async () => {
    const rig = started([alarm('A/H', { priority: 2 })]);
    const until = rig.clock.now() + 600_000;
    await rig.alarms.engine.shelve('A/H', { until, reason: 'test' }, SUPERVISOR);
    await rig.set({ A: 12 });
    await rig.pass(700);
    const kept = rig.archive.all.filter(row => rig.archive.contexts.has(row.sequence));
    expect(kept.map(row => `${row.event} ${row.to}`)).toEqual(['raise SHELVED', 'unshelve UNACK']);
  });

  it('waits for a disk that takes nothing, for as long as it takes', async () => {
    const rig = started([URGENT]);
    await rig.set({ A: 12 });
    rig.archive.isRefusing = true;
    await rig.pass(300);
    expect(rig.archive.contexts.size).toBe(0);
    rig.archive.isRefusing = false;
    await rig.pass(11);
    expect([...rig.archive.contexts.keys()]).toEqual([1]);
    expect(rig.lines.filter(line => line.includes('takes none'))).toHaveLength(1);
  });

  it('is kept of a row that people were told of before the journal had it', async () => {
    const rig = started([URGENT]);
    const { promise, resolve } = Promise.withResolvers<void>();
    rig.archive.slow = promise;
    rig.alarms.take(rig.batch({ A: 12 }));
    // A second by the timers of the queue, which are real ones here.
    await rig.alarms.engine.settled();
    await rig.pass(70);
    expect(rig.archive.contexts.size).toBe(0);
    resolve();
    await rig.pass(130);
    expect([...rig.archive.contexts.keys()]).toEqual([1]);
  });

  it('is not waited for by hours when the clock of the station is set back', async () => {
    const rig = started([URGENT]);
    await rig.set({ A: 12 });
    rig.clock.wallMs -= 3_600_000;
    await rig.pass(125);
    expect(rig.archive.contexts.size).toBe(1);
  });

  it('is tried again when history fails, and given up after the third time', async () => {
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
    expect(rig.alarms.contexts.figures).toEqual({ waiting: 0, givenUp: 1 });
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

  it('is kept of every call of a flood, one page of them in memory at a time, also after a restart in the middle', async () => {
    const names = Array.from({ length: 4 * CONTEXT_PAGE + 5 }, (_, i) => `T${i}`);
    const first = started(names.map(name => alarm(`${name}/H`, { priority: 2 })));
    await first.set(Object.fromEntries(names.map(name => [name, 12])));
    await first.pass(30);
    expect(first.alarms.contexts.figures).toEqual({ waiting: CONTEXT_PAGE, givenUp: 0 });
    // No more than three, as if it were killed then.
    const { contexts } = first.archive;
    const keep = first.archive.keepContext.bind(first.archive);
    vi.spyOn(first.archive, 'keepContext').mockImplementation(context =>
      contexts.size < 3 ? keep(context) : Promise.reject(new Error('killed')),
    );
    await first.pass(40);
    expect(first.archive.contexts.size).toBe(3);
    const second = first.restarted().start();
    rigs.push(second);
    await second.pass(1);
    expect([...second.archive.contexts.keys()]).toEqual(second.archive.all.map(row => row.sequence));
    expect(second.reads).toHaveLength(names.length - 3);
  });
});
