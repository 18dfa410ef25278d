/**
 * The line of a pen from buckets of one pixel column each: a vertical from minimum to maximum, joined to the next column, so that
 * one sample in a year is seen. Pure but for the buffer it fills.
 */
import type { HistoryBuckets } from '../../../shared/model/history.ts';
import { isBad, type Quality } from '../../../shared/model/quality.ts';
import { type Gap, gapKind, type LineBuffer } from './line-buffer.ts';

interface BucketLine {
  readonly buckets: HistoryBuckets;
  readonly isStepped: boolean;
  /** Epoch ms from which on nothing is known. */
  readonly knownUntil: number;
  /** Time of the last sample that was made for the demo, epoch ms; none without one. */
  readonly demoUntil?: number;
}

type ColumnKind = Gap['kind'] | 'line';

/** Fills `line` anew. */
export function lineFromBuckets(line: LineBuffer, { buckets, isStepped, knownUntil, demoUntil }: BucketLine): void {
  line.clear();
  const { from, stepMs, count } = buckets;
  const gaps = new GapRun(line);
  const demoColumn = demoUntil === undefined ? Number.NaN : Math.floor((demoUntil - from) / stepMs);
  for (let i = 0; i < count.length; i++) {
    const start = from + i * stepMs;
    const kind = kindOf(buckets, i, start < knownUntil);
    const isBroken = kind === 'bad' || kind === 'none';
    if (isBroken && !Number.isNaN(line.lastValue)) {
      line.put(Math.max(line.lastTime, start), line.lastValue, buckets.worstQ[i - 1] ?? 0);
      gaps.before = line.lastValue;
      line.lift(start);
    }
    gaps.next(kind, start, {
      q: buckets.worstQ[i] ?? 0,
      after: isBroken ? Number.NaN : (buckets.first[i] ?? Number.NaN),
    });
    if (!isBroken) putColumn(line, { buckets, isStepped, knownUntil }, i);
    // From what was made for the demo to what was measured leads no line.
    if (i === demoColumn) line.lift(start + stepMs);
  }
  const end = from + count.length * stepMs;
  gaps.next('line', end, { q: 0, after: Number.NaN });
  const held = Math.min(end, knownUntil);
  if (!Number.isNaN(line.lastValue) && held > line.lastTime) line.put(held, line.lastValue, buckets.worstQ.at(-1) ?? 0);
}

function kindOf({ percentValid, worstQ }: HistoryBuckets, i: number, isKnown: boolean): ColumnKind {
  const share = percentValid[i] ?? 0;
  const q = worstQ[i] ?? 0;
  if (!isKnown) return 'none';
  if (share <= 0) return gapKind(q);
  return share < 100 && gapKind(q) === 'bad' ? 'part' : 'line';
}

/** Minimum and maximum at the middle of the column; first and last where the way to the neighbour is longer than a column. */
function putColumn(line: LineBuffer, { buckets, isStepped }: BucketLine, i: number): void {
  const { min, max, first, last, worstQ, from, stepMs } = buckets;
  const low = min[i] ?? Number.NaN;
  const high = max[i] ?? Number.NaN;
  if (!Number.isFinite(low) || !Number.isFinite(high)) return;
  const middle = from + (i + 0.5) * stepMs;
  // A column that was bad in part is drawn as what its numbers are; the hatch tells of the rest.
  const q = drawnQuality(worstQ[i] ?? 0);
  if (isStepped && !Number.isNaN(line.lastValue)) line.put(middle, line.lastValue, q);
  if (!hasNumbers(buckets, i - 1)) putNew(line, middle, { value: first[i] ?? low, q });
  const before = line.lastValue;
  const isLowFirst = Number.isNaN(before) || Math.abs(before - low) <= Math.abs(before - high);
  putNew(line, middle, { value: isLowFirst ? low : high, q });
  putNew(line, middle, { value: isLowFirst ? high : low, q });
  if (isStepped || !hasNumbers(buckets, i + 1)) putNew(line, middle, { value: last[i] ?? high, q });
}

/** A place that is there already is not put twice. */
function putNew(line: LineBuffer, t: number, { value, q }: { readonly value: number; readonly q: Quality }): void {
  if (Number.isFinite(value) && (line.lastTime !== t || line.lastValue !== value)) line.put(t, value, q);
}

const drawnQuality = (q: Quality): Quality => (isBad(q) ? 0 : q);

const hasNumbers = ({ min, percentValid }: HistoryBuckets, i: number): boolean =>
  i >= 0 && i < min.length && Number.isFinite(min[i]) && (percentValid[i] ?? 0) > 0;

/** Joins columns of one kind and one reason into one gap. */
class GapRun {
  before = Number.NaN;
  readonly #line: LineBuffer;
  #kind: ColumnKind = 'line';
  #from = 0;
  #q: Quality = 0;

  constructor(line: LineBuffer) {
    this.#line = line;
  }

  /** The column that starts at `start` is of `kind`. */
  next(kind: ColumnKind, start: number, { q, after }: { readonly q: Quality; readonly after: number }): void {
    if (kind === this.#kind && (kind === 'line' || kind === 'none' || q === this.#q)) return;
    if (this.#kind !== 'line') {
      const { before } = this;
      this.#line.gaps.push({ from: this.#from, to: start, kind: this.#kind, q: this.#q, before, after });
      this.before = Number.NaN;
    }
    this.#kind = kind;
    this.#from = start;
    this.#q = q;
  }
}
