/** One alarm while the station runs: its definition, its condition, where it is, and what of it need not survive a restart. */
import type { AlarmTraits } from '../../../shared/alarm/state-machine.ts';
import { stateName } from '../../../shared/alarm/state-machine.ts';
import type { AlarmDefinition, AlarmRecord, AlarmStateName, AlarmSuppression } from '../../../shared/model/alarm.ts';
import type { Condition, ConditionState } from '../conditions/condition.ts';
import { FRESH_RECORD } from './record/next-record.ts';

export interface AlarmPart {
  readonly definition: AlarmDefinition;
  readonly condition: Condition;
}

export class AlarmPoint {
  readonly definition: AlarmDefinition;
  readonly condition: Condition;
  readonly traits: AlarmTraits;
  /** Alarms that may hide it: whoever hides is dealt with before those that it hides. */
  rank = 0;
  record: AlarmRecord = FRESH_RECORD;
  /** Last known state of the condition that the engine has taken up. */
  seen: ConditionState = 'unknown';
  /** Monotonic ms up to which its condition has been told: nothing may be told of an earlier instant. */
  heardAt = Number.NEGATIVE_INFINITY;
  /** Suppressions that should hold now, by key. Some wait until a person has seen the alarm. */
  readonly wanted = new Map<string, AlarmSuppression>();
  /** Present while its device gives nothing: the condition is not taken up. `since` is monotonic ms. */
  gate: { isFresh: boolean; since: number } | null = null;
  /** Monotonic ms at which it calls again; null = it does not. */
  reAlarmDue: number | null = null;
  /** Activations that no row tells of yet, and monotonic times of the last activations and of the last row about them. */
  chatter: { pending: number; raises: readonly number[]; lastRow: number } = { pending: 0, raises: [], lastRow: 0 };
  /** Number of the row that called last: whoever saw less has not seen this call. */
  called = 0;

  constructor({ definition, condition }: AlarmPart) {
    this.definition = definition;
    this.condition = condition;
    const { priority, isLatching, maxShelveMs } = definition;
    this.traits = { priority, isLatching, maxShelveMs };
  }

  get id(): string {
    return this.definition.id;
  }

  get name(): AlarmStateName {
    return stateName(this.record.state);
  }

  get isActive(): boolean {
    return this.record.state.process === 'alarm';
  }
}
