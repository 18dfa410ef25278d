/** What the condition of the station itself would have made of every sample: slow, and what a replay is held against. */
import type { DelayedConditionSpec } from '../../../../main/alarms/conditions/condition-spec.ts';
import { makeCondition } from '../../../../main/alarms/conditions/make-condition.ts';
import type { SampleSpan } from '../../../../main/alarms/tuning/coded-past.ts';
import type { Interval } from '../../../../main/alarms/tuning/replay.ts';

export function stationReplay({ t, v, q }: SampleSpan, setup: DelayedConditionSpec): readonly Interval[] {
  const condition = makeCondition(setup, 'UTC');
  const active: Interval[] = [];
  let from: number | null = null;
  const look = () => {
    if (condition.state === 'true') from ??= condition.changedAt;
    else if (condition.state === 'false' && from !== null) {
      active.push({ from, to: condition.changedAt });
      from = null;
    }
  };
  t.forEach((at, i) => {
    const now = { wall: at, monotonic: at };
    condition.advance(now);
    look();
    condition.sample(0, { t: at, v: v[i] ?? Number.NaN, q: q[i] ?? 0 }, now);
    look();
  });
  if (from !== null) active.push({ from, to: t.at(-1) ?? from });
  return active;
}
