/**
 * Rows of a station that leave it as a file (main thread; packing is done in the thread pool): what they are of stands above them in
 * the language of the reader, and beneath them that there were more than a person can open.
 */
import type { Language, Text } from '../../shared/text/text.ts';
import { zoneClock } from '../../shared/time/zone.ts';
import { zonedTimes } from '../../shared/time/zoned-iso.ts';
import { type Cell, type RowPieces, textCell } from './cell.ts';
import { csvFile } from './csv.ts';
import { xlsxFile } from './xlsx.ts';

/** Rows of a file. */
export const MOST_ROWS = 100_000;
/** Rows that are written without a pause, after which others have their turn: about 2 ms. */
export const PIECE_ROWS = 250;

export interface FileOrigin {
  readonly station: { readonly name: Text; readonly timeZone: string };
  /** Epoch ms. */
  readonly now: number;
}

export interface FileAsked {
  readonly filter: { readonly from: number; readonly to: number };
  readonly format: 'csv' | 'xlsx';
  readonly language: Language;
}

export interface FileContent {
  /** Begins the file's name. */
  readonly prefix: string;
  readonly title: Text;
  /** Whoever gets the file must see what is not in it. */
  readonly filterWords: string;
  readonly columns: readonly { readonly title: Text; readonly width: number }[];
  readonly pieces: RowPieces;
}

const WORDS = {
  station: { zh: '站场', en: 'Station' },
  span: { zh: '时段', en: 'Period' },
  filter: { zh: '筛选', en: 'Filter' },
  made: { zh: '导出时间', en: 'Exported' },
  zone: { zh: '时区', en: 'Time zone' },
  more: {
    zh: `还有更多记录未导出：一个文件最多 ${MOST_ROWS} 条，请缩短时段或加筛选条件`,
    en: `There are more rows than these: a file takes ${MOST_ROWS}. Choose a shorter period or a filter.`,
  },
} as const satisfies Readonly<Record<string, Text>>;

/** Rejects with what the rows reject with. */
export async function stationFile(
  { station, now }: FileOrigin,
  { filter, format, language }: FileAsked,
  { prefix, title, filterWords, columns, pieces }: FileContent,
): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const times = zonedTimes(zoneClock(station.timeZone));
  const table = {
    heading: stationHeading({ station, now }, { filter, language }, [[WORDS.filter, filterWords]]),
    columns: columns.map(column => ({ title: column.title[language], width: column.width })),
  };
  const bytes =
    format === 'csv'
      ? await csvFile(table, pieces, times)
      : await xlsxFile({ ...table, sheetName: title[language] }, pieces, times);
  return { name: fileName(prefix, { filter, format }, { station, now }), bytes };
}

/** What stands above the rows of any file: whose they are and of when, then `more`, then when and by which clock it was made. */
export function stationHeading(
  { station, now }: FileOrigin,
  { filter, language }: Pick<FileAsked, 'filter' | 'language'>,
  more: readonly (readonly [Text, string])[],
): readonly (readonly [string, string])[] {
  const times = zonedTimes(zoneClock(station.timeZone));
  const { from, to } = toldSpan(filter, now);
  const lines: readonly (readonly [Text, string])[] = [
    [WORDS.station, station.name[language]],
    [WORDS.span, `${times.iso(from)} … ${times.iso(to)}`],
    ...more,
    [WORDS.zone, station.timeZone],
    [WORDS.made, times.iso(now)],
  ];
  return lines.map(([name, value]) => [name[language], value]);
}

/** Prefix and days of the span. */
export function fileName(
  prefix: string,
  { filter, format }: Pick<FileAsked, 'filter' | 'format'>,
  { station, now }: FileOrigin,
): string {
  const clock = zoneClock(station.timeZone);
  const { from, to } = toldSpan(filter, now);
  const day = (at: number): string => clock.at(at).date.replaceAll('-', '');
  // The end is not in the span.
  return `${prefix}-${day(from)}-${day(Math.max(from, to - 1))}.${format}`;
}

/** The last row of a file that does not have all. */
export const moreRows = (language: Language): readonly Cell[] => [textCell(WORDS.more[language])];

/** No row is from before computers had clocks, nor from after now: whoever asks for everything is told of what there can be. */
function toldSpan({ from, to }: FileAsked['filter'], now: number): { readonly from: number; readonly to: number } {
  const begin = Math.min(Math.max(from, 0), now);
  return { from: begin, to: Math.max(begin, Math.min(to, now)) };
}
