/** The history of this station: which tags it is of, what people are told of it, and the demo station's made-up past. */
import { setTimeout } from 'node:timers/promises';
import type { EventLog } from './events/event-log.ts';
import { historyCareText } from './events/history-care-texts.ts';
import { historyText } from './events/history-texts.ts';
import { refuseHalfRestored } from './historian/care/backup/restore-mark.ts';
import { HistoryCare } from './historian/care/history-care.ts';
import { type Historian, openHistorian } from './historian/historian.ts';
import type { HistorianTag, StoredEvent } from './historian/messages.ts';
import type { Clock } from './platform/clock.ts';
import type { Log } from './platform/log.ts';
import type { StationProject } from './project/types.ts';
import {
  type DemoHistory,
  isDemoHistoryDue,
  oweDemoHistory,
  readDemoHistory,
  startDemoHistory,
} from './simulator/demo-history.ts';
import { TOTALISERS } from './simulator/history/scan-groups.ts';
import type { Catalogue } from './tags/catalogue.ts';
import type { TagTable } from './tags/tag-table.ts';

export interface HistoryParts {
  readonly project: StationProject;
  readonly catalogue: Catalogue;
  readonly dataDirectory: string;
  readonly events: EventLog;
  readonly clock: Clock;
  readonly log: Log;
}

/** Opens the history and lets the event log go on where it ended. Throws `StationError` `restore-interrupted`. */
export async function openStationHistory(parts: HistoryParts): Promise<Historian> {
  const { project, catalogue, dataDirectory, events, clock, log } = parts;
  refuseHalfRestored(dataDirectory);
  const historian = await openHistorian({
    folder: dataDirectory,
    tags: historianTags(project, catalogue),
    settings: project.history,
    clock,
    log,
    onEvent: event => {
      for (const text of historyText(event)) {
        log.info(() => text.en);
        events.add('station', 'historian', text);
      }
    },
  });
  events.keepIn({ ...lastEvents(historian, clock), append: list => historian.appendEvents(list) });
  return historian;
}

function historianTags(project: StationProject, catalogue: Catalogue): HistorianTag[] {
  return catalogue.tags.map(({ name, handle, signalClass, isStepped, logging, low, high }) => {
    const scaling = project.tags[handle]?.scaling ?? null;
    return {
      handle,
      name,
      signalClass,
      logging,
      interpolation: isStepped ? 'stepped' : 'sloped',
      scaling: scaling?.kind === 'linear' ? { gain: scaling.gain, offset: scaling.offset } : null,
      range: low === null || high === null ? null : { low, high },
    };
  });
}

function lastEvents(historian: Historian, clock: Clock): { lastNumber: number; events: readonly StoredEvent[] } {
  const { report } = historian;
  // While the history cannot be read nobody knows how far the numbers went: these are beyond any that were given one by one.
  if (report === null) return { lastNumber: clock.now(), events: [] };
  return { lastNumber: report.lastEventNumber, events: report.events };
}

/** Totals of the live field must be known before its past can end in them; ms. */
const LOOK_EVERY_MS = 1_000;
const LOOK_AT_MOST = 60;
/** Of the demo field's ordinary start. */
const SEED = 1;

/** Looks after the history: figures, checks, backups, and what people are told of it. */
export function careForHistory({ project, events, clock, log }: HistoryParts, historian: Historian): HistoryCare {
  return new HistoryCare({
    historian,
    settings: project.history,
    timeZone: project.timeZone,
    clock,
    log: log.child('care'),
    onEvent: event => {
      const text = historyCareText(event);
      log.info(() => text.en);
      events.add('station', 'historian', text);
    },
  });
}

export interface DemoPastParts extends Omit<HistoryParts, 'events'> {
  readonly historian: Historian;
  readonly table: TagTable;
}

/**
 * Makes the past of a demo station in the background, once. Returns what stops it; an interrupted past is gone on with at the next
 * start.
 */
export function makeDemoPast(parts: DemoPastParts): () => Promise<void> {
  const { project, dataDirectory, historian, log } = parts;
  const state = readDemoHistory({ dataDirectory, log });
  const hasHistory = historian.report?.isFirst !== true;
  if (historian.report === null || !isDemoHistoryDue(project, { state, hasHistory })) return async () => undefined;
  if (state === null) oweDemoHistory({ dataDirectory, log }, { until: parts.clock.now(), seed: SEED });
  const ending = new AbortController();
  const running = begin(parts, ending.signal).catch((error: unknown) => {
    // A demo without a past is still a station.
    if (!ending.signal.aborted) log.warn(() => `the demo station's past could not begin: ${String(error)}`);
    return null;
  });
  return async () => {
    ending.abort();
    await (await running)?.stop();
  };
}

/** Null when it was stopped before it began. */
async function begin(parts: DemoPastParts, signal: AbortSignal): Promise<DemoHistory | null> {
  const { project, dataDirectory, historian, log, clock } = parts;
  const live = await liveTotals(parts, signal);
  if (signal.aborted) return null;
  const last = readDemoHistory({ dataDirectory, log });
  const reached = last === null ? new Map<string, number>() : await reachedBy(historian, project, last.to);
  return startDemoHistory({
    project,
    dataDirectory,
    log,
    port: historian.openImport('demo'),
    until: last?.to ?? live.at ?? clock.now(),
    ends: live.totals,
    seed: SEED,
    reached,
    onProgress: share => log.debug(() => `the demo station's past: ${Math.round(share * 100)} %`),
  });
}

/** The first live values of the totalisers, and the time of the earliest. */
async function liveTotals(
  { catalogue, table }: DemoPastParts,
  signal: AbortSignal,
): Promise<{ at: number | null; totals: Record<string, number> }> {
  const handles = TOTALISERS.flatMap(name => catalogue.handleOf(name) ?? []);
  for (let look = 0; look < LOOK_AT_MOST && !signal.aborted; look++) {
    const readings = handles.map(handle => table.read(handle));
    if (readings.every(reading => Number.isFinite(reading.v))) {
      const totals = handles.map((handle, i) => [catalogue.nameOf(handle), readings[i]?.v ?? 0] as const);
      const at = readings.length === 0 ? null : Math.min(...readings.map(reading => reading.t));
      return { at, totals: Object.fromEntries(totals) };
    }
    await setTimeout(LOOK_EVERY_MS, undefined, { signal });
  }
  return { at: null, totals: {} };
}

/** Up to where each tag's past is stored already. */
async function reachedBy(historian: Historian, project: StationProject, to: number): Promise<Map<string, number>> {
  const slice = await historian.slice(
    project.tags.map(tag => tag.name),
    to - 1,
  );
  return new Map(slice.flatMap(({ tag, time }) => (time === null ? [] : [[tag, time] as const])));
}
