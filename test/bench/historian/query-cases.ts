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
/** 2,000 columns of 1,500 samples, where a chunk has 2,048. */
const WORST_SPAN = 3_000_000;
/** Where every past begins. */
const FROM = Date.UTC(2015, 0, 1);

export interface QueryPlan {
  /** Samples a tag, one a second: of the year, and of the thousand tags. */
  readonly year: number;
  readonly many: number;
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
  { year, many, coldRuns }: QueryPlan,
  progress: Progress,
): Promise<Record<string, BenchCase>> {
  const cases: Record<string, BenchCase> = {};
  for (const [suffix, factor] of [
    ['', 1],
    ['@10x', 10],
  ] as const) {
    const pens = await fill(place, { tags: PENS, samplesPerTag: year * factor }, progress);
    const thousand = await fill(place, { tags: MANY, samplesPerTag: many * factor }, progress);
    const measuredCases = { ...(await trends(pens, coldRuns, year)), ...(await instants(thousand)) };
    for (const [name, value] of Object.entries(measuredCases)) cases[name + suffix] = value;
    for (const { folder } of [pens, thousand]) rmSync(folder, { recursive: true, force: true });
  }
  return cases;
}

async function fill(
  place: string,
  { tags, samplesPerTag }: { tags: number; samplesPerTag: number },
  progress: Progress,
): Promise<Past> {
  const folder = join(place, `past-${tags}-${samplesPerTag}`);
  const order: FillOrder = { folder, tags, samplesPerTag, from: FROM };
  const filled = await measured<Filled>({ program: 'fill-process', order });
  progress(
    `${tags} tags × ${samplesPerTag} samples brought in, ${((filled.samples / filled.wallMs) * 1_000).toExponential(2)} values/s`,
  );
  return { folder, tags, samplesPerTag, filled };
}

type Question = Pick<QueryOrder, 'question' | 'pens' | 'times'> & { readonly span?: number };

/** `span`: samples of a tag that the question is about, the last ones. */
function ask(
  { folder, tags, samplesPerTag }: Past,
  { span: wanted = samplesPerTag, ...question }: Question,
): Promise<Asked> {
  const span = Math.min(wanted, samplesPerTag);
  const to = FROM + samplesPerTag * 1_000;
  return measured<Asked>({
    program: 'query-process',
    order: { folder, tags, from: to - span * 1_000, to, ...question },
  });
}

const warm = ({ ms }: Asked): number => median(ms.slice(1));

/** Over the same span of time however much there is: `year` samples of a tag. */
async function trends(past: Past, coldRuns: number, year: number): Promise<Record<string, BenchCase>> {
  const { filled, samplesPerTag } = past;
  const about = `${year} samples in 2,000 columns, of ${samplesPerTag} stored of each of ${PENS} tags, ${(filled.bytes / filled.samples).toFixed(2)} bytes/sample`;
  const one = await ask(past, { question: 'trend', pens: 1, times: TIMES, span: year });
  const eight = await ask(past, { question: 'trend', pens: PENS, times: TIMES, span: year });
  const all = await ask(past, { question: 'trend', pens: 1, times: TIMES });
  const worst = await ask(past, { question: 'trend', pens: 1, times: TIMES, span: WORST_SPAN });
  const day = await ask(past, { question: 'raw', pens: 1, times: TIMES });
  const cold: number[] = [];
  for (let run = 0; run < coldRuns; run++) {
    await dropFromCache(past.folder);
    const { ms } = await ask(past, { question: 'trend', pens: 1, times: 1, span: year });
    cold.push(ms[0] ?? Number.NaN);
  }
  return {
    'year-warm': { value: warm(one), unit: 'ms', note: `${about}; over everything stored ${warm(all).toFixed(1)} ms` },
    'worst-zoom': {
      value: warm(worst),
      unit: 'ms',
      note: `the last ${WORST_SPAN} samples in 2,000 columns: the longest span at which every chunk has a column's edge in it and must be decoded`,
    },
    'year-cold': {
      value: median(cold),
      unit: 'ms',
      note: `first question of a fresh process, its reader thread started with it, files dropped from the kernel's cache (posix_fadvise by dd)`,
    },
    'pens8-year': { value: warm(eight), unit: 'ms', note: about },
    'day-raw': { value: warm(day), unit: 'ms', note: `${day.size} samples` },
  };
}

async function instants(past: Past): Promise<Record<string, BenchCase>> {
  const slice = await ask(past, { question: 'slice', pens: 1, times: TIMES });
  const opens: number[] = [];
  for (let run = 0; run < 5; run++)
    opens.push((await ask(past, { question: 'last-values', pens: 1, times: 1 })).openMs);
  const about = `${slice.size} tags with ${past.samplesPerTag} samples each`;
  return {
    'slice-1000': {
      value: warm(slice),
      unit: 'ms',
      note: `${about}, another instant each time; the first one ${slice.ms[0]?.toFixed(1)} ms`,
    },
    'last-values-1000': {
      value: median(opens),
      unit: 'ms',
      note: `${about}; the whole opening of the historian, threads included`,
    },
  };
}
