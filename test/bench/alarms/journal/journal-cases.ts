/**
 * The journal of alarms: a month of a million rows behind eleven quieter months, searched by every part of a filter, from the disk and
 * from the cache, beside a table with an index on its time; appends.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { AlarmJournalFilter } from '../../../../shared/model/alarm-journal.ts';
import { madeAlarms } from '../../../kit/alarm-rows.ts';
import { type BenchCase, type BenchOptions, median, percentile } from '../../bench.ts';
import { dropFromCache, measured } from '../../historian/measured.ts';
import type { JournalFilled, JournalFillOrder, JournalSpan } from './journal-fill-process.ts';
import type { Answered, JournalMeasured, JournalOrder, JournalQuestion } from './journal-process.ts';
import type { StockMeasured, StockOrder } from './stock-process.ts';

const ALARMS = 2_000;
const MONTHS = 12;
const MONTH_MS = 30 * 86_400_000;
const FROM = Date.UTC(2025, 11, 1);
const MONTH_FROM = FROM + (MONTHS - 1) * MONTH_MS;
const MONTH_ROWS = 1_000_000;
/** What a person sees first. */
const PAGE = 200;

interface Plan {
  /** In each of the months before. */
  readonly otherRows: number;
  readonly times: number;
  readonly append: number;
  readonly single: number;
}

const FULL: Plan = { otherRows: 250_000, times: 20, append: 200_000, single: 2_000 };
const QUICK: Plan = { otherRows: 20_000, times: 7, append: 5_000, single: 50 };

