/** The columns of the journal as a file (pure), in both languages, in the order in which a person reads a row. */
import { ALARM_EVENT_TEXTS, ALARM_STATE_TEXTS } from '../../../shared/alarm/state-texts.ts';
import type { AlarmJournalRow } from '../../../shared/model/alarm-journal.ts';
import type { Language, Text } from '../../../shared/text/text.ts';
import { type Cell, numberCell, textCell } from '../../spreadsheet/cell.ts';
import { plainNumber } from './plain-number.ts';

interface Column {
  readonly title: Text;
  readonly width: number;
  readonly cell: (row: AlarmJournalRow, language: Language) => Cell;
}

const figureCell = (value: number | null): Cell => numberCell(value === null ? null : plainNumber(value));
const YES: Text = { zh: '是', en: 'yes' };
const yes = (isSo: boolean, language: Language): Cell => textCell(isSo ? YES[language] : '');

export const JOURNAL_COLUMNS: readonly Column[] = [
  { title: { zh: '序号', en: 'Number' }, width: 10, cell: r => numberCell(r.sequence) },
  { title: { zh: '发生时间（源）', en: 'Time (source)' }, width: 26, cell: r => ({ kind: 'time', at: r.time }) },
  {
    title: { zh: '接收时间（站控）', en: 'Time (received)' },
    width: 26,
    cell: r => ({ kind: 'time', at: r.received }),
  },
  { title: { zh: '优先级', en: 'Priority' }, width: 8, cell: r => numberCell(r.priority) },
  { title: { zh: '报警', en: 'Alarm' }, width: 20, cell: r => textCell(r.id) },
  { title: { zh: '位号', en: 'Tag' }, width: 16, cell: r => textCell(r.tag) },
  {
    title: { zh: '报警内容', en: 'Message' },
    width: 36,
    cell: ({ words }, language) => textCell(words?.message[language] ?? ''),
  },
  {
    title: { zh: '区域', en: 'Area' },
    width: 14,
    cell: ({ words, area }, language) => textCell(words?.areaName[language] || area),
  },
  {
    title: { zh: '事件', en: 'Event' },
    width: 16,
    cell: (r, language) => textCell(ALARM_EVENT_TEXTS[r.event][language]),
  },
  {
    title: { zh: '原状态', en: 'State before' },
    width: 20,
    cell: (r, language) => textCell(ALARM_STATE_TEXTS[r.from][language]),
  },
  {
    title: { zh: '新状态', en: 'State after' },
    width: 20,
    cell: (r, language) => textCell(ALARM_STATE_TEXTS[r.to][language]),
  },
  { title: { zh: '数值', en: 'Value' }, width: 12, cell: r => figureCell(r.value) },
  { title: { zh: '限值', en: 'Limit' }, width: 12, cell: r => figureCell(r.limit) },
  { title: { zh: '单位', en: 'Unit' }, width: 8, cell: ({ words }) => textCell(words?.unit ?? '') },
  { title: { zh: '操作人', en: 'By' }, width: 12, cell: r => textCell(r.who) },
  { title: { zh: '操作站', en: 'From' }, width: 16, cell: r => textCell(r.where) },
  { title: { zh: '备注', en: 'Comment' }, width: 30, cell: r => textCell(r.comment) },
  { title: { zh: '隐藏', en: 'Hidden' }, width: 8, cell: (r, language) => yes(r.isHidden, language) },
  { title: { zh: '首出', en: 'First out' }, width: 8, cell: (r, language) => yes(r.isFirstOut, language) },
  { title: { zh: '新提示', en: 'New call' }, width: 8, cell: (r, language) => yes(r.isAnnounced, language) },
  { title: { zh: '触发次数', en: 'Activations' }, width: 10, cell: r => numberCell(r.activations) },
];
