/**
 * Stored samples of a span, page by page (pure, reader worker). The answer is always one run without holes, copied out of the
 * blocks, so its arrays may be handed to another thread. A cursor says where a page ended by time and not by block: it stays right
 * when chunks are sealed or merged between two pages.
 */
import type { Samples } from '../samples.ts';
import type { Block, TagHistory } from './block.ts';
import { checkSpan, type QuerySpan, throwIfCancelled } from './query-span.ts';
import { blockAt, blockReaching } from './seek.ts';

/** The samples up to time `t`, of those at `t` itself the first `taken`, have been given. */
export interface RawCursor {
  readonly t: number;
  readonly taken: number;
}

export interface RawQuery extends QuerySpan {
  /** With the last sample before `from` and the first one at or after `to`, when there are such (OPC UA Part 11, 6.4.3). */
  readonly bounds: boolean;
  /** Samples a page, bounds included; ≥ 1. Without it everything comes at once. */
  readonly limit?: number;
  /** The `next` of the page before. */
  readonly after?: RawCursor;
}

export interface RawPage {
  readonly samples: Samples;
  /** Null when this was the last page. */
  readonly next: RawCursor | null;
}

/** A sample by block and position; `index` may be the block's count. */
interface Place {
  readonly k: number;
  readonly index: number;
}

interface Piece {
  readonly samples: Samples;
  readonly start: number;
  readonly end: number;
}

/** @throws RangeError on a span or limit that is none; QueryCancelled. */
export function rawSamples(history: TagHistory, query: RawQuery): RawPage {
  checkSpan(query);
  const limit = query.limit ?? Number.POSITIVE_INFINITY;
  if (!(limit >= 1)) throw new RangeError(`No limit of samples: ${limit}.`);
  const end = endOf(history, query);
  const pieces: Piece[] = [];
  let room = limit;
  let { k, index } = startOf(history, query);
  for (; k <= end.k && k < history.blocks.length && room > 0; k++, index = 0) {
    throwIfCancelled(query.signal);
    const block = blockAt(history.blocks, k);
    const whole = k === end.k ? end.index : block.head.count;
    const stop = Math.min(whole, index + room);
    if (stop <= index) continue;
    pieces.push({ samples: block.samples(), start: index, end: stop });
    room -= stop - index;
    if (stop < whole) return { samples: join(pieces), next: cursorAfter(pieces) };
  }
  const isMore = room === 0 && (k < end.k || (k === end.k && end.index > 0));
  return { samples: join(pieces), next: isMore ? cursorAfter(pieces) : null };
}

function startOf(history: TagHistory, query: RawQuery): Place {
  const { blocks } = history;
  if (query.after !== undefined) {
    const k = blockReaching(blocks, query.after.t);
    return { k, index: blocks[k] === undefined ? 0 : indexBehind(blockAt(blocks, k), query.after) };
  }
  const k = blockReaching(blocks, query.from);
  const index = blocks[k]?.indexAt(query.from) ?? 0;
  if (!query.bounds) return { k, index };
  if (index > 0) return { k, index: index - 1 };
  return k > 0 ? { k: k - 1, index: blockAt(blocks, k - 1).head.count - 1 } : { k, index };
}

/** Past those of the time of the cursor that were given; a correction may have left fewer of that time than there were. */
function indexBehind(block: Block, { t, taken }: RawCursor): number {
  const first = block.indexAt(t);
  let index = first;
  while (index < block.head.count && index - first < taken && block.timeAt(index) === t) index++;
  return index;
}

/** The first sample that is not in the answer. */
function endOf({ blocks }: TagHistory, { to, bounds }: RawQuery): Place {
  const k = blockReaching(blocks, to);
  const block = blocks[k];
  if (block === undefined) return { k, index: 0 };
  return { k, index: block.indexAt(to) + (bounds ? 1 : 0) };
}

function cursorAfter(pieces: readonly Piece[]): RawCursor {
  const piece = pieces.at(-1);
  if (piece === undefined) throw new RangeError('A page without samples has no end.');
  const { t } = piece.samples;
  const time = t[piece.end - 1] ?? Number.NaN;
  let taken = 0;
  // All samples of one time are in one block, those of earlier pages included.
  while (piece.end - taken > 0 && t[piece.end - 1 - taken] === time) taken++;
  return { t: time, taken };
}

function join(pieces: readonly Piece[]): Samples {
  const count = pieces.reduce((sum, piece) => sum + piece.end - piece.start, 0);
  const t = new Float64Array(count);
  const seq = new Float64Array(count);
  const v = new Float64Array(count);
  const q = new Uint16Array(count);
  const exact = new Map<number, bigint | string>();
  let at = 0;
  for (const { samples, start, end } of pieces) {
    t.set(samples.t.subarray(start, end), at);
    seq.set(samples.seq.subarray(start, end), at);
    v.set(samples.v.subarray(start, end), at);
    q.set(samples.q.subarray(start, end), at);
    for (const [i, text] of samples.exact ?? []) if (i >= start && i < end) exact.set(at + i - start, text);
    at += end - start;
  }
  return exact.size === 0 ? { t, seq, v, q } : { t, seq, v, q, exact };
}
