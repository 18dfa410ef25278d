/**
 * The sentences of alarms in the stream of events, in both languages: what the alarm says, what happened to it and why. Who did it
 * and from where are parts of the event itself and stand in columns of their own: the sentence does not repeat them.
 */
import { ALARM_EVENT_TEXTS, ALARM_STATE_TEXTS } from '../../shared/alarm/state-texts.ts';
import type { AlarmDefinition } from '../../shared/model/alarm.ts';
import type { AlarmJournalRow } from '../../shared/model/alarm-journal.ts';
import type { Text } from '../../shared/text/text.ts';
import type { JudgementNews } from '../alarms/station/judgement-watch.ts';
import { placeText } from './place-texts.ts';

/** `definition` is missing for an alarm that the project no longer has. */
export function alarmText(row: AlarmJournalRow, definition: AlarmDefinition | undefined): Text {
  // As it was called then, where the journal says so.
  const { zh, en } = row.words?.message ?? definition?.texts.message ?? { zh: row.id, en: row.id };
  const what = whatOf(row);
  const figures = figuresOf(row);
  const place = placeOf(row);
  const said = row.comment === '' ? { zh: '', en: '' } : { zh: `：${row.comment}`, en: `: ${row.comment}` };
  return {
    zh: `${zh}：${what.zh}${figures.zh}${place.zh}${said.zh}`,
    en: `${en}: ${what.en}${figures.en}${place.en}${said.en}`,
  };
}

/** A place without a person is what the alarm is about: a console. */
function placeOf({ who, where }: AlarmJournalRow): Text {
  if (who !== null || where === null) return { zh: '', en: '' };
  const { zh, en } = placeText(where);
  return { zh: `（操作站 ${zh}）`, en: ` (console ${en})` };
}

/** What happens to a hidden alarm calls nobody, and must not read as if it did. */
function whatOf({ event, isHidden, to }: AlarmJournalRow): Text {
  const what = ALARM_EVENT_TEXTS[event];
  if (!isHidden) return what;
  const state = ALARM_STATE_TEXTS[to];
  return { zh: `${what.zh}（${state.zh}）`, en: `${what.en} (${state.en.toLowerCase()})` };
}

function figuresOf({ event, value, limit, activations }: AlarmJournalRow): Text {
  if (event === 'chatter' || event === 'chatter-end') {
    return { zh: `，${activations} 次`, en: `, ${activations} ${activations === 1 ? 'activation' : 'activations'}` };
  }
  if ((event !== 'raise' && event !== 'clear') || value === null) return { zh: '', en: '' };
  const [v, l] = [rounded(value), limit === null ? null : rounded(limit)];
  if (l === null) return { zh: `，值 ${v}`, en: `, value ${v}` };
  return { zh: `，值 ${v}，限值 ${l}`, en: `, value ${v}, limit ${l}` };
}

/** Enough for any instrument; a float32 of a wire has no more true digits. */
const rounded = (value: number): string => String(Number(value.toPrecision(6)));

interface Silence {
  /** Null while nobody is on duty. */
  readonly who: string | null;
  /** Null = everywhere. */
  readonly areas: readonly string[] | null;
}

/** Somebody made the station quiet. */
export function alarmsSilenced({ who, areas }: Silence): Text {
  const where: Text =
    areas === null
      ? { zh: '', en: '' }
      : { zh: `，区域 ${areas.join('、')}`, en: ` of ${areas.length === 1 ? 'area' : 'areas'} ${areas.join(', ')}` };
  return who === null
    ? { zh: `消音${where.zh}（无人登记值班）`, en: `The alarms${where.en} are silenced, nobody is on duty` }
    : { zh: `${who} 消音${where.zh}`, en: `${who} silences the alarms${where.en}` };
}

/** Rows of the journal that were given up: the disk took none for too long. */
export const alarmRowsLost = (count: number): Text => ({
  zh: `磁盘长时间无法写入，报警记录丢失 ${count} 条（已向操作员显示，但未存入日志）`,
  en: `${count} ${count === 1 ? 'row' : 'rows'} of the alarm journal lost: the disk took none for too long; people were shown them, the journal does not have them`,
});

/** More names in one line nobody reads. */
const MOST_NAMED = 20;

/** Alarms that nobody can judge any more, or that are judged again. */
export function judgementTexts({ blind, judged }: JudgementNews): readonly Text[] {
  const say = (ids: readonly string[], what: Text): readonly Text[] => {
    if (ids.length === 0) return [];
    const named = ids.slice(0, MOST_NAMED);
    const isMore = ids.length > named.length;
    return [
      {
        zh: `${ids.length} 个报警${what.zh}：${named.join('、')}${isMore ? '……' : ''}`,
        en: `${ids.length} ${ids.length === 1 ? 'alarm' : 'alarms'} ${what.en}: ${named.join(', ')}${isMore ? ' …' : ''}`,
      },
    ];
  };
  return [
    ...say(blind, { zh: '无法判断', en: 'cannot be judged' }),
    ...say(judged, { zh: '恢复判断', en: 'can be judged again, or need not' }),
  ];
}

/** Rows of alarms.csv that lack something, so that their alarms can never come. */
export function incompleteAlarmsText(incomplete: readonly { readonly id: string; readonly needs: Text }[]): Text {
  const named = incomplete.slice(0, MOST_NAMED);
  const isMore = incomplete.length > named.length;
  const zh = named.map(({ id, needs }) => `${id}（${needs.zh}）`).join('、');
  const en = named.map(({ id, needs }) => `${id} (${needs.en})`).join(', ');
  return {
    zh: `${incomplete.length} 个报警配置不完整，不会触发：${zh}${isMore ? '……' : ''}`,
    en: `${incomplete.length} ${incomplete.length === 1 ? 'alarm is' : 'alarms are'} incomplete and can never come: ${en}${isMore ? ' …' : ''}`,
  };
}
