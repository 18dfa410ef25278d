/**
 * What a suggestion for an alarm may do at most (pure). An alarm must leave people their time to respond: the on-delay takes a tenth of
 * it at most, and priority 1 never comes later than today. A deadband ends halfway to the next limit of the same tag, or one alarm
 * would hold on while its neighbour comes.
 */
import type { AlarmSetup } from '../definitions.ts';
import { levelOf } from './coded-past.ts';
import { defaultDeadband, defaultDelayS, type Measured } from './default-tuning.ts';
import type { TuningRules } from './suggest.ts';

/** What lasts a quarter of the time to respond must not be missed; within these, ms. */
const TRUE_AFTER_MS = { least: 10_000, most: 60_000 };
/** Two minutes join the flutter of any instrument; longer ones join what are two events to people. */
const LONGEST_OFF_DELAY_MS = 120_000;
/** Of the usual deadband of the quantity. */
const MOST_OF_USUAL = 2;

/** `tag` is that of the alarm, `setups` are all alarms of the station. */
export function tuningRules(setup: AlarmSetup, tag: Measured | null, setups: readonly AlarmSetup[]): TuningRules {
  const { delays, definition } = setup;
  const respondMs = definition.timeToRespondS === null ? null : definition.timeToRespondS * 1000;
  const usualMs = respondMs === null ? defaultDelayS(tag) * 1000 : respondMs / 10;
  const trueAfterMs = respondMs === null ? TRUE_AFTER_MS.most : respondMs / 4;
  return {
    trueAfterMs: Math.min(TRUE_AFTER_MS.most, Math.max(TRUE_AFTER_MS.least, trueAfterMs)),
    longestOnDelayMs: definition.priority === 1 ? delays.onDelayMs : usualMs,
    longestOffDelayMs: LONGEST_OFF_DELAY_MS,
    largestDeadband: tag === null ? 0 : Math.min(MOST_OF_USUAL * defaultDeadband(tag), halfWay(setup, setups)),
  };
}

/** To the nearest limit of the tag on the normal side of this one. */
function halfWay({ condition }: AlarmSetup, setups: readonly AlarmSetup[]): number {
  const own = levelOf(condition);
  if (own === null || condition.kind !== 'level') return 0;
  const distances = setups.flatMap(other => {
    const level = levelOf(other.condition);
    if (level === null || other.condition.kind !== 'level' || other.condition.tag !== condition.tag) return [];
    const inward = own.side === 'high' ? own.limit - level.limit : level.limit - own.limit;
    return inward > 0 ? [inward] : [];
  });
  return Math.min(...distances) / 2;
}
