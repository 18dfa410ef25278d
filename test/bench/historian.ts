/**
 * The historian: what a sample costs and weighs beside plain rows of SQLite, how fast a long past answers and ten times as much of
 * it, what the whole station pays for recording, and that everything comes back as it was. Each measured program is a process of
 * its own; the folders lie on the disk of the temporary folder.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench, BenchCase } from './bench.ts';
import type { Fidelity } from './historian/fidelity-process.ts';
import { type IngestPlan, ingestCases } from './historian/ingest-cases.ts';
import type { LoopDelays, LoopOrder } from './historian/loop-process.ts';
import { measured } from './historian/measured.ts';
import { type QueryPlan, queryCases } from './historian/query-cases.ts';
import { stationCases } from './historian/station-cases.ts';
import type { Span } from './station-load.ts';

interface Plan {
  readonly ingest: IngestPlan;
  readonly queries: QueryPlan;
  readonly station: Span;
  readonly loopMs: number;
  readonly fidelity: number;
}

const YEAR_S = 31_536_000;

const FULL: Plan = {
  ingest: { turns: 5, values: 10_000_000, rowValues: 3_000_000, weighedMinutes: 240 },
  queries: { year: YEAR_S, many: 7_200, liveS: 1_800, coldRuns: 5 },
  station: { warmUpMs: 20_000, ms: 420_000 },
  loopMs: 20_000,
  fidelity: 10_000_000,
};
const QUICK: Plan = {
  ingest: { turns: 1, values: 2_000_000, rowValues: 500_000, weighedMinutes: 20 },
  queries: { year: 300_000, many: 100, liveS: 60, coldRuns: 1 },
  station: { warmUpMs: 2_000, ms: 3_000 },
  loopMs: 1_000,
  fidelity: 200_000,
};

export const historian: Bench = async ({ quick, minutes, progress }) => {
  const plan = quick ? QUICK : FULL;
  const place = mkdtempSync(join(tmpdir(), 'citygate-bench-'));
  const cases: Record<string, BenchCase> = {};
  const add = (more: Record<string, BenchCase>): void => void Object.assign(cases, more);
  try {
    progress('what a sample costs and weighs, beside rows');
    add(await ingestCases(place, plan.ingest));
    progress('a long past, and ten times as much');
    add(await queryCases(place, plan.queries, progress));
    progress('the main thread meanwhile');
    add(await loopCase(place, plan));
    progress('everything comes back as it was');
    add(await fidelityCase(place, plan.fidelity));
    progress('the whole station: 10 × 1000 registers a second, recorded');
    const station = minutes === null ? plan.station : { ...plan.station, ms: minutes * 60_000 };
    add(await stationCases(station));
    return { cases };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
};

async function loopCase(place: string, { loopMs, queries }: Plan): Promise<Record<string, BenchCase>> {
  const folder = join(place, 'loop');
  const from = Date.UTC(2025, 0, 1);
  await measured({ program: 'fill-process', order: { folder, tags: 8, from, samplesPerTag: queries.year, liveS: 0 } });
  const order: LoopOrder = { folder, ms: loopMs, from, to: from + queries.year * 1_000 };
  const delays = await measured<LoopDelays>({ program: 'loop-process', order });
  rmSync(folder, { recursive: true, force: true });
  const note =
    `10,000 values/s recorded; while sealing (${delays.sealed} times) ${delays.sealing.toFixed(2)} ms, during backups ` +
    `(${delays.backups}) ${delays.backup.toFixed(2)} ms, during questions of 8 pens over ${queries.year} samples each ` +
    `(${delays.asked}) ${delays.queries.toFixed(2)} ms, none of them ${delays.idle.toFixed(2)} ms`;
  const value = Math.max(delays.sealing, delays.backup, delays.queries);
  return { 'loop-delay-p99': { value, unit: 'ms', note } };
}

async function fidelityCase(place: string, total: number): Promise<Record<string, BenchCase>> {
  const folder = join(place, 'fidelity');
  const { compared, wrong, first } = await measured<Fidelity>({
    program: 'fidelity-process',
    order: { folder, total, seed: 4 },
  });
  rmSync(folder, { recursive: true, force: true });
  const note = `${compared} random samples through journal, seal and reader, compared bit by bit${first === null ? '' : `; ${first}`}`;
  return { fidelity: { value: wrong, unit: 'samples differ', note } };
}
