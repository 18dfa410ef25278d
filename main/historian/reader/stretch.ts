/**
 * Parts of one tag that lie together, a month of chunks or what is in memory, and how stretches become blocks (reader thread). What
 * is known of a stretch once is kept with it: ten years are 150,000 chunks, and a question must not look at each several times.
 */
import { NOT_RECORDED } from '../../../shared/model/quality.ts';
import type { LostSpan } from '../codec/heads/head-rows.ts';
import type { Block, TagHistory } from '../query/block.ts';
import type { Origin } from '../samples.ts';
import { type BlockOptions, blocksOf, inOrder, memoryPart, type Part } from './blocks.ts';

/** A span that did not come from the field. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly origin: Exclude<Origin, 'live'>;
}

export interface Stretch {
  /** By their begins; at least one. */
  readonly parts: readonly Part[];
  readonly firstT: number;
  readonly lastT: number;
  /** The parts with the ends of imports between them; null when parts overlap and must be merged. */
  readonly blocks: readonly Block[] | null;
  /** Times of those ends. */
  readonly ends: readonly number[];
  readonly marks: readonly Mark[];
}

/** Sequence number of a sample that is nowhere stored: it only ends what was before it. */
export const NOT_STORED = 0;
/** The same of a sample that says that others are lost: whoever wants what is stored should see that. */
const LOST = -1;
/** An import with samples as rare as these may simply have none for so long. */
const RARE_SAMPLES = 16;
const HOLD_STEPS = 10;
const HOLD_AT_LEAST_MS = 600_000;
/** Chunks of one import follow each other; an hour without a sample in between still is the same import. */
const SAME_IMPORT_MS = 3_600_000;

export function stretchOf(unordered: readonly Part[]): Stretch {
  const parts = inOrder(unordered);
  const lastT = parts.reduce((last, part) => Math.max(last, part.lastT), Number.NEGATIVE_INFINITY);
  const isDisjoint = parts.every((part, i) => i === 0 || (parts[i - 1] as Part).lastT < part.firstT);
  // Whether the last part ends, depends on what follows.
  const ends = isDisjoint ? endsOfImports(parts, lastT) : [];
  return {
    parts,
    firstT: parts[0]?.firstT ?? Number.NaN,
    lastT,
    blocks: isDisjoint ? inOrder([...parts, ...ends]).map(part => part.block()) : null,
    ends: ends.map(end => end.firstT),
    marks: joinMarks(parts.flatMap(markOf)),
  };
}

interface Joined extends Pick<TagHistory, 'blocks'> {
  /** Time of the last sample, ends of imports included. */
  readonly lastT: number;
  readonly importEnds: readonly number[];
  readonly marks: readonly Mark[];
}

/** All stretches of a tag as blocks: those that overlap are merged, the others are taken as they are. */
export function joinStretches(stretches: readonly Stretch[], options: BlockOptions): Joined {
  const sorted = stretches.toSorted((a, b) => a.firstT - b.firstT);
  const blocks: Block[] = [];
  const importEnds: number[] = [];
  let lastT = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < sorted.length; ) {
    const start = i;
    do lastT = Math.max(lastT, (sorted[i++] as Stretch).lastT);
    while (i < sorted.length && (sorted[i] as Stretch).firstT <= lastT);
    const nextT = sorted[i]?.firstT ?? Number.POSITIVE_INFINITY;
    const ends = addGroup(blocks, { group: sorted.slice(start, i), nextT, options });
    lastT = Math.max(lastT, ends.at(-1) ?? lastT);
    for (const end of ends) importEnds.push(end);
  }
  return { blocks, lastT, importEnds, marks: joinMarks(sorted.flatMap(({ marks }) => marks)) };
}

interface Group {
  /** Stretches that reach into each other; nothing else does. */
  readonly group: readonly Stretch[];
  /** Where the next one begins. */
  readonly nextT: number;
  readonly options: BlockOptions;
}

/** Returns the times of the ends of imports in it, ascending. */
function addGroup(blocks: Block[], { group, nextT, options }: Group): number[] {
  const [only] = group;
  const tidy = group.length === 1 ? (only?.blocks ?? null) : null;
  const parts = tidy === null ? inOrder(group.flatMap(stretch => stretch.parts)) : (only?.parts.slice(-1) ?? []);
  const ends = endsOfImports(parts, nextT);
  for (const block of tidy ?? []) blocks.push(block);
  for (const block of blocksOf(tidy === null ? inOrder([...parts, ...ends]) : ends, options)) blocks.push(block);
  return [...(tidy === null ? [] : (only?.ends ?? [])), ...ends.map(end => end.firstT)];
}

