/** The columns of the event stream as a file (pure), in both languages, in the order in which a person reads a line. */
import { receivedAt } from '../../../shared/event/event-filter.ts';
import type { OrderedEvent } from '../../../shared/event/event-order.ts';
import { EVENT_KIND_TEXTS, STATION_CLOCK, UNCERTAINTY_TEXTS } from '../../../shared/event/event-texts.ts';
import type { Language, Text } from '../../../shared/text/text.ts';
import { type Cell, numberCell, textCell } from '../../spreadsheet/cell.ts';

interface Column {
  readonly title: Text;
  readonly width: number;
  readonly cell: (line: OrderedEvent, language: Language, areas: ReadonlyMap<string, Text>) => Cell;
}

const FIRST_OUT: Readonly<Record<'certain' | 'uncertain', Text>> = {
  certain: { zh: '首出', en: 'first out' },
  uncertain: { zh: '首出（时序不确定）', en: 'first out (order not certain)' },
};

export const EVENT_FILE_COLUMNS: readonly Column[] = [
  {
    title: { zh: '发生时间（源）', en: 'Time (source)' },
    width: 26,
    cell: ({ event }) => ({ kind: 'time', at: event.time }),
  },
  {
    title: { zh: '可能更早（ms）', en: 'Earlier by (ms)' },
    width: 10,
    cell: ({ event }) => numberCell(event.uncertainty?.earlierMs ?? 0),
  },
  {
    title: { zh: '可能更晚（ms）', en: 'Later by (ms)' },
    width: 10,
    cell: ({ event }) => numberCell(event.uncertainty?.laterMs ?? 0),
  },
  {
    title: { zh: '时间依据', en: 'Time known from' },
    width: 24,
    cell: ({ event: { uncertainty } }, language) =>
      textCell((uncertainty === undefined ? STATION_CLOCK : UNCERTAINTY_TEXTS[uncertainty.from])[language]),
  },
  {
    title: { zh: '次序不确定组', en: 'Order not certain, group' },
    width: 10,
    cell: ({ group }) => numberCell(group === null ? null : group + 1),
  },
  {
    title: { zh: '接收时间（站控）', en: 'Time (received)' },
    width: 26,
    cell: ({ event }) => ({ kind: 'time', at: receivedAt(event) }),
  },
  {
    title: { zh: '类别', en: 'Class' },
    width: 12,
    cell: ({ event }, language) => textCell(EVENT_KIND_TEXTS[event.kind][language]),
  },
  { title: { zh: '优先级', en: 'Priority' }, width: 8, cell: ({ event }) => numberCell(event.alarm?.priority ?? null) },
  { title: { zh: '来源', en: 'Source' }, width: 20, cell: ({ event }) => textCell(event.source) },
  { title: { zh: '位号', en: 'Tag' }, width: 16, cell: ({ event }) => textCell(event.tag ?? null) },
  {
    title: { zh: '区域', en: 'Area' },
    width: 14,
    cell: ({ event: { area } }, language, areas) =>
      textCell(area === undefined ? null : (areas.get(area)?.[language] ?? area)),
  },
  { title: { zh: '内容', en: 'Text' }, width: 60, cell: ({ event }, language) => textCell(event.text[language]) },
  {
    title: { zh: '首出', en: 'First out' },
    width: 12,
    cell: ({ firstOut }, language) => textCell(firstOut === null ? '' : FIRST_OUT[firstOut][language]),
  },
  { title: { zh: '人员', en: 'By' }, width: 12, cell: ({ event }) => textCell(event.who ?? null) },
  { title: { zh: '操作站', en: 'From' }, width: 16, cell: ({ event }) => textCell(event.where ?? null) },
  { title: { zh: '序号', en: 'Number' }, width: 10, cell: ({ event }) => numberCell(event.sequence) },
];
