import { describe, expect, it } from 'vitest';
import { AlarmRig, alarm, OPERATOR } from '../support/alarm-rig.ts';

const RUN = { suppressWhen: '[XV] == 0', equipment: 'run A' };
const isolated = () =>
  new AlarmRig([
    alarm('PT/L', { ...RUN, limit: 2 }),
    alarm('PD/L', { ...RUN, limit: 2 }),
    alarm('OUT/L', { limit: 2 }),
  ]);

describe('suppression by an expression', () => {
  it('is there before the alarm of the same batch', async () => {
    const rig = isolated();
    rig.set({ XV: 1, PT: 5 });
    rig.set({ PT: 0, XV: 0 });
    expect(await rig.rows('PT/L')).toEqual(['suppress NORMAL>SUPPRESSED', 'raise SUPPRESSED>SUPPRESSED']);
    expect(rig.engine.board.counts()).toMatchObject({ suppressed: 2, active: [0, 0, 0, 0] });
  });

  it('ends after the conditions of the same batch have been judged', async () => {
    const rig = isolated();
    rig.set({ XV: 0, PT: 0, PD: 0 });
    rig.set({ XV: 1, PT: 5 });
    expect(await rig.names()).toEqual({ 'PT/L': 'NORMAL', 'PD/L': 'UNACK', 'OUT/L': 'NORMAL' });
    expect(rig.journal.rows.filter(row => row.isAnnounced).map(row => row.id)).toEqual(['PD/L']);
  });

  it('holds on for a minute while the expression has no result, and then hides nothing any more', async () => {
    const rig = isolated();
    rig.set({ XV: 0, PT: 0 });
    rig.set({ XV: null });
    rig.advance(59_999);
    expect(await rig.name('PT/L')).toBe('SUPPRESSED');
    rig.advance(1);
    expect(await rig.name('PT/L')).toBe('UNACK');
    rig.set({ XV: 0 });
    expect(await rig.name('PT/L')).toBe('SUPPRESSED');
  });

  it('holds on when the result comes back within the minute, and counts the next one anew', async () => {
    const rig = isolated();
    rig.set({ XV: 0, PT: 0 });
    rig.set({ XV: null });
    rig.advance(50_000);
    rig.set({ XV: 0 });
    rig.set({ XV: null });
    rig.advance(50_000);
    expect(await rig.name('PT/L')).toBe('SUPPRESSED');
  });

  it('does not outlive a restart after which its expression has no result', async () => {
    const rig = isolated();
    rig.set({ XV: 0, PT: 0 });
    await rig.engine.settled();
    const again = rig.restarted();
    again.set({ PT: 0 });
    again.advance(60_000);
    expect(await again.name('PT/L')).toBe('UNACK');
  });

  it('does not call again for what was known before', async () => {
    const rig = isolated();
    rig.set({ XV: 1, PT: 0, PD: 0 });
    await rig.engine.acknowledge(['PT/L'], OPERATOR);
    rig.set({ XV: 0 });
    rig.set({ XV: 1 });
    expect(await rig.names()).toMatchObject({ 'PT/L': 'ACK', 'PD/L': 'UNACK' });
    expect(rig.journal.rows.filter(row => row.isAnnounced)).toHaveLength(2);
  });

  it('waits while something has returned unacknowledged, and then does not let it call again', async () => {
    const rig = isolated();
    rig.set({ XV: 1, PT: 0 });
    rig.set({ PT: 5 });
    rig.set({ XV: 0 });
    expect(await rig.name('PT/L')).toBe('RTN_UNACK');
    rig.set({ PT: 0 });
    expect(await rig.name('PT/L')).toBe('SUPPRESSED');
    expect(rig.journal.rows.filter(row => row.isAnnounced)).toHaveLength(1);
  });

  it('calls for what has become true again beneath it', async () => {
    const rig = isolated();
    rig.set({ XV: 1, PT: 0 });
    await rig.engine.acknowledge(['PT/L'], OPERATOR);
    rig.set({ XV: 0 });
    rig.set({ PT: 5 });
    rig.set({ PT: 0 });
    rig.set({ XV: 1 });
    expect(await rig.name('PT/L')).toBe('UNACK');
    expect(rig.journal.rows.findLast(row => row.id === 'PT/L')).toMatchObject({
      event: 'unsuppress',
      isAnnounced: true,
    });
  });

  it('knows after two reasons what was known before the first', async () => {
    const rig = isolated();
    rig.set({ XV: 1, PT: 0 });
    await rig.engine.acknowledge(['PT/L'], OPERATOR);
    rig.set({ XV: 0 });
    await rig.engine.takeEquipmentOut('run A', { until: rig.clock.now() + 60_000, reason: 'x' }, OPERATOR);
    rig.set({ XV: 1 });
    expect(await rig.name('PT/L')).toBe('SUPPRESSED');
    await rig.engine.returnEquipment('run A', OPERATOR);
    expect(await rig.name('PT/L')).toBe('ACK');
  });

  it('is dropped after a restart when the project has it no longer', async () => {
    const rig = isolated();
    rig.set({ XV: 0, PT: 0 });
    await rig.engine.settled();
    const changed = new AlarmRig([alarm('PT/L', { limit: 2 })], { clock: rig.clock, journal: rig.journal });
    expect(await changed.names()).toEqual({ 'PT/L': 'UNACK' });
  });
});

