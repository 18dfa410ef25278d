/** The history of this station: which tags it is of, what people are told of it, and the demo station's made-up past. */
import { setTimeout } from 'node:timers/promises';
import type { DemoPastProgress } from '../shared/model/history.ts';
import type { EventLog } from './events/event-log.ts';
import { historyCareText } from './events/history-care-texts.ts';
import { demoPastText, historyText } from './events/history-texts.ts';
import { refuseHalfRestored } from './historian/care/backup/restore-mark.ts';
import { HistoryCare } from './historian/care/history-care.ts';
import { type Historian, openHistorian } from './historian/historian.ts';
import type { HistorianTag, StoredEvent } from './historian/messages.ts';
import { LAST_TIME } from './historian/store/months.ts';
import type { Clock } from './platform/clock.ts';
import type { Log } from './platform/log.ts';
import type { StationProject } from './project/types.ts';
import {
  type DemoHistory,
  type DemoHistoryOptions,
  isDemoHistoryDue,
  oweDemoHistory,
  readDemoHistory,
  startDemoHistory,
} from './simulator/demo-history.ts';
import type { DemoHistoryFailure } from './simulator/history/messages.ts';
import { TOTALISERS } from './simulator/history/scan-groups.ts';
import type { Catalogue } from './tags/catalogue.ts';

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
      for (const text of historyText(event, project.timeZone)) {
        log.info(() => text.en);
        events.add('history', 'historian', text);
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
/** Longer than any past that is made. */
const PAST_MS = 40 * 86_400_000;
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
      const text = historyCareText(event, project.timeZone);
      log.info(() => text.en);
      events.add('history', 'historian', text);
    },
  });
}

export interface DemoPastParts extends Omit<HistoryParts, 'events' | 'catalogue'> {
  readonly events: Pick<EventLog, 'add'>;
  readonly catalogue: Pick<Catalogue, 'handleOf'>;
  readonly historian: Pick<Historian, 'report' | 'raw' | 'reached' | 'openImport'>;
}

export interface DemoPast {
  /** Null before it is known that there is anything to do, and after the end; what is there of one that failed stays. */
  readonly progress: DemoPastProgress | null;
  /** An interrupted past is gone on with at the next start. */
  stop(): Promise<void>;
}

/** Source of its events: whoever hears one asks how the history is. */
const HISTORIAN = 'historian';

const NO_PAST: DemoPast = { progress: null, stop: async () => undefined };

/** Makes the past of a demo station in the background, once. */
export function makeDemoPast(parts: DemoPastParts): DemoPast {
  const { project, dataDirectory, historian, log } = parts;
  const state = readDemoHistory({ dataDirectory, log });
  const hasHistory = historian.report?.isFirst !== true;
  if (historian.report === null || !isDemoHistoryDue(project, { state, hasHistory })) return NO_PAST;
  const owed =
    state === null
      ? oweDemoHistory({ dataDirectory, log }, { until: parts.clock.now(), seed: SEED })
      : { state, saved: Promise.resolve() };
  const ending = new AbortController();
  const { from, to } = owed.state;
  let progress: DemoPastProgress | null = { from, to, doneTo: from, failure: null };
  const onProgress = (doneTo: number): void => {
    // Made again from its beginning after an interruption, of which a part is stored already.
    progress = { from, to, doneTo: Math.max(doneTo, owed.state.doneTo), failure: null };
  };
  const onFailure = ({ failure, why }: DemoHistoryFailure): void => {
    const doneTo = progress?.doneTo ?? from;
    progress = { from, to, doneTo, failure };
    parts.events.add('history', HISTORIAN, demoPastText({ failure, why, doneTo }, project.timeZone));
  };
  const running = owed.saved
    .then(() => begin({ ...parts, onProgress, onFailure }, ending.signal))
    .catch((error: unknown) => {
      if (ending.signal.aborted) return null;
      // A demo without a past is still a station.
      log.warn(() => `the demo station's past could not begin: ${String(error)}`);
      onFailure({ failure: 'broken', why: String(error) });
      return null;
    });
  const ended = running.then(history => history?.finished);
  void ended.then(() => (progress = progress?.failure ? progress : null));
  return {
    get progress() {
      return progress;
    },
    stop: async () => {
      ending.abort();
      await (await running)?.stop();
    },
  };
}

/** Null when it was stopped before it began. */
async function begin(
  parts: DemoPastParts & Pick<DemoHistoryOptions, 'onProgress' | 'onFailure'>,
  signal: AbortSignal,
): Promise<DemoHistory | null> {
  const { project, dataDirectory, historian, log, clock } = parts;
  const until = readDemoHistory({ dataDirectory, log })?.to ?? clock.now();
  const ends = await firstTotals(parts, { until, signal });
  const reached = await reachedBy(historian, project, until);
  signal.throwIfAborted();
  return startDemoHistory({
    project,
    dataDirectory,
    log,
    port: historian.openImport('demo'),
    until,
    ends,
    seed: SEED,
    reached,
    onProgress: parts.onProgress,
    onFailure: parts.onFailure,
  });
}

/** What each totaliser showed first after `until`: there its past has to end. */
async function firstTotals(
  { historian, catalogue }: DemoPastParts,
  { until, signal }: { until: number; signal: AbortSignal },
): Promise<Record<string, number>> {
  const names = TOTALISERS.filter(name => catalogue.handleOf(name) !== undefined);
  const totals: Record<string, number> = {};
  for (let look = 0; look < LOOK_AT_MOST && Object.keys(totals).length < names.length; look++) {
    await setTimeout(LOOK_EVERY_MS, undefined, { signal });
    for (const name of names.filter(n => totals[n] === undefined)) {
      const { samples } = await historian.raw(name, { from: until, to: LAST_TIME, bounds: false, limit: 100 });
      const first = samples.v.find(Number.isFinite);
      if (first !== undefined) totals[name] = first;
    }
  }
  return totals;
}

/** Up to where each tag's past is stored already; live samples do not count, whatever their times. */
async function reachedBy(
  historian: DemoPastParts['historian'],
  project: StationProject,
  until: number,
): Promise<Map<string, number>> {
  const tags = project.tags.map(tag => tag.name);
  const times = await historian.reached({ tags, origin: 'demo', from: until - PAST_MS, to: until });
  return new Map(tags.flatMap((tag, i) => (typeof times[i] === 'number' ? [[tag, times[i]] as const] : [])));
}
