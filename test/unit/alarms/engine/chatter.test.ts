import { describe, expect, it } from 'vitest';
import { makeCondition } from '../../../../main/alarms/conditions/make-condition.ts';
import { CHATTER_WINDOW_MS } from '../../../../main/alarms/engine/chatter-guard.ts';
import { fixed } from '../conditions/condition-run.ts';
import { AlarmRig, alarm, OPERATOR } from '../support/alarm-rig.ts';

/** Crosses the limit once up and once down, 100 ms each. */
function cross(rig: AlarmRig, times: number): void {
  for (let i = 0; i < times; i++) {
    rig.set({ A: 12 });
    rig.advance(50);
    rig.set({ A: 1 });
    rig.advance(50);
  }
}
const sum = (rig: AlarmRig): number => rig.journal.rows.reduce((total, row) => total + row.activations, 0);

describe('a chattering alarm', () => {
  it('fills few rows in ten minutes at 10 Hz, and their sum is every activation', async () => {
    const rig = new AlarmRig([alarm('A/H')]);
    cross(rig, 6_000);
    rig.advance(CHATTER_WINDOW_MS);
    await rig.engine.settled();
    expect(sum(rig)).toBe(6_000);
    expect(rig.journal.rows.length).toBeLessThan(50);
    expect(rig.engine.board.status('A/H', rig.clock.now())?.record.count).toBe(6_000);
  });

  it('shows how often it came while it goes on, a row each half minute and never more than that behind, of a real limit', async () => {
    const setup = {
      condition: { kind: 'level' as const, tag: 'A', side: 'high' as const, limit: fixed(10), deadband: 0.1 },
      delays: { onDelayMs: 0, offDelayMs: 0 },
    };
    const rig = new AlarmRig([{ ...alarm('A/H'), condition: () => makeCondition(setup, 'UTC') }]);
    for (let minute = 1; minute <= 10; minute++) {
      cross(rig, 600);
      await rig.engine.settled();
      const status = rig.engine.board.status('A/H', rig.clock.now());
      const behind = minute * 600 - (status?.record.count ?? 0);
      expect([status?.isChattering, status?.name, sum(rig)]).toEqual([true, 'UNACK', status?.record.count]);
      expect(behind).toBeGreaterThanOrEqual(0);
      expect(behind).toBeLessThanOrEqual(300);
      expect(rig.journal.rows.length).toBeLessThan(15 + minute * 3);
    }
    const counted = rig.journal.rows.filter(row => row.event === 'chatter').map(row => row.activations);
    expect(counted.length).toBeGreaterThan(18);
    expect(rig.journal.rows.filter(row => row.isAnnounced).length).toBeLessThan(7);
  });

  it('is flagged at the third activation of a minute, held active while it goes on, and let go when fewer than three came in a minute', async () => {
    const rig = new AlarmRig([alarm('A/H')]);
    const isFlagged = async (): Promise<boolean | undefined> => {
      await rig.engine.settled();
      return rig.engine.board.status('A/H', rig.clock.now())?.isChattering;
    };
    cross(rig, 2);
    expect(await isFlagged()).toBe(false);
    cross(rig, 1);
    expect(await isFlagged()).toBe(true);
    expect(await rig.name('A/H')).toBe('RTN_UNACK');
    cross(rig, 20);
    expect(await rig.name('A/H')).toBe('UNACK');
    const clearedAt = rig.clock.now() - 50;
    // The last three came 300, 200 and 100 ms ago.
    rig.advance(CHATTER_WINDOW_MS - 301);
    expect(await isFlagged()).toBe(true);
    rig.advance(1);
    expect(await rig.name('A/H')).toBe('RTN_UNACK');
    expect(rig.journal.rows.at(-1)).toMatchObject({ event: 'clear', time: clearedAt });
    expect(await isFlagged()).toBe(false);
  });

  it('calls once and not at every activation, and stays acknowledged while it is held', async () => {
    const rig = new AlarmRig([alarm('A/H')]);
    cross(rig, 10);
    await rig.engine.acknowledge(['A/H'], OPERATOR);
    const called = rig.journal.rows.filter(row => row.isAnnounced).length;
    cross(rig, 100);
    expect(await rig.name('A/H')).toBe('ACK');
    expect(rig.journal.rows.filter(row => row.isAnnounced)).toHaveLength(called);
  });

  it('stays active when it ends true', async () => {
    const rig = new AlarmRig([alarm('A/H')]);
    cross(rig, 10);
    rig.set({ A: 12 });
    rig.advance(CHATTER_WINDOW_MS);
    expect((await rig.rows('A/H')).at(-1)).toBe('chatter-end UNACK>UNACK');
    expect(sum(rig)).toBe(11);
  });

  it('is not an alarm that comes six times in an hour', async () => {
    const rig = new AlarmRig([alarm('A/H')]);
    for (let i = 0; i < 8; i++) {
      cross(rig, 1);
      rig.advance(13_000);
    }
    expect(await rig.rows()).toHaveLength(16);
  });

  it('goes on after a restart', async () => {
    const rig = new AlarmRig([alarm('A/H')]);
    rig.advance(600_000);
    cross(rig, 10);
    await rig.engine.settled();
    const again = rig.restarted();
    expect(again.engine.board.status('A/H', rig.clock.now())?.isChattering).toBe(true);
    again.set({ A: 1 });
    again.advance(CHATTER_WINDOW_MS - 1);
    expect(await again.name('A/H')).toBe('UNACK');
    again.advance(1);
    expect(await again.name('A/H')).toBe('RTN_UNACK');
  });

  it('is not held for as long as it comes now and then: what is shown is true again within the minute', async () => {
    const rig = new AlarmRig([alarm('A/H')]);
    cross(rig, 6);
    expect(await rig.name('A/H')).toBe('UNACK');
    for (let i = 0; i < 4; i++) {
      rig.advance(49_000);
      rig.set({ A: 12 });
      rig.advance(1_000);
      rig.set({ A: 1 });
    }
    expect(await rig.name('A/H')).toBe('RTN_UNACK');
    expect(rig.engine.recordOf('A/H')?.chatter).toBeNull();
    expect(sum(rig)).toBe(10);
  });

  it('is counted to the last activation when the station stops', async () => {
    const rig = new AlarmRig([alarm('A/H')]);
    cross(rig, 100);
    await rig.engine.stop();
    expect(sum(rig)).toBe(100);
    const again = rig.restarted();
    again.set({ A: 1 });
    cross(again, 10);
    await again.engine.stop();
    expect(sum(rig)).toBe(110);
  });

  it.each([
    ['kills', async () => undefined],
    ['stops', (rig: AlarmRig) => rig.engine.stop()],
  ])('gets no activations from %s in the middle of it', async (_, end) => {
    let rig = new AlarmRig([alarm('A/H')]);
    cross(rig, 5);
    rig.set({ A: 12 });
    for (let i = 0; i < 10; i++) {
      await rig.engine.settled();
      await end(rig);
      rig = rig.restarted();
      rig.set({ A: 12 });
      rig.advance(1_000);
    }
    rig.advance(CHATTER_WINDOW_MS);
    await rig.engine.stop();
    expect(sum(rig)).toBe(6);
    expect(await rig.name('A/H')).toBe('UNACK');
  });

  it('counts what came while the station was stopped as one', async () => {
    const rig = new AlarmRig([alarm('A/H')]);
    cross(rig, 10);
    await rig.engine.stop();
    const again = rig.restarted();
    again.set({ A: 12 });
    await again.engine.stop();
    expect(sum(rig)).toBe(11);
  });

  it('clears nothing after a restart before it is judged', async () => {
    const rig = new AlarmRig([alarm('A/H')]);
    cross(rig, 10);
    await rig.engine.stop();
    const again = rig.restarted();
    again.advance(CHATTER_WINDOW_MS);
    expect((await again.rows('A/H')).at(-1)).toBe('chatter-end UNACK>UNACK');
    again.set({ A: 1 });
    expect(await again.name('A/H')).toBe('RTN_UNACK');
  });

  it('is flagged no longer than its minute when the clock is set back', async () => {
    const rig = new AlarmRig([alarm('A/H')]);
    cross(rig, 3);
    await rig.engine.settled();
    const isFlagged = (): boolean | undefined => rig.engine.board.status('A/H', rig.clock.now())?.isChattering;
    expect(isFlagged()).toBe(true);
    rig.clock.wallMs -= 3_600_000;
    rig.advance(CHATTER_WINDOW_MS);
    expect(isFlagged()).toBe(false);
  });

  it('is none when the clock was set back between raises that lie ten minutes apart', async () => {
    const rig = new AlarmRig([alarm('A/H')]);
    for (let i = 0; i < 5; i++) {
      rig.set({ A: 12 });
      rig.advance(60_000);
      rig.set({ A: 1 });
      rig.advance(540_000);
    }
    rig.clock.wallMs -= 3_600_000;
    rig.set({ A: 12 });
    await rig.engine.settled();
    expect(rig.engine.recordOf('A/H')?.chatter).toBeNull();
    expect(rig.engine.board.status('A/H', rig.clock.now())?.isChattering).toBe(false);
  });
});