describe('what nobody has seen', () => {
  const P1 = { ...RUN, limit: 2, priority: 1 } as const;
  const rigOf = (more: { readonly isLatching?: boolean } = {}) => new AlarmRig([alarm('PT/L', { ...P1, ...more })]);
  const calls = (rig: AlarmRig): number => rig.journal.rows.filter(row => row.isAnnounced).length;

  it('is shown as returned when it clears beneath an expression, and after that is over, until it is acknowledged', async () => {
    const rig = rigOf();
    rig.set({ XV: 1, PT: 0 });
    rig.set({ XV: 0 });
    expect(await rig.name('PT/L')).toBe('SUPPRESSED');
    rig.set({ PT: 5 });
    expect(await rig.name('PT/L')).toBe('RTN_UNACK');
    expect((await rig.rows('PT/L')).slice(-2)).toEqual(['unsuppress SUPPRESSED>UNACK', 'clear UNACK>RTN_UNACK']);
    rig.set({ XV: 1 });
    expect([await rig.name('PT/L'), calls(rig)]).toEqual(['RTN_UNACK', 1]);
    await rig.engine.acknowledge(['PT/L'], OPERATOR);
    expect(await rig.name('PT/L')).toBe('NORMAL');
  });

  it('is suppressed again as soon as somebody has acknowledged it while the expression still holds', async () => {
    const rig = rigOf();
    rig.set({ XV: 1, PT: 0 });
    rig.set({ XV: 0 });
    rig.set({ PT: 5 });
    await rig.engine.acknowledge(['PT/L'], OPERATOR);
    expect(await rig.name('PT/L')).toBe('SUPPRESSED');
  });

  it('had returned and comes and goes again beneath an expression: it is as it was', async () => {
    const rig = rigOf();
    rig.set({ XV: 1, PT: 0 });
    rig.set({ PT: 5 });
    rig.set({ XV: 0 });
    rig.set({ PT: 0 });
    expect(await rig.name('PT/L')).toBe('SUPPRESSED');
    rig.set({ PT: 5 });
    expect(await rig.name('PT/L')).toBe('RTN_UNACK');
    rig.set({ XV: 1 });
    expect([await rig.name('PT/L'), calls(rig)]).toEqual(['RTN_UNACK', 1]);
  });

  it('had returned and stands again when the expression ends: it calls', async () => {
    const rig = rigOf();
    rig.set({ XV: 1, PT: 0 });
    rig.set({ PT: 5 });
    rig.set({ XV: 0 });
    rig.set({ PT: 0 });
    rig.set({ XV: 1 });
    expect([await rig.name('PT/L'), calls(rig)]).toEqual(['UNACK', 2]);
  });

  it('stays so over restarts at every row', async () => {
    let rig = rigOf();
    for (const values of [{ XV: 1, PT: 0 }, { XV: 0 }, { PT: 5 }, { XV: 1 }]) {
      rig.set(values);
      await rig.engine.settled();
      const { values: known } = rig;
      rig = rig.restarted();
      rig.set(Object.fromEntries([...known].map(([tag, { v }]) => [tag, v])));
    }
    expect([await rig.name('PT/L'), calls(rig)]).toEqual(['RTN_UNACK', 1]);
  });

  it('and what waits for a reset is not forgotten beneath an expression', async () => {
    const rig = rigOf({ isLatching: true });
    rig.set({ XV: 1, PT: 0 });
    await rig.engine.acknowledge(['PT/L'], OPERATOR);
    rig.set({ XV: 0 });
    rig.set({ PT: 5 });
    rig.set({ XV: 1 });
    expect([await rig.name('PT/L'), calls(rig)]).toEqual(['LATCH_ACK', 1]);
    rig.set({ XV: 0 });
    rig.set({ PT: 0 });
    rig.set({ PT: 5 });
    expect(await rig.name('PT/L')).toBe('LATCH_UNACK');
  });

  it('is left beneath what a person ordered: who took the equipment out has decided', async () => {
    const rig = rigOf();
    rig.set({ XV: 1, PT: 0 });
    await rig.engine.takeEquipmentOut('run A', { until: rig.clock.now() + 60_000, reason: 'x' }, OPERATOR);
    rig.set({ PT: 5 });
    expect((await rig.rows('PT/L')).at(-1)).toBe('clear SUPPRESSED>SUPPRESSED');
    await rig.engine.returnEquipment('run A', OPERATOR);
    expect(await rig.name('PT/L')).toBe('NORMAL');
  });

  it('is shown as well when it chattered and is let go beneath an expression', async () => {
    const rig = rigOf();
    rig.set({ XV: 1 });
    for (let i = 0; i < 8; i++) {
      rig.set({ PT: 0 });
      rig.set({ PT: 5 });
    }
    rig.set({ XV: 0 });
    expect(await rig.name('PT/L')).toBe('SUPPRESSED');
    rig.advance(60_000);
    expect(await rig.name('PT/L')).toBe('RTN_UNACK');
  });

  it('hides nothing and calls for nothing on its way', async () => {
    const rig = new AlarmRig([alarm('PT/L', { ...RUN, limit: 5 }), alarm('PT/LL', { ...P1, hides: ['PT/L'] })]);
    rig.set({ XV: 1, PT: 0 });
    rig.set({ XV: 0 });
    const rows = (await rig.rows()).length;
    rig.set({ PT: 9 });
    expect(await rig.names()).toEqual({ 'PT/L': 'SUPPRESSED', 'PT/LL': 'RTN_UNACK' });
    expect((await rig.rows()).slice(rows)).toEqual([
      'PT/L clear SUPPRESSED>SUPPRESSED',
      'PT/LL unsuppress SUPPRESSED>UNACK',
      'PT/LL clear UNACK>RTN_UNACK',
    ]);
  });
});

