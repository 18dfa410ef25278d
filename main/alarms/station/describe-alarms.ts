/** What an alarm is and what it is judged by, as its card shows it (pure). Limits are those of this moment. */
import type { AlarmDescription } from '../../../shared/rpc/alarm-contract.ts';
import type { ConditionSpec } from '../conditions/condition-spec.ts';
import type { StationAlarm } from '../definitions.ts';

export function describeAlarm(
  { definition, condition, setup }: StationAlarm,
  relatedTags: readonly string[],
): AlarmDescription {
  const { limit, isLimitHeld = false } = condition;
  return {
    ...definition,
    limit: limit === null || !Number.isFinite(limit) ? null : limit,
    isLimitHeld,
    deadband: deadbandOf(setup.condition),
    ...setup.delays,
    relatedTags,
  };
}

const deadbandOf = (spec: ConditionSpec): number | null => ('deadband' in spec ? spec.deadband : null);
