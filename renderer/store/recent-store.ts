/**
 * The last hour of the tags that have a chart on screen: read once from the host's memory, then continued from the live
 * samples. Read anew after every reconnect, so that what happened meanwhile is neither missing nor invented.
 */

import { qualityClass } from '../../shared/model/quality.ts';
import type { Handle } from '../../shared/model/tag.ts';
import type { RecentSeries } from '../../shared/rpc/contract.ts';
import { CallError } from '../host/call-book.ts';
import type { Client } from '../host/client.ts';
import type { TagStore } from './tag-store.ts';

export const WINDOW_MS = 3_600_000;
/** Names per `history.recent` call, as the contract allows. */
const NAMES_PER_CALL = 64;
/** Points are dropped from the front in steps, because shifting an array for every sample is quadratic. */
const PRUNE_STEP = 600;

export interface Series {
  readonly t: number[];
  /** NaN where there was no number. */
  readonly v: number[];
  readonly q: number[];
  /** Time of the last sample that was made for the demo, epoch ms UTC; null without one. */
  demoUntil: number | null;
  state: 'loading' | 'ready' | 'failed';
}

export interface RecentStore {
  /** Series of the tag; the same object is continued in place. Counted; call the returned `release` when done. */
  watch(tag: string, handle: Handle, listener: () => void): { readonly series: Series; release(): void };
  /** Reads every watched series again. */
  reload(): void;
  /** Another time is shown: nothing of what was known belongs to it. */
  restart(): void;
  /** The link is lost from here on: a gap, not a line, until history is read again. */
  markGap(time: number): void;
}

interface Entry {
  readonly tag: string;
  readonly series: Series;
  readonly listeners: Set<() => void>;
}

export function createRecentStore(client: Client, tags: TagStore): RecentStore {
  const entries = new Map<Handle, Entry>();
  const wanted = new Set<Handle>();
  let isReadAsked = false;
  /** Answers of a time that is not shown any more are of no use. */
  let showing = 0;

  const tell = (entry: Entry): void => {
    for (const listener of entry.listeners) listener();
  };

  const read = async (handles: readonly Handle[]): Promise<void> => {
    const mine = showing;
    const names = handles.flatMap(handle => entries.get(handle)?.tag ?? []);
    try {
      const all = await client.call('history.recent', { tags: names, from: client.stationNow() - WINDOW_MS });
      if (mine !== showing) return;
      for (const handle of handles) {
        const entry = entries.get(handle);
        const found = all.find(series => series.tag === entry?.tag);
        if (entry === undefined || found === undefined) continue;
        merge(entry.series, found);
        tell(entry);
      }
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      // After a lost link `reload` comes with the reconnect; another refusal is shown on the chart.
      if (error.body.code === 'link-lost') return;
      for (const handle of handles) {
        const entry = entries.get(handle);
        if (entry === undefined) continue;
        entry.series.state = 'failed';
        tell(entry);
      }
    }
  };
  const ask = (handle: Handle): void => {
    wanted.add(handle);
    if (isReadAsked) return;
    isReadAsked = true;
    // A scene mounts twenty charts in one go; one microtask later they are one request.
    queueMicrotask(() => {
      isReadAsked = false;
      const handles = [...wanted];
      wanted.clear();
      for (let i = 0; i < handles.length; i += NAMES_PER_CALL) void read(handles.slice(i, i + NAMES_PER_CALL));
    });
  };

  tags.onSample((handle, sample) => {
    const entry = entries.get(handle);
    if (entry === undefined) return;
    append(entry.series, sample);
    prune(entry.series, client.stationNow() - WINDOW_MS);
  });

  const reload = (): void => {
    for (const [handle, entry] of entries) if (!entry.tag.startsWith('~')) ask(handle);
  };
  return {
    watch: (tag, handle, listener) => {
      let entry = entries.get(handle);
      if (entry === undefined) {
        // A derived point of a scene has no history of its own: its line starts when somebody looks.
        const isDerived = tag.startsWith('~');
        entry = { tag, series: emptySeries(isDerived ? 'ready' : 'loading'), listeners: new Set() };
        entries.set(handle, entry);
        if (isDerived) append(entry.series, tags.sample(handle));
        else ask(handle);
      }
      const mine = entry;
      mine.listeners.add(listener);
      return {
        series: mine.series,
        release: () => {
          mine.listeners.delete(listener);
          if (mine.listeners.size === 0 && entries.get(handle) === mine) entries.delete(handle);
        },
      };
    },
    reload,
    restart: () => {
      showing += 1;
      for (const entry of entries.values()) {
        for (const column of [entry.series.t, entry.series.v, entry.series.q]) column.length = 0;
        entry.series.demoUntil = null;
        tell(entry);
      }
      reload();
    },
    markGap: time => {
      for (const entry of entries.values()) append(entry.series, { t: time, v: Number.NaN, q: 0 });
    },
  };
}

export const emptySeries = (state: Series['state']): Series => ({ t: [], v: [], q: [], demoUntil: null, state });

/** Adds a sample unless it is not newer than the last one. A bad sample has no number, whatever it carries. */
export function append(series: Series, sample: { readonly t: number; readonly v: number; readonly q: number }): void {
  const last = series.t.at(-1);
  if (!Number.isFinite(sample.t) || (last !== undefined && sample.t <= last)) return;
  series.t.push(sample.t);
  series.v.push(qualityClass(sample.q) === 'bad' ? Number.NaN : sample.v);
  series.q.push(sample.q);
}

function prune(series: Series, from: number): void {
  let count = 0;
  while (count < series.t.length && (series.t[count] ?? 0) < from) count += 1;
  if (count < PRUNE_STEP) return;
  // The last sample before the window stays: the line enters from it.
  for (const column of [series.t, series.v, series.q]) column.splice(0, count - 1);
}

type Found = Pick<RecentSeries, 't' | 'v' | 'q' | 'demoUntil'>;

/**
 * History replaces what is there; live samples that are newer than its end stay. Where the demo's past ends, so does its line: from
 * there to the first value of the field nothing was measured.
 */
export function merge(series: Series, found: Found): void {
  const end = found.t.at(-1) ?? Number.NEGATIVE_INFINITY;
  const newer: { t: number; v: number; q: number }[] = [];
  series.t.forEach((t, i) => {
    if (t > end) newer.push({ t, v: series.v[i] ?? Number.NaN, q: series.q[i] ?? 0 });
  });
  for (const column of [series.t, series.v, series.q]) column.length = 0;
  series.demoUntil = found.demoUntil;
  found.t.forEach((t, i) => {
    append(series, { t, v: found.v[i] ?? Number.NaN, q: found.q[i] ?? 0 });
    if (t === found.demoUntil) append(series, { t: t + 1, v: Number.NaN, q: 0 });
  });
  for (const sample of newer) append(series, sample);
  series.state = 'ready';
}
