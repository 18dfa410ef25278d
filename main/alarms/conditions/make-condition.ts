/** From the description of a condition to the machine that judges it. Throws for an expression or a zone that does not exist. */
import type { Condition } from './condition.ts';
import type { ConditionSpec, DelayedConditionSpec, StateTest } from './condition-spec.ts';
import { JudgedCondition, type Judgement } from './judged-condition.ts';
import { LevelJudgement } from './limits/level.ts';
import { RateJudgement } from './limits/rate.ts';
import { BadQualityJudgement } from './states/bad-quality.ts';
import { DiscrepancyJudgement } from './states/discrepancy.ts';
import { ExpressionJudgement } from './states/expression.ts';
import { FrozenJudgement } from './states/frozen.ts';
import { StaleJudgement } from './states/stale.ts';
import { StateJudgement } from './states/state.ts';

/** `timeZone`: IANA zone whose calendar decides about seasons. */
export function makeCondition({ condition, delays }: DelayedConditionSpec, timeZone: string): Condition {
  return new JudgedCondition(judgementOf(condition, timeZone), delays);
}

const LOST: StateTest = { kind: 'equals', value: 1 };
const SOME: StateTest = { kind: 'differs', value: 0 };

function judgementOf(spec: ConditionSpec, timeZone: string): Judgement {
  switch (spec.kind) {
    case 'level':
      return new LevelJudgement({ ...spec, timeZone, tags: [spec.tag] });
    case 'deviation':
      return new LevelJudgement({ ...spec, timeZone, side: 'high', tags: [spec.tag, spec.other] });
    case 'rate':
      return new RateJudgement(spec);
    case 'state':
      return new StateJudgement({ kind: 'tag', name: spec.tag }, spec.test);
    case 'discrepancy':
      return new DiscrepancyJudgement(spec);
    case 'stale':
      return new StaleJudgement(spec);
    case 'frozen':
      return new FrozenJudgement(spec);
    case 'bad-quality':
      return new BadQualityJudgement(spec.tag);
    case 'lost':
      return new StateJudgement({ kind: 'device', name: spec.device }, LOST);
    case 'no-sound':
      return new StateJudgement({ kind: 'consoles', name: 'sound' }, SOME);
    case 'expression':
      return new ExpressionJudgement(spec.expression);
    case 'incomplete':
      return new ExpressionJudgement('0 / 0');
  }
}
