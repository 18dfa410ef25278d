/** What an alarm says when its row has no message: the description of the tag and what is wrong with it, in both languages. */
import type { AlarmKind } from '../../shared/model/alarm.ts';
import type { Text } from '../../shared/text/text.ts';

/** After the description. */
const ENDINGS: Readonly<Record<AlarmKind, Text>> = {
  LL: { zh: '低低', en: ' low-low' },
  L: { zh: '低', en: ' low' },
  H: { zh: '高', en: ' high' },
  HH: { zh: '高高', en: ' high-high' },
  ON: { zh: '', en: '' },
  OFF: { zh: '：断开', en: ': off' },
  NONZERO: { zh: '：有报警', en: ': reports an alarm' },
  FAIL: { zh: '：信号坏', en: ': bad signal' },
  FAULT: { zh: '：故障', en: ': fault' },
  OFFNORMAL: { zh: '：不在正常状态', en: ': not in its normal state' },
  ROC: { zh: '变化过快', en: ' changes too fast' },
  DEV: { zh: '偏差大', en: ' deviates' },
  DISCREP: { zh: '：命令与状态不符', en: ': does not follow its command' },
  STALE: { zh: '：数据不更新', en: ': no new data' },
  FROZEN: { zh: '：数值不变', en: ': value does not move' },
  BAD: { zh: '：信号坏', en: ': bad signal' },
  LOST: { zh: '：通信中断', en: ': communication lost' },
  SOUND: { zh: '：无声音设备', en: ': no sound device' },
  EXPR: { zh: '', en: '' },
};

export const messageOf = (kind: AlarmKind, of: Text): Text => ({
  zh: `${of.zh}${ENDINGS[kind].zh}`,
  en: `${of.en}${ENDINGS[kind].en}`,
});