export async function journalCases(
  place: string,
  { quick, progress }: BenchOptions,
): Promise<Record<string, BenchCase>> {
  const plan = quick ? QUICK : FULL;
  const folder = join(place, 'journal');
  mkdirSync(folder);
  const spans = Array.from({ length: MONTHS }, (_, i) => spanOf(i, i === MONTHS - 1 ? MONTH_ROWS : plan.otherRows));
  const fill: JournalFillOrder = { folder, alarms: ALARMS, spans };
  const filled = await measured<JournalFilled>({ program: '../alarms/journal/journal-fill-process', order: fill });
  const rows = spans.reduce((sum, span) => sum + span.rows, 0);
  progress(`${rows} rows in ${(filled.wallMs / 1_000).toFixed(0)} s, ${(filled.bytes / rows).toFixed(0)} bytes each`);
  try {
    const searched = await searchCases(folder, filled.bytes / rows, await stockAnswers(place, plan), plan);
    return { ...searched, ...(await appendCases(place, plan)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const spanOf = (month: number, rows: number): JournalSpan => ({
  ...{ from: FROM + month * MONTH_MS, rows },
  stepMs: MONTH_MS / rows,
});

/** Each part by itself, and together. Those that find little look at every row of the span. */
function monthSearches(): readonly JournalQuestion[] {
  const alarms = madeAlarms(ALARMS);
  const rare = alarms.at(-1)?.id ?? '';
  const parts: Record<string, Omit<AlarmJournalFilter, 'from' | 'to'>> = {
    time: {},
    id: { ids: [rare] },
    tag: { tags: [alarms[0]?.tag ?? ''] },
    area: { areas: ['A3'] },
    priority: { priorities: [1] },
    event: { events: ['chatter-end'] },
    state: { states: ['OOS'] },
    who: { who: '张' },
    'text-of-id': { text: rare.slice(0, 7) },
    'text-of-message': { text: '异常 3' },
    'text-of-comment': { text: 'under REPAIR' },
    'text-of-nothing': { text: 'no such words' },
    'who-of-nobody': { who: 'nobody' },
    all: {
      tags: [alarms[0]?.tag ?? '', rare.split('/')[0] ?? ''],
      ...{ areas: ['A0', 'A1', 'A5'], priorities: [1, 2], events: ['shelve'], states: ['ACK'] },
      ...{ who: 'li', text: 'stuck' },
    },
  };
  return Object.entries(parts).map(([name, part]) => ({
    name: `journal-month-search/${name}`,
    ...{ filter: { from: MONTH_FROM, to: MONTH_FROM + MONTH_MS, ...part }, limit: PAGE },
  }));
}

function yearSearches(): readonly JournalQuestion[] {
  const year = { from: FROM, to: FROM + MONTHS * MONTH_MS };
  const rare = madeAlarms(ALARMS).at(-1)?.id ?? '';
  return [
    { name: 'journal-year-search/id', filter: { ...year, ids: [rare], events: ['raise'] }, limit: 10 },
    { name: 'journal-year-search/text-of-nothing', filter: { ...year, text: 'no such words' }, limit: PAGE },
  ];
}

async function stockAnswers(place: string, { times }: Plan): Promise<ReadonlyMap<string, Answered>> {
  const folder = join(place, 'stock');
  mkdirSync(folder);
  const order: StockOrder = {
    ...{ folder, alarms: ALARMS, times },
    ...{ span: spanOf(MONTHS - 1, MONTH_ROWS), searches: monthSearches() },
  };
  const { searches } = await measured<StockMeasured>({ program: '../alarms/journal/stock-process', order });
  rmSync(folder, { recursive: true, force: true });
  return new Map(searches.map(answered => [answered.name, answered]));
}

async function searchCases(
  folder: string,
  bytesPerRow: number,
  stock: ReadonlyMap<string, Answered>,
  { times }: Plan,
): Promise<Record<string, BenchCase>> {
  const month = monthSearches();
  const searches = [...month, ...yearSearches()];
  const order: JournalOrder = { folder, alarms: ALARMS, searches, times, append: 0, batch: 1 };
  await dropFromCache(folder);
  const found = await measured<JournalMeasured>({ program: '../alarms/journal/journal-process', order });
  const cases: Record<string, BenchCase> = {
    'journal-open': { value: found.openMs, unit: 'ms', note: `${found.last} alarms, files not in the cache` },
    'journal-bytes': { value: bytesPerRow, unit: 'bytes/row' },
    'journal-search': worstOf(found.searches.slice(0, month.length)),
  };
  for (const answered of found.searches) cases[answered.name] = searchCase(answered, stock.get(answered.name));
  return cases;
}

const worstMs = ({ coldMs, warmMs }: Answered): number => Math.max(coldMs, ...warmMs);

/** One number for the month: no question may take longer, whatever is in the cache. */
function worstOf(month: readonly Answered[]): BenchCase {
  const worst = month.toSorted((a, b) => worstMs(b) - worstMs(a))[0];
  const value = worst === undefined ? Number.NaN : worstMs(worst);
  return { value, unit: 'ms', note: `worst of ${month.length} questions about a month, cold and warm: ${worst?.name}` };
}

function searchCase({ coldMs, warmMs, rows }: Answered, stock: Answered | undefined): BenchCase {
  const value = median(warmMs);
  const figures = `${rows} rows; warm p95 ${percentile(warmMs, 0.95).toFixed(0)}, max ${Math.max(...warmMs).toFixed(0)}, from the disk ${coldMs.toFixed(0)} ms`;
  if (stock === undefined) return { value, unit: 'ms', note: figures };
  const baseline = median(stock.warmMs);
  const note = `${figures}; baseline a table with an index on time, from the disk ${stock.coldMs.toFixed(0)} ms`;
  return { value, unit: 'ms', baseline, ratio: value / baseline, note };
}

async function appendCases(place: string, { append, single }: Plan): Promise<Record<string, BenchCase>> {
  const run = async (name: string, rows: number, batch: number): Promise<readonly number[]> => {
    const folder = join(place, name);
    mkdirSync(folder);
    const order: JournalOrder = { folder, alarms: ALARMS, searches: [], times: 0, append: rows, batch };
    const { appendMs } = await measured<JournalMeasured>({ program: '../alarms/journal/journal-process', order });
    rmSync(folder, { recursive: true, force: true });
    return appendMs;
  };
  const many = await run('many', append, 500);
  const one = await run('one', single, 1);
  const seconds = many.reduce((sum, ms) => sum + ms, 0) / 1_000;
  return {
    'journal-append': { value: append / seconds, unit: 'rows/s', note: 'durable, in batches of 500' },
    'journal-append-one': {
      ...{ value: percentile(one, 0.99), unit: 'ms' },
      note: `p99 of one row until it is durable; median ${median(one).toFixed(2)} ms`,
    },
  };
}
