/** The history of one tag over a span, from the month files and the writer's memory together (reader thread). */
import type { StoredHead } from '../codec/heads/head-pack.ts';
import type { TagTailCopy } from '../messages.ts';
import type { TagHistory } from '../query/block.ts';
import type { Interpolation, Origin } from '../samples.ts';
import { splitVersions } from '../sort-samples.ts';
import { monthOf } from '../store/months.ts';
import { blocksOf, chunkPart, memoryPart, type Part } from './blocks.ts';
import type { MonthShelf } from './month-shelf.ts';

export interface TagQuestion {
  readonly tag: string;
  readonly from: number;
  readonly to: number;
  readonly keepVersions?: boolean;
}

/** What the writer's memory has of the tag. */
export interface LiveTag {
  readonly tail: TagTailCopy | null;
  readonly aliveAt: number;
  readonly isRecorded: boolean;
  readonly interpolation: Interpolation | null;
}

export interface SourcedHistory extends TagHistory {
  /** Spans that did not come from the field. */
  readonly marks: readonly { readonly from: number; readonly to: number; readonly origin: Exclude<Origin, 'live'> }[];
}

interface Found {
  readonly parts: Part[];
  readonly heads: StoredHead[];
  interpolation: Interpolation | null;
}

/** With at least the sample before `from` and the one after `to`, where there are such. */
export function historyOf(shelf: MonthShelf, question: TagQuestion, live: LiveTag): SourcedHistory {
  const found: Found = { parts: [], heads: [], interpolation: live.interpolation };
  for (const month of monthsFor(shelf, question)) addMonth(shelf, { month, question, live, found });
  const interpolation = found.interpolation ?? 'sloped';
  addTail(found.parts, live, interpolation);
  const lastT = found.parts.reduce((last, part) => Math.max(last, part.lastT), Number.NEGATIVE_INFINITY);
  return {
    interpolation,
    blocks: blocksOf(found.parts, { interpolation, keepVersions: question.keepVersions ?? false }),
    knownUntil: live.isRecorded ? Math.max(lastT, live.aliveAt) : lastT,
    marks: marksOf(found.heads),
  };
}

/** Months of the span, before it back to one that has a sample before `from`, after it on to one that has any. */
function monthsFor(shelf: MonthShelf, { tag, from, to }: TagQuestion): number[] {
  const all = shelf.months();
  const first = monthOf(from);
  const last = monthOf(to);
  const inside = all.filter(month => month >= first && month <= last);
  const hasEarlier = (month: number): boolean =>
    shelf.read(month, m => m.headsOf(tag).some(h => h.firstT < from)) ?? false;
  const before: number[] = [];
  for (const month of [...inside.filter(m => m === first), ...all.filter(m => m < first).toReversed()]) {
    if (month !== first) before.push(month);
    if (hasEarlier(month)) break;
  }
  const after: number[] = [];
  for (const month of all.filter(m => m > last)) {
    after.push(month);
    if ((shelf.read(month, m => m.headsOf(tag).length) ?? 0) > 0) break;
  }
  return [...before.toReversed(), ...inside, ...after];
}

function addMonth(
  shelf: MonthShelf,
  { month, question, live, found }: { month: number; question: TagQuestion; live: LiveTag; found: Found },
): void {
  shelf.read(month, reader => {
    found.interpolation ??= reader.interpolationOf(question.tag);
    for (const head of reader.headsOf(question.tag)) {
      // Sealed after the writer was asked: these samples are in the tail as well.
      if (head.origin === 'live' && live.tail !== null && head.lastSeq > live.tail.sealedSeq) continue;
      found.heads.push(head);
      found.parts.push(chunkPart(reader, head));
    }
  });
}

function addTail(parts: Part[], { tail }: LiveTag, interpolation: Interpolation): void {
  if (tail === null || tail.samples.t.length === 0) return;
  const { current, older } = splitVersions(tail.samples);
  parts.push(memoryPart(current, interpolation));
  if (older !== null) parts.push(memoryPart(older, interpolation));
}

function marksOf(heads: readonly StoredHead[]): SourcedHistory['marks'] {
  const marks: { from: number; to: number; origin: Exclude<Origin, 'live'> }[] = [];
  for (const { origin, firstT, lastT } of heads.toSorted((a, b) => a.firstT - b.firstT)) {
    if (origin === 'live') continue;
    const last = marks.at(-1);
    // Chunks of one import follow each other; an hour without a sample in between still is the same import.
    if (last?.origin === origin && firstT - last.to < 3_600_000) last.to = Math.max(last.to, lastT);
    else marks.push({ from: firstT, to: lastT, origin });
  }
  return marks;
}
