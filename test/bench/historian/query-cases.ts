/** Questions about a long past, and the same about ten times as much. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchCase, median } from '../bench.ts';
import type { Filled, FillOrder } from './fill-process.ts';
import { dropFromCache, measured } from './measured.ts';
import type { Asked, QueryOrder } from './query-process.ts';

const PENS = 8;
const MANY = 1_000;
const TIMES = 7;
/** A log asks for one instant after the other: 24 of a day. */
const SLICES = 25;
/**
 * Spans of a zoom, in samples of one a second: 1 and 6 hours, a day, a week, then those around the length at which a column is as long
 * as a chunk of 2,048 samples, where nearly every chunk must be decoded, a third of a year, 1, 3 and 10 years.
 */
const ZOOM = [
  3_600, 21_600, 86_400, 604_800, 3_000_000, 4_000_000, 6_000_000, 10_368_000, 31_536_000, 94_608_000, 315_360_000,
];
/** Where every past begins. */
const FROM = Date.UTC(2015, 0, 1);

export interface QueryPlan {
  /** Samples a tag, one a second: of the year, and of the thousand tags. */
  readonly year: number;
  readonly many: number;
  /** Seconds that the thousand tags are recorded behind that. */
  readonly liveS: number;
  readonly coldRuns: number;
}

interface Past {
  readonly folder: string;
  readonly tags: number;
  readonly samplesPerTag: number;
  readonly filled: Filled;
}

type Progress = (text: string) => void;

export async function queryCases(
  place: string,
  { year, many, liveS, coldRuns }: QueryPlan,
  progress: Progress,
): Promise<Record<string, BenchCase>> {
  const cases: Record<string, BenchCase> = {};
  for (const [suffix, factor] of [
    ['', 1],
    ['@10x', 10],
  ] as const) {
    const pens = await fill(place, { tags: PENS, samplesPerTag: year * factor, liveS: 0 }, progress);
    const thousand = await fill(place, { tags: MANY, samplesPerTag: many * factor, liveS }, progress);
    const measuredCases = { ...(await trends(pens, coldRuns, year)), ...(await instants(thousand)) };
    for (const [name, value] of Object.entries(measuredCases)) cases[name + suffix] = value;
    for (const { folder } of [pens, thousand]) rmSync(folder, { recursive: true, force: true });
  }
  return cases;
}

async function fill(
  place: string,
  { tags, samplesPerTag, liveS }: Pick<FillOrder, 'tags' | 'samplesPerTag' | 'liveS'>,
  progress: Progress,
): Promise<Past> {
  const folder = join(place, `past-${tags}-${samplesPerTag}`);
  const order: FillOrder = { folder, tags, samplesPerTag, liveS, from: FROM };
  const filled = await measured<Filled>({ program: 'fill-process', order });
  progress(
    `${tags} tags × ${samplesPerTag} samples brought in, ${((filled.samples / filled.wallMs) * 1_000).toExponential(2)} values/s`,
  );
  return { folder, tags, samplesPerTag, filled };
}

type Question = Pick<QueryOrder, 'question' | 'pens' | 'times'> &
  Partial<Pick<QueryOrder, 'isMoving'>> & { readonly span?: number };

/** `span`: samples of a tag that the question is about, the last ones. */
function ask(
  { folder, tags, samplesPerTag }: Past,
  { span: wanted = samplesPerTag, ...question }: Question,
): Promise<Asked> {
  const span = Math.min(wanted, samplesPerTag);
  const to = FROM + samplesPerTag * 1_000;
  return measured<Asked>({
    program: 'query-process',
    order: { folder, tags, from: to - span * 1_000, to, isMoving: false, ...question },
  });
}

const warm = ({ ms }: Asked): number => median(ms.slice(1));

/** Over the same span of time however much there is: `year` samples of a tag. */
async function trends(past: Past, coldRuns: number, year: number): Promise<Record<string, BenchCase>> {
  const { filled, samplesPerTag } = past;
  const about = `${year} samples in 2,000 columns, of ${samplesPerTag} stored of each of ${PENS} tags, ${(filled.bytes / filled.samples).toFixed(2)} bytes/sample`;
  const one = await ask(past, { question: 'trend', pens: 1, times: TIMES, span: year });
  const eight = await ask(past, { question: 'trend', pens: PENS, times: TIMES, span: year });
  const day = await ask(past, { question: 'raw', pens: 1, times: TIMES });
  const cold: number[] = [];
  for (let run = 0; run < coldRuns; run++) {
    await dropFromCache(past.folder);
    const { ms } = await ask(past, { question: 'trend', pens: 1, times: 1, span: year });
    cold.push(ms[0] ?? Number.NaN);
  }
  return {
    'year-warm': { value: warm(one), unit: 'ms', note: about },
    zoom: await zoom(past),
    'year-cold': {
      value: median(cold),
      unit: 'ms',
      note: `first question of a fresh process, its reader thread started with it, files dropped from the kernel's cache (posix_fadvise by dd)`,
    },
    'pens8-year': { value: warm(eight), unit: 'ms', note: about },
    'day-raw': { value: warm(day), unit: 'ms', note: `${day.size} samples` },
  };
}

/** Any zoom costs the same: over spans from an hour to everything that is stored. */
async function zoom(past: Past): Promise<BenchCase> {
  const spans = ZOOM.filter(span => span <= past.samplesPerTag);
  const curve: number[] = [];
  for (const span of spans)
    curve.push(warm(await ask(past, { question: 'trend', pens: 1, times: TIMES, span, isMoving: true })));
  const worst = Math.max(...curve);
  const points = spans.map((span, i) => `${(span / 86_400).toFixed(2)} d ${curve[i]?.toFixed(1)}`);
  return {
    value: worst,
    unit: 'ms',
    note: `the longest of: ${points.join(', ')}; a chart in 2,000 columns, moved on each time; ${(worst / Math.min(...curve)).toFixed(0)} times the shortest, which has the fewest samples`,
  };
}

async function instants(past: Past): Promise<Record<string, BenchCase>> {
  const cut = await starts(past);
  const slice = await ask(past, { question: 'slice', pens: 1, times: SLICES });
  const clean = await starts(past);
  const about = `${slice.size} tags with ${past.samplesPerTag} samples each`;
  return {
    'slice-1000': {
      value: warm(slice),
      unit: 'ms',
      note: `${about}, another instant each time; the first one ${slice.ms[0]?.toFixed(1)} ms`,
    },
    'last-values-1000': {
      value: cut.lastMs,
      unit: 'ms',
      note: `${cut.lastCount} tags, from opening until the station has them, after a power cut with a full journal in which five tags were silent; after a stop in order ${clean.lastMs.toFixed(1)} ms; until the writer thread has replayed the journal ${cut.openMs.toFixed(0)} ms`,
    },
  };
}

async function starts(past: Past): Promise<Pick<Asked, 'lastMs' | 'lastCount' | 'openMs'>> {
  const runs: Asked[] = [];
  for (let run = 0; run < 5; run++) runs.push(await ask(past, { question: 'last-values', pens: 1, times: 1 }));
  const lastCount = Math.min(...runs.map(run => run.lastCount));
  return { lastCount, lastMs: median(runs.map(run => run.lastMs)), openMs: median(runs.map(run => run.openMs)) };
}
