import { describe, expect, it } from 'vitest';
import { makeCondition } from '../../../../main/alarms/conditions/make-condition.ts';
import { SETTLE_MS } from '../../../../main/alarms/engine/device-gates.ts';
import { AlarmRig, alarm, OPERATOR, type RigAlarm } from '../support/alarm-rig.ts';

const PLC = { device: 'PLC' };
const plant = (...more: RigAlarm[]) =>
  new AlarmRig([
    alarm('PLC/LOST', { priority: 2, condition: { onDelayMs: 5_000 } }),
    alarm('A/H', PLC),
    alarm('B/H', PLC),
    alarm('C/H', PLC),
    alarm('A/BAD', PLC),
    alarm('X/H', { device: 'GC' }),
    ...more,
  ]);
const calls = (rig: AlarmRig): readonly string[] => rig.journal.rows.filter(r => r.isAnnounced).map(r => r.id);

describe('the loss of another device', () => {
  it('does not hold up an alarm that has its limit from there', async () => {
    const bound = {
      definition: alarm('P/H', PLC).definition,
      condition: () =>
        makeCondition(
          {
            condition: {
              kind: 'level',
              tag: 'P',
              side: 'high',
              limit: { schedule: [], otherwise: { kind: 'bound', tag: 'SP' } },
              deadband: 0,
            },
            delays: { onDelayMs: 5_000, offDelayMs: 0 },
          },
          'UTC',
        ),
    };
    const rig = plant(
      bound,
      alarm('RTU/LOST', { condition: { onDelayMs: 60_000 } }),
      alarm('SP/BAD', { device: 'RTU' }),
    );
    rig.set({ P: 1, SP: 10 });
    rig.set({ P: 12 });
    rig.lose('RTU');
    rig.advance(5_000);
    expect(await rig.name('P/H')).toBe('UNACK');
    rig.advance(60_000);
    expect(await rig.names()).toMatchObject({ 'P/H': 'UNACK', 'SP/BAD': 'SUPPRESSED' });
    rig.lose('PLC');
    rig.find('RTU', { SP: 20 });
    rig.find('PLC', { P: 12 });
    expect(await rig.name('P/H')).toBe('RTN_UNACK');
  });
});

