/** The journal of alarms: a month of a million rows, in a journal of a year of such months, searched by every part of a filter; appends. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { AlarmJournalFilter } from '../../../shared/model/alarm-journal.ts';
import { madeAlarms } from '../../kit/alarm-rows.ts';
import { type BenchCase, type BenchOptions, median, percentile } from '../bench.ts';
import { dropFromCache, measured } from '../historian/measured.ts';
import type { JournalFilled, JournalFillOrder } from './journal-fill-process.ts';
import type { JournalMeasured, JournalOrder } from './journal-process.ts';

const ALARMS = 2_000;
const MONTHS = 12;
const MONTH_MS = 30 * 86_400_000;
const FROM = Date.UTC(2025, 11, 1);
/** What a person sees first. */
const PAGE = 200;
const TIMES = 7;

interface Plan {
  readonly rowsPerMonth: number;
  readonly append: number;
  readonly single: number;
}

const FULL: Plan = { rowsPerMonth: 1_000_000, append: 200_000, single: 2_000 };
const QUICK: Plan = { rowsPerMonth: 10_000, append: 5_000, single: 50 };

export async function journalCases(
  place: string,
  { quick, progress }: BenchOptions,
): Promise<Record<string, BenchCase>> {
  const plan = quick ? QUICK : FULL;
  const folder = join(place, 'journal');
  mkdirSync(folder);
  const rows = plan.rowsPerMonth * MONTHS;
  const fill: JournalFillOrder = {
    ...{ folder, rows, alarms: ALARMS, from: FROM },
    stepMs: MONTH_MS / plan.rowsPerMonth,
  };
  const filled = await measured<JournalFilled>({ program: '../alarms/journal-fill-process', order: fill });
  progress(`${rows} rows in ${(filled.wallMs / 1_000).toFixed(0)} s, ${(filled.bytes / rows).toFixed(0)} bytes each`);
  try {
    return { ...(await searchCases(folder, filled.bytes / rows)), ...(await appendCases(place, plan)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Each part by itself, and together. Those that find little look at every row of the span. */
function searches(): JournalOrder['searches'] {
  const month = { from: FROM + (MONTHS - 1) * MONTH_MS, to: FROM + MONTHS * MONTH_MS };
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
  const inMonth = Object.entries(parts).map(([name, part]) => ({
    name: `journal-month-search/${name}`,
    ...{ filter: { ...month, ...part }, limit: PAGE },
  }));
  const year = { from: FROM, to: FROM + MONTHS * MONTH_MS };
  return [
    ...inMonth,
    { name: 'journal-year-search/id', filter: { ...year, ids: [rare], events: ['raise'] }, limit: 10 },
    { name: 'journal-year-search/text-of-nothing', filter: { ...year, text: 'no such words' }, limit: PAGE },
  ];
}

async function searchCases(folder: string, bytesPerRow: number): Promise<Record<string, BenchCase>> {
  const order: JournalOrder = { folder, alarms: ALARMS, searches: searches(), times: TIMES, append: 0, batch: 1 };
  await dropFromCache(folder);
  const found = await measured<JournalMeasured>({ program: '../alarms/journal-process', order });
  const cases: Record<string, BenchCase> = {
    'journal-open': { value: found.openMs, unit: 'ms', note: `${found.last} alarms, files not in the cache` },
    'journal-bytes': { value: bytesPerRow, unit: 'bytes/row' },
  };
  for (const { name, ms, rows } of found.searches) {
    const note = `${rows} rows; the first time ${(ms[0] ?? 0).toFixed(0)} ms, worst ${Math.max(...ms).toFixed(0)} ms`;
    cases[name] = { value: median(ms), unit: 'ms', note };
  }
  return cases;
}

async function appendCases(place: string, { append, single }: Plan): Promise<Record<string, BenchCase>> {
  const run = async (name: string, rows: number, batch: number): Promise<readonly number[]> => {
    const folder = join(place, name);
    mkdirSync(folder);
    const order: JournalOrder = { folder, alarms: ALARMS, searches: [], times: 0, append: rows, batch };
    const { appendMs } = await measured<JournalMeasured>({ program: '../alarms/journal-process', order });
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
