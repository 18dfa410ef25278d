import { describe, expect, it } from 'vitest';
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
