/**
 * The event stream as a file (main thread; lines come from the reader threads in pages, packing is done in the thread pool). In the
 * order of the sources' times, oldest first; the newest 100,000 at most, and what was left out is said. Between two pieces others have
 * their turn.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { type OrderedEvent, orderedEvents } from '../../../shared/event/event-order.ts';
import { EVENT_KIND_TEXTS } from '../../../shared/event/event-texts.ts';
import type { EventCursor, EventFilter, StationEvent } from '../../../shared/model/event.ts';
import type { AlarmFile } from '../../../shared/rpc/alarm-contract.ts';
import type { Language, Text } from '../../../shared/text/text.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { zonedTimes } from '../../../shared/time/zoned-iso.ts';
import type { RowPieces, Table } from '../../spreadsheet/cell.ts';
import { csvFile } from '../../spreadsheet/csv.ts';
import { xlsxFile } from '../../spreadsheet/xlsx.ts';
import { type EventSources, findEvents } from '../find-events.ts';
import { EVENT_FILE_COLUMNS } from './event-columns.ts';

export const MOST_EXPORTED_EVENTS = 100_000;
/** As many as a page of the contract has. */
const PAGE = 1_000;
/** Lines that are written without a pause: about 2 ms. */
const PIECE = 250;

export interface EventExportParts {
  readonly sources: EventSources;
  readonly station: {
    readonly name: Text;
    readonly timeZone: string;
    readonly areas: readonly { readonly id: string; readonly name: Text }[];
  };
  /** Epoch ms. */
  readonly now: number;
}

export interface EventExportAsked {
  readonly filter: EventFilter;
  readonly format: 'csv' | 'xlsx';
  readonly language: Language;
}

const WORDS = {
  events: { zh: '事件顺序', en: 'Events' },
  station: { zh: '站场', en: 'Station' },
  span: { zh: '时段', en: 'Period' },
  filter: { zh: '筛选', en: 'Filter' },
  all: { zh: '全部', en: 'all' },
  made: { zh: '导出时间', en: 'Exported' },
  zone: { zh: '时区', en: 'Time zone' },
} as const satisfies Readonly<Record<string, Text>>;

/** Rejects with what the sources reject with, and when the signal says so. */
export async function exportFound(
  parts: EventExportParts,
  question: EventExportAsked,
  signal?: AbortSignal,
): Promise<AlarmFile> {
  const { from, to } = question.filter;
  // The live view asks for ever; the file ends with its making.
  const asked = { ...question, filter: { ...question.filter, to: Math.max(from, Math.min(to, parts.now + 1)) } };
  const { events, isCut } = await allOf(parts.sources, asked.filter, signal);
  const lines = orderedEvents(events).toReversed();
  const clock = zoneClock(parts.station.timeZone);
  const times = zonedTimes(clock);
  const table = tableOf(parts, asked, at => times.iso(at));
  const pieces = cellPieces(lines, parts, { language: asked.language, signal });
  const bytes =
    asked.format === 'csv'
      ? await csvFile(table, pieces, times)
      : await xlsxFile({ ...table, sheetName: WORDS.events[asked.language] }, pieces, times);
  const day = (at: number): string => clock.at(at).date.replaceAll('-', '');
  // The end is not in the span.
  const name = `events-${day(asked.filter.from)}-${day(asked.filter.to - 1)}.${asked.format}`;
  return { name, bytes, rows: lines.length, isCut };
}

async function allOf(
  sources: EventSources,
  filter: EventFilter,
  signal: AbortSignal | undefined,
): Promise<{ readonly events: readonly StationEvent[]; readonly isCut: boolean }> {
  const events: StationEvent[] = [];
  let before: EventCursor | null = null;
  for (;;) {
    const page = await findEvents(sources, { filter, before, limit: PAGE }, signal);
    events.push(...page.events);
    before = page.next;
    if (before === null) return { events, isCut: false };
    if (events.length >= MOST_EXPORTED_EVENTS) return { events, isCut: true };
  }
}

function tableOf(
  { station, now }: EventExportParts,
  { filter, language }: EventExportAsked,
  iso: (at: number) => string,
): Table {
  const line = (name: Text, value: string): [string, string] => [name[language], value];
  return {
    heading: [
      line(WORDS.station, station.name[language]),
      line(WORDS.span, `${iso(filter.from)} … ${iso(filter.to)}`),
      line(WORDS.filter, filterWords(filter, language)),
      line(WORDS.zone, station.timeZone),
      line(WORDS.made, iso(now)),
    ],
    columns: EVENT_FILE_COLUMNS.map(({ title, width }) => ({ title: title[language], width })),
  };
}

/** Whoever gets the file must see what is not in it. */
function filterWords({ kinds, tags, names, areas, who, text }: EventFilter, language: Language): string {
  const between = language === 'zh' ? '、' : ', ';
  const words = [
    kinds?.map(kind => EVENT_KIND_TEXTS[kind][language]),
    tags,
    names,
    areas,
    who ? [who] : [],
    text ? [text] : [],
  ];
  const given = words.flatMap(list => (list === undefined || list.length === 0 ? [] : [list.join(between)]));
  return given.length === 0 ? WORDS.all[language] : given.join(language === 'zh' ? '；' : '; ');
}

async function* cellPieces(
  lines: readonly OrderedEvent[],
  { station }: EventExportParts,
  { language, signal }: { readonly language: Language; readonly signal: AbortSignal | undefined },
): RowPieces {
  const areas = new Map(station.areas.map(({ id, name }) => [id, name]));
  for (let i = 0; i < lines.length; i += PIECE) {
    signal?.throwIfAborted();
    yield lines.slice(i, i + PIECE).map(line => EVENT_FILE_COLUMNS.map(({ cell }) => cell(line, language, areas)));
    await turn();
  }
}
