/**
 * A trend as a file (main thread; what is in it comes from the reader threads in pages). CSV goes out in parts that follow each other,
 * so that neither side holds a year of samples; a workbook is one file and takes as many rows as a person can open. Nothing is rounded.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { AggregateName, AggregateSeries } from '../../../shared/model/history.ts';
import type { TrendFileCursor, TrendFilePart } from '../../../shared/rpc/trend-contract.ts';
import type { Language, Text } from '../../../shared/text/text.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { zonedTimes } from '../../../shared/time/zoned-iso.ts';
import type { RawRequest, StepRequest } from '../../historian/messages.ts';
import type { RawAnswer } from '../../historian/reader/queries.ts';
import type { Cell, RowPieces, Table } from '../../spreadsheet/cell.ts';
import { csvHead, csvRows } from '../../spreadsheet/csv.ts';
import {
  type FileAsked,
  type FileOrigin,
  fileName,
  MOST_ROWS,
  moreRows,
  PIECE_ROWS,
  stationHeading,
} from '../../spreadsheet/station-file.ts';
import { xlsxFile } from '../../spreadsheet/xlsx.ts';
import {
  type ExportedPen,
  SAMPLE_COLUMNS,
  STEP_AGGREGATES,
  sampleRows,
  stepColumns,
  stepRows,
} from './trend-columns.ts';

/** Rows of a part, some megabytes, and of a workbook. */
const MOST = { part: 40_000, sheet: MOST_ROWS } as const;
/** Rows of a CSV file in all its parts; more than this no program opens. */
export const MOST_CSV_ROWS = 5_000_000;
/** Samples of one question. */
const PAGE = 10_000;
/** Values of one question for steps. */
const PAGE_VALUES = 200_000;

export interface TrendSource {
  raw(tag: string, query: RawRequest, signal?: AbortSignal): Promise<RawAnswer>;
  aggregate(
    question: { tags: readonly string[]; aggregates: readonly AggregateName[]; steps: StepRequest },
    signal?: AbortSignal,
  ): Promise<AggregateSeries[]>;
}

export interface TrendExportParts extends FileOrigin {
  readonly source: TrendSource;
  readonly station: FileOrigin['station'] & { readonly demo: boolean };
  /** Rows, where they are others than usual. */
  readonly most?: { readonly part: number; readonly sheet: number };
}

export interface TrendExportAsked extends FileAsked {
  readonly pens: readonly ExportedPen[];
  /** Null: every sample. */
  readonly stepMs: number | null;
  readonly after: TrendFileCursor | null;
}

const START: TrendFileCursor = { rows: 0, pen: 0, at: null, taken: 0 };

/** Rows of one question and where the next goes on; null after the last. */
interface Page {
  readonly rows: readonly (readonly Cell[])[];
  readonly next: Omit<TrendFileCursor, 'rows'> | null;
}

/** Rejects with what the source rejects with, and when the signal says so. */
export async function exportTrend(
  parts: TrendExportParts,
  asked: TrendExportAsked,
  signal?: AbortSignal,
): Promise<TrendFilePart> {
  const progress = new Progress(parts, asked, signal);
  const isCsv = asked.format === 'csv';
  const pieces = progress.pieces();
  const times = zonedTimes(zoneClock(parts.station.timeZone));
  const table = tableOf(parts, asked);
  const bytes = isCsv
    ? await csvRows(asked.after === null ? csvHead(table) : '', pieces, times)
    : await xlsxFile({ ...table, sheetName: TITLE[asked.language] }, pieces, times);
  const { next, isCut, rows } = progress;
  return { name: fileName('trend', asked, parts), bytes, rows, isCut, next };
}

/** Goes through the pens, or through the steps, and knows where it is. */
class Progress {
  readonly #parts: TrendExportParts;
  readonly #asked: TrendExportAsked;
  readonly #signal: AbortSignal | undefined;
  next: TrendFileCursor | null;
  isCut = false;
  rows = 0;

  constructor(parts: TrendExportParts, asked: TrendExportAsked, signal: AbortSignal | undefined) {
    this.#parts = parts;
    this.#asked = asked;
    this.#signal = signal;
    this.next = asked.after ?? START;
  }

