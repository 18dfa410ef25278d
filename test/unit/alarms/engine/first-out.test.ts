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

  it('gives a member that was shelved before the trip the place at which it is shown, not that at which it came', async () => {
    const rig = esd();
    rig.set({ A: 12 });
    await rig.engine.shelve('A/H', { until: rig.clock.now() + 1_800_000, reason: 'x' }, OPERATOR);
    rig.advance(1_000);
    rig.set({ B: 12 });
    rig.advance(1_799_000);
    expect(await places(rig)).toMatchObject({ 'A/H': 2, 'B/H': 1 });
  });

  it('begins anew above what was acknowledged long ago and still stands, also when that calls again', async () => {
    const group = 'ESD-1';
    const rig = new AlarmRig([
      alarm('A/H', { group, reAlarmAfterMs: 3_600_000 }),
      alarm('B/H', { group }),
      alarm('C/H', { group }),
    ]);
    rig.set({ A: 12 });
    await rig.engine.acknowledge(['A/H'], OPERATOR);
    rig.advance(1_800_000);
    rig.set({ B: 12 });
    rig.advance(10);
    rig.set({ C: 12 });
    expect(await places(rig)).toMatchObject({ 'A/H': null, 'B/H': 1, 'C/H': 2 });
    await rig.engine.acknowledge(['B/H', 'C/H'], OPERATOR);
    rig.set({ B: 1, C: 1 });
    rig.advance(1_800_000);
    expect(await rig.name('A/H')).toBe('UNACK');
    rig.set({ C: 12 });
    expect(await places(rig)).toMatchObject({ 'A/H': null, 'B/H': null, 'C/H': 1 });
  });

  it('keeps what was acknowledged in its place as long as nothing new has come', async () => {
    const rig = esd();
    rig.set({ A: 12 });
    rig.advance(10);
    rig.set({ B: 12 });
    await rig.engine.acknowledge(['A/H', 'B/H'], OPERATOR);
    expect(await places(rig)).toMatchObject({ 'A/H': 1, 'B/H': 2 });
  });

  it('goes by the clock of the station where that of the device is wrong', async () => {
    const rig = esd();
    rig.set({ A: 12 });
    rig.advance(1_000);
    rig.set({ B: 12 }, { B: rig.clock.now() - 3_600_000 });
    expect(await places(rig)).toMatchObject({ 'A/H': 1, 'B/H': 2 });
    expect(rig.journal.rows.map(row => row.isFirstOut)).toEqual([true, false]);
  });

  it.each([false, true])('has its order again after a loss of the device (acknowledged: %s)', async isAcknowledged => {
    const part = { group: 'ESD-1', device: 'PLC' };
    const rig = new AlarmRig([alarm('PLC/LOST'), alarm('A/H', part), alarm('B/H', part), alarm('C/H', part)]);
    for (const tag of ['C', 'A', 'B']) {
      rig.set({ [tag]: 12 });
      rig.advance(10);
    }
    if (isAcknowledged) await rig.engine.acknowledge(['A/H', 'B/H', 'C/H'], OPERATOR);
    const before = await places(rig);
    expect(before).toMatchObject({ 'A/H': 2, 'B/H': 3, 'C/H': 1 });
    rig.lose('PLC');
    rig.advance(60_000);
    rig.find('PLC', { A: 12, B: 12, C: 12 });
    expect(await places(rig)).toEqual(before);
  });

  it('calls for a new member by that member alone: those that are acknowledged stay so', async () => {
    const rig = esd();
    rig.set({ A: 12 });
    await rig.engine.acknowledge(['A/H'], OPERATOR);
    rig.set({ B: 12 });
    expect(await rig.names()).toMatchObject({ 'A/H': 'ACK', 'B/H': 'UNACK' });
    expect(rig.journal.rows.filter(row => row.isAnnounced).map(row => row.id)).toEqual(['A/H', 'B/H']);
  });

  it('gives a member whose shelving ended while the station was off the place at which it is shown', async () => {
    const rig = esd();
    rig.set({ A: 12 });
    await rig.engine.shelve('A/H', { until: rig.clock.now() + 3_600_000, reason: 'x' }, OPERATOR);
    rig.clock.advance(7_200_000);
    const again = rig.restarted();
    again.set({ A: 12, B: 12 });
    again.advance(100);
    expect(await places(again)).toMatchObject({ 'A/H': 2, 'B/H': 1 });
  });

  it('leaves every place as it is when a member only calls again', async () => {
    const group = 'ESD-1';
    const rig = new AlarmRig([alarm('A/H', { group }), alarm('B/H', { group, reAlarmAfterMs: 60_000 })]);
    rig.set({ A: 12 });
    rig.advance(10);
    rig.set({ B: 12 });
    await rig.engine.acknowledge(['A/H', 'B/H'], OPERATOR);
    rig.advance(60_000);
    expect(await rig.name('B/H')).toBe('UNACK');
    expect(await places(rig)).toMatchObject({ 'A/H': 1, 'B/H': 2 });
  });
});