describe('a lost device', () => {
  it('is one alarm, with the forty of its tags suppressed beneath it, and every one as before when it is back', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `T${i}`);
    const rig = plant(...names.map(name => alarm(`${name}/H`, PLC)));
    const high = Object.fromEntries(names.map(name => [name, 12]));
    rig.set({ ...high, A: 1, B: 1, C: 1 });
    await rig.engine.acknowledge(
      names.slice(0, 20).map(name => `${name}/H`),
      OPERATOR,
    );
    const before = await rig.names();
    const called = calls(rig).length;
    rig.lose('PLC');
    rig.advance(5_000);
    const lost = await rig.names();
    expect(lost['PLC/LOST']).toBe('UNACK');
    expect(Object.values(lost).filter(name => name === 'UNACK')).toEqual(['UNACK']);
    expect(lost['X/H']).toBe('NORMAL');
    rig.advance(3_600_000);
    rig.find('PLC', { ...high, A: 1, B: 1, C: 1 });
    await rig.engine.acknowledge(['PLC/LOST'], OPERATOR);
    expect(await rig.names()).toEqual(before);
    expect(calls(rig).slice(called)).toEqual(['PLC/LOST']);
  });

  it('brings back what changed meanwhile: returned unacknowledged, newly raised, cleared', async () => {
    const rig = plant();
    rig.set({ A: 12, B: 12, C: 1 });
    await rig.engine.acknowledge(['B/H'], OPERATOR);
    rig.lose('PLC');
    rig.advance(5_000);
    rig.find('PLC', { A: 1, B: 1, C: 12 });
    expect(await rig.names()).toMatchObject({ 'A/H': 'RTN_UNACK', 'B/H': 'NORMAL', 'C/H': 'UNACK', 'A/BAD': 'NORMAL' });
  });

  it('leaves no trace when it was lost for less than the delay of its alarm', async () => {
    const rig = plant();
    rig.set({ A: 12, B: 1, C: 1 });
    const rows = (await rig.rows()).length;
    rig.lose('PLC');
    rig.advance(4_000);
    rig.find('PLC', { A: 12, B: 1, C: 1 });
    rig.advance(60_000);
    expect((await rig.rows()).slice(rows)).toEqual([]);
  });

  it('keeps what came and went unacknowledged in sight while the device is lost', async () => {
    const rig = plant();
    rig.set({ A: 12 });
    rig.set({ A: 1 });
    rig.lose('PLC');
    rig.advance(5_000);
    expect(await rig.name('A/H')).toBe('RTN_UNACK');
    await rig.engine.acknowledge(['A/H'], OPERATOR);
    expect(await rig.name('A/H')).toBe('SUPPRESSED');
    rig.find('PLC', { A: 1 });
    expect(await rig.name('A/H')).toBe('NORMAL');
  });

  it('shows an alarm as it was when its tag gives no good value after the return', async () => {
    const rig = plant();
    rig.set({ A: 12, B: 12 });
    rig.lose('PLC');
    rig.advance(5_000);
    rig.find('PLC', { A: Number.NaN, B: 12 });
    expect(await rig.names()).toMatchObject({ 'A/H': 'SUPPRESSED', 'B/H': 'UNACK' });
    rig.advance(SETTLE_MS);
    expect(await rig.name('A/H')).toBe('UNACK');
  });

  it('takes up what has been judged meanwhile when its alarm clears late', async () => {
    const rig = new AlarmRig([alarm('PLC/LOST', { condition: { offDelayMs: 5_000 } }), alarm('A/H', PLC)]);
    rig.set({ A: 1 });
    rig.lose('PLC');
    rig.find('PLC', { A: 12 });
    expect(await rig.names()).toEqual({ 'PLC/LOST': 'UNACK', 'A/H': 'SUPPRESSED' });
    rig.advance(5_000);
    expect(await rig.names()).toEqual({ 'PLC/LOST': 'RTN_UNACK', 'A/H': 'UNACK' });
  });

  it('does not swallow an alarm that chattered when it was lost', async () => {
    const rig = plant();
    for (let i = 0; i < 8; i++) {
      rig.set({ A: 12 });
      rig.set({ A: 1 });
    }
    rig.lose('PLC');
    rig.advance(5_000);
    rig.advance(3_600_000);
    rig.find('PLC', { A: 1, B: 1, C: 1 });
    rig.advance(60_000);
    expect(await rig.name('A/H')).toBe('RTN_UNACK');
  });

  it('hides nothing where nobody configured an alarm for the device', async () => {
    const rig = new AlarmRig([alarm('A/BAD', PLC), alarm('A/H', PLC)]);
    rig.set({ A: 12 });
    rig.lose('PLC');
    expect(await rig.names()).toEqual({ 'A/BAD': 'UNACK', 'A/H': 'UNACK' });
  });

  it('is still lost after a restart, and comes back right', async () => {
    const rig = plant();
    rig.set({ A: 12, B: 1, C: 1 });
    rig.lose('PLC');
    rig.advance(5_000);
    await rig.engine.settled();
    const again = rig.restarted();
    again.engine.deviceChanged('PLC', true);
    again.advance(SETTLE_MS * 2);
    expect(await again.names()).toMatchObject({ 'PLC/LOST': 'UNACK', 'A/H': 'SUPPRESSED', 'B/H': 'SUPPRESSED' });
    expect(await again.rows('PLC/LOST')).toEqual(['raise NORMAL>UNACK']);
    again.find('PLC', { A: 12, B: 1, C: 1 });
    expect(await again.names()).toMatchObject({ 'PLC/LOST': 'RTN_UNACK', 'A/H': 'UNACK', 'B/H': 'NORMAL' });
  });
});

