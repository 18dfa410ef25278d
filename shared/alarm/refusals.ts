/** Why the state machine of alarms refuses an input, and the engine an action, in both languages. Codes are for programs and tests, texts for people. */
import type { Text } from '../text/text.ts';

export const ALARM_REFUSALS = {
  'no-change': { zh: '状态没有变化', en: 'Nothing would change' },
  hidden: {
    zh: '报警处于搁置、抑制或停用状态，不能确认或复位',
    en: 'The alarm is shelved, suppressed or out of service: it cannot be acknowledged or reset',
  },
  'already-acknowledged': { zh: '报警已经确认', en: 'The alarm is acknowledged already' },
  'called-again': {
    zh: '您看到之后报警又触发了：请先查看，再确认',
    en: 'It has called again since you saw it: look at it first, then acknowledge it',
  },
  'nothing-to-acknowledge': {
    zh: '报警处于正常状态，无需确认',
    en: 'The alarm is normal: there is nothing to acknowledge',
  },
  'not-latched': { zh: '报警未锁存，无需复位', en: 'The alarm is not latched: there is nothing to reset' },
  'still-active': { zh: '报警条件仍然成立，不能复位', en: 'The condition is still true: it cannot be reset' },
  'acknowledge-first': { zh: '请先确认，再复位', en: 'Acknowledge it first, then reset it' },
  'nothing-to-repeat': {
    zh: '只有已确认且仍然存在的报警才会再次提示',
    en: 'Only an acknowledged alarm that is still there calls again',
  },
  'never-shelved': { zh: '该报警不允许搁置', en: 'This alarm may never be shelved' },
  'already-shelved': { zh: '报警已经搁置', en: 'The alarm is shelved already' },
  'not-shelved': { zh: '报警没有搁置', en: 'The alarm is not shelved' },
  'already-out-of-service': { zh: '报警已经停用', en: 'The alarm is out of service already' },
  'not-out-of-service': { zh: '报警没有停用', en: 'The alarm is not out of service' },
  'reason-missing': { zh: '必须写明原因', en: 'A reason must be given' },
  'end-missing': { zh: '结束时间必须在将来', en: 'The end must lie in the future' },
  'too-long': { zh: '超过允许的最长时间', en: 'That is longer than allowed' },
  'unknown-alarm': { zh: '没有这个报警', en: 'There is no such alarm' },
  'unknown-equipment': { zh: '没有报警属于该设备', en: 'No alarm belongs to this equipment' },
  'needs-supervisor': {
    zh: '需要值班长：二级报警，或 24 小时内已搁置两次',
    en: 'This needs the shift supervisor: priority 2, or shelved twice within 24 hours',
  },
  'one-by-one': {
    zh: '一级报警不能按页或按区域确认，请逐条确认',
    en: 'Priority 1 is acknowledged neither by page nor by area: acknowledge it by itself',
  },
  'too-many': { zh: '一次只能确认一页可见的报警', en: 'Only one visible page can be acknowledged at once' },
} as const satisfies Record<string, Text>;

export type AlarmRefusal = keyof typeof ALARM_REFUSALS;
