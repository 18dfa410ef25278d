/** The columns of a trend as a file (pure), in both languages: one row a sample, or one row a step with some columns a pen. */
import type { AggregateSeries, HistoryOrigin, HistorySamples } from '../../../shared/model/history.ts';
import { HISTORY_ORIGINS } from '../../../shared/model/history.ts';
import { type QualityClass, type QualityReason, qualityClass, qualityReason } from '../../../shared/model/quality.ts';
import type { TagDefinition } from '../../../shared/model/tag.ts';
import { catalogEn } from '../../../shared/text/catalog-en.ts';
import { catalogZh } from '../../../shared/text/catalog-zh.ts';
import type { Language, Text } from '../../../shared/text/text.ts';
import { type Cell, exactCell, numberCell, textCell, valueCell } from '../../spreadsheet/cell.ts';

interface Column {
  readonly title: Text;
  readonly width: number;
}

export const SAMPLE_COLUMNS: readonly Column[] = [
  { title: { zh: '时间', en: 'Time' }, width: 30 },
  { title: { zh: '时间（UTC，ms）', en: 'Time (UTC, ms)' }, width: 18 },
  { title: { zh: '位号', en: 'Tag' }, width: 18 },
  { title: { zh: '值', en: 'Value' }, width: 16 },
  { title: { zh: '单位', en: 'Unit' }, width: 10 },
  { title: { zh: '质量', en: 'Quality' }, width: 10 },
  { title: { zh: '原因', en: 'Reason' }, width: 16 },
  { title: { zh: '质量码', en: 'Quality word' }, width: 10 },
  { title: { zh: '数据来源', en: 'Origin' }, width: 12 },
];

const ORIGIN_WORDS: Readonly<Record<HistoryOrigin, Text>> = {
  live: { zh: '实时', en: 'live' },
  backfill: { zh: '补录', en: 'brought in later' },
  demo: { zh: '演示数据', en: 'made for the demo' },
};

const words = (language: Language) => (language === 'zh' ? catalogZh : catalogEn);
const classWord = (kind: QualityClass, language: Language): string => words(language).qualityClass[kind];
const reasonWord = (reason: QualityReason, language: Language): string =>
  reason === 'none' ? '' : words(language).qualityReason[reason];

export interface ExportedPen {
  readonly tag: string;
  /** Null for a tag that has left history behind and is no longer in the project. */
  readonly definition: Pick<TagDefinition, 'description' | 'unit'> | null;
}

interface Page {
  readonly samples: HistorySamples;
  readonly origin: Uint8Array;
}

/** A row a sample. A value that is none is an empty cell; its quality says why. */
export function sampleRows({ tag, definition }: ExportedPen, { samples, origin }: Page, language: Language): Cell[][] {
  const exact = new Map(samples.exact);
  const unit = textCell(definition?.unit ?? null);
  return Array.from(samples.t, (t, i) => {
    const q = samples.q[i] ?? 0;
    const word = exact.get(i);
    return [
      { kind: 'time', at: t },
      numberCell(t),
      textCell(tag),
      word === undefined ? valueCell(samples.v[i] ?? Number.NaN) : exactCell(word),
      unit,
      textCell(classWord(qualityClass(q), language)),
      textCell(reasonWord(qualityReason(q), language)),
      numberCell(q),
      textCell(ORIGIN_WORDS[HISTORY_ORIGINS[origin[i] ?? 0] ?? 'live'][language]),
    ];
  });
}

/** Asked of the history for each step. */
export const STEP_AGGREGATES = ['TimeAverage', 'Minimum', 'Maximum'] as const;

const STEP_WORDS: readonly { readonly title: Text; readonly width: number }[] = [
  { title: { zh: '平均', en: 'average' }, width: 16 },
  { title: { zh: '最小', en: 'least' }, width: 16 },
  { title: { zh: '最大', en: 'greatest' }, width: 16 },
  { title: { zh: '质量', en: 'quality' }, width: 12 },
  { title: { zh: '好质量 %', en: 'good %' }, width: 12 },
];

export function stepColumns(pens: readonly ExportedPen[]): readonly Column[] {
  const ofPen = ({ tag, definition }: ExportedPen): Column[] =>
    STEP_WORDS.map(({ title, width }, i) => {
      const unit = i > 2 || definition === null || definition.unit === '' ? '' : ` [${definition.unit}]`;
      return { title: { zh: `${tag} ${title.zh}${unit}`, en: `${tag} ${title.en}${unit}` }, width };
    });
  return [{ title: { zh: '起始时间', en: 'From' }, width: 30 }, ...pens.flatMap(ofPen)];
}

/** `series` has those of `STEP_AGGREGATES` for each pen, one after the other; a row is the step that begins there. */
export function stepRows(series: readonly AggregateSeries[], pens: number, language: Language): Cell[][] {
  const [first] = series;
  if (first === undefined) return [];
  return Array.from(first.v, (_, step) => [
    { kind: 'time', at: first.from + step * first.stepMs },
    ...Array.from({ length: pens }, (_pen, pen) => stepCells(series, { pen, step, language })).flat(),
  ]);
}

function stepCells(
  series: readonly AggregateSeries[],
  { pen, step, language }: { readonly pen: number; readonly step: number; readonly language: Language },
): Cell[] {
  const own = series.slice(pen * STEP_AGGREGATES.length, (pen + 1) * STEP_AGGREGATES.length);
  const [average] = own;
  return [
    ...own.map(({ v }) => valueCell(v[step] ?? Number.NaN)),
    textCell(classWord(qualityClass(average?.q[step] ?? 0), language)),
    numberCell(average?.percentGood[step] ?? 0),
  ];
}