describe('a device that a person has taken out of operation', () => {
  const names = Array.from({ length: 40 }, (_, i) => `T${i}`);
  const high = Object.fromEntries(names.map(name => [name, 12]));
  const many = () => plant(...names.map(name => alarm(`${name}/H`, PLC)));
  const because = (rig: AlarmRig, id: string): readonly string[] =>
    rig.engine.recordOf(id)?.state.suppressed.map(by => `${by.kind} ${by.of}`) ?? [];

  it('is no alarm, however long it stays so, and suppresses its own and those of its tags by design, in the journal', async () => {
    const rig = many();
    rig.set({ ...high, A: 1, B: 1, C: 1 });
    await rig.engine.settled();
    const called = calls(rig).length;
    rig.disable('PLC');
    rig.advance(86_400_000);
    const states = await rig.names();
    expect(Object.entries(states).filter(([id]) => id !== 'X/H')).toEqual(
      ['PLC/LOST', 'A/H', 'B/H', 'C/H', 'A/BAD', ...names.map(name => `${name}/H`)].map(id => [id, 'SUPPRESSED']),
    );
    expect(states['X/H']).toBe('NORMAL');
    expect([because(rig, 'PLC/LOST'), because(rig, 'T0/H')]).toEqual([['disabled PLC'], ['disabled PLC']]);
    expect(await rig.rows('PLC/LOST')).toEqual(['suppress NORMAL>SUPPRESSED']);
    expect(calls(rig).slice(called)).toEqual([]);
  });

  it('brings every alarm back as it was when it is put back and answers', async () => {
    const rig = many();
    rig.set({ ...high, A: 1, B: 1, C: 1 });
    await rig.engine.acknowledge(['T0/H', 'T1/H'], OPERATOR);
    const before = await rig.names();
    await rig.engine.settled();
    const called = calls(rig).length;
    rig.disable('PLC');
    rig.advance(3_600_000);
    rig.enable('PLC');
    rig.advance(1_000);
    expect((await rig.names())['T0/H']).toBe('SUPPRESSED');
    rig.find('PLC', { ...high, A: 1, B: 1, C: 1 });
    expect(await rig.names()).toEqual(before);
    expect(calls(rig).slice(called)).toEqual([]);
  });

  it('is one alarm for its loss, after its delay, when it is put back and does not answer', async () => {
    const rig = many();
    rig.set(high);
    await rig.engine.settled();
    const called = calls(rig).length;
    rig.disable('PLC');
    rig.advance(3_600_000);
    rig.enable('PLC');
    rig.advance(4_999);
    expect(await rig.name('PLC/LOST')).toBe('NORMAL');
    rig.advance(1);
    expect(await rig.name('PLC/LOST')).toBe('UNACK');
    rig.advance(60_000);
    expect(calls(rig).slice(called)).toEqual(['PLC/LOST']);
    expect(because(rig, 'T0/H')).toEqual(['device PLC']);
    rig.find('PLC', { ...high, A: 1, B: 1, C: 1 });
    expect(await rig.names()).toMatchObject({ 'PLC/LOST': 'RTN_UNACK', 'T0/H': 'UNACK', 'A/H': 'NORMAL' });
  });

  it('ends the alarm of its loss, but leaves one in sight that nobody has seen return', async () => {
    const rig = plant();
    rig.set({ A: 1, B: 1, C: 1 });
    rig.lose('PLC');
    rig.advance(5_000);
    rig.disable('PLC');
    expect(await rig.rows('PLC/LOST')).toEqual([
      'raise NORMAL>UNACK',
      'suppress UNACK>SUPPRESSED',
      'clear SUPPRESSED>SUPPRESSED',
    ]);
    rig.enable('PLC');
    rig.find('PLC', { A: 1, B: 1, C: 1 });
    expect(await rig.name('PLC/LOST')).toBe('NORMAL');
    rig.lose('PLC');
    rig.advance(5_000);
    rig.find('PLC', { A: 1, B: 1, C: 1 });
    rig.disable('PLC');
    expect(await rig.name('PLC/LOST')).toBe('RTN_UNACK');
    await rig.engine.acknowledge(['PLC/LOST'], OPERATOR);
    expect(await rig.name('PLC/LOST')).toBe('SUPPRESSED');
  });

  it('stays so over a restart, and comes back right after it', async () => {
    const rig = plant();
    rig.set({ A: 12, B: 1, C: 1 });
    rig.disable('PLC');
    await rig.engine.settled();
    const rows = rig.journal.rows.length;
    const again = rig.restarted();
    again.engine.deviceChanged('PLC', true);
    again.advance(SETTLE_MS * 2);
    again.disable('PLC');
    again.advance(SETTLE_MS * 2);
    expect(await again.names()).toMatchObject({ 'PLC/LOST': 'SUPPRESSED', 'A/H': 'SUPPRESSED', 'B/H': 'SUPPRESSED' });
    expect(rig.journal.rows).toHaveLength(rows);
    again.enable('PLC');
    again.find('PLC', { A: 12, B: 12, C: 1 });
    expect(await again.names()).toMatchObject({
      'PLC/LOST': 'NORMAL',
      'A/H': 'UNACK',
      'B/H': 'UNACK',
      'C/H': 'NORMAL',
    });
    expect(calls(again)).toEqual(['A/H', 'B/H']);
  });

  it('that was put back while the station did not run is watched again', async () => {
    const rig = plant();
    rig.set({ A: 1, B: 1, C: 1 });
    rig.disable('PLC');
    await rig.engine.settled();
    const again = rig.restarted();
    again.engine.deviceChanged('PLC', true);
    again.enable('PLC');
    again.advance(5_000);
    expect(await again.name('PLC/LOST')).toBe('UNACK');
  });

  it('suppresses where nobody configured an alarm for its loss as well, and is judged soon when it is put back in vain', async () => {
    const rig = new AlarmRig([alarm('A/BAD', PLC), alarm('A/H', PLC)]);
    rig.set({ A: 12 });
    rig.disable('PLC');
    expect(await rig.names()).toEqual({ 'A/BAD': 'SUPPRESSED', 'A/H': 'SUPPRESSED' });
    rig.enable('PLC');
    rig.set({ A: null });
    rig.advance(SETTLE_MS);
    expect(await rig.names()).toEqual({ 'A/BAD': 'UNACK', 'A/H': 'UNACK' });
    expect(calls(rig)).toEqual(['A/H', 'A/BAD']);
  });

  it('is lost all the same for whoever asks after it in an expression', async () => {
    const both = alarm('BOTH/EXPR', { condition: { input: { kind: 'device', name: 'PLC' }, limit: 1 } });
    const rig = plant(both);
    rig.disable('PLC');
    expect(await rig.names()).toMatchObject({ 'BOTH/EXPR': 'UNACK', 'PLC/LOST': 'SUPPRESSED' });
  });
});