describe('equipment out of service', () => {
  it('suppresses its alarms with reason and end, and returns by itself', async () => {
    const rig = isolated();
    rig.set({ XV: 1, PT: 0, PD: 5 });
    const until = rig.clock.now() + 60_000;
    const result = await rig.engine.takeEquipmentOut('run A', { until, reason: 'filter change' }, OPERATOR);
    expect(result.done).toEqual(['PT/L', 'PD/L']);
    expect(rig.journal.rows.at(-1)).toMatchObject({ who: 'li', where: 'console 1', comment: 'filter change' });
    expect(await rig.names()).toMatchObject({ 'PT/L': 'SUPPRESSED', 'PD/L': 'SUPPRESSED', 'OUT/L': 'NORMAL' });
    rig.advance(59_999);
    expect(await rig.name('PT/L')).toBe('SUPPRESSED');
    rig.advance(1);
    expect(await rig.names()).toMatchObject({ 'PT/L': 'UNACK', 'PD/L': 'NORMAL' });
    expect(rig.journal.rows.at(-1)).toMatchObject({ event: 'unsuppress', who: null, time: until });
  });

  it('ends when somebody returns it, also after a restart', async () => {
    const rig = isolated();
    rig.set({ XV: 1, PT: 0 });
    await rig.engine.takeEquipmentOut('run A', { until: rig.clock.now() + 60_000, reason: 'x' }, OPERATOR);
    const again = rig.restarted();
    expect(await again.name('PT/L')).toBe('SUPPRESSED');
    await again.engine.returnEquipment('run A', OPERATOR, 'done');
    expect(await again.name('PT/L')).toBe('UNACK');
  });

  it('says why not', async () => {
    const rig = isolated();
    const code = async (equipment: string, until: number, reason: string): Promise<string | undefined> => {
      const { refused } = await rig.engine.takeEquipmentOut(equipment, { until, reason }, OPERATOR);
      return refused[0]?.code;
    };
    const soon = rig.clock.now() + 1_000;
    expect(await code('run Z', soon, 'x')).toBe('unknown-equipment');
    expect(await code('run A', soon, ' ')).toBe('reason-missing');
    expect(await code('run A', rig.clock.now(), 'x')).toBe('end-missing');
    expect(await code('run A', soon + 31 * 24 * 3_600_000, 'x')).toBe('too-long');
    expect(await code('run A', soon, 'x')).toBeUndefined();
    expect(await code('run A', soon, 'x')).toBe('already-out-of-service');
    expect((await rig.engine.returnEquipment('run Z', OPERATOR)).refused[0]?.code).toBe('not-out-of-service');
  });
});
