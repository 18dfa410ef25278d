import { describe, expect, it } from 'vitest';
import { AlarmRig, alarm, OPERATOR, SUPERVISOR } from '../support/alarm-rig.ts';

const ladder = () =>
  new AlarmRig([
    alarm('PT/H', { limit: 10 }),
    alarm('PT/HH', { limit: 20, priority: 2, hides: ['PT/H'] }),
    alarm('PT/L', { limit: 2 }),
  ]);
const announced = (rig: AlarmRig): readonly string[] =>
  rig.journal.rows.filter(row => row.isAnnounced).map(row => `${row.id} ${row.event}`);

describe('an alarm that hides another', () => {
  it('calls once for a jump past both limits, whichever of them the file names first', async () => {
    const rig = ladder();
    rig.set({ PT: 25 });
    expect(await rig.names()).toMatchObject({ 'PT/HH': 'UNACK', 'PT/H': 'SUPPRESSED' });
    expect(announced(rig)).toEqual(['PT/HH raise']);
    expect((await rig.rows('PT/H')).at(-1)).toBe('raise SUPPRESSED>SUPPRESSED');
    expect(rig.journal.rows.at(-1)).toMatchObject({ id: 'PT/H', isHidden: true });
  });

  it('hides the lower one on the way up, and does not call again for it on the way down', async () => {
    const rig = ladder();
    rig.set({ PT: 12 });
    rig.set({ PT: 25 });
    await rig.engine.acknowledge(['PT/HH'], OPERATOR);
    rig.set({ PT: 12 });
    expect(await rig.names()).toMatchObject({ 'PT/HH': 'NORMAL', 'PT/H': 'ACK' });
    expect(announced(rig)).toEqual(['PT/H raise', 'PT/HH raise']);
    rig.set({ PT: 5 });
    expect(await rig.name('PT/H')).toBe('NORMAL');
  });

  it('calls for the lower one on the way down when neither has ever been seen', async () => {
    const rig = ladder();
    rig.set({ PT: 25 });
    rig.set({ PT: 12 });
    expect(await rig.names()).toMatchObject({ 'PT/HH': 'RTN_UNACK', 'PT/H': 'UNACK' });
    expect(announced(rig)).toEqual(['PT/HH raise', 'PT/H unsuppress']);
    expect(rig.engine.board.sound().ids).toEqual(['PT/H']);
  });

  it('does not call for the lower one when the higher one was acknowledged: it is shown, acknowledged, and in the journal', async () => {
    const rig = ladder();
    rig.set({ PT: 25 });
    await rig.engine.acknowledge(['PT/HH'], OPERATOR);
    rig.set({ PT: 12 });
    expect(await rig.names()).toMatchObject({ 'PT/HH': 'NORMAL', 'PT/H': 'ACK' });
    expect(announced(rig)).toEqual(['PT/HH raise']);
    expect((await rig.rows('PT/H')).slice(-2)).toEqual(['unsuppress SUPPRESSED>UNACK', 'acknowledge UNACK>ACK']);
    rig.set({ PT: 25 });
    await rig.engine.settled();
    expect(announced(rig)).toEqual(['PT/HH raise', 'PT/HH raise']);
  });

  it('lets the lower one stay silent once it was silenced, however often the higher one comes and goes above it', async () => {
    const rig = ladder();
    rig.set({ PT: 12 });
    await rig.engine.settled();
    for (let i = 0; i < 3; i++) {
      rig.set({ PT: 25 });
      await rig.engine.settled();
      rig.engine.board.silence();
      rig.set({ PT: 12 });
      await rig.engine.settled();
      expect(rig.engine.board.sound().priority).toBeNull();
    }
    expect(announced(rig).filter(line => line.startsWith('PT/H '))).toEqual(['PT/H raise']);
  });

  it('leaves only the higher one unacknowledged after a spike that nobody saw', async () => {
    const rig = ladder();
    rig.set({ PT: 12 });
    rig.set({ PT: 25 });
    rig.set({ PT: 5 });
    expect(await rig.names()).toMatchObject({ 'PT/HH': 'RTN_UNACK', 'PT/H': 'NORMAL' });
  });

  it('keeps what was acknowledged below acknowledged, even when the higher one was not', async () => {
    const rig = ladder();
    rig.set({ PT: 12 });
    await rig.engine.acknowledge(['PT/H'], OPERATOR);
    rig.set({ PT: 25 });
    rig.set({ PT: 12 });
    expect(await rig.names()).toMatchObject({ 'PT/HH': 'RTN_UNACK', 'PT/H': 'ACK' });
  });

  it('hides nothing while it is hidden itself', async () => {
    const rig = ladder();
    rig.set({ PT: 25 });
    await rig.engine.shelve('PT/HH', { until: rig.clock.now() + 60_000, reason: 'calibration' }, SUPERVISOR);
    expect(await rig.names()).toMatchObject({ 'PT/HH': 'SHELVED', 'PT/H': 'UNACK' });
    rig.advance(60_000);
    expect(await rig.names()).toMatchObject({ 'PT/HH': 'UNACK', 'PT/H': 'SUPPRESSED' });
  });

  it('does not let the lower one call when both are suppressed together and come back together', async () => {
    const both = { device: 'PLC', equipment: 'run A', suppressWhen: '[XV] == 0' };
    const rig = new AlarmRig([
      alarm('PLC/LOST', { priority: 2 }),
      alarm('PT/H', { ...both, limit: 10 }),
      alarm('PT/HH', { ...both, limit: 20, hides: ['PT/H'] }),
      alarm('TT/HH', { ...both, limit: 20, hides: ['TT/H'] }),
      alarm('TT/H', { ...both, limit: 10 }),
    ]);
    rig.set({ XV: 1, PT: 25, TT: 25 });
    await rig.engine.acknowledge(['PT/HH'], OPERATOR);
    const before = await rig.names();
    rig.lose('PLC');
    rig.find('PLC', { PT: 25, TT: 25 });
    await rig.engine.acknowledge(['PLC/LOST'], OPERATOR);
    expect(await rig.names()).toEqual(before);
    rig.set({ XV: 0 });
    rig.set({ XV: 1 });
    expect(await rig.names()).toEqual(before);
    await rig.engine.takeEquipmentOut('run A', { until: rig.clock.now() + 1_000, reason: 'x' }, OPERATOR);
    await rig.engine.returnEquipment('run A', OPERATOR);
    expect(await rig.names()).toEqual(before);
    await rig.engine.takeEquipmentOut('run A', { until: rig.clock.now() + 1_000, reason: 'x' }, OPERATOR);
    rig.advance(1_000);
    expect(await rig.names()).toEqual(before);
    expect(announced(rig)).toEqual(['PT/HH raise', 'TT/HH raise', 'PLC/LOST raise']);
  });

  it('leaves the other direction alone', async () => {
    const rig = ladder();
    rig.set({ PT: 1 });
    expect(await rig.name('PT/L')).toBe('UNACK');
    rig.set({ PT: 25 });
    expect(await rig.names()).toMatchObject({ 'PT/L': 'RTN_UNACK', 'PT/HH': 'UNACK' });
  });
});
