/** The history of one tag over a span, from the month files and the writer's memory together (reader thread). */
import { NOT_RECORDED } from '../../../shared/model/quality.ts';
import type { StoredHead } from '../codec/heads/head-pack.ts';
import type { TagHistory } from '../query/block.ts';
import type { Interpolation, Origin, Samples } from '../samples.ts';
import { cutAtJumps, pickSamples, splitVersions } from '../sort-samples.ts';
import { monthOf } from '../store/months.ts';
import { blocksOf, chunkPart, memoryPart, type Part } from './blocks.ts';
import type { MonthReader } from './month-reader.ts';
import type { MonthShelf } from './month-shelf.ts';
import type { ImportedChunk } from './origins.ts';

export interface TagQuestion {
  readonly tag: string;
  readonly from: number;
  readonly to: number;
  readonly keepVersions?: boolean;
}

/** What the writer's memory has of the tag. */
export interface LiveTag {
  readonly tail: Samples | null;
  readonly aliveAt: number;
  readonly isRecorded: boolean;
  readonly interpolation: Interpolation | null;
}

export interface SourcedHistory extends TagHistory {
  /** Spans that did not come from the field. */
  readonly marks: readonly { readonly from: number; readonly to: number; readonly origin: Exclude<Origin, 'live'> }[];
  /** Times of the samples that are nowhere stored and only end what an import left in force. */
  readonly importEnds: readonly number[];
  readonly imports: readonly ImportedChunk[];
}

/** Spans up to this long are looked up chunk by chunk; for longer ones all heads of a month are read and kept. */
const SHORT_MS = 86_400_000;

/** With at least the sample before `from` and the one after `to`, where there are such. */
export function historyOf(shelf: MonthShelf, question: TagQuestion, live: LiveTag): SourcedHistory {
  const heads = new HeadSearch(shelf, question, live.tail !== null);
  heads.search();
  const interpolation = live.interpolation ?? heads.interpolation ?? 'sloped';
  const { parts } = heads;
  addTail(parts, live.tail && notIn(live.tail, heads.marks), interpolation);
  const ends = endsOfImports(parts);
  parts.push(...ends.map(end => memoryPart(end, interpolation)));
  const lastT = parts.reduce((last, part) => Math.max(last, part.lastT), Number.NEGATIVE_INFINITY);
  return {
    interpolation,
    blocks: blocksOf(parts, { interpolation, keepVersions: question.keepVersions ?? false }),
    knownUntil: live.isRecorded ? Math.max(lastT, live.aliveAt) : lastT,
    marks: marksOf(heads.heads),
    importEnds: ends.flatMap(({ t }) => [...t]),
    imports: heads.imports,
  };
}

/** Months of the span, before it back to one that has a sample before `from`, after it up to the first that has one. */
class HeadSearch {
  readonly parts: Part[] = [];
  readonly heads: StoredHead[] = [];
  readonly imports: ImportedChunk[] = [];
  interpolation: Interpolation | null = null;
  readonly #shelf: MonthShelf;
  readonly #question: TagQuestion;
  readonly #hasTail: boolean;
  /** Up to which commit the live samples of the tag are in the month; of the months that were looked at. */
  readonly marks = new Map<number, number>();

  constructor(shelf: MonthShelf, question: TagQuestion, hasTail: boolean) {
    this.#shelf = shelf;
    this.#question = question;
    this.#hasTail = hasTail;
  }

