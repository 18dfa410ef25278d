import { describe, expect, it } from 'vitest';
import { FIRST_JUDGEMENT_MS } from '../../../../main/alarms/engine/operator-desk.ts';
import { AlarmRig, alarm, OPERATOR, SUPERVISOR } from '../support/alarm-rig.ts';

const HOUR = 3_600_000;
const station = () =>
  new AlarmRig([
    alarm('A/H'),
    alarm('P1/H', { priority: 1 }),
    alarm('P2/H', { priority: 2 }),
    alarm('P4/H', { priority: 4 }),
  ]);

describe('shelving', () => {
  it('hides the alarm, judges on beneath, and brings it back at its time as it then is', async () => {
    const rig = station();
    rig.set({ A: 12 });
    await rig.engine.shelve('A/H', { until: rig.clock.now() + HOUR, reason: 'sensor drifts' }, OPERATOR);
    rig.set({ A: 1 });
    rig.set({ A: 12 });
    expect((await rig.rows('A/H')).slice(1)).toEqual([
      'shelve UNACK>SHELVED',
      'clear SHELVED>SHELVED',
      'raise SHELVED>SHELVED',
    ]);
    expect(rig.engine.board.counts()).toMatchObject({ shelved: 1, unacknowledged: [0, 0, 0, 0] });
    rig.advance(HOUR);
    expect(await rig.name('A/H')).toBe('UNACK');
    expect(rig.journal.rows.at(-1)).toMatchObject({ event: 'unshelve', who: null, isAnnounced: true });
  });

  it('never takes priority 1, not even from a supervisor', async () => {
    const rig = station();
    const { refused } = await rig.engine.shelve('P1/H', { until: rig.clock.now() + 1_000, reason: 'x' }, SUPERVISOR);
    expect(refused[0]?.code).toBe('never-shelved');
    expect(await rig.name('P1/H')).toBe('NORMAL');
  });

  it('keeps to the longest time of each priority', async () => {
    const rig = station();
    const code = async (id: string, hours: number): Promise<string | undefined> => {
      const order = { until: rig.clock.now() + hours * HOUR, reason: 'x' };
      const { refused } = await rig.engine.shelve(id, order, SUPERVISOR);
      return refused[0]?.code;
    };
    expect(await code('P2/H', 4.1)).toBe('too-long');
    expect(await code('P2/H', 4)).toBeUndefined();
    expect(await code('A/H', 12.1)).toBe('too-long');
    expect(await code('A/H', 12)).toBeUndefined();
    expect(await code('A/H', 1)).toBe('already-shelved');
  });

  it('needs a supervisor for priority 2, and for a third time within 24 hours', async () => {
    const rig = station();
    const shelve = async (id: string, actor = OPERATOR): Promise<string | undefined> => {
      const { refused } = await rig.engine.shelve(id, { until: rig.clock.now() + HOUR, reason: 'x' }, actor);
      await rig.engine.unshelve(id, actor, '');
      return refused[0]?.code;
    };
    expect(await shelve('P2/H')).toBe('needs-supervisor');
    expect(await shelve('P2/H', SUPERVISOR)).toBeUndefined();
    expect([await shelve('A/H'), await shelve('A/H')]).toEqual([undefined, undefined]);
    expect(await shelve('A/H')).toBe('needs-supervisor');
    expect(await shelve('A/H', SUPERVISOR)).toBeUndefined();
    rig.advance(24 * HOUR);
    expect(await shelve('A/H')).toBeUndefined();
  });

  it('survives a restart, and ends with the first judgement when its time passed meanwhile', async () => {
    const rig = station();
    rig.set({ A: 12, P4: 12 });
    const until = rig.clock.now() + HOUR;
    await rig.engine.shelve('A/H', { until, reason: 'x' }, OPERATOR);
    await rig.engine.shelve('P4/H', { until: until + HOUR, reason: 'x' }, OPERATOR);
    rig.clock.advance(HOUR + 1);
    const again = rig.restarted();
    again.set({ A: 12 });
    again.advance(100);
    expect(await again.names()).toMatchObject({ 'A/H': 'UNACK', 'P4/H': 'SHELVED' });
    expect(rig.journal.rows.at(-1)).toMatchObject({ id: 'A/H', event: 'unshelve', time: until, received: until + 101 });
    again.set({ A: 1 });
    expect(await again.name('A/H')).toBe('RTN_UNACK');
  });

  it('calls nobody for what the last run knew when the field is well again', async () => {
    const rig = station();
    rig.set({ A: 12 });
    await rig.engine.shelve('A/H', { until: rig.clock.now() + HOUR, reason: 'x' }, OPERATOR);
    rig.clock.advance(2 * HOUR);
    const again = rig.restarted();
    again.advance(100);
    again.set({ A: 1 });
    again.advance(100);
    expect(await again.name('A/H')).toBe('NORMAL');
    expect(rig.journal.rows.filter(row => row.isAnnounced)).toHaveLength(1);
  });

  it('ends all the same when nothing is judged for a quarter of a minute', async () => {
    const rig = station();
    rig.set({ A: 12 });
    await rig.engine.shelve('A/H', { until: rig.clock.now() + HOUR, reason: 'x' }, OPERATOR);
    rig.clock.advance(2 * HOUR);
    const again = rig.restarted();
    again.advance(FIRST_JUDGEMENT_MS - 1);
    expect(await again.name('A/H')).toBe('SHELVED');
    again.advance(1);
    expect(await again.name('A/H')).toBe('UNACK');
  });

  it('ends at a start when the project no longer allows it', async () => {
    const rig = station();
    rig.set({ A: 12, P4: 12 });
    const long = { until: rig.clock.now() + 11 * HOUR, reason: 'x' };
    await rig.engine.shelve('A/H', long, OPERATOR);
    await rig.engine.shelve('P4/H', { until: rig.clock.now() + HOUR, reason: 'x' }, OPERATOR);
    const stricter = [alarm('A/H', { priority: 1 }), alarm('P4/H', { priority: 2 })];
    const again = new AlarmRig(stricter, { clock: rig.clock, journal: rig.journal });
    again.set({ A: 12, P4: 12 });
    again.advance(100);
    expect(await again.names()).toEqual({ 'A/H': 'UNACK', 'P4/H': 'SHELVED' });
    expect(rig.journal.rows.at(-1)).toMatchObject({ id: 'A/H', event: 'unshelve', time: again.clock.now(), who: null });
  });

  it('takes the longest time from a client whose clock is ahead, and gives exactly that', async () => {
    const rig = station();
    const until = rig.clock.now() + 12 * HOUR;
    expect((await rig.engine.shelve('A/H', { until: until + 60_001, reason: 'x' }, OPERATOR)).refused[0]?.code).toBe(
      'too-long',
    );
    await rig.engine.shelve('A/H', { until: until + 1_000, reason: 'x' }, OPERATOR);
    expect(rig.engine.recordOf('A/H')?.state.shelved).toMatchObject({ until });
  });

  it('lasts as long as was ordered when the clock is set back, and survives that in a restart', async () => {
    const rig = station();
    await rig.engine.shelve('A/H', { until: rig.clock.now() + 4 * HOUR, reason: 'x' }, OPERATOR);
    rig.advance(HOUR);
    rig.clock.wallMs -= 2 * HOUR;
    rig.advance(3 * HOUR - 1);
    expect(await rig.name('A/H')).toBe('SHELVED');
    rig.advance(1);
    expect(await rig.name('A/H')).toBe('NORMAL');
    expect(rig.journal.rows.at(-1)).toMatchObject({ event: 'unshelve', time: rig.clock.now() });
    await rig.engine.shelve('A/H', { until: rig.clock.now() + 4 * HOUR, reason: 'x' }, OPERATOR);
    rig.clock.wallMs -= 10 * HOUR;
    const again = rig.restarted();
    again.advance(4 * HOUR);
    expect(await again.name('A/H')).toBe('NORMAL');
  });
});

