/**
 * The journal as a file (main thread; rows come from the archive in pages, packing is done in the thread pool). Oldest first, 100,000 rows
 * at most, because that is what a person can open; what was left out is said. Between two pieces of some rows others have their turn.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { AlarmJournalFilter, AlarmJournalRow } from '../../../shared/model/alarm-journal.ts';
import type { AlarmFile } from '../../../shared/rpc/alarm-contract.ts';
import type { Language, Text } from '../../../shared/text/text.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { zonedTimes } from '../../../shared/time/zoned-iso.ts';
import { type Cell, type RowPieces, type Table, textCell } from '../../spreadsheet/cell.ts';
import { csvFile } from '../../spreadsheet/csv.ts';
import { xlsxFile } from '../../spreadsheet/xlsx.ts';
import type { AlarmArchive } from '../journal/alarm-archive.ts';
import { filterText } from './filter-text.ts';
import { JOURNAL_COLUMNS } from './journal-columns.ts';

export const MOST_EXPORTED = 100_000;
/** Rows that are written without a pause: about 2 ms. */
const PIECE = 250;

export interface ExportParts {
  readonly archive: Pick<AlarmArchive, 'rows'>;
  readonly station: { readonly name: Text; readonly timeZone: string };
  /** Epoch ms. */
  readonly now: number;
}

export interface ExportAsked {
  readonly filter: AlarmJournalFilter;
  readonly format: 'csv' | 'xlsx';
  readonly language: Language;
}

const WORDS = {
  journal: { zh: '报警记录', en: 'Alarm journal' },
  station: { zh: '站场', en: 'Station' },
  span: { zh: '时段', en: 'Period' },
  filter: { zh: '筛选', en: 'Filter' },
  made: { zh: '导出时间', en: 'Exported' },
  zone: { zh: '时区', en: 'Time zone' },
  more: {
    zh: `还有更多记录未导出：一个文件最多 ${MOST_EXPORTED} 条，请缩短时段或加筛选条件`,
    en: `There are more rows than these: a file takes ${MOST_EXPORTED}. Choose a shorter period or a filter.`,
  },
} as const satisfies Readonly<Record<string, Text>>;

/** Rejects with what the archive rejects with, and when the signal says so. */
export async function exportJournal(parts: ExportParts, asked: ExportAsked, signal?: AbortSignal): Promise<AlarmFile> {
  const { station } = parts;
  const clock = zoneClock(station.timeZone);
  const span = toldSpan(asked.filter, parts.now);
  const times = zonedTimes(clock);
  const count = { rows: 0, isCut: false };
  const pieces = cellPieces(parts, asked, { count, signal });
  const table = tableOf(parts, asked, { iso: at => times.iso(at), ...span });
  const bytes =
    asked.format === 'csv'
      ? await csvFile(table, pieces, times)
      : await xlsxFile({ ...table, sheetName: WORDS.journal[asked.language] }, pieces, times);
  const day = (at: number): string => clock.at(at).date.replaceAll('-', '');
  // The end is not in the span.
  const name = `alarms-${day(span.from)}-${day(Math.max(span.from, span.to - 1))}.${asked.format}`;
  return { name, bytes, ...count };
}

/** No row is from before computers had clocks, nor from after now: whoever asks for everything is told of what there can be. */
function toldSpan({ from, to }: AlarmJournalFilter, now: number): { readonly from: number; readonly to: number } {
  const begin = Math.min(Math.max(from, 0), now);
  return { from: begin, to: Math.max(begin, Math.min(to, now)) };
}

interface Telling {
  readonly iso: (at: number) => string;
  readonly from: number;
  readonly to: number;
}

function tableOf({ station, now }: ExportParts, { filter, language }: ExportAsked, { iso, from, to }: Telling): Table {
  const line = (name: Text, value: string): [string, string] => [name[language], value];
  return {
    heading: [
      line(WORDS.station, station.name[language]),
      line(WORDS.span, `${iso(from)} … ${iso(to)}`),
      line(WORDS.filter, filterText(filter, language)),
      line(WORDS.zone, station.timeZone),
      line(WORDS.made, iso(now)),
    ],
    columns: JOURNAL_COLUMNS.map(({ title, width }) => ({ title: title[language], width })),
  };
}

interface Counting {
  readonly count: { rows: number; isCut: boolean };
  readonly signal: AbortSignal | undefined;
}

async function* cellPieces(
  { archive }: ExportParts,
  { filter, language }: ExportAsked,
  { count, signal }: Counting,
): RowPieces {
  const cells = (row: AlarmJournalRow): Cell[] => JOURNAL_COLUMNS.map(({ cell }) => cell(row, language));
  for await (const page of archive.rows(filter, signal)) {
    const room = page.slice(0, MOST_EXPORTED - count.rows);
    for (let i = 0; i < room.length; i += PIECE) {
      signal?.throwIfAborted();
      yield room.slice(i, i + PIECE).map(cells);
      await turn();
    }
    count.rows += room.length;
    count.isCut = room.length < page.length;
    if (!count.isCut) continue;
    yield [[textCell(WORDS.more[language])]];
    return;
  }
}
