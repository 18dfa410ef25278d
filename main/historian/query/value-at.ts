/**
 * What one tag was at one instant, or in between its samples (pure). "In force" is the last sample at or before the instant, the
 * last of those that share its time.
 */

import { hasValue } from '../codec/heads/validity.ts';
import type { Samples } from '../samples.ts';
import type { SampleInBlock, TagHistory } from './block.ts';
import type { SampleAt } from './running-aggregate.ts';
import { onLine } from './sample-rules.ts';
import { blockAt, blockReaching, DecodedBlock, indexAfter } from './seek.ts';

/**
 * The sample in force at `instant` (epoch ms UTC) as it was stored, also after `knownUntil`: how old it is, is the caller's to
 * show. Null when the history begins later. Decodes a part of one block.
 */
export function valueAt(history: TagHistory, instant: number): SampleInBlock | null {
  const place = placeAt(history, instant);
  if (place === null) return null;
  const block = blockAt(history.blocks, place.k);
  return block.sampleAt?.(place.index) ?? storedSample(block.samples(), place.index);
}

/**
 * Value at an instant (OPC UA Part 13, 5.4.3.4, with simple bounding values): that of the sample in force, or on the straight line
 * to the next one when the history slopes and both have a value; the quality is that of the sample in force. Null where nothing is
 * known: before the first sample, and after `knownUntil`.
 */
export function interpolateAt(history: TagHistory, instant: number, decoded = new DecodedBlock()): SampleAt | null {
  const place = placeAt(history, instant);
  if (place === null) return null;
  const { v, q, t } = storedSample(decoded.samplesOf(blockAt(history.blocks, place.k)), place.index);
  const next = sampleAfter(history, place, decoded);
  if (next === null) return instant === t || instant < history.knownUntil ? { t: instant, v, q } : null;
  if (history.interpolation === 'stepped' || !hasValue(v, q) || !hasValue(next.v, next.q)) return { t: instant, v, q };
  return { t: instant, v: onLine(instant, { t0: t, v0: v, t1: next.t, v1: next.v }), q };
}

interface Place {
  readonly k: number;
  readonly index: number;
}

function placeAt({ blocks }: TagHistory, instant: number): Place | null {
  const k = blockReaching(blocks, instant);
  const block = blocks[k];
  const index = block === undefined ? 0 : indexAfter(block, instant);
  if (index > 0) return { k, index: index - 1 };
  return k > 0 ? { k: k - 1, index: blockAt(blocks, k - 1).head.count - 1 } : null;
}

function sampleAfter({ blocks }: TagHistory, { k, index }: Place, decoded: DecodedBlock): SampleAt | null {
  const block = blockAt(blocks, k);
  if (index + 1 < block.head.count) return storedSample(decoded.samplesOf(block), index + 1);
  const head = blocks[k + 1]?.head;
  return head === undefined ? null : { t: head.firstT, v: head.firstV, q: head.firstQ };
}

function storedSample({ t, v, q, exact }: Samples, i: number): SampleInBlock {
  const text = exact?.get(i);
  const sample = { t: t[i] ?? Number.NaN, v: v[i] ?? Number.NaN, q: q[i] ?? 0 };
  return text === undefined ? sample : { ...sample, exact: text };
}
