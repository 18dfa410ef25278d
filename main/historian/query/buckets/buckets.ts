/**
 * Equal steps of time over one tag's history, exact for any boundaries (pure, reader worker). Built so that a year costs heads:
 * 1. In order of time: a block wholly inside a bucket gives its head. Of a block that a boundary cuts, counts and times follow
 *    from the axis as long as all its samples are good; only otherwise it is decoded at once.
 * 2. Cut blocks left over: their extremes are known to be inside the head's, and where the first minimum and maximum are. One is
 *    decoded only when that could still change a bucket that it reaches into. Nothing is estimated.
 */
import type { HistoryBuckets } from '../../../../shared/model/history.ts';
import { severity } from '../../codec/heads/validity.ts';
import type { Block, TagHistory } from '../block.ts';
import { type CancelSignal, checkSpan, type QuerySpan, throwIfCancelled } from '../query-span.ts';
import { blockAt, blockReaching } from '../seek.ts';
import { BucketTable } from './bucket-table.ts';

export interface BucketQuery extends QuerySpan {
  /** Buckets, a whole number ≥ 1. */
  readonly count: number;
  /**
   * `minmax`: `first` and `last` are NaN throughout, and most cut blocks stay packed. `all`: every block that a boundary cuts is
   * decoded for them.
   */
  readonly want: 'minmax' | 'all';
}

/** A block whose samples up to `cut` are in bucket `bucket`, the others in the next one. Either may lie outside the answer. */
interface CutBlock {
  readonly block: Block;
  readonly bucket: number;
  readonly cut: number;
}

/**
 * Minimum, maximum, count, worst quality and known time of `count` equal steps; see `HistoryBuckets`. A worst quality of class good
 * is always the plain one; it is the all-zero word where nothing is known of the bucket. From === to gives buckets of
 * 0 ms with nothing in them.
 * @throws RangeError on a span or a count that is none; QueryCancelled.
 */
export function buckets(history: TagHistory, query: BucketQuery): HistoryBuckets {
  checkSpan(query);
  if (!Number.isInteger(query.count) || query.count < 1) throw new RangeError(`No count of buckets: ${query.count}.`);
  const table = new BucketTable(query);
  if (query.from < query.to) readCutBlocks(readHeads(history, query, table), table, query.signal);
  return table.finish({ hasEnds: query.want === 'all' });
}

function readHeads({ blocks, knownUntil }: TagHistory, query: BucketQuery, table: BucketTable): CutBlock[] {
  const left: CutBlock[] = [];
  let k = blockReaching(blocks, query.from);
  let before = blocks[k - 1]?.head;
  for (; k < blocks.length; k++) {
    throwIfCancelled(query.signal);
    const block = blockAt(blocks, k);
    const { head } = block;
    if (before !== undefined) table.hold({ t0: before.lastT, v: before.lastV, q: before.lastQ, t1: head.firstT });
    before = head;
    if (head.firstT >= query.to) return left;
    addBlock(block, table, { isDecoding: query.want === 'all', left });
  }
  if (before === undefined) return left;
  table.hold({ t0: before.lastT, v: before.lastV, q: before.lastQ, t1: Math.max(knownUntil, before.lastT) });
  return left;
}

function addBlock(
  block: Block,
  table: BucketTable,
  { isDecoding, left }: { isDecoding: boolean; left: CutBlock[] },
): void {
  const { head } = block;
  const first = table.locate(head.firstT);
  const last = table.locate(head.lastT);
  if (first === last) table.addHead(first, head);
  else if (isDecoding || needsSamples(block)) addSamples(block, table);
  else addCut(block, table, { first, last, left });
}

/** Where a sample is not good, or has no value, only the samples tell how long each was in force. */
const needsSamples = ({ head }: Block): boolean => severity(head.worstQ) < 2 || head.valid < head.count;

/** All samples are good: counts and times follow from the axis alone, extremes from the head or from the values. */
function addCut(
  block: Block,
  table: BucketTable,
  { first, last, left }: { first: number; last: number; left: CutBlock[] },
): void {
  const { head } = block;
  table.addTime({ t0: head.firstT, t1: head.lastT, isGood: true });
  // A bucket in the midst of a block has nothing but this block's samples, so their values are needed, unless all are the same.
  const values = last - first > 1 && head.min !== head.max ? valuesOf(block) : null;
  let start = 0;
  for (let c = first; c <= last; c++) {
    const end = c === last ? head.count : block.indexAt(table.edge(c + 1));
    if (isInside(c, table)) {
      addCutPart(block, table, { c, samples: end - start });
      if (values !== null) offerValues(values, table, { c, start, end });
    }
    if (c === first && last === first + 1 && head.min !== head.max) left.push({ block, bucket: c, cut: end });
    start = end;
  }
  if (head.min === head.max || values !== null) return;
  credit(table, head.minT, head.min);
  credit(table, head.maxT, head.max);
  credit(table, head.firstT, head.firstV);
  credit(table, head.lastT, head.lastV);
}

function addCutPart({ head }: Block, table: BucketTable, { c, samples }: { c: number; samples: number }): void {
  // In force at the start of the bucket, if not inside: the samples of this block are good either way.
  table.offerQuality(c, head.worstQ);
  table.addCount(c, samples);
  if (samples > 0 && head.min === head.max) table.offerExtremes(c, head.min, head.max);
}

function credit(table: BucketTable, t: number, v: number): void {
  const c = table.locate(t);
  if (isInside(c, table)) table.offerExtremes(c, v, v);
}

function isInside(c: number, table: BucketTable): boolean {
  return c >= 0 && c < table.count;
}

/** Part by part; the segments that reach over an edge are told as such. */
function addSamples(block: Block, table: BucketTable): void {
  const samples = block.samples();
  const { t, v, q } = samples;
  const hold = (i: number): void => {
    const t1 = t[i + 1];
    if (t1 !== undefined) table.hold({ t0: t[i] ?? t1, v: v[i] ?? Number.NaN, q: q[i] ?? 0, t1 });
  };
  let start = block.indexAt(table.edge(0));
  if (start > 0) hold(start - 1);
  while (start < t.length) {
    const c = table.locate(t[start] ?? Number.NaN);
    if (!isInside(c, table)) return;
    const end = block.indexAt(table.edge(c + 1));
    table.addRun(c, samples, { start, end });
    hold(end - 1);
    start = end;
  }
}

function readCutBlocks(left: readonly CutBlock[], table: BucketTable, signal: CancelSignal | undefined): void {
  for (const { block, bucket, cut } of left) {
    const { head } = block;
    const isBefore = cut > 0 && isInside(bucket, table) && table.couldWiden(bucket, head.min, head.max);
    const isAfter = cut < head.count && isInside(bucket + 1, table) && table.couldWiden(bucket + 1, head.min, head.max);
    if (!isBefore && !isAfter) continue;
    throwIfCancelled(signal);
    const v = valuesOf(block);
    if (isBefore) offerValues(v, table, { c: bucket, start: 0, end: cut });
    if (isAfter) offerValues(v, table, { c: bucket + 1, start: cut, end: head.count });
  }
}

const valuesOf = (block: Block): Float64Array => block.values?.() ?? block.samples().v;

/** All samples of a block that was not taken sample by sample have a value. */
function offerValues(v: Float64Array, table: BucketTable, part: { c: number; start: number; end: number }): void {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = part.start; i < part.end; i++) {
    const value = v[i] ?? Number.NaN;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  table.offerExtremes(part.c, low, high);
}
