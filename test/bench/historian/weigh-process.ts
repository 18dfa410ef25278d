/**
 * Measured program: the demo station's own samples at 1 s, recorded scan by scan and committed twice a second as when they are
 * live, weighed as a historian's files and as rows of SQLite.
 */
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { loadProject } from '../../../main/project/load-project.ts';
import { demoSamples } from '../../../main/simulator/history/demo-run.ts';
import { GOOD } from '../../../shared/model/quality.ts';
import type { SampleBatch, SignalClass } from '../../../shared/model/tag.ts';
import { projectRoot } from '../../kit/build.ts';
import { waitFor } from '../../kit/wait-for.ts';
import { answer, orderOf } from './measured.ts';
import { openForBench } from './open.ts';

export interface WeighOrder {
  readonly store: 'historian' | 'rows';
  readonly folder: string;
  readonly minutes: number;
}

export interface Weighed {
  readonly samples: number;
  /** Pages in use of all databases, indexes included. What the journal has left free is used again and again. */
  readonly bytes: number;
  /** Values, qualities and aggregates of the tags of a class; times are shared. Empty for rows. */
  readonly byClass: Readonly<Partial<Record<SignalClass, { readonly samples: number; readonly bytes: number }>>>;
  /** Of times and sequence numbers. */
  readonly axisBytes: number;
}

const COMMIT_MS = 500;
const EMPTY_LIMIT_MS = 60_000;
/** A calm day, far from the events of the demo's month. */
const UNTIL = Date.UTC(2026, 10, 22, 6, 0, 0);

const order = orderOf<WeighOrder>();
const project = await loadProject(join(projectRoot, 'assets/demo-station'));
const tags = project.tags.map(({ name, signalClass }) => ({ name, signalClass, signal: 'decimal' as const }));
const handles = new Map(tags.map(({ name }, handle) => [name, handle]));

/** Replies in the order in which they came. */
function replies(): readonly (SampleBatch & { at: number })[] {
  const from = UNTIL - order.minutes * 60_000;
  const all: (SampleBatch & { at: number })[] = [];
  for (const { t, columns } of demoSamples({ project, from, to: UNTIL, stepMs: 1_000, seed: 1, events: [] })) {
    const own = Uint32Array.from(columns, ({ tag }) => handles.get(tag) ?? 0);
    for (const [row, at] of t.entries()) {
      all.push({
        at,
        handles: own,
        t: new Float64Array(own.length).fill(at),
        v: Float64Array.from(columns, ({ v }) => v[row] ?? Number.NaN),
        q: Uint16Array.from(columns, ({ q }) => q?.[row] ?? GOOD),
      });
    }
  }
  return all.toSorted((a, b) => a.at - b.at);
}

/** What is committed together. */
function* commits(): Generator<readonly SampleBatch[]> {
  let commit: SampleBatch[] = [];
  let until = 0;
  for (const reply of replies()) {
    if (reply.at >= until) {
      if (commit.length > 0) yield commit;
      commit = [];
      until = reply.at + COMMIT_MS;
    }
    commit.push(reply);
  }
  yield commit;
}

async function historian(counts: Map<number, number>): Promise<void> {
  const opened = await openForBench(order.folder, tags);
  for (const commit of commits()) {
    for (const batch of commit) {
      opened.record(batch);
      for (const handle of batch.handles) counts.set(handle, (counts.get(handle) ?? 0) + 1);
    }
    await opened.flush();
  }
  await opened.seal();
  // What has been sealed leaves the journal little by little.
  await waitFor('an empty journal', () => journalRows() === 0, EMPTY_LIMIT_MS);
  await opened.stop();
}

function journalRows(): number {
  const db = new Database(join(order.folder, 'station.db'), { readonly: true });
  try {
    return Number(db.prepare('SELECT count(*) FROM journal').pluck().get());
  } finally {
    db.close();
  }
}

function rows(counts: Map<number, number>): void {
  const db = new Database(join(order.folder, 'rows.db'));
  db.pragma('journal_mode = WAL');
  db.exec('CREATE TABLE sample (ts REAL, tag INTEGER, value REAL, quality INTEGER)');
  const insert = db.prepare('INSERT INTO sample VALUES (?, ?, ?, ?)');
  db.transaction(() => {
    for (const commit of commits()) {
      for (const { handles: own, t, v, q } of commit) {
        own.forEach((handle, i) => insert.run(t[i], handle, v[i], q[i]));
        for (const handle of own) counts.set(handle, (counts.get(handle) ?? 0) + 1);
      }
    }
  })();
  db.close();
}

/** Bytes of the chunks and their aggregates, by class. */
function classes(counts: ReadonlyMap<number, number>): Pick<Weighed, 'byClass' | 'axisBytes'> {
  const byClass: Partial<Record<SignalClass, { samples: number; bytes: number }>> = {};
  let axisBytes = 0;
  const add = (name: string, samples: number, bytes: number): void => {
    const kind = tags[handles.get(name) ?? -1]?.signalClass;
    if (kind === undefined) return;
    const sum = (byClass[kind] ??= { samples: 0, bytes: 0 });
    sum.samples += samples;
    sum.bytes += bytes;
  };
  for (const [handle, count] of counts) add(tags[handle]?.name ?? '', count, 0);
  const months = readdirSync(join(order.folder, 'history')).filter(name => name.endsWith('.db'));
  for (const month of months) {
    const db = new Database(join(order.folder, 'history', month), { readonly: true });
    axisBytes += Number(db.prepare('SELECT coalesce(sum(length(data)), 0) FROM axis').pluck().get());
    for (const table of ['chunk', 'head', 'span']) {
      const sums = db.prepare<[], { name: string; bytes: number }>(
        `SELECT tag.name AS name, sum(length(data)) AS bytes FROM ${table} JOIN tag ON tag.id = ${table}.tag GROUP BY tag.id`,
      );
      for (const { name, bytes } of sums.all()) add(name, 0, bytes);
    }
    db.close();
  }
  return { byClass, axisBytes };
}

function usedBytes(): number {
  const names = readdirSync(order.folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.db'));
  return names.reduce((sum, name) => {
    const db = new Database(join(order.folder, name), { readonly: true });
    const [pages = 0, free = 0, size = 0] = ['page_count', 'freelist_count', 'page_size'].map(pragma =>
      Number(db.pragma(pragma, { simple: true })),
    );
    db.close();
    return sum + (pages - free) * size;
  }, 0);
}

mkdirSync(order.folder, { recursive: true });
const counts = new Map<number, number>();
if (order.store === 'rows') rows(counts);
else await historian(counts);
answer({
  samples: [...counts.values()].reduce((a, b) => a + b, 0),
  bytes: usedBytes(),
  ...(order.store === 'rows' ? { byClass: {}, axisBytes: 0 } : classes(counts)),
} satisfies Weighed);
