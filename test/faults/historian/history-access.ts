/** How the fault runs open a historian over the known stream, and read everything back from it. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Historian, openHistorian } from '../../../main/historian/historian.ts';
import type { HistorianTag } from '../../../main/historian/messages.ts';
import { type Clock, systemClock } from '../../../main/platform/clock.ts';
import { createLog } from '../../../main/platform/log.ts';
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
    periodMs: 1_000,
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
      folder: null,
      backup: null,
    },
    onEvent: event => told(`event ${JSON.stringify(event)}`),
  });
}

/** Whether a line that was told says that samples are gone. */
export const isLossTold = (line: string): boolean => /lost|unclean|not stopped|killed|power|gap|interrupt/i.test(line);

/** Everything that the historian holds of the known stream. */
export async function readBack(historian: Historian, folder: string, told: string[]): Promise<Found> {
  const tags: FoundSamples[] = [];
  for (let k = 0; k < TAG_COUNT; k++) {
    tags.push(await readTag(historian, k, told));
  }
  return {
    tags,
    events: eventNumbers(folder),
    told,
    unaccounted: historian.status().unaccounted,
    stale: 0,
    damage: [],
  };
}

/** A refusal is told, and none of the tag's samples was read then. */
async function readTag(historian: Historian, k: number, told: string[]): Promise<FoundSamples> {
  try {
    const { t, v, q, seq, exact = [] } = await historian.query.raw({ tag: tagName(k), from: 0, to: 8e15 });
    return { t, v, q, seq, exact: new Map(exact) };
  } catch (error) {
    told.push(`lost to the reader: ${String(error)}`);
    const none = new Float64Array(0);
    return { t: none, v: none, q: new Uint16Array(0), seq: none, exact: new Map() };
  }
}

/** By number, as another program reads them. */
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
