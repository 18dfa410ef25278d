/** Names of states and of events of alarms, in both languages, as lists, cards and the diagram in docs show them. */
import type { AlarmEventKind, AlarmStateName } from '../model/alarm.ts';
import type { Text } from '../text/text.ts';

export const ALARM_STATE_TEXTS: Readonly<Record<AlarmStateName, Text>> = {
  NORMAL: { zh: '正常', en: 'Normal' },
  UNACK: { zh: '未确认报警', en: 'Unacknowledged' },
  ACK: { zh: '已确认报警', en: 'Acknowledged' },
  RTN_UNACK: { zh: '已恢复未确认', en: 'Returned, unacknowledged' },
  LATCH_UNACK: { zh: '锁存未确认', en: 'Latched, unacknowledged' },
  LATCH_ACK: { zh: '锁存已确认（待复位）', en: 'Latched, acknowledged' },
  SHELVED: { zh: '搁置', en: 'Shelved' },
  SUPPRESSED: { zh: '设计抑制', en: 'Suppressed by design' },
  OOS: { zh: '停用', en: 'Out of service' },
};

export const ALARM_EVENT_TEXTS: Readonly<Record<AlarmEventKind, Text>> = {
  raise: { zh: '条件成立', en: 'condition true' },
  clear: { zh: '条件消失', en: 'condition false' },
  acknowledge: { zh: '确认', en: 'acknowledge' },
  reset: { zh: '复位', en: 'reset' },
  're-alarm': { zh: '再次提示', en: 're-alarm' },
  shelve: { zh: '搁置', en: 'shelve' },
  unshelve: { zh: '搁置结束', en: 'shelving ends' },
  suppress: { zh: '设计抑制', en: 'suppress' },
  unsuppress: { zh: '抑制结束', en: 'suppression ends' },
  'remove-from-service': { zh: '停用', en: 'out of service' },
  'return-to-service': { zh: '恢复使用', en: 'back in service' },
  chatter: { zh: '抖动计数', en: 'chatter counted' },
  'chatter-end': { zh: '抖动结束', en: 'chatter ends' },
  retire: { zh: '项目中已无此报警', en: 'no longer in the project' },
};
