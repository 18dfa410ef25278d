import { afterEach, describe, expect, it } from 'vitest';
import { AlarmOutlet } from '../../../../main/handlers/alarms/alarm-outlet.ts';
import { alarm } from '../../alarms/support/alarm-rig.ts';
import { StationRig } from '../../alarms/support/station-rig.ts';

const rigs: StationRig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.alarms.stop();
});

function open(areas?: readonly string[]) {
  const rig = new StationRig([alarm('A/H', { area: 'X' }), alarm('B/H', { area: 'Y' })]).start();
  rigs.push(rig);
  const woken = { times: 0 };
  const outlet = new AlarmOutlet(rig.alarms, areas, () => woken.times++);
  return { rig, outlet, woken };
}

describe('the stream of alarms', () => {
  it('begins with all alarms, those at rest too, and then gives only what changed', async () => {
    const { rig, outlet, woken } = open();
    expect(woken.times).toBe(1);
    const first = outlet.take();
    expect([first?.snapshot, first?.statuses.map(s => s.id), first?.sequence]).toEqual([true, ['A/H', 'B/H'], 0]);
    expect(outlet.take()).toBeNull();
    await rig.set({ B: 12 });
    expect(woken.times).toBe(2);
    const next = outlet.take();
    expect([next?.snapshot, next?.statuses.map(s => `${s.id} ${s.name}`)]).toEqual([false, ['B/H UNACK']]);
    expect([next?.sequence, next?.isDurable]).toEqual([1, true]);
    expect(outlet.take()).toBeNull();
    await rig.set({ A: 12 });
    expect(outlet.take()?.statuses.map(s => s.id)).toEqual(['A/H']);
  });

  it('gives a slow client the newest state once, with counts and sound of now', async () => {
    const { rig, outlet } = open();
    outlet.take();
    for (let i = 0; i < 4; i++) await rig.set({ A: i % 2 === 0 ? 12 : 1 });
    await rig.set({ B: 12 });
    const item = outlet.take();
    expect(item?.statuses.map(s => `${s.id} ${s.name} ${s.record.count}`)).toEqual(['A/H RTN_UNACK 2', 'B/H UNACK 1']);
    // It sounded and is gone; nobody has acknowledged it, and the count says so.
    expect(item?.counts.unacknowledged).toEqual([0, 0, 2, 0]);
    expect(item?.sound.ids).toEqual(['B/H']);
    expect(item?.sequence).toBe(5);
  });

  it('has in its snapshot what happened between opening and the first item, and does not give it twice', async () => {
    const { rig, outlet } = open();
    await rig.set({ A: 12 });
    expect(outlet.take()?.statuses.map(s => s.name)).toEqual(['UNACK', 'NORMAL']);
    expect(outlet.take()).toBeNull();
  });

  it('counts and sounds for its own areas', async () => {
    const { rig, outlet } = open(['Y']);
    outlet.take();
    await rig.set({ A: 12 });
    expect(outlet.take()).toMatchObject({
      counts: { unacknowledged: [0, 0, 0, 0] },
      sound: { priority: null, ids: [] },
    });
    await rig.set({ B: 12 });
    expect(outlet.take()).toMatchObject({ counts: { unacknowledged: [0, 0, 1, 0] }, sound: { ids: ['B/H'] } });
  });

  it('tells that somebody silenced, with no alarm changed', async () => {
    const { rig, outlet } = open();
    await rig.set({ A: 12 });
    outlet.take();
    rig.alarms.silence(null);
    expect(outlet.take()).toMatchObject({ snapshot: false, statuses: [], sound: { priority: null } });
  });

  it('waits for no pause with what a person did, and keeps it again afterwards', async () => {
    const { rig, outlet } = open();
    outlet.take();
    await rig.set({ A: 12 });
    const usual = outlet.pauseMs;
    expect(usual).toBeGreaterThan(0);
    await rig.alarms.engine.acknowledge(['A/H'], { who: 'li', where: 'local', isSupervisor: false });
    expect(outlet.pauseMs).toBe(0);
    outlet.take();
    await rig.set({ B: 12 });
    expect(outlet.pauseMs).toBe(usual);
    rig.alarms.silence(null);
    expect(outlet.pauseMs).toBe(0);
  });

  it('wakes nobody after it is closed', async () => {
    const { rig, outlet, woken } = open();
    outlet.close();
    await rig.set({ A: 12 });
    expect(woken.times).toBe(1);
  });
});
