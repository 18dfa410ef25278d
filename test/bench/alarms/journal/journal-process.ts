/** Measures the journal of alarms as the station uses it: pages through the reader threads, rows through the writer thread. */
import { StationAlarmArchive } from '../../../../main/alarms/journal/station-alarm-archive.ts';
import type { AlarmJournalFilter } from '../../../../shared/model/alarm-journal.ts';
import { madeAlarms, madeWords, randomRows } from '../../../kit/alarm-rows.ts';
import { answer, dropFromCache, orderOf } from '../../historian/measured.ts';
import { openForBench } from '../../historian/open.ts';

export interface JournalQuestion {
  readonly name: string;
  readonly filter: AlarmJournalFilter;
  readonly limit: number;
}

/** How long a question took, ms. */
export interface Answered {
  readonly name: string;
  /** With the file taken out of the kernel's cache before. */
  readonly coldMs: number;
  readonly warmMs: readonly number[];
  readonly rows: number;
}

export interface JournalOrder {
  readonly folder: string;
  readonly alarms: number;
  readonly searches: readonly JournalQuestion[];
  /** Each question once from the disk and then so often from the cache. */
  readonly times: number;
  /** Rows to append, in batches of `batch`; 0 = none. */
  readonly append: number;
  readonly batch: number;
}

export interface JournalMeasured {
  /** The start of the station until it is known where each alarm stands, ms. */
  readonly openMs: number;
  readonly last: number;
  readonly searches: readonly Answered[];
  readonly appendMs: readonly number[];
}

const order = orderOf<JournalOrder>();
const alarms = madeAlarms(order.alarms);
const began = performance.now();
const historian = await openForBench(order.folder, []);
const archive = new StationAlarmArchive(historian.alarms, madeWords(alarms));
const { last, lastSequence } = archive.snapshot;
const openMs = performance.now() - began;

// A station has its reader threads from its start on.
await archive.page({ from: 0, to: 0 }, { before: null, limit: 1 });
const searches: Answered[] = [];
for (const { name, filter, limit } of order.searches) {
  await dropFromCache(order.folder);
  const ms: number[] = [];
  let rows = 0;
  for (let i = 0; i <= order.times; i++) {
    const asked = performance.now();
    rows = (await archive.page(filter, { before: null, limit })).rows.length;
    ms.push(performance.now() - asked);
  }
  const [coldMs = Number.NaN, ...warmMs] = ms;
  searches.push({ name, coldMs, warmMs, rows });
}

const appendMs: number[] = [];
const rows = [
  ...randomRows({ seed: 4, count: order.append, alarms, first: lastSequence + 1, from: Date.now(), stepMs: 10 }),
];
for (let i = 0; i < rows.length; i += order.batch) {
  const asked = performance.now();
  await archive.append(rows.slice(i, i + order.batch));
  appendMs.push(performance.now() - asked);
}
await historian.stop();
answer({ openMs, last: last.length, searches, appendMs } satisfies JournalMeasured);
process.exit(0);
