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
import { blockAt, blockReaching } from '../query/seek.ts';
import { timeInState } from '../query/time-in-state.ts';
import { valueAt } from '../query/value-at.ts';
import type { Samples } from '../samples.ts';
import { originsOf } from './origins.ts';
import { type SourcedHistory, storedOnly, type TagQuestion } from './tag-source.ts';

/** Samples a column at which a trend is still drawn from samples. */
const SAMPLES_PER_COLUMN = 4;

/** Hands over the histories of the tags that a question is about, in its order; what `use` reads of a file is of one moment. */
export type Source = <T>(
  questions: readonly TagQuestion[],
  use: (histories: readonly SourcedHistory[]) => T,
) => Promise<T>;

export interface RawAnswer {
  readonly samples: HistorySamples;
  /** One a sample, by its place in `ORIGINS`. */
  readonly origin: Uint8Array;
  readonly next: RawCursor | null;
}

export function answerQuery(query: HistoryQuery, source: Source, signal: CancelSignal): Promise<unknown> {
  switch (query.name) {
    case 'trend':
      return trend(query, source, signal);
    case 'raw':
      return raw(query, source, signal);
    case 'aggregate': {
      const { tags, steps } = query;
      const series = (history: SourcedHistory, i: number): AggregateSeries[] =>
        aggregates(history, query.aggregates, { ...steps, signal }).map(s => ({ tag: tags[i] ?? '', ...s }));
      return source(
        tags.map(tag => ({ tag, ...steps })),
        histories => histories.flatMap(series),
      );
    }
    case 'states':
      return source([query], ([history]) =>
        history === undefined ? null : timeInState(history, { ...query, signal }),
      );
    case 'reached': {
      const { tags, origin, from, to } = query;
      const reached = ({ marks }: SourcedHistory): number | null =>
        marks.findLast(mark => mark.origin === origin && mark.from < to)?.to ?? null;
      return source(
        tags.map(tag => ({ tag, from, to })),
        histories => histories.map(reached),
      );
    }
    case 'slice': {
      const { tags, at } = query;
      return source(
        tags.map(tag => ({ tag, from: at, to: at, isInstant: true })),
        histories => histories.map((history, i) => slice(history, tags[i] ?? '', at)),
      );
    }
  }
}

function trend(
  { tags, from, to, columns }: Extract<HistoryQuery, { name: 'trend' }>,
  source: Source,
  signal: CancelSignal,
): Promise<TrendSeries[]> {
  const series = (history: SourcedHistory, i: number): TrendSeries => {
    const isFew = !hasMore(history, { from, to, than: columns * SAMPLES_PER_COLUMN });
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
  };
  return source(
    tags.map(tag => ({ tag, from, to })),
    histories => histories.map(series),
  );
}

/** What ends an import or stands for what is lost is drawn like a sample, but nobody ever stored it: it does not count. */
function storedBuckets(history: SourcedHistory, query: BucketQuery): HistoryBuckets {
  const answer = buckets(history, query);
  const { count, stepMs } = answer;
  const edge = (c: number): number => (c === query.count ? query.to : query.from + c * stepMs);
  for (const t of history.addedTimes) {
    const c = count.findIndex((_, i) => t >= edge(i) && t < edge(i + 1));
    if (c >= 0) count[c] = (count[c] ?? 0) - 1;
  }
  return answer;
}

function raw(
  { tag, query }: { tag: string; query: RawRequest },
  source: Source,
  signal: CancelSignal,
): Promise<RawAnswer | null> {
  return source([{ tag, ...query }], ([history]) => {
    if (history === undefined) return null;
    const { samples, next } = rawSamples(history, { ...query, signal });
    const stored = storedOnly(samples);
    return { samples: told(stored), origin: originsOf(stored, history.imports()), next };
  });
}

/** Whether there are more samples in [from, to), by heads and the ends alone. */
function hasMore({ blocks }: TagHistory, { from, to, than }: { from: number; to: number; than: number }): boolean {
  let count = 0;
  for (let k = blockReaching(blocks, from); k < blocks.length && count <= than; k++) {
    const block = blockAt(blocks, k);
    const { firstT, lastT, count: all } = block.head;
    if (firstT >= to) break;
    const start = firstT >= from ? 0 : block.indexAt(from);
    const end = lastT < to ? all : block.indexAt(to);
    count += end - start;
  }
  return count > than;
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
