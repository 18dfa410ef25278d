import { describe, expect, it } from 'vitest';
import { AlarmRig, alarm, OPERATOR } from '../support/alarm-rig.ts';

const many = (count: number): AlarmRig => new AlarmRig(Array.from({ length: count }, (_, i) => alarm(`T${i}/H`)));

describe('the sound', () => {
  const station = () =>
    new AlarmRig([
      alarm('A/H', { priority: 3, area: '1300' }),
      alarm('B/H', { priority: 1, area: '1300' }),
      alarm('C/H', { priority: 2, area: '1400' }),
    ]);

  it('is that of the highest priority that nobody has acknowledged', async () => {
    const rig = station();
    rig.set({ A: 12, C: 12 });
    await rig.engine.settled();
    expect(rig.engine.board.sound()).toEqual({ priority: 2, ids: ['C/H'] });
    await rig.engine.acknowledge(['C/H'], OPERATOR);
    expect(rig.engine.board.sound()).toEqual({ priority: 3, ids: ['A/H'] });
    rig.set({ A: 1 });
    await rig.engine.settled();
    expect(rig.engine.board.sound().priority).toBeNull();
  });

  it('is silenced until the next alarm, and silence acknowledges nothing', async () => {
    const rig = station();
    rig.set({ B: 12 });
    await rig.engine.settled();
    rig.engine.board.silence();
    expect(rig.engine.board.sound().priority).toBeNull();
    expect(await rig.name('B/H')).toBe('UNACK');
    rig.set({ A: 12 });
    await rig.engine.settled();
    expect(rig.engine.board.sound()).toEqual({ priority: 3, ids: ['A/H'] });
    rig.set({ B: 1 });
    rig.set({ B: 12 });
    await rig.engine.settled();
    expect(rig.engine.board.sound()).toEqual({ priority: 1, ids: ['B/H'] });
  });

  it('is not silenced with an alarm before that somebody heard, and is when it has been heard as well', async () => {
    const rig = station();
    const { board } = rig.engine;
    rig.set({ B: 12 });
    await rig.engine.settled();
    const heard = board.sequence;
    rig.set({ A: 12 });
    await rig.engine.settled();
    board.silence(null, heard);
    expect(board.sound()).toEqual({ priority: 3, ids: ['A/H'] });
    board.silence(null, board.sequence);
    board.silence(null, heard);
    expect(board.sound().priority).toBeNull();
    // A number that no row has yet silences nothing in advance.
    board.silence(null, 1e6);
    rig.set({ B: 1 });
    rig.set({ B: 12 });
    await rig.engine.settled();
    expect(board.sound().ids).toEqual(['B/H']);
  });

  it('follows the areas that somebody answers for', async () => {
    const rig = station();
    rig.set({ B: 12, C: 12 });
    await rig.engine.settled();
    const { board } = rig.engine;
    expect(board.sound(new Set(['1400'])).priority).toBe(2);
    board.silence(new Set(['1400']));
    expect(board.sound(new Set(['1400'])).priority).toBeNull();
    expect(board.sound(new Set(['1300'])).priority).toBe(1);
  });

  it('stays silenced when an alarm comes back from suppression that was known before', async () => {
    const rig = new AlarmRig([alarm('A/H', { suppressWhen: '[XV] == 0' })]);
    rig.set({ XV: 1, A: 12 });
    await rig.engine.settled();
    rig.engine.board.silence();
    rig.set({ XV: 0 });
    rig.set({ XV: 1 });
    expect(await rig.name('A/H')).toBe('UNACK');
    expect(rig.engine.board.sound().priority).toBeNull();
  });

  it('is there again after a restart', async () => {
    const rig = station();
    rig.set({ B: 12 });
    await rig.engine.settled();
    rig.engine.board.silence();
    expect(rig.restarted().engine.board.sound().priority).toBe(1);
  });
});

