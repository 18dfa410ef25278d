import { describe, expect, it } from 'vitest';
import { makeCondition } from '../../../../main/alarms/conditions/make-condition.ts';
import { GOOD } from '../../../../shared/model/quality.ts';
import { fixed } from '../conditions/condition-run.ts';
import { AlarmRig, alarm } from '../support/alarm-rig.ts';

const DELAYED = alarm('A/H', { condition: { onDelayMs: 1_000 } });

describe('samples and delays', () => {
  it('do not lose an on-delay that has ended since the last look when this very sample clears', async () => {
    const rig = new AlarmRig([DELAYED]);
    rig.set({ A: 12 });
    rig.clock.advance(1_050);
    rig.set({ A: 1 });
    expect(await rig.rows()).toEqual(['A/H raise NORMAL>UNACK', 'A/H clear UNACK>RTN_UNACK']);
    expect(await rig.name('A/H')).toBe('RTN_UNACK');
  });

  it('leave the changes of one alarm in the order in which they were found out, whatever time the source tells', async () => {
    const rig = new AlarmRig([DELAYED, alarm('B/H')]);
    rig.set({ A: 12 });
    rig.clock.advance(1_050);
    rig.set({ A: 1, B: 12 }, { A: rig.clock.now() - 5_000 });
    expect((await rig.rows()).filter(row => row.startsWith('A'))).toEqual([
      'A/H raise NORMAL>UNACK',
      'A/H clear UNACK>RTN_UNACK',
    ]);
    rig.set({ A: 12 });
    rig.advance(2_000);
    expect(await rig.name('A/H')).toBe('UNACK');
  });

  it('raise nothing when the value came back before the delay had ended', async () => {
    const rig = new AlarmRig([DELAYED]);
    rig.set({ A: 12 });
    rig.clock.advance(950);
    rig.set({ A: 1 });
    rig.advance(2_000);
    expect(await rig.rows()).toEqual([]);
  });
});

describe('several samples of one tag in a batch', () => {
  const LEVEL = {
    definition: alarm('A/H').definition,
    condition: () =>
      makeCondition(
        {
          condition: { kind: 'level', tag: 'A', side: 'high', limit: fixed(10), deadband: 0 },
          delays: { onDelayMs: 2_000, offDelayMs: 0 },
        },
        'UTC',
      ),
  };
  /** Values of A so many seconds before the newest of them, heard of together now. */
  const together = (rig: AlarmRig, values: readonly (readonly [secondsAgo: number, v: number])[], lateMs = 0) =>
    rig.engine.take({
      handles: new Uint32Array(values.length),
      t: Float64Array.from(values, ([s]) => rig.clock.now() - lateMs - s * 1_000),
      v: Float64Array.from(values, ([, v]) => v),
      q: new Uint16Array(values.length).fill(GOOD),
    });
  const begun = () => {
    const rig = new AlarmRig([LEVEL]);
    rig.set({ A: 1 });
    rig.advance(60_000);
    return rig;
  };

  it('raise what stood for its delay between them, at the times of the source', async () => {
    const rig = begun();
    const newest = rig.clock.now() - 500;
    together(
      rig,
      [
        [10, 1],
        [9, 12],
        [0, 1],
      ],
      500,
    );
    expect(await rig.rows()).toEqual(['A/H raise NORMAL>UNACK', 'A/H clear UNACK>RTN_UNACK']);
    expect(rig.journal.rows.map(row => row.time - newest)).toEqual([-7_000, 0]);
  });

  it('raise nothing that stood for less', async () => {
    const rig = begun();
    together(rig, [
      [3, 1],
      [2, 12],
      [0.5, 1],
      [0, 12],
    ]);
    rig.advance(1_999);
    expect(await rig.rows()).toEqual([]);
    rig.advance(1);
    expect(await rig.rows()).toEqual(['A/H raise NORMAL>UNACK']);
  });

  it('count no time that was judged already', async () => {
    const rig = begun();
    rig.set({ A: 1 });
    rig.advance(1_000);
    together(rig, [
      [600, 12],
      [0, 1],
    ]);
    expect(await rig.rows()).toEqual([]);
  });
});
