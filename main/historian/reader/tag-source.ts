/** The history of one tag over a span, from the month files and the writer's memory together (reader thread). */
import type { LostSpan } from '../codec/heads/head-rows.ts';
import type { TagHistory } from '../query/block.ts';
import type { Interpolation, Samples } from '../samples.ts';
import { cutAtJumps, pickSamples, splitVersions } from '../sort-samples.ts';
import { monthOf, monthStart } from '../store/months.ts';
import { ChunkPart, memoryPart } from './blocks.ts';
import type { HeadsFound, MonthReader } from './month-reader.ts';
import type { MonthShelf } from './month-shelf.ts';
import type { ImportedChunk } from './origins.ts';
import { joinStretches, lostStretches, type Mark, NOT_STORED, type Stretch, stretchOf } from './stretch.ts';

export interface TagQuestion {
  readonly tag: string;
  readonly from: number;
  readonly to: number;
  readonly keepVersions?: boolean;
  /** Only what is in force at `from`, which is `to`, is asked for, not what is before and after it. */
  readonly isInstant?: boolean;
}

/** What the writer's memory has of the tag. */
export interface LiveTag {
  readonly tail: Samples | null;
  readonly aliveAt: number;
  readonly isRecorded: boolean;
  readonly interpolation: Interpolation | null;
}

export interface SourcedHistory extends TagHistory {
  readonly marks: readonly Mark[];
  /** Times of the samples that are nowhere stored: they end what an import left in force, or stand for what is lost. */
  readonly addedTimes: readonly number[];
  /** Chunks that did not come from the field, put together when somebody asks. */
  readonly imports: () => readonly ImportedChunk[];
}

/** Spans up to this long are looked up chunk by chunk; for longer ones all heads of a month are read and kept. */
const SHORT_MS = 86_400_000;

/** With at least the sample before `from` and the one after `to`, where there are such. */
export function historyOf(shelf: MonthShelf, question: TagQuestion, live: LiveTag): SourcedHistory {
  const heads = new HeadSearch(shelf, question, live);
  heads.search();
  const interpolation = live.interpolation ?? heads.interpolation ?? 'sloped';
  const found = [...heads.stretches, ...tailStretches(live.tail && notIn(live.tail, heads.marks), interpolation)];
  const lost = heads.lost.length === 0 ? [] : lostStretches(heads.lost, found);
  const keepVersions = question.keepVersions ?? false;
  const { blocks, lastT, marks, importEnds } = joinStretches([...found, ...lost], { interpolation, keepVersions });
  const knownUntil = live.isRecorded ? Math.max(lastT, live.aliveAt) : lastT;
  const addedTimes = [
    ...importEnds,
    ...lost.flatMap(({ firstT, lastT }) => (firstT === lastT ? [firstT] : [firstT, lastT])),
  ];
  return { interpolation, blocks, knownUntil, marks, addedTimes, imports: () => heads.stretches.flatMap(importsIn) };
}

/** Months of the span, before it back to one that has a sample before `from`, after it up to the first that has one. */
class HeadSearch {
  readonly stretches: Stretch[] = [];
  /** What cannot be read any more counts as found: what was in force then is not known. */
  readonly lost: LostSpan[] = [];
  interpolation: Interpolation | null = null;
  readonly #shelf: MonthShelf;
  readonly #question: TagQuestion;
  readonly #live: LiveTag;
  /** Up to which commit the live samples of the tag are in the month; of the months that were looked at. */
  readonly marks = new Map<number, number>();

  constructor(shelf: MonthShelf, question: TagQuestion, live: LiveTag) {
    this.#shelf = shelf;
    this.#question = question;
    this.#live = live;
  }

