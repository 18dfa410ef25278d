/** How fast samples become durable, and what they weigh, beside plain rows in the same run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchCase, median } from '../bench.ts';
import type { Ingested, IngestOrder } from './ingest-process.ts';
import { measured } from './measured.ts';
import type { Weighed, WeighOrder } from './weigh-process.ts';

/** Of a large station, and of more than any has: then a chunk holds what fits into memory, a few hundred samples. */
const TAGS = 1_000;
const MANY_TAGS = 10_000;
/** A transaction, on both sides. */
const VALUES_PER_COMMIT = 50_000;

/** Rows with an index take ten times as long: so much fewer are enough. */
const INDEXED_SHARE = 3;

export interface IngestPlan {
  readonly turns: number;
  /** Values taken, by the historian and as rows. */
  readonly values: number;
  readonly rowValues: number;
  /** Of the demo station's time, for the weight. */
  readonly weighedMinutes: number;
}

/** `place`: a folder on the disk that is measured. */
export async function ingestCases(place: string, plan: IngestPlan): Promise<Record<string, BenchCase>> {
  return {
    ...(await casesOf(place, plan, TAGS)),
    ...renamed(await casesOf(place, plan, MANY_TAGS), '@10k-tags'),
    ...(await weightCases(place, plan)),
  };
}

const renamed = (cases: Record<string, BenchCase>, suffix: string): Record<string, BenchCase> =>
  Object.fromEntries(Object.entries(cases).map(([name, found]) => [name + suffix, found]));

async function casesOf(place: string, plan: IngestPlan, tags: number): Promise<Record<string, BenchCase>> {
  const one = { tags, only: null, scansPerCommit: VALUES_PER_COMMIT / tags } as const;
  const scans = plan.values / tags;
  const turns: { all: Ingested; journal: Ingested; rows: Ingested }[] = [];
  const indexedScans = Math.ceil(plan.rowValues / INDEXED_SHARE / VALUES_PER_COMMIT) * one.scansPerCommit;
  const indexed = await ingest(place, { ...one, store: 'indexed-rows', scans: indexedScans, isSealed: false });
  for (let turn = 0; turn < plan.turns; turn++) {
    turns.push({
      rows: await ingest(place, { ...one, store: 'rows', scans: plan.rowValues / tags, isSealed: false }),
      all: await ingest(place, { ...one, store: 'historian', scans, isSealed: true }),
      journal: await ingest(place, { ...one, store: 'historian', scans, isSealed: false }),
    });
  }
  const rows = turns.map(t => t.rows);
  const all = turns.map(t => t.all);
  const journal = turns.map(t => t.journal);
  return {
    ingest: rateCase(all, rows, `${tags} tags, sealing into chunks included`),
    'ingest-beside-indexed-rows': rateCase(
      all,
      [indexed],
      `${tags} tags, beside rows that can be asked for by tag and time`,
    ),
    'ingest-journal-only': rateCase(journal, rows, `${tags} tags, sealing as it comes due`),
  };
}

async function ingest(place: string, order: Omit<IngestOrder, 'folder'>): Promise<Ingested> {
  const folder = mkdtempSync(join(place, 'ingest-'));
  try {
    return await measured<Ingested>({ program: 'ingest-process', order: { ...order, folder }, isPinned: true });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const perS = (runs: readonly Ingested[]): number => median(runs.map(r => (r.samples / r.wallMs) * 1_000));
const cpuNs = (runs: readonly Ingested[]): number => median(runs.map(r => (r.cpuMs * 1e6) / r.samples));
const wallNs = (runs: readonly Ingested[]): number => median(runs.map(r => (r.wallMs * 1e6) / r.samples));

function rateCase(ours: readonly Ingested[], rows: readonly Ingested[], what: string): BenchCase {
  const [value, baseline] = [perS(ours), perS(rows)];
  const costs = (runs: readonly Ingested[]): string =>
    `${cpuNs(runs).toFixed(0)} ns CPU, ${wallNs(runs).toFixed(0)} ns in all`;
  return {
    value,
    unit: 'values/s',
    baseline,
    ratio: value / baseline,
    note: `${what}; both on one core, ${VALUES_PER_COMMIT} values a transaction; a value costs ${costs(ours)}, a row ${costs(rows)}`,
  };
}

async function weightCases(place: string, { weighedMinutes }: IngestPlan): Promise<Record<string, BenchCase>> {
  const weigh = async (store: WeighOrder['store']): Promise<Weighed> => {
    const folder = mkdtempSync(join(place, 'weigh-'));
    try {
      return await measured<Weighed>({ program: 'weigh-process', order: { store, folder, minutes: weighedMinutes } });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  const [rows, ours] = [await weigh('rows'), await weigh('historian')];
  const [baseline, value] = [rows.bytes / rows.samples, ours.bytes / ours.samples];
  const axis = (ours.axisBytes / ours.samples).toFixed(2);
  const note = `the demo station at 1 s over ${weighedMinutes} min, pages in use after a stop, indexes included; times and sequence numbers ${axis} of it`;
  const classes = Object.entries(ours.byClass).map(
    ([kind, { samples, bytes }]) =>
      [
        `bytes-per-sample@${kind}`,
        { value: bytes / samples, unit: 'bytes', note: `${samples} samples, their times not counted` },
      ] as const,
  );
  return {
    'bytes-per-sample': { value, unit: 'bytes', baseline, ratio: value / baseline, note },
    ...Object.fromEntries(classes),
  };
}
