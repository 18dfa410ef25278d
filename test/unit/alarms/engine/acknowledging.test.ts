import { describe, expect, it } from 'vitest';
import { LARGEST_PAGE } from '../../../../main/alarms/engine/operator-desk.ts';
import { AlarmRig, alarm, OPERATOR } from '../support/alarm-rig.ts';

const codes = (refused: readonly { readonly id: string; readonly code: string }[]): readonly string[] =>
  refused.map(({ id, code }) => `${id} ${code}`);

describe('acknowledging', () => {
  it('takes an alarm through its life, with value, limit, source time, person, place and comment in the rows', async () => {
    const rig = new AlarmRig([alarm('PT/H')]);
    const raisedAt = rig.clock.now() - 40;
    rig.set({ PT: 12 }, { PT: raisedAt });
    await rig.engine.acknowledge(['PT/H'], OPERATOR, { comment: 'seen on site' });
    rig.set({ PT: 9 });
    expect(await rig.rows('PT/H')).toEqual(['raise NORMAL>UNACK', 'acknowledge UNACK>ACK', 'clear ACK>NORMAL']);
    const [raise, acknowledge] = rig.journal.rows;
    expect(raise).toMatchObject({
      ...{ time: raisedAt, received: rig.clock.now(), value: 12, limit: 10, who: null, tag: 'PT' },
      ...{ isAnnounced: true, activations: 1, sequence: 1 },
    });
    expect(acknowledge).toMatchObject({
      who: 'li',
      where: 'console 1',
      comment: 'seen on site',
      value: 12,
      activations: 0,
    });
  });

  it('leaves an alarm that came and went unacknowledged until somebody has seen it', async () => {
    const rig = new AlarmRig([alarm('PT/H')]);
    rig.set({ PT: 12 });
    rig.set({ PT: 9 });
    rig.advance(8 * 3_600_000);
    expect(await rig.name('PT/H')).toBe('RTN_UNACK');
    expect(rig.engine.board.counts().unacknowledged).toEqual([0, 0, 1, 0]);
    await rig.engine.acknowledge(['PT/H'], OPERATOR);
    expect(await rig.name('PT/H')).toBe('NORMAL');
  });

  it('says of each alarm of a page why it was not acknowledged, and does the others', async () => {
    const rig = new AlarmRig([alarm('A/H'), alarm('B/H'), alarm('C/H')]);
    rig.set({ A: 12, C: 12 });
    await rig.engine.acknowledge(['C/H'], OPERATOR);
    const result = await rig.engine.acknowledge(['A/H', 'B/H', 'C/H', 'X/H'], OPERATOR);
    expect(result.done).toEqual(['A/H']);
    expect(codes(result.refused)).toEqual([
      'B/H nothing-to-acknowledge',
      'C/H already-acknowledged',
      'X/H unknown-alarm',
    ]);
    expect(result.refused[0]?.text.zh).toMatch(/\p{Script=Han}/u);
  });

  it('leaves priority 1 out of a page, whose others it does, and acknowledges it by itself', async () => {
    const rig = new AlarmRig([alarm('A/H', { priority: 1 }), alarm('B/H')]);
    rig.set({ A: 12, B: 12 });
    const page = await rig.engine.acknowledge(['A/H', 'B/H'], OPERATOR);
    expect([page.done, codes(page.refused)]).toEqual([['B/H'], ['A/H one-by-one']]);
    expect((await rig.engine.acknowledge(['A/H', 'A/H'], OPERATOR)).done).toEqual(['A/H']);
  });

  it('refuses more than a page can show', async () => {
    const rig = new AlarmRig([alarm('A/H')]);
    rig.set({ A: 12 });
    const ids = ['A/H', ...Array.from({ length: LARGEST_PAGE }, (_, i) => `X${i}/H`)];
    const result = await rig.engine.acknowledge(ids, OPERATOR);
    expect(result.done).toEqual([]);
    expect(result.refused[0]?.code).toBe('too-many');
    expect(await rig.name('A/H')).toBe('UNACK');
  });

  it('acknowledges an area without touching others, and names priority 1 instead of acknowledging it', async () => {
    const rig = new AlarmRig([
      alarm('A/H', { area: '1300' }),
      alarm('B/H', { area: '1300', priority: 1 }),
      alarm('C/H', { area: '1400' }),
      alarm('D/H', { area: '1300', isLatching: true }),
    ]);
    rig.set({ A: 12, B: 12, C: 12, D: 12 });
    rig.set({ D: 1 });
    const result = await rig.engine.acknowledgeArea('1300', OPERATOR);
    expect(codes(result.refused)).toEqual(['B/H one-by-one']);
    expect(await rig.names()).toEqual({ 'A/H': 'ACK', 'B/H': 'UNACK', 'C/H': 'UNACK', 'D/H': 'LATCH_ACK' });
  });

  it('keeps a latching alarm until it is reset, which asks for acknowledging first', async () => {
    const rig = new AlarmRig([alarm('ESD/ON', { isLatching: true, limit: 1 })]);
    rig.set({ ESD: 1 });
    expect(codes((await rig.engine.reset(['ESD/ON'], OPERATOR, '')).refused)).toEqual(['ESD/ON still-active']);
    rig.set({ ESD: 0 });
    expect(await rig.name('ESD/ON')).toBe('LATCH_UNACK');
    expect(codes((await rig.engine.reset(['ESD/ON'], OPERATOR, '')).refused)).toEqual(['ESD/ON acknowledge-first']);
    await rig.engine.acknowledge(['ESD/ON'], OPERATOR);
    await rig.engine.reset(['ESD/ON'], OPERATOR, 'cause found');
    expect(await rig.name('ESD/ON')).toBe('NORMAL');
  });

  it('calls again when an acknowledged alarm has stood for its time, and not when it has gone', async () => {
    const rig = new AlarmRig([alarm('A/H', { reAlarmAfterMs: 60_000 }), alarm('B/H', { reAlarmAfterMs: 60_000 })]);
    rig.set({ A: 12, B: 12 });
    await rig.engine.acknowledge(['A/H', 'B/H'], OPERATOR);
    rig.advance(30_000);
    rig.set({ B: 1 });
    rig.advance(29_999);
    expect(await rig.name('A/H')).toBe('ACK');
    rig.advance(1);
    expect(await rig.names()).toEqual({ 'A/H': 'UNACK', 'B/H': 'NORMAL' });
    expect(rig.journal.rows.at(-1)).toMatchObject({ event: 're-alarm', isAnnounced: true, activations: 0 });
  });

  it('calls again at the same time when the station was started anew meanwhile', async () => {
    const rig = new AlarmRig([alarm('A/H', { reAlarmAfterMs: 60_000 })]);
    rig.set({ A: 12 });
    await rig.engine.acknowledge(['A/H'], OPERATOR);
    rig.advance(40_000);
    const again = rig.restarted();
    again.advance(19_999);
    expect(await again.name('A/H')).toBe('ACK');
    again.advance(1);
    expect(await again.name('A/H')).toBe('UNACK');
  });

  it('counts activations until the alarm has been normal', async () => {
    const rig = new AlarmRig([alarm('A/H')]);
    for (const v of [12, 1, 12, 1, 12]) rig.set({ A: v });
    await rig.engine.settled();
    expect(rig.engine.board.status('A/H', rig.clock.now())?.record.count).toBe(3);
    await rig.engine.acknowledge(['A/H'], OPERATOR);
    rig.set({ A: 1 });
    rig.set({ A: 12 });
    await rig.engine.settled();
    expect(rig.engine.board.status('A/H', rig.clock.now())?.record.count).toBe(1);
  });

  it('lets a delay end without a sample', async () => {
    const rig = new AlarmRig([alarm('A/H', { condition: { onDelayMs: 5_000 } })]);
    rig.set({ A: 12 });
    rig.advance(4_999);
    expect(await rig.name('A/H')).toBe('NORMAL');
    rig.advance(1);
    expect(await rig.name('A/H')).toBe('UNACK');
  });

  it('neither clears nor raises on a bad value', async () => {
    const rig = new AlarmRig([alarm('A/H'), alarm('B/L')]);
    rig.set({ A: 12, B: 50 });
    rig.set({ A: null, B: null });
    expect(await rig.names()).toEqual({ 'A/H': 'UNACK', 'B/L': 'NORMAL' });
  });

  it('refuses what has called since it was seen, and takes what has only returned', async () => {
    const rig = new AlarmRig([alarm('A/H'), alarm('B/H')]);
    rig.set({ A: 12, B: 12 });
    rig.set({ A: 1 });
    const seen = async (): Promise<Record<string, number>> => {
      await rig.engine.settled();
      return Object.fromEntries(rig.engine.board.statuses(0).map(status => [status.id, status.sequence]));
    };
    const shown = await seen();
    rig.set({ A: 12, B: 1 });
    const result = await rig.engine.acknowledge(['A/H', 'B/H'], OPERATOR, { seen: shown });
    expect([result.done, codes(result.refused)]).toEqual([['B/H'], ['A/H called-again']]);
    expect(await rig.name('A/H')).toBe('UNACK');
    expect((await rig.engine.acknowledge(['A/H'], OPERATOR, { seen: await seen() })).done).toEqual(['A/H']);
    const late = await rig.engine.acknowledge(['A/H'], OPERATOR, { seen: shown });
    expect(codes(late.refused)).toEqual(['A/H already-acknowledged']);
  });

  it('takes no call of an area that came after what was seen of it', async () => {
    const rig = new AlarmRig([alarm('A/H'), alarm('B/H')]);
    rig.set({ A: 12 });
    await rig.engine.settled();
    const seen = rig.engine.board.sequence;
    rig.set({ B: 12 });
    const result = await rig.engine.acknowledgeArea('1300', OPERATOR, { seen });
    expect([result.done, codes(result.refused)]).toEqual([['A/H'], ['B/H called-again']]);
  });

  it('knows after a restart which call was the last', async () => {
    const rig = new AlarmRig([alarm('A/H')]);
    rig.set({ A: 12 });
    await rig.engine.settled();
    const again = rig.restarted();
    expect(codes((await again.engine.acknowledge(['A/H'], OPERATOR, { seen: { 'A/H': 0 } })).refused)).toEqual([
      'A/H called-again',
    ]);
    expect((await again.engine.acknowledge(['A/H'], OPERATOR, { seen: { 'A/H': 1 } })).done).toEqual(['A/H']);
  });

  it('calls for the next level by that level, while the one below is acknowledged and then hidden', async () => {
    const rig = new AlarmRig([alarm('A/H'), alarm('A/HH', { limit: 20, priority: 1, hides: ['A/H'] })]);
    rig.set({ A: 12 });
    await rig.engine.acknowledge(['A/H'], OPERATOR);
    rig.set({ A: 25 });
    expect(await rig.names()).toEqual({ 'A/H': 'SUPPRESSED', 'A/HH': 'UNACK' });
    expect(rig.journal.rows.filter(row => row.isAnnounced).map(row => row.id)).toEqual(['A/H', 'A/HH']);
  });

  it('calls again no later than was ordered when the clock was set back before a restart', async () => {
    const rig = new AlarmRig([alarm('A/H', { reAlarmAfterMs: 60_000 })]);
    rig.set({ A: 12 });
    await rig.engine.acknowledge(['A/H'], OPERATOR);
    rig.clock.wallMs -= 3_600_000;
    const again = rig.restarted();
    again.advance(60_000);
    expect(await again.name('A/H')).toBe('UNACK');
  });
});