  search(): void {
    if (this.#question.isInstant === true) return this.#searchInstant();
    const { from, to } = this.#question;
    const [first, last] = [monthOf(from), monthOf(to)];
    const { months } = this.#shelf;
    for (const month of months) if (month >= first && month <= last) this.#take(month, { from, to });
    if (![...this.stretches, ...this.lost].some(found => found.firstT < from)) {
      const earlier = months.filter(month => month < first).toReversed();
      earlier.some(month => this.#take(month, { from, to: from }));
    }
    if (![...this.stretches, ...this.lost].some(found => found.lastT >= to)) {
      months.filter(month => month > last).some(month => this.#take(month, { from: to, to }));
    }
  }

  /** Back to the first month with a sample up to the instant. */
  #searchInstant(): void {
    const { from } = this.#question;
    const upTo = this.#shelf.months.filter(month => month <= monthOf(from));
    upTo.toReversed().some(month => this.#take(month, { from, to: from }));
  }

  /** False when there is nothing of the tag in this month. */
  #take(month: number, span: { from: number; to: number }): boolean {
    const { tag } = this.#question;
    const look = (reader: MonthReader): boolean => {
      const { stretch, lost } = stretchIn(reader, this.#question, span);
      if (this.#live.tail !== null) this.marks.set(month, reader.markOf(tag));
      this.lost.push(...lost);
      if (stretch.parts.length === 0) return lost.length > 0;
      this.interpolation ??= reader.interpolationOf(tag);
      this.stretches.push(stretch);
      return true;
    };
    const lose = (): boolean => this.lost.push(lostMonth(month, this.#live)) > 0;
    return this.#shelf.read(month, look, lose) ?? false;
  }
}

/** A whole month, up to where the writer's memory reaches: what was in the file is older, and nothing is lost that is yet to come. */
function lostMonth(month: number, { tail, aliveAt }: LiveTag): LostSpan {
  const firstT = monthStart(month);
  const end = monthStart(month + 1) - 1;
  const reached = tail?.t.at(-1) ?? aliveAt;
  return { firstT, lastT: reached >= firstT ? Math.min(end, reached) : end };
}

function stretchIn(
  reader: MonthReader,
  { tag, from, to, isInstant }: TagQuestion,
  span: { from: number; to: number },
): { stretch: Stretch; lost: readonly LostSpan[] } {
  const chunks = ({ heads, lost }: HeadsFound) => ({
    stretch: stretchOf(heads.map(h => new ChunkPart(reader, h))),
    lost,
  });
  if (isInstant === true) return chunks(reader.headsAt(tag, from));
  if (to - from <= SHORT_MS) return chunks(reader.headsWithin(tag, span.from, span.to));
  const known = reader.kept(tag);
  if (known !== undefined) return { stretch: known, lost: [] };
  const found = chunks(reader.headsOf(tag));
  if (found.lost.length === 0) reader.keep(tag, found.stretch);
  return found;
}

/** Without what was sealed after the writer was asked, or in only one of the months of a seal that was interrupted. */
function notIn(tail: Samples, marks: ReadonlyMap<number, number>): Samples | null {
  const highest = Math.max(0, ...marks.values());
  const { t, seq } = tail;
  if (seq.every(number => number > highest)) return tail;
  const left = Uint32Array.from(t.keys()).filter(i => (seq[i] ?? 0) > (marks.get(monthOf(t[i] ?? 0)) ?? 0));
  return left.length === 0 ? null : pickSamples(tail, left);
}

/** Without the ends of imports, for whoever wants what is stored and nothing else. */
export function storedOnly(samples: Samples): Samples {
  if (!samples.seq.includes(NOT_STORED)) return samples;
  return pickSamples(
    samples,
    Uint32Array.from(samples.seq.keys()).filter(i => samples.seq[i] !== NOT_STORED),
  );
}

function tailStretches(tail: Samples | null, interpolation: Interpolation): Stretch[] {
  if (tail === null) return [];
  const { current, older } = splitVersions(tail);
  const runs = [...cutAtJumps(current), ...(older === null ? [] : cutAtJumps(older))];
  return runs.map(samples => stretchOf([memoryPart(samples, interpolation)]));
}

function importsIn({ parts }: Stretch): ImportedChunk[] {
  return parts.flatMap(part => {
    if (part.head === null || part.head.origin === 'live') return [];
    const { origin, firstT, lastT, firstSeq, lastSeq } = part.head;
    return [{ origin, firstT, lastT, firstSeq, lastSeq, seq: () => part.load().seq }];
  });
}
