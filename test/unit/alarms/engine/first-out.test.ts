import { describe, expect, it } from 'vitest';
import { AlarmRig, alarm, OPERATOR } from '../support/alarm-rig.ts';

const esd = () =>
  new AlarmRig(['A/H', 'B/H', 'C/H', 'D/H'].map(id => alarm(id, id === 'D/H' ? {} : { group: 'ESD-1' })));
async function places(rig: AlarmRig): Promise<Readonly<Record<string, number | null>>> {
  await rig.engine.settled();
  return Object.fromEntries(rig.engine.board.statuses(rig.clock.now()).map(s => [s.id, s.firstOut]));
}

describe('a first-out group', () => {
  it('keeps the order of the source times, also when the first one is delivered last', async () => {
    const rig = esd();
    const t = rig.clock.now();
    rig.set({ B: 12, C: 12 }, { B: t + 2, C: t + 1 });
    expect(rig.journal.rows).toEqual([]);
    expect(await places(rig)).toEqual({ 'A/H': null, 'B/H': 2, 'C/H': 1, 'D/H': null });
    rig.set({ A: 12, D: 12 }, { A: t - 5 });
    expect(await places(rig)).toEqual({ 'A/H': 1, 'B/H': 3, 'C/H': 2, 'D/H': null });
    expect(rig.journal.rows.map(row => `${row.id} ${row.isFirstOut}`)).toEqual([
      'C/H true',
      'B/H false',
      'A/H true',
      'D/H false',
    ]);
  });

  it('keeps the place of a member that returns and comes again', async () => {
    const rig = esd();
    rig.set({ A: 12 });
    rig.advance(10);
    rig.set({ B: 12 });
    rig.set({ A: 1 });
    rig.advance(10);
    rig.set({ A: 12 });
    expect(await places(rig)).toMatchObject({ 'A/H': 1, 'B/H': 2 });
  });

  it('begins anew only when all are normal and acknowledged', async () => {
    const rig = esd();
    rig.set({ A: 12, B: 12 });
    rig.set({ A: 1, B: 1 });
    await rig.engine.acknowledge(['A/H'], OPERATOR);
    rig.advance(10);
    rig.set({ C: 12 });
    expect(await places(rig)).toMatchObject({ 'A/H': 1, 'B/H': 2, 'C/H': 3 });
    rig.set({ C: 1 });
    await rig.engine.acknowledge(['B/H', 'C/H'], OPERATOR);
    expect(await places(rig)).toMatchObject({ 'A/H': null, 'B/H': null, 'C/H': null });
    rig.advance(10);
    rig.set({ C: 12 });
    rig.advance(10);
    rig.set({ A: 12 });
    expect(await places(rig)).toMatchObject({ 'A/H': 2, 'B/H': null, 'C/H': 1 });
    expect(await places(rig.restarted())).toMatchObject({ 'A/H': 2, 'B/H': null, 'C/H': 1 });
  });
});
