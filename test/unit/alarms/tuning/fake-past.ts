/** A history in memory: outlines by plain minimum and maximum, samples in pages, and what was read of it. */
import type { SampleSpan } from '../../../../main/alarms/tuning/coded-past.ts';
import type { TagPast } from '../../../../main/alarms/tuning/suggest-for.ts';
import type { HistoryBuckets, TrendSeries } from '../../../../shared/model/history.ts';
import { GOOD, isBad } from '../../../../shared/model/quality.ts';

const PAGE = 1_000;

export class FakePast implements TagPast {
  /** Samples that were handed out one by one. */
  read = 0;
  knownUntil = Number.POSITIVE_INFINITY;
  readonly #all: SampleSpan;
  readonly #asSamples: boolean;

  constructor(all: SampleSpan, asSamples = false) {
    this.#all = all;
    this.#asSamples = asSamples;
  }

  trend({ tags, from, to, columns }: Parameters<TagPast['trend']>[0]): Promise<readonly TrendSeries[]> {
    const tag = tags[0] ?? '';
    const samples = this.#asSamples ? { ...this.#cut(from, to), seq: new Float64Array() } : null;
    const buckets = this.#asSamples ? null : this.#buckets(from, to, columns);
    return Promise.resolve([{ tag, isStepped: true, samples, buckets, knownUntil: this.knownUntil, marks: [] }]);
  }

  async *stream(_tag: string, { from, to }: { from: number; to: number }): AsyncGenerator<SampleSpan> {
    const { t, v, q } = this.#cut(from, to);
    this.read += t.length;
    for (let i = 0; i < t.length; i += PAGE) {
      yield { t: t.slice(i, i + PAGE), v: v.slice(i, i + PAGE), q: q.slice(i, i + PAGE) };
    }
  }

  /** With the sample before and the one after. */
  #cut(from: number, to: number): SampleSpan {
    const { t, v, q } = this.#all;
    const start = Math.max(
      0,
      t.findLastIndex(at => at < from),
    );
    const after = t.findIndex(at => at >= to);
    const end = after === -1 ? t.length : after + 1;
    return { t: t.slice(start, end), v: v.slice(start, end), q: q.slice(start, end) };
  }

  #buckets(from: number, to: number, columns: number): HistoryBuckets {
    const stepMs = (to - from) / columns;
    const array = () => new Float64Array(columns).fill(Number.NaN);
    const [min, max, percentValid] = [array(), array(), new Float64Array(columns).fill(100)];
    const count = new Uint32Array(columns);
    const worstQ = new Uint16Array(columns).fill(GOOD);
    const { t, v, q } = this.#all;
    t.forEach((at, i) => {
      if (at < from || at >= to) return;
      const k = Math.min(columns - 1, Math.floor((at - from) / stepMs));
      count[k] = (count[k] ?? 0) + 1;
      const value = v[i] ?? Number.NaN;
      if (isBad(q[i] ?? 0)) worstQ[k] = q[i] ?? 0;
      else if (!Number.isNaN(value)) {
        min[k] = Number.isNaN(min[k] ?? 0) ? value : Math.min(min[k] ?? 0, value);
        max[k] = Number.isNaN(max[k] ?? 0) ? value : Math.max(max[k] ?? 0, value);
      }
    });
    return {
      from,
      stepMs,
      min,
      max,
      first: array(),
      last: array(),
      count,
      worstQ,
      percentValid,
      percentGood: percentValid,
    };
  }
}
