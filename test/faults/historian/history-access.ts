/** How the fault runs open a historian over the known stream, and read everything back from it. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Historian, openHistorian } from '../../../main/historian/historian.ts';
import type { HistorianTag } from '../../../main/historian/messages.ts';
import { type Clock, systemClock } from '../../../main/platform/clock.ts';
import { createLog } from '../../../main/platform/log.ts';
import type { HistorySamples } from '../../../shared/model/history.ts';
import { kindOf, TAG_COUNT, tagName } from './known-stream.ts';
import type { Found, FoundSamples } from './verdict.ts';

export const knownTags = (): readonly HistorianTag[] =>
  Array.from({ length: TAG_COUNT }, (_, k) => ({
    handle: k,
    name: tagName(k),
    signalClass: kindOf(k) === 'state' ? 'DI' : kindOf(k) === 'noisy' ? 'AI' : 'COM',
    interpolation: kindOf(k) === 'noisy' || kindOf(k) === 'slow' ? 'sloped' : 'stepped',
    logging: { kind: 'all' },
    scaling: null,
    range: null,
  }));

/** `told` gets a line for everything that the historian tells of itself. */
export function openKnown(
  folder: string,
  told: (line: string) => void,
  { clock = systemClock, reserveMb = 1 }: { clock?: Clock; reserveMb?: number } = {},
): Promise<Historian> {
  return openHistorian({
    folder,
    tags: knownTags(),
    clock,
    log: createLog('faults', { level: 'warn', write: line => told(`log ${line.trim()}`) }),
    settings: {
      retentionDays: { DI: null, DO: null, AI: null, AO: null, COM: null, CALC: null, SYS: null },
      reserveMb,
      folder: 'history',
      backup: null,
    },
    onEvent: event => told(`event ${JSON.stringify(event)}`),
  });
}

/** Whether a line that was told says that samples are gone. */
export const isLossTold = (line: string): boolean =>
  /"wasClean":false|"kind":"(losing|set-aside|damaged)"|"(damagedRows|lostSamples)":[1-9]|"missing":\[\{/.test(line);

/** Everything that the historian holds of the known stream. */
export async function readBack(historian: Historian, folder: string): Promise<Found> {
  const unread: string[] = [];
  const tags: FoundSamples[] = [];
  for (let k = 0; k < TAG_COUNT; k++) tags.push(await readTag(historian, k, unread));
  const last = historian.lastValues;
  const times = new Map(last?.tag.map((tag, i) => [tag, last.t[i] ?? Number.NaN]));
  const newest = tags.map((_, k) => times.get(tagName(k)) ?? null);
  return { tags, events: eventNumbers(folder), unread, newest, unaccounted: historian.figures.unaccounted, damage: [] };
}

/** What was read before a refusal counts. */
async function readTag(historian: Historian, k: number, unread: string[]): Promise<FoundSamples> {
  const pages: HistorySamples[] = [];
  try {
    const query = { from: 0, to: 8e15, bounds: false, keepVersions: true };
    for await (const page of historian.stream(tagName(k), query)) pages.push(page);
  } catch (error) {
    unread.push(`${tagName(k)} cannot be read: ${String(error)}`);
  }
  return joined(pages);
}

function joined(pages: readonly HistorySamples[]): FoundSamples {
  const count = pages.reduce((sum, { t }) => sum + t.length, 0);
  const all = {
    t: new Float64Array(count),
    v: new Float64Array(count),
    q: new Uint16Array(count),
    seq: new Float64Array(count),
  };
  const exact = new Map<number, string>();
  let at = 0;
  for (const page of pages) {
    for (const name of ['t', 'v', 'q', 'seq'] as const) all[name].set(page[name], at);
    for (const [i, text] of page.exact ?? []) exact.set(at + i, text);
    at += page.t.length;
  }
  return { ...all, exact };
}

/** What the events say, by their numbers, as another program reads them. */
function eventNumbers(folder: string): readonly number[] {
  const db = new Database(join(folder, 'station.db'), { readonly: true });
  try {
    return db
      .prepare<[string], string>('SELECT zh FROM event WHERE source = ? ORDER BY number')
      .pluck()
      .all(EVENT_SOURCE)
      .map(Number);
  } finally {
    db.close();
  }
}

export const EVENT_SOURCE = 'faults';

/** What SQLite's own check says of every database below the folder, `ok` left out. The historian must be stopped. */
export function damageOf(folder: string): readonly string[] {
  const history = join(folder, 'history');
  const months = existsSync(history) ? readdirSync(history).filter(name => name.endsWith('.db')) : [];
  return ['station.db', ...months.map(name => join('history', name))].flatMap(name => {
    const db = new Database(join(folder, name), { readonly: true });
    try {
      const said = db.prepare<[], string>('PRAGMA integrity_check').pluck().all();
      return said.filter(line => line !== 'ok').map(line => `${name}: ${line}`);
    } finally {
      db.close();
    }
  });
}