/**
 * Where an import stops and nothing follows for long, nothing is known any more. A live run that ends leaves a sample without a
 * value behind; an import that is under way, or was only of some days, does not, and its last value must not seem to hold for ever.
 * @param nextT where what follows the last part begins
 */
function endsOfImports(parts: readonly Part[], nextT: number): Part[] {
  const ends: Part[] = [];
  let reached = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as Part;
    const isOutlasted = reached > part.lastT;
    reached = Math.max(reached, part.lastT);
    const until = isOutlasted ? null : heldUntil(part);
    if (until === null || nextT <= until || isFollowed(parts, i, until)) continue;
    const [t, seq] = [Float64Array.of(until), Float64Array.of(NOT_STORED)];
    const end = { t, seq, v: Float64Array.of(Number.NaN), q: Uint16Array.of(NOT_RECORDED) };
    ends.push(memoryPart(end, 'stepped'));
  }
  return ends;
}

/** Whether something that begins up to `until` reaches beyond a part; what lies within it, such as late samples, does not. */
function isFollowed(parts: readonly Part[], index: number, until: number): boolean {
  const lastT = parts[index]?.lastT ?? 0;
  for (let i = index + 1; i < parts.length; i++) {
    const part = parts[i] as Part;
    if (part.firstT > until) return false;
    if (part.lastT >= lastT) return true;
  }
  return false;
}

/**
 * Parts without a value over what cannot be read any more, wherever nothing else of the tag is known: a chunk in the middle of it has
 * its values, and nothing holds behind it.
 */
export function lostStretches(lost: readonly LostSpan[], stretches: readonly Stretch[]): Stretch[] {
  const known = inOrder(stretches.flatMap(({ parts }) => parts));
  const stretchesOf = (span: LostSpan): Stretch[] => spansBetween(span, known).map(free => stretchOf([lostPart(free)]));
  return joinSpans(lost).flatMap(stretchesOf);
}

function joinSpans(spans: readonly LostSpan[]): LostSpan[] {
  const joined: { firstT: number; lastT: number }[] = [];
  for (const { firstT, lastT } of spans.toSorted((a, b) => a.firstT - b.firstT)) {
    const last = joined.at(-1);
    if (last !== undefined && firstT <= last.lastT) last.lastT = Math.max(last.lastT, lastT);
    else joined.push({ firstT, lastT });
  }
  return joined;
}

/** Where none of the parts is, a millisecond away from each. */
function spansBetween({ firstT, lastT }: LostSpan, parts: readonly Part[]): LostSpan[] {
  const free: LostSpan[] = [];
  let from = firstT;
  for (const part of parts) {
    if (part.firstT > lastT) break;
    if (part.lastT < from) continue;
    if (part.firstT > from) free.push({ firstT: from, lastT: Math.max(from, part.firstT - 1) });
    from = part.lastT + 1;
  }
  if (from <= lastT) free.push({ firstT: from, lastT });
  return free;
}

function lostPart({ firstT, lastT }: LostSpan): Part {
  const t = Float64Array.from(firstT === lastT ? [firstT] : [firstT, lastT]);
  const [seq, v] = [new Float64Array(t.length).fill(LOST), new Float64Array(t.length).fill(Number.NaN)];
  return memoryPart({ t, seq, v, q: new Uint16Array(t.length).fill(NOT_RECORDED) }, 'stepped');
}

/** How long the last value of an imported part holds when nothing follows; null when it may hold on. */
function heldUntil({ head, count, firstT, lastT }: Part): number | null {
  if (head === null || head.origin === 'live' || count < RARE_SAMPLES) return null;
  return lastT + Math.max(HOLD_AT_LEAST_MS, ((lastT - firstT) / (count - 1)) * HOLD_STEPS);
}

function markOf({ head }: Part): Mark[] {
  if (head === null || head.origin === 'live') return [];
  return [{ from: head.firstT, to: head.lastT, origin: head.origin }];
}

/** @param marks by their begins */
function joinMarks(marks: readonly Mark[]): Mark[] {
  const joined: { from: number; to: number; origin: Mark['origin'] }[] = [];
  for (const mark of marks) {
    const last = joined.at(-1);
    if (last?.origin === mark.origin && mark.from - last.to < SAME_IMPORT_MS) last.to = Math.max(last.to, mark.to);
    else joined.push({ ...mark });
  }
  return joined;
}