describe('out of service', () => {
  it('hides any alarm for a reason and until a time, at most thirty days', async () => {
    const rig = station();
    rig.set({ P1: 12 });
    const remove = async (days: number, reason = 'replacement'): Promise<string | undefined> => {
      const order = { until: rig.clock.now() + days * 24 * HOUR, reason };
      return (await rig.engine.removeFromService('P1/H', order, SUPERVISOR)).refused[0]?.code;
    };
    expect(await remove(31)).toBe('too-long');
    expect(await remove(1, '')).toBe('reason-missing');
    expect(await remove(1)).toBeUndefined();
    expect(await rig.name('P1/H')).toBe('OOS');
    rig.advance(24 * HOUR);
    expect(await rig.name('P1/H')).toBe('UNACK');
  });

  it('goes before shelving in the name, and what is beneath is still there after it', async () => {
    const rig = station();
    const order = { until: rig.clock.now() + HOUR, reason: 'x' };
    await rig.engine.shelve('A/H', order, OPERATOR);
    await rig.engine.removeFromService('A/H', order, SUPERVISOR);
    expect(await rig.name('A/H')).toBe('OOS');
    await rig.engine.returnToService('A/H', SUPERVISOR, 'done');
    expect(await rig.name('A/H')).toBe('SHELVED');
  });
});