  /** As many rows as fit, about, between some of which others have their turn. */
  async *pieces(): RowPieces {
    const isCsv = this.#asked.format === 'csv';
    const { part, sheet } = this.#parts.most ?? MOST;
    const most = isCsv ? part : sheet;
    while (this.next !== null && this.rows < most) {
      const { rows: before } = this.next;
      const page = await this.#page(this.next);
      const room = isCsv ? MOST_CSV_ROWS - before : sheet - this.rows;
      const rows = page.rows.slice(0, room);
      this.rows += rows.length;
      this.isCut = rows.length < page.rows.length || (rows.length === room && page.next !== null);
      for (let i = 0; i < rows.length; i += PIECE_ROWS) {
        this.#signal?.throwIfAborted();
        yield rows.slice(i, i + PIECE_ROWS);
        await turn();
      }
      this.next = page.next === null || this.isCut ? null : { ...page.next, rows: before + rows.length };
    }
    if (this.isCut) yield [moreRows(this.#asked.language)];
  }

  #page(cursor: TrendFileCursor): Promise<Page> {
    return this.#asked.stepMs === null ? this.#samples(cursor) : this.#steps(cursor, this.#asked.stepMs);
  }

  async #samples({ pen: place, at, taken }: TrendFileCursor): Promise<Page> {
    const { pens, filter, language } = this.#asked;
    const pen = pens[place];
    if (pen === undefined) return { rows: [], next: null };
    const after = at === null ? {} : { after: { t: at, taken } };
    const query = { from: filter.from, to: filter.to, bounds: true, limit: PAGE, ...after };
    const page = await this.#parts.source.raw(pen.tag, query, this.#signal);
    const isLast = page.next === null && place + 1 >= pens.length;
    const more =
      page.next === null
        ? { pen: place + 1, at: null, taken: 0 }
        : { pen: place, at: page.next.t, taken: page.next.taken };
    return { rows: sampleRows(pen, page, language), next: isLast ? null : more };
  }

  async #steps({ at }: TrendFileCursor, stepMs: number): Promise<Page> {
    const { pens, filter, language } = this.#asked;
    const from = at ?? filter.from;
    const steps = Math.max(1, Math.floor(PAGE_VALUES / (pens.length * STEP_AGGREGATES.length)));
    const to = Math.min(filter.to, from + steps * stepMs);
    const series = await this.#parts.source.aggregate(
      { tags: pens.map(({ tag }) => tag), aggregates: STEP_AGGREGATES, steps: { from, to, stepMs } },
      this.#signal,
    );
    const next = to < filter.to ? { pen: 0, at: to, taken: 0 } : null;
    return { rows: stepRows(series, pens.length, language), next };
  }
}

const TITLE: Text = { zh: '趋势', en: 'Trend' };
const WORDS = {
  content: { zh: '内容', en: 'Content' },
  samples: { zh: '全部样本，含起止时刻有效的样本', en: 'every sample, with those in force at both ends' },
  steps: { zh: '每 {s} s 一行', en: 'one row every {s} s' },
  pen: { zh: '曲线', en: 'Pen' },
  unknown: { zh: '工程中已无此位号', en: 'no longer in the project' },
  notice: { zh: '注意', en: 'Note' },
  demo: { zh: '演示站场：数据为仿真，不是现场数据', en: 'Demo station: simulated data, not of a plant' },
} as const satisfies Readonly<Record<string, Text>>;

function tableOf(parts: TrendExportParts, asked: TrendExportAsked): Table {
  const { pens, stepMs, language } = asked;
  const content =
    stepMs === null ? WORDS.samples[language] : WORDS.steps[language].replace('{s}', String(stepMs / 1_000));
  const demo: [Text, string][] = parts.station.demo ? [[WORDS.notice, WORDS.demo[language]]] : [];
  const columns = stepMs === null ? SAMPLE_COLUMNS : stepColumns(pens);
  return {
    heading: stationHeading(parts, asked, [
      ...demo,
      [WORDS.content, content],
      ...pens.map((pen, i): [Text, string] => [numbered(i), penWords(pen, language)]),
    ]),
    columns: columns.map(({ title, width }) => ({ title: title[language], width })),
  };
}

const numbered = (place: number): Text => ({ zh: `${WORDS.pen.zh} ${place + 1}`, en: `${WORDS.pen.en} ${place + 1}` });

function penWords({ tag, definition }: ExportedPen, language: Language): string {
  if (definition === null) return `${tag} · ${WORDS.unknown[language]}`;
  const { description, unit } = definition;
  return [tag, description[language], unit].filter(Boolean).join(' · ');
}
