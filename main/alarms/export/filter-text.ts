/** What a file of the journal was asked for, in words (pure): whoever gets the file must see what is not in it. */
import { ALARM_EVENT_TEXTS, ALARM_STATE_TEXTS } from '../../../shared/alarm/state-texts.ts';
import type { AlarmJournalFilter } from '../../../shared/model/alarm-journal.ts';
import type { Language, Text } from '../../../shared/text/text.ts';

const NAMES = {
  ids: { zh: '报警', en: 'alarms' },
  tags: { zh: '位号', en: 'tags' },
  names: { zh: '名称含', en: 'names with' },
  areas: { zh: '区域', en: 'areas' },
  priorities: { zh: '优先级', en: 'priorities' },
  events: { zh: '事件', en: 'events' },
  states: { zh: '状态', en: 'states' },
  who: { zh: '操作人', en: 'by' },
  text: { zh: '文字', en: 'text' },
} as const satisfies Readonly<Record<string, Text>>;
const ALL: Text = { zh: '全部', en: 'all' };
/** More names are counted. */
const MOST_NAMED = 12;

/** `优先级 1、2；操作人 张工`, or all. */
export function filterText(filter: AlarmJournalFilter, language: Language): string {
  const [between, after] = language === 'zh' ? ['、', '；'] : [', ', '; '];
  const listed = (all: readonly (string | number)[]): string =>
    all.slice(0, MOST_NAMED).join(between) + (all.length > MOST_NAMED ? ` … (${all.length})` : '');
  const { ids, tags, names, areas, priorities, who, text } = filter;
  const events = filter.events?.map(event => ALARM_EVENT_TEXTS[event][language]);
  const states = filter.states?.map(state => ALARM_STATE_TEXTS[state][language]);
  const lists = {
    ids,
    tags,
    names,
    areas,
    priorities,
    events,
    states,
    who: who ? [who] : [],
    text: text ? [text] : [],
  };
  const parts = Object.entries(lists).flatMap(([key, all]) =>
    all === undefined || all.length === 0 ? [] : [`${NAMES[key as keyof typeof NAMES][language]} ${listed(all)}`],
  );
  return parts.length === 0 ? ALL[language] : parts.join(after);
}
