/**
 * The event stream as a file (main thread; lines come from the reader threads in pages). In the order of the sources' times, oldest
 * first; when there are more than a file takes, the newest of them. Between two pieces others have their turn.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { type OrderedEvent, orderedEvents } from '../../../shared/event/event-order.ts';
import { EVENT_KIND_TEXTS } from '../../../shared/event/event-texts.ts';
import type { EventCursor, EventFilter, StationEvent } from '../../../shared/model/event.ts';
import type { AlarmFile } from '../../../shared/rpc/alarm-contract.ts';
import type { Language, Text } from '../../../shared/text/text.ts';
import type { RowPieces } from '../../spreadsheet/cell.ts';
import {
  type FileAsked,
  type FileOrigin,
  MOST_ROWS,
  moreRows,
  PIECE_ROWS,
  stationFile,
} from '../../spreadsheet/station-file.ts';
import { type EventSources, findEvents } from '../find-events.ts';
import { EVENT_FILE_COLUMNS } from './event-columns.ts';

/** As many as a page of the contract has. */
const PAGE = 1_000;

interface Area {
  readonly id: string;
  readonly name: Text;
}

export interface EventExportParts extends FileOrigin {
  readonly sources: EventSources;
  readonly station: FileOrigin['station'] & { readonly areas: readonly Area[] };
}

export interface EventExportAsked extends FileAsked {
  readonly filter: EventFilter;
}

const ALL: Text = { zh: '全部', en: 'all' };

/** Rejects with what the sources reject with, and when the signal says so. */
export async function exportFound(
  parts: EventExportParts,
  asked: EventExportAsked,
  signal?: AbortSignal,
): Promise<AlarmFile> {
  const { filter, language } = asked;
  const { events, isCut } = await allOf(parts.sources, filter, signal);
  const lines = orderedEvents(events).toReversed();
  const file = await stationFile(parts, asked, {
    prefix: 'events',
    title: { zh: '事件顺序', en: 'Events' },
    filterWords: filterWords(filter, language),
    columns: EVENT_FILE_COLUMNS,
    pieces: cellPieces(lines, { areas: parts.station.areas, language, isCut, signal }),
  });
  return { ...file, rows: lines.length, isCut };
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
    if (events.length >= MOST_ROWS) return { events, isCut: true };
  }
}

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
  return given.length === 0 ? ALL[language] : given.join(language === 'zh' ? '；' : '; ');
}

interface Writing {
  readonly areas: readonly Area[];
  readonly language: Language;
  readonly isCut: boolean;
  readonly signal: AbortSignal | undefined;
}

async function* cellPieces(lines: readonly OrderedEvent[], { areas, language, isCut, signal }: Writing): RowPieces {
  const names = new Map(areas.map(({ id, name }) => [id, name]));
  for (let i = 0; i < lines.length; i += PIECE_ROWS) {
    signal?.throwIfAborted();
    const piece = lines.slice(i, i + PIECE_ROWS);
    yield piece.map(line => EVENT_FILE_COLUMNS.map(({ cell }) => cell(line, language, names)));
    await turn();
  }
  if (isCut) yield [moreRows(language)];
}