describe('the counts', () => {
  it('are by priority, by area, and by what hides', async () => {
    const rig = new AlarmRig([
      alarm('A/H', { priority: 1 }),
      alarm('B/H', { priority: 2, area: '1400' }),
      alarm('C/H'),
      alarm('D/H'),
      alarm('E/H'),
    ]);
    rig.set({ A: 12, B: 12, C: 12, D: 12, E: 12 });
    const order = { until: rig.clock.now() + 1_000, reason: 'x' };
    await rig.engine.acknowledge(['B/H'], OPERATOR);
    await rig.engine.shelve('C/H', order, OPERATOR);
    await rig.engine.removeFromService('D/H', order, OPERATOR);
    rig.set({ E: 1 });
    await rig.engine.settled();
    expect(rig.engine.board.counts()).toEqual({
      unacknowledged: [1, 0, 1, 0],
      active: [1, 1, 0, 0],
      ...{ shelved: 1, suppressed: 0, outOfService: 1, unjudged: 0, recent: 5, isFlood: false },
    });
    const area = rig.engine.board.counts(new Set(['1400']));
    expect(area).toMatchObject({ active: [0, 1, 0, 0], shelved: 0 });
  });
});

describe('the flood mark', () => {
  const MINUTE = 60_000;

  it('begins above ten alarms in ten minutes and ends below five', async () => {
    const rig = many(12);
    const isFlood = (): boolean => rig.engine.board.counts().isFlood;
    for (let i = 0; i < 10; i++) {
      rig.set({ [`T${i}`]: 12 });
      rig.advance(MINUTE / 2);
    }
    await rig.engine.settled();
    expect(isFlood()).toBe(false);
    rig.set({ T10: 12 });
    await rig.engine.settled();
    expect(isFlood()).toBe(true);
    rig.advance(8 * MINUTE - 1);
    expect(rig.engine.board.counts()).toMatchObject({ recent: 5, isFlood: true });
    rig.advance(1);
    expect(rig.engine.board.counts()).toMatchObject({ recent: 4, isFlood: false });
    rig.set({ T11: 12 });
    await rig.engine.settled();
    expect(isFlood()).toBe(false);
  });

  it('is still there after a restart', async () => {
    const rig = many(11);
    rig.set(Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`T${i}`, 12])));
    await rig.engine.settled();
    expect(rig.restarted().engine.board.counts()).toMatchObject({ recent: 11, isFlood: true });
  });

  it.each([-3_600_000, 3_600_000])('lasts as long when the clock is set by %i ms', async step => {
    const rig = many(11);
    rig.set(Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`T${i}`, 12])));
    await rig.engine.settled();
    rig.clock.wallMs += step;
    rig.advance(10 * MINUTE - 1);
    expect(rig.engine.board.counts()).toMatchObject({ recent: 11, isFlood: true });
    rig.advance(1);
    expect(rig.engine.board.counts()).toMatchObject({ recent: 0, isFlood: false });
  });

  it('is of the areas that are asked for: a flood elsewhere is none here, before a restart and after it', async () => {
    const rig = new AlarmRig([
      alarm('Q/H', { area: '1400' }),
      ...Array.from({ length: 11 }, (_, i) => alarm(`T${i}/H`, { area: '1300' })),
    ]);
    const [here, there] = [new Set(['1400']), new Set(['1300', '1200'])];
    rig.engine.board.counts(here);
    rig.set({ Q: 12, ...Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`T${i}`, 12])) });
    await rig.engine.settled();
    for (const { board } of [rig.engine, rig.restarted().engine]) {
      expect(board.counts()).toMatchObject({ recent: 12, isFlood: true });
      expect(board.counts(here)).toMatchObject({ recent: 1, isFlood: false });
      expect(board.counts(there)).toMatchObject({ recent: 11, isFlood: true });
    }
    rig.advance(10 * MINUTE);
    expect(rig.engine.board.counts(there)).toMatchObject({ recent: 0, isFlood: false });
  });

  it('is none of a time before the clock was set back between two runs', async () => {
    const rig = many(11);
    rig.set(Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`T${i}`, 12])));
    await rig.engine.settled();
    rig.clock.wallMs -= 3_600_000;
    expect(rig.restarted().engine.board.counts()).toMatchObject({ recent: 0, isFlood: false });
  });
});
