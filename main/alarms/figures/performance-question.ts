/**
 * The performance of the alarm system as it is asked over the contract (main thread; the archive reads in its own). Finds out how the
 * alarms were before the span, which the rows of the span alone do not say of those that never changed in it.
 */
import type { AlarmDefinition } from '../../../shared/model/alarm.ts';
import type { AlarmJournalFilter, AlarmJournalRow, AlarmPerformance } from '../../../shared/model/alarm-journal.ts';
import { RATE_WINDOW_MS } from '../board/flood.ts';
import type { AlarmArchive } from '../journal/alarm-archive.ts';
import { type AlarmAtStart, hiddenKind } from './alarm-track.ts';
import { alarmPerformance } from './performance.ts';

/** Rows before the span that lead up to it, ms: a flood or chatter that lasts longer is joined an hour before. */
const LEAD_MS = 3_600_000;
/** Rows of an alarm that are looked back through; what is older is asked for by its event. */
const LOOK_BACK = 32;
/** Questions to the archive at a time: its reader has other people to answer. */
const AT_ONCE = 8;

export interface PerformanceParts {
  readonly archive: Pick<AlarmArchive, 'page' | 'rows' | 'later'>;
  readonly alarms: readonly Pick<AlarmDefinition, 'id' | 'priority' | 'area'>[];
  /** Of the station. */
  readonly timeZone: string;
  /** Epoch ms. */
  readonly now: number;
}

export interface PerformanceAsked {
  readonly from: number;
  readonly to: number;
  readonly areas?: readonly string[] | undefined;
}

/** Figures over [from, min(to, now)), from the first row of the journal on at the earliest. Rejects with what the archive rejects with, and when the signal says so. */
export async function askPerformance(
  { archive, alarms, timeZone, now }: PerformanceParts,
  { from, to, areas }: PerformanceAsked,
  signal?: AbortSignal,
): Promise<AlarmPerformance> {
  const end = Math.max(from, Math.min(to, now));
  const span = { from: await journalFrom(archive, { from, to: end }), to: end };
  const asked = alarms.filter(({ area }) => areas === undefined || areas.includes(area));
  const rowsFrom = span.from - LEAD_MS;
  const start = await inTurns(asked, alarm => atStart(archive, alarm, { at: rowsFrom, signal }));
  const filter: AlarmJournalFilter = { from: rowsFrom, to: span.to, ...(areas === undefined ? {} : { areas }) };
  const pages = archive.rows(filter, signal);
  return alarmPerformance(pages, { ...span, timeZone, start: start.flatMap(s => s ?? []), ...optional(signal) });
}

/**
 * Days before the station had a journal were not quiet, they are not known. Whole pieces of ten minutes are left out, so that the others
 * stay where they are. A journal without rows says nothing of when it began.
 */
async function journalFrom(archive: Pick<AlarmArchive, 'later'>, { from, to }: PerformanceAsked): Promise<number> {
  const [first] = await archive.later({ from: EARLIEST, to: LATEST }, { after: 0, limit: 1 });
  if (first === undefined || first.received <= from) return from;
  const known = Math.min(first.received, to);
  return from + Math.floor((known - from) / RATE_WINDOW_MS) * RATE_WINDOW_MS;
}

const optional = (signal: AbortSignal | undefined): { signal?: AbortSignal } =>
  signal === undefined ? {} : { signal };

async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const waiting = [...items];
  const turn = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) results.push(await work(item));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, turn));
  return results;
}

/** Null when the alarm was at rest, or nothing is known of it. */
async function atStart(
  archive: Pick<AlarmArchive, 'page'>,
  { id, priority }: Pick<AlarmDefinition, 'id' | 'priority'>,
  { at, signal }: { readonly at: number; readonly signal: AbortSignal | undefined },
): Promise<AlarmAtStart | null> {
  const newest = async (limit: number, events?: AlarmJournalFilter['events']): Promise<readonly AlarmJournalRow[]> => {
    const filter = { from: EARLIEST, to: at, ids: [id], ...(events === undefined ? {} : { events }) };
    return (await archive.page(filter, { before: null, limit, ...optional(signal) })).rows;
  };
  const rows = await newest(LOOK_BACK);
  const last = rows[0];
  if (last === undefined) return null;
  const process = rows.find(isProcess) ?? (await newest(1, PROCESS))[0];
  const activeSince = process?.event === 'raise' ? process.received : null;
  if (activeSince === null && hiddenKind(last.to) === null && last.to === 'NORMAL') return null;
  return { id, priority, name: last.to, activeSince, calledAt: calledAt(rows) };
}

/** As far back as a date goes. */
const EARLIEST = -8.64e15;
const LATEST = 8.64e15;
const PROCESS = ['raise', 'clear', 'retire'] as const;
const isProcess = ({ event }: AlarmJournalRow): boolean => PROCESS.some(one => one === event);

/** The first call since the alarm was last acknowledged, or hidden by a person. Rows newest first. */
function calledAt(rows: readonly AlarmJournalRow[]): number | null {
  const answered = rows.findIndex(row => ENDS_A_CALL.has(row.event) || (row.event === 'clear' && row.isHidden));
  const since = answered === -1 ? rows : rows.slice(0, answered);
  return since.findLast(row => row.isAnnounced)?.received ?? null;
}

const ENDS_A_CALL: ReadonlySet<AlarmJournalRow['event']> = new Set([
  'acknowledge',
  'shelve',
  'remove-from-service',
  'retire',
]);
