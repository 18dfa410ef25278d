import { describe, expect, it } from 'vitest';
import type { ConditionSpec } from '../../../../main/alarms/conditions/condition-spec.ts';
import { makeCondition } from '../../../../main/alarms/conditions/make-condition.ts';
import { describeAlarm } from '../../../../main/alarms/station/describe-alarms.ts';
import { COMM_LOSS, GOOD } from '../../../../shared/model/quality.ts';
import { alarm } from '../support/alarm-rig.ts';

const NOW = { wall: 1_000, monotonic: 0 };
const delays = { onDelayMs: 2_000, offDelayMs: 5_000 };
const { definition } = alarm('A/H');

/** After samples of its inputs, by their places. */
function described(spec: ConditionSpec, samples: readonly (readonly [input: number, v: number, q: number])[] = []) {
  const condition = makeCondition({ condition: spec, delays }, 'UTC');
  for (const [input, v, q] of samples) condition.sample(input, { t: 0, v, q }, NOW);
  return describeAlarm({ definition, condition, setup: { definition, condition: spec, delays } }, ['B']);
}

describe('the description of an alarm', () => {
  it('has the limit that a tag gives now, and says when that is only the last good one', () => {
    const limit = { schedule: [], otherwise: { kind: 'bound', tag: 'SP' } } as const;
    const spec = { kind: 'level', tag: 'A', side: 'high', limit, deadband: 0.5 } as const;
    const known = [
      [0, 7, GOOD],
      [1, 9, GOOD],
    ] as const;
    expect(described(spec)).toMatchObject({ limit: null, isLimitHeld: false });
    expect(described(spec, known)).toMatchObject({ limit: 9, isLimitHeld: false, deadband: 0.5 });
    expect(described(spec, [...known, [1, Number.NaN, COMM_LOSS]])).toMatchObject({ limit: 9, isLimitHeld: true });
  });

  it('has no limit and no deadband where the kind has none, and always delays and relatives', () => {
    expect(described({ kind: 'bad-quality', tag: 'A' })).toMatchObject({
      ...{ id: 'A/H', limit: null, isLimitHeld: false, deadband: null, relatedTags: ['B'] },
      ...delays,
    });
  });
});
