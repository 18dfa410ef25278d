/** How fast samples become durable, and what they weigh, beside plain rows in the same run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchCase, median } from '../bench.ts';
import type { Ingested, IngestOrder } from './ingest-process.ts';
import { measured } from './measured.ts';
import type { Weighed, WeighOrder } from './weigh-process.ts';

const TAGS = 10_000;
/** 50,000 values a transaction, on both sides. */
const SCANS_PER_COMMIT = 5;

export interface IngestPlan {
  readonly turns: number;
  /** Scans of 10,000 tags. */
  readonly scans: number;
  readonly rowScans: number;
  /** Of the demo station's time, for the weight. */
  readonly weighedMinutes: number;
}

/** `place`: a folder on the disk that is measured. */
export async function ingestCases(place: string, plan: IngestPlan): Promise<Record<string, BenchCase>> {
  const one = { tags: TAGS, only: null, scansPerCommit: SCANS_PER_COMMIT } as const;
  const turns: { all: Ingested; journal: Ingested; rows: Ingested }[] = [];
  for (let turn = 0; turn < plan.turns; turn++) {
    turns.push({
      rows: await ingest(place, { ...one, store: 'rows', scans: plan.rowScans, isSealed: false }),
      all: await ingest(place, { ...one, store: 'historian', scans: plan.scans, isSealed: true }),
      journal: await ingest(place, { ...one, store: 'historian', scans: plan.scans, isSealed: false }),
    });
  }
  const rows = turns.map(t => t.rows);
  return {
    ingest: rateCase(
      turns.map(t => t.all),
      rows,
      'sealing into chunks included',
    ),
    'ingest-journal-only': rateCase(
      turns.map(t => t.journal),
      rows,
      'until the journal is durable',
    ),
    ...(await weightCases(place, plan)),
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
    note: `${what}; both on one core, ${TAGS * SCANS_PER_COMMIT} values a transaction; a value costs ${costs(ours)}, a row ${costs(rows)}`,
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