  search(): void {
    const { from, to } = this.#question;
    const [first, last] = [monthOf(from), monthOf(to)];
    const { months } = this.#shelf;
    for (const month of months) if (month >= first && month <= last) this.#take(month, { from, to });
    if (!this.heads.some(head => head.firstT < from)) {
      const earlier = months.filter(month => month < first).toReversed();
      earlier.some(month => this.#take(month, { from, to: from }));
    }
    if (!this.heads.some(head => head.lastT >= to)) {
      months.filter(month => month > last).some(month => this.#take(month, { from: to, to }));
    }
  }

  /** False when there is nothing of the tag in this month. */
  #take(month: number, span: { from: number; to: number }): boolean {
    const found = this.#shelf.read(month, reader => {
      const heads = headsFrom(reader, this.#question, span);
      if (this.#hasTail) this.marks.set(month, reader.markOf(this.#question.tag));
      if (heads.length > 0) this.interpolation ??= reader.interpolationOf(this.#question.tag);
      for (const head of heads) {
        this.heads.push(head);
        this.parts.push(chunkPart(reader, head));
        const { origin } = head;
        if (origin !== 'live') this.imports.push({ ...head, origin, seq: () => reader.axisOf(head).axis().seq });
      }
      return heads.length;
    });
    return (found ?? 0) > 0;
  }
}

function headsFrom(
  reader: MonthReader,
  { tag, from, to }: TagQuestion,
  span: { from: number; to: number },
): readonly StoredHead[] {
  if (to - from > SHORT_MS) return reader.headsOf(tag);
  const { before, inside, after } = reader.headsWithin(tag, span.from, span.to);
  return [...before, ...inside, ...after];
}

/** Without what was sealed after the writer was asked, or in only one of the months of a seal that was interrupted. */
function notIn(tail: Samples, marks: ReadonlyMap<number, number>): Samples | null {
  const highest = Math.max(0, ...marks.values());
  const { t, seq } = tail;
  if (seq.every(number => number > highest)) return tail;
  const left = Uint32Array.from(t.keys()).filter(i => (seq[i] ?? 0) > (marks.get(monthOf(t[i] ?? 0)) ?? 0));
  return left.length === 0 ? null : pickSamples(tail, left);
}

/** Sequence number of a sample that is nowhere stored: it only ends what was before it. */
const NOT_STORED = 0;
/** An import with samples as rare as these may simply have none for so long. */
const RARE_SAMPLES = 16;
const HOLD_STEPS = 10;
const HOLD_AT_LEAST_MS = 600_000;

/**
 * Where an import stops and nothing follows for long, nothing is known any more. A live run that ends leaves a sample without a
 * value behind; an import that is under way, or was only of some days, does not, and its last value must not seem to hold for ever.
 */
function endsOfImports(parts: readonly Part[]): Samples[] {
  const inOrder = parts.toSorted((a, b) => a.firstT - b.firstT);
  let reached = Number.NEGATIVE_INFINITY;
  return inOrder.flatMap((part, i) => {
    const isOutlasted = reached > part.lastT;
    reached = Math.max(reached, part.lastT);
    const { head, lastT, firstT, count } = part;
    if (head === null || head.origin === 'live' || count < RARE_SAMPLES || isOutlasted) return [];
    const hold = Math.max(HOLD_AT_LEAST_MS, ((lastT - firstT) / (count - 1)) * HOLD_STEPS);
    if (isFollowed(inOrder, i, lastT + hold)) return [];
    const t = Float64Array.of(lastT + hold);
    const seq = Float64Array.of(NOT_STORED);
    return [{ t, seq, v: Float64Array.of(Number.NaN), q: Uint16Array.of(NOT_RECORDED) }];
  });
}

/** Whether something that begins up to `until` reaches beyond a part; what lies within it, such as late samples, does not. */
function isFollowed(inOrder: readonly Part[], index: number, until: number): boolean {
  const lastT = inOrder[index]?.lastT ?? 0;
  for (let i = index + 1; i < inOrder.length; i++) {
    const part = inOrder[i];
    if (part === undefined || part.firstT > until) return false;
    if (part.lastT >= lastT) return true;
  }
  return false;
}

/** Without the ends of imports, for whoever wants what is stored and nothing else. */
export function storedOnly(samples: Samples): Samples {
  if (!samples.seq.includes(NOT_STORED)) return samples;
  return pickSamples(
    samples,
    Uint32Array.from(samples.seq.keys()).filter(i => samples.seq[i] !== NOT_STORED),
  );
}

function addTail(parts: Part[], tail: Samples | null, interpolation: Interpolation): void {
  if (tail === null) return;
  const { current, older } = splitVersions(tail);
  for (const samples of [...cutAtJumps(current), ...(older === null ? [] : cutAtJumps(older))]) {
    parts.push(memoryPart(samples, interpolation));
  }
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
