/**
 * Which parts of a tag's past must be read sample by sample (pure). Where the least and the greatest value of a bucket are judged alike by
 * every deadband, so is all between them, and nothing in it changes an alarm's mind: a month that came near its limit on two days is
 * read for two days. Nothing is guessed: whatever is not known to be alike is read.
 */
import type { HistoryBuckets } from '../../../shared/model/history.ts';
import { isBad } from '../../../shared/model/quality.ts';
import { coderOf, type TunableSpec } from './coded-past.ts';

/** Epoch ms: from ≤ t < to. */
export interface NearSpan {
  readonly from: number;
  readonly to: number;
}

/** Reading some quiet buckets costs less than another question to the readers. */
const JOINED_BUCKETS = 8;

const READ = null;
const EMPTY = 'empty';

/** Spans in order. Read each with the sample before and the one after it: those tell what the quiet parts are. */
export function nearSpans(
  buckets: HistoryBuckets,
  spec: TunableSpec,
  deadbands: readonly number[],
): readonly NearSpan[] {
  const { from, stepMs, count } = buckets;
  const codeOf = coderOf(spec, deadbands);
  const spans: NearSpan[] = [];
  let before: number | null = null;
  for (let i = 0; i < count.length; i++) {
    const code = bucketCode(buckets, i, { codeOf, isLevel: spec.kind === 'level' });
    if (code === EMPTY) continue;
    // Where one quiet part follows another, the sample with which it changes must be read.
    if (code === READ || code !== before) join(spans, { from: from + i * stepMs, to: from + (i + 1) * stepMs }, stepMs);
    before = code;
  }
  return spans;
}

interface Coder {
  readonly codeOf: (v: number) => number;
  readonly isLevel: boolean;
}

function bucketCode(
  buckets: HistoryBuckets,
  i: number,
  { codeOf, isLevel }: Coder,
): number | typeof READ | typeof EMPTY {
  if (buckets.count[i] === 0) return EMPTY;
  const [min = Number.NaN, max = Number.NaN] = [buckets.min[i], buckets.max[i]];
  const isSure = !isBad(buckets.worstQ[i] ?? 0) && (buckets.percentValid[i] ?? 0) >= 100;
  if (!isSure || !Number.isFinite(min) || !Number.isFinite(max)) return READ;
  // Bits of a word: two that are alike say nothing of one between them.
  if (!isLevel && min !== max) return READ;
  const code = codeOf(min);
  return code === codeOf(max) ? code : READ;
}

function join(spans: NearSpan[], span: NearSpan, stepMs: number): void {
  const last = spans.at(-1);
  if (last !== undefined && span.from - last.to <= JOINED_BUCKETS * stepMs) {
    spans[spans.length - 1] = { from: last.from, to: span.to };
  } else spans.push(span);
}
