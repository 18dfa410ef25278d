/**
 * What the figures about alarms cost: performance over a journal of a million rows, a suggestion from a month of samples, the journal as
 * files. `await figuresCases(options)` gives its cases to the bench of alarms. The longest stop of the main thread is measured
 * beside each, because that is what polling would feel.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { AlarmSetup } from '../../../main/alarms/definitions.ts';
import { exportJournal } from '../../../main/alarms/export/export-journal.ts';
import { alarmPerformance } from '../../../main/alarms/figures/performance.ts';
import type { SampleSpan } from '../../../main/alarms/tuning/coded-past.ts';
import { suggestFor } from '../../../main/alarms/tuning/suggest-for.ts';
import type { AlarmJournalRow } from '../../../shared/model/alarm-journal.ts';
import { GOOD } from '../../../shared/model/quality.ts';
import { fixed, NO_DELAY } from '../../unit/alarms/conditions/condition-run.ts';
import { exportParts, FILTER } from '../../unit/alarms/export/export-parts.ts';
import { randomJournal, START } from '../../unit/alarms/figures/journal-rows.ts';
import { alarm } from '../../unit/alarms/support/alarm-rig.ts';
import { FakePast } from '../../unit/alarms/tuning/fake-past.ts';
import { randomOf } from '../../unit/support/samples.ts';
import type { BenchCase, BenchOptions } from '../bench.ts';

const ROWS = 1_000_000;
const PAGE = 1_000;
const EXPORTED = 100_000;
/** A month, one a second. */
const SAMPLES = 2_600_000;
const MONTH_MS = SAMPLES * 1000;

interface Measured {
  readonly ms: number;
  readonly longestStopMs: number;
}

async function measured(work: () => Promise<unknown>): Promise<Measured> {
  const stops = monitorEventLoopDelay({ resolution: 1 });
  stops.enable();
  const startedAt = performance.now();
  await work();
  const ms = performance.now() - startedAt;
  // The last stop is seen by the timer that comes after it.
  await new Promise(resolve => setTimeout(resolve, 5));
  stops.disable();
  return { ms, longestStopMs: stops.max / 1e6 };
}

const told = ({ ms, longestStopMs }: Measured, note: string): BenchCase => ({
  value: ms,
  unit: 'ms',
  note: `${note}; longest stop of the thread ${longestStopMs.toFixed(1)} ms`,
});

/** A million rows out of fewer, moved on in time: pages as the archive gives them, each after a turn of the loop. */
async function* manyRows(rows: readonly AlarmJournalRow[], count: number): AsyncGenerator<readonly AlarmJournalRow[]> {
  const lasts = (rows.at(-1)?.received ?? 0) - (rows[0]?.received ?? 0) + 1;
  for (let i = 0; i < count; i += PAGE) {
    const round = Math.floor(i / rows.length) * lasts;
    const start = i % rows.length;
    await new Promise(setImmediate);
    yield rows
      .slice(start, start + PAGE)
      .map(row => ({ ...row, time: row.time + round, received: row.received + round }));
  }
}

function monthOf(kind: 'calm' | 'hunting'): SampleSpan {
  const random = randomOf(1);
  let x = 9;
  const v = Float64Array.from({ length: SAMPLES }, (_, i) => {
    x += (random() - 0.5) * 0.1 + (9.3 - x) * 0.002;
    if (kind === 'hunting') return x;
    return i % 600_000 < 2_000 && i % 5 === 0 ? 10.5 : 5 + random() * 2;
  });
  return { t: Float64Array.from(v, (_, i) => START + i * 1000), v, q: new Uint16Array(SAMPLES).fill(GOOD) };
}

async function suggestion(kind: 'calm' | 'hunting'): Promise<BenchCase> {
  const setup: AlarmSetup = {
    definition: alarm('X/H').definition,
    condition: { kind: 'level', tag: 'X', side: 'high', limit: fixed(10), deadband: 0 },
    delays: NO_DELAY,
  };
  const tag = { name: 'X', signalClass: 'AI', unit: 'kPa', low: 0, high: 25 } as const;
  const past = new FakePast(monthOf(kind));
  const asked = { tags: ['X'], from: START, to: START + MONTH_MS };
  // Making the outline is the historian's work, not what is measured.
  const outline = await past.trend({ ...asked, columns: 4_096 });
  past.trend = () => Promise.resolve(outline);
  let answer = '';
  const result = await measured(async () => {
    const found = await suggestFor({ setup, tag, setups: [setup], ...asked }, past);
    answer = `would have removed ${found?.removed} of ${found?.before} activations and missed ${found?.missed}`;
  });
  return told(result, `${answer}; ${past.read} of ${SAMPLES} samples read`);
}

export async function figuresCases({ progress }: Pick<BenchOptions, 'progress'>): Promise<Record<string, BenchCase>> {
  progress('performance over a million rows');
  const rows = randomJournal(randomOf(1), { count: 50_000, gapMs: 3_600_000 });
  const to = START + 366 * 86_400_000;
  const year = await measured(() =>
    alarmPerformance(manyRows(rows, ROWS), { from: START, to, timeZone: 'Asia/Shanghai' }),
  );
  progress('suggestions from a month');
  const [calm, hunting] = [await suggestion('calm'), await suggestion('hunting')];
  progress('the journal as files');
  const parts = { ...exportParts([]), archive: { rows: () => manyRows(rows, EXPORTED) } };
  const file = (format: 'csv' | 'xlsx') => () => exportJournal(parts, { filter: FILTER, format, language: 'zh' });
  return {
    'performance-1M-rows': told(year, 'pages of 1,000, made on the way'),
    'suggestion-calm-month': calm,
    'suggestion-hunting-month': hunting,
    'export-csv-100k': told(await measured(file('csv')), '100,000 rows'),
    'export-xlsx-100k': told(await measured(file('xlsx')), '100,000 rows'),
  };
}
