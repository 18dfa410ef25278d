/** Each question of the main thread answered over tag histories (reader thread). Answers are typed arrays of their own. */
import type {
  AggregateSeries,
  HistoryBuckets,
  HistorySamples,
  SliceValue,
  TrendSeries,
} from '../../../shared/model/history.ts';
import { qualityClass } from '../../../shared/model/quality.ts';
import type { HistoryQuery, RawRequest } from '../messages.ts';
import { aggregates } from '../query/aggregates.ts';
import type { TagHistory } from '../query/block.ts';
import { type BucketQuery, buckets } from '../query/buckets/buckets.ts';
import type { CancelSignal } from '../query/query-span.ts';
import { type RawCursor, rawSamples } from '../query/raw-samples.ts';
import { timeInState } from '../query/time-in-state.ts';
import { valueAt } from '../query/value-at.ts';
import type { Samples } from '../samples.ts';
import { originsOf } from './origins.ts';
import { type SourcedHistory, storedOnly, type TagQuestion } from './tag-source.ts';

/** Samples a column at which a trend is still drawn from samples. */
const SAMPLES_PER_COLUMN = 4;

/** Histories of the tags that a question is about, in its order. */
export type Source = (questions: readonly TagQuestion[]) => Promise<readonly SourcedHistory[]>;

export interface RawAnswer {
  readonly samples: HistorySamples;
  /** One a sample, by its place in `ORIGINS`. */
  readonly origin: Uint8Array;
  readonly next: RawCursor | null;
}

export async function answerQuery(query: HistoryQuery, source: Source, signal: CancelSignal): Promise<unknown> {
  switch (query.name) {
    case 'trend':
      return trend(query, source, signal);
    case 'raw':
      return raw(query, source, signal);
    case 'aggregate': {
      const { tags, steps } = query;
      const histories = await source(tags.map(tag => ({ tag, ...steps })));
      return histories.flatMap((history, i): AggregateSeries[] =>
        aggregates(history, query.aggregates, { ...steps, signal }).map(s => ({ tag: tags[i] ?? '', ...s })),
      );
    }
    case 'states': {
      const [history] = await source([query]);
      return history === undefined ? null : timeInState(history, { ...query, signal });
    }
    case 'reached': {
      const { tags, origin, from, to } = query;
      const histories = await source(tags.map(tag => ({ tag, from, to })));
      return histories.map(({ marks }) => marks.findLast(mark => mark.origin === origin && mark.from < to)?.to ?? null);
    }
    case 'slice': {
      const { tags, at } = query;
      const histories = await source(tags.map(tag => ({ tag, from: at, to: at })));
      return histories.map((history, i) => slice(history, tags[i] ?? '', at));
    }
  }
}

async function trend(
  { tags, from, to, columns }: Extract<HistoryQuery, { name: 'trend' }>,
  source: Source,
  signal: CancelSignal,
): Promise<TrendSeries[]> {
  const histories = await source(tags.map(tag => ({ tag, from, to })));
  return histories.map((history, i) => {
    const isFew = countIn(history, from, to) <= columns * SAMPLES_PER_COLUMN;
    const drawn: { samples: HistorySamples | null; buckets: HistoryBuckets | null } = isFew
      ? { samples: told(rawSamples(history, { from, to, bounds: true, signal }).samples), buckets: null }
      : { samples: null, buckets: storedBuckets(history, { from, to, count: columns, want: 'minmax', signal }) };
    return {
      tag: tags[i] ?? '',
      isStepped: history.interpolation === 'stepped',
      ...drawn,
      knownUntil: history.knownUntil,
      marks: history.marks.filter(mark => mark.from < to && mark.to > from),
    };
  });
}

/** What ends an import is drawn like a sample, but nobody ever stored it: it does not count. */
function storedBuckets(history: SourcedHistory, query: BucketQuery): HistoryBuckets {
  const answer = buckets(history, query);
  const { count, stepMs } = answer;
  const edge = (c: number): number => (c === query.count ? query.to : query.from + c * stepMs);
  for (const t of history.importEnds) {
    const c = count.findIndex((_, i) => t >= edge(i) && t < edge(i + 1));
    if (c >= 0) count[c] = (count[c] ?? 0) - 1;
  }
  return answer;
}

async function raw(
  { tag, query }: { tag: string; query: RawRequest },
  source: Source,
  signal: CancelSignal,
): Promise<RawAnswer | null> {
  const [history] = await source([{ tag, ...query }]);
  if (history === undefined) return null;
  const { samples, next } = rawSamples(history, { ...query, signal });
  const stored = storedOnly(samples);
  return { samples: told(stored), origin: originsOf(stored, history.imports), next };
}

/** Samples in [from, to), from heads and the ends alone. */
function countIn({ blocks }: TagHistory, from: number, to: number): number {
  let count = 0;
  for (const block of blocks) {
    const { firstT, lastT, count: all } = block.head;
    if (lastT < from || firstT >= to) continue;
    const start = firstT >= from ? 0 : block.indexAt(from);
    const end = lastT < to ? all : block.indexAt(to);
    count += end - start;
  }
  return count;
}

function told({ t, v, q, seq, exact }: Samples): HistorySamples {
  const texts = exact && [...exact].map(([i, value]) => [i, String(value)] as const);
  return { t, v, q, seq, ...(texts && texts.length > 0 ? { exact: texts } : {}) };
}

function slice(history: TagHistory, tag: string, at: number): SliceValue {
  const sample = valueAt(history, at);
  if (sample === null) return { tag, value: null, q: 0, time: null, ageMs: null };
  const { t, v, q, exact } = sample;
  return {
    tag,
    value: Number.isNaN(v) || qualityClass(q) === 'bad' ? null : v,
    ...(exact === undefined ? {} : { text: String(exact) }),
    q,
    time: t,
    ageMs: at - t,
  };
}
