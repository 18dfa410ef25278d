import { describe, expect, test } from 'vitest';
import { contextStrips } from '../../../../renderer/alarms/card/history/context-strips.ts';
import type { AlarmContext } from '../../../../shared/model/alarm-journal.ts';
import { GOOD, STALE } from '../../../../shared/model/quality.ts';

const context = (points: readonly (readonly [t: number, v: number, q: number])[]): AlarmContext => ({
  ...{ sequence: 7, from: 0, to: 120, isComplete: true },
  series: [
    {
      tag: 'PT-1303',
      t: Float64Array.from(points, ([t]) => t),
      v: Float64Array.from(points, ([, v]) => v),
      q: Uint16Array.from(points, ([, , q]) => q),
    },
  ],
});

describe('what was kept around a call', () => {
  test('has the value that held at the call and its range', () => {
    const [strip] = contextStrips(
      context([
        [0, 0.36, GOOD],
        [60, 0.424, GOOD],
        [61, 0.43, GOOD],
      ]),
      60,
    );
    expect(strip).toMatchObject({ tag: 'PT-1303', atCall: 0.424, range: [0.36, 0.43] });
  });

  test('breaks where the value was bad, which is no number of it', () => {
    const [strip] = contextStrips(
      context([
        [0, 0.36, GOOD],
        [50, 9, STALE],
      ]),
      60,
    );
    expect(strip?.v).toEqual([0.36, Number.NaN]);
    expect(strip).toMatchObject({ atCall: null, range: [0.36, 0.36] });
  });

  test('knows nothing before the first sample, and has no range without one', () => {
    expect(contextStrips(context([[70, 1, GOOD]]), 60)[0]?.atCall).toBeNull();
    expect(contextStrips(context([]), 60)[0]).toMatchObject({ atCall: null, range: null });
  });
});
