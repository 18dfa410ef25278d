import { afterEach, describe, expect, it, vi } from 'vitest';
import { alarm, OPERATOR } from '../support/alarm-rig.ts';
import { StationRig } from '../support/station-rig.ts';

const rigs: StationRig[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const rig of rigs.splice(0)) await rig.alarms.stop();
});

function rigOf(...alarms: ConstructorParameters<typeof StationRig>[0]): { rig: StationRig; told: string[][] } {
  const rig = new StationRig(alarms).start();
  rigs.push(rig);
  const told: string[][] = [];
  rig.alarms.feed.subscribe(ids => told.push([...ids]));
  return { rig, told };
}

describe('the feed of the clients', () => {
  it('names the alarms of rows that have been told, and the others of their first-out group', async () => {
    const { rig, told } = rigOf(alarm('A/H', { group: 'ESD' }), alarm('B/H', { group: 'ESD' }), alarm('C/H'));
    await rig.set({ C: 12 });
    await rig.set({ A: 12 });
    expect(told).toEqual([['C/H'], ['A/H', 'B/H']]);
  });

  it('says that a flood and chatter are over, which no row does', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `T${i}`);
    const { rig, told } = rigOf(...names.map(name => alarm(`${name}/H`)));
    for (let i = 0; i < 3; i++) {
      await rig.set(Object.fromEntries(names.map(name => [name, 12])));
      await rig.set({ T0: 1 });
    }
    const now = () => rig.alarms.item(null, null);
    expect([now().counts.isFlood, now().statuses[0]?.isChattering]).toEqual([true, true]);
    told.length = 0;
    await rig.pass(61);
    expect(told).toContainEqual(['T0/H']);
    expect(now().statuses[0]?.isChattering).toBe(false);
    told.length = 0;
    await rig.pass(600);
    expect(told).toContainEqual([]);
    expect(now().counts).toMatchObject({ isFlood: false, recent: 0 });
  });

  it('is silent while nothing changes', async () => {
    const { rig, told } = rigOf(alarm('A/H'));
    await rig.set({ A: 12 });
    await rig.pass(5);
    await rig.set({ A: 13 });
    expect(told).toEqual([['A/H'], []]);
  });

  it('says that the disk takes no rows, and when it has taken them', async () => {
    vi.useFakeTimers();
    const { rig, told } = rigOf(alarm('A/H'));
    rig.archive.isRefusing = true;
    rig.alarms.take(rig.batch({ A: 12 }));
    await vi.advanceTimersByTimeAsync(1_100);
    // People hear of it all the same.
    expect(told.flat()).toEqual(['A/H']);
    expect(rig.alarms.item(null, null)).toMatchObject({ isDurable: false, sequence: 1 });
    told.length = 0;
    rig.archive.isRefusing = false;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(rig.alarms.item(null, null).isDurable).toBe(true);
    expect(told).toEqual([[]]);
    expect(rig.archive.all.map(row => row.event)).toEqual(['raise']);
  });

  it('says that people were told before a slow disk had taken the row, until it has', async () => {
    vi.useFakeTimers();
    const { rig, told } = rigOf(alarm('A/H'));
    const { promise, resolve } = Promise.withResolvers<void>();
    rig.archive.slow = promise;
    rig.alarms.take(rig.batch({ A: 12 }));
    await vi.advanceTimersByTimeAsync(1_100);
    expect(told.flat()).toEqual(['A/H']);
    expect(rig.alarms.feed.isDurable).toBe(false);
    resolve();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(rig.alarms.feed.isDurable).toBe(true);
    expect(told.at(-1)).toEqual([]);
  });

  it('tells everybody that somebody made it silent', async () => {
    const { rig, told } = rigOf(alarm('A/H'));
    await rig.set({ A: 12 });
    await rig.alarms.engine.acknowledge(['A/H'], OPERATOR);
    told.length = 0;
    rig.alarms.silence(null);
    expect(told).toEqual([[]]);
  });
});
