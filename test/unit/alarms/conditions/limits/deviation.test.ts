/** Two tags that should agree. */
import { describe, expect, it } from 'vitest';
import type { ConditionSpec } from '../../../../../main/alarms/conditions/condition-spec.ts';
import { COMM_LOSS } from '../../../../../shared/model/quality.ts';
import { ConditionRun, fixed } from '../condition-run.ts';

const DEVIATION: ConditionSpec = { kind: 'deviation', tag: 'A', other: 'B', limit: fixed(0.08), deadband: 0.02 };
const f = Math.fround;

describe('a deviation', () => {
  it.each([1, -1])('trips at the limit and clears at the deadband, in direction %i', sign => {
    const run = new ConditionRun(DEVIATION);
    run.say('B', f(3.2));
    const at = (milli: number) => run.say('A', f(3.2 + (sign * milli) / 1000));
    const seen = [79, 80, 79, 61, 60, 61, 79, 80].map(at);
    expect(seen).toEqual(['false', 'true', 'true', 'true', 'false', 'false', 'false', 'true']);
    expect(run.condition.value).toBeCloseTo(sign * 0.08, 6);
    expect(run.condition.limit).toBe(0.08);
  });

  it('is judged when either of the two moves, and unknown while either is bad', () => {
    const run = new ConditionRun(DEVIATION);
    expect(run.say('A', 3.2)).toBe('unknown');
    expect(run.say('B', 3.2)).toBe('false');
    expect(run.say('B', 3.3)).toBe('true');
    expect(run.say('B', Number.NaN, COMM_LOSS)).toBe('unknown');
    expect(run.say('B', 3.27)).toBe('true');
    expect(run.say('A', Number.NaN, COMM_LOSS)).toBe('unknown');
  });

  it('goes through both directions with one activation each', () => {
    const run = new ConditionRun(DEVIATION);
    run.say('B', 0);
    let raised = 0;
    let last = 'false';
    for (let i = -200; i <= 200; i++) {
      const state = run.say('A', i / 1000);
      if (state === 'true' && last === 'false') raised++;
      last = state;
    }
    expect(raised).toBe(2);
  });
});
