/**
 * Measured program: takes scans of the mix as fast as they become durable, a commit each, as the historian or as rows of SQLite
 * (`ts, tag, value, quality` in append order, WAL, FULL sync, the pages and checkpoints of the historian), bare or with the index
 * without which nobody can ask for a tag. Measured from when both run warm.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { prepareWriting } from '../../../main/historian/store/station-db.ts';
import type { SignalClass } from '../../../shared/model/tag.ts';
import { answer, bytesBelow, orderOf } from './measured.ts';
import { Mix, mixTags } from './mix.ts';
import { openForBench } from './open.ts';

export interface IngestOrder {
  readonly store: 'historian' | 'rows' | 'indexed-rows';
  readonly folder: string;
  readonly tags: number;
  readonly only: SignalClass | null;
  readonly scans: number;
  readonly scansPerCommit: number;
  /** The journal becomes chunks in the end, and the time of it counts. */
  readonly isSealed: boolean;
}

export interface Ingested {
  readonly samples: number;
  readonly wallMs: number;
  /** Of all threads. */
  readonly cpuMs: number;
  readonly bytes: number;
}

/** Takes a commit's samples. */
interface Store {
  take(scans: readonly number[]): Promise<void>;
  seal(): Promise<void>;
  close(): Promise<void>;
}

/** Scans before the measured ones, as a share of them: the historian's first seal is in it, and what is compiled, is by then. */
const WARM_UP = 0.5;
const START = Date.UTC(2026, 2, 1);
const order = orderOf<IngestOrder>();
const tags = mixTags(order.tags, order.only);
const mix = new Mix(tags, { start: START, round: Math.min(600, order.scans) });

async function historian(): Promise<Store> {
  const opened = await openForBench(order.folder, tags);
  return {
    take: scans => {
      for (const n of scans) for (const batch of mix.scan(n)) opened.record(batch);
      return opened.flush();
    },
    seal: () => opened.seal(),
    close: () => opened.stop(),
  };
}

async function rows(): Promise<Store> {
  const db = new Database(join(order.folder, 'rows.db'));
  prepareWriting(db, { givesBack: false });
  db.exec('CREATE TABLE sample (ts REAL, tag INTEGER, value REAL, quality INTEGER)');
  if (order.store === 'indexed-rows') db.exec('CREATE INDEX by_tag ON sample (tag, ts)');
  const insert = db.prepare('INSERT INTO sample VALUES (?, ?, ?, ?)');
  const commit = db.transaction((scans: readonly number[]) => {
    for (const n of scans) {
      for (const { handles, t, v, q } of mix.scan(n)) {
        for (let i = 0; i < handles.length; i++) insert.run(t[i], handles[i], v[i], q[i]);
      }
    }
  });
  return {
    take: async scans => commit(scans),
    seal: async () => undefined,
    close: async () => void db.close(),
  };
}

async function ingest(store: Store, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n += order.scansPerCommit) {
    await store.take(Array.from({ length: Math.min(order.scansPerCommit, to - n) }, (_, i) => n + i));
  }
}

mkdirSync(order.folder, { recursive: true });
const store = await (order.store === 'historian' ? historian() : rows());
const warmUp = Math.ceil((order.scans * WARM_UP) / order.scansPerCommit) * order.scansPerCommit;
await ingest(store, 0, warmUp);
if (order.isSealed) await store.seal();
const cpu = process.cpuUsage();
const startedAt = performance.now();
await ingest(store, warmUp, warmUp + order.scans);
if (order.isSealed) await store.seal();
const wallMs = performance.now() - startedAt;
const { user, system } = process.cpuUsage(cpu);
await store.close();
const samples = order.scans * order.tags;
const whole = (warmUp + order.scans) * order.tags;
answer({
  samples,
  wallMs,
  cpuMs: (user + system) / 1_000,
  bytes: (bytesBelow(order.folder) * samples) / whole,
} satisfies Ingested);
