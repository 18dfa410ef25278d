/** Whether what a historian holds is what its victims were promised (pure). */
import { NOT_RECORDED } from '../../../shared/model/quality.ts';
import type { Marks } from './acknowledgements.ts';
import { knownValue, orderOf, sampleAt, TAG_COUNT, tagName, timeOf } from './known-stream.ts';

export interface FoundSamples {
  readonly t: Float64Array;
  readonly v: Float64Array;
  readonly q: Uint16Array;
  readonly seq: Float64Array;
  readonly exact: ReadonlyMap<number, string>;
}

/** What was read back. */
export interface Found {
  /** By tag number. */
  readonly tags: readonly FoundSamples[];
  /** Numbers of the events, in the order in which they are kept. */
  readonly events: readonly number[];
  /** Refusals to read back a tag, or a part of it. */
  readonly unread: readonly string[];
  readonly unaccounted: number;
  /** By tag number: time of what is given as its newest sample; null when there is none. */
  readonly newest: readonly (number | null)[];
  /** What SQLite's own check says of the files, `ok` left out. */
  readonly damage: readonly string[];
}

export interface Verdict {
  /** Samples and events that were owed. */
  readonly lost: number;
  readonly duplicated: number;
  /** Wrong to the bit, invented, out of order, damaged files, values unaccounted for. */
  readonly corrupt: number;
  readonly stale: number;
  /** Handed over and not there, though not owed: how old the oldest was at the end of its victim, ms. */
  readonly youngLostMs: number;
  readonly youngLost: number;
  readonly samples: number;
  /** The first few, in words. */
  readonly problems: readonly string[];
}

const MOST_PROBLEMS = 12;

class Count {
  lost = 0;
  duplicated = 0;
  corrupt = 0;
  stale = 0;
  samples = 0;
  readonly problems: string[] = [];
  readonly missing = new Map<number, number>();

  say(kind: 'lost' | 'duplicated' | 'corrupt' | 'stale', text: string, times = 1): void {
    this[kind] += times;
    if (this.problems.length < MOST_PROBLEMS) this.problems.push(`${kind}: ${text}`);
  }
}

export interface Rules {
  /** Epoch ms of tick 0. */
  readonly base: number;
  /** Whether a line that the historian told says that something was lost. */
  readonly isTold: (line: string) => boolean;
  /**
   * What was promised. `all`: acknowledged, or older than a second. `acknowledged`: that alone; the disk took nothing for a while.
   * `told`: nothing, but what is gone must have been told; somebody damaged the files.
   */
  readonly owed: 'all' | 'acknowledged' | 'told';
}

export function judge(marks: Marks, found: Found, { base, isTold, owed }: Rules): Verdict {
  const count = new Count();
  const owes: Owes = b => owed !== 'told' && (owed === 'all' ? marks.due : marks.acknowledged).has(b);
  // First what is damaged or could not be read: it explains the rest.
  const unread = owed === 'told' ? [] : found.unread;
  for (const text of [...found.damage, ...unread]) count.say('corrupt', text);
  const parts = { marks, base, owes, isDamaged: owed === 'told' };
  for (let k = 0; k < TAG_COUNT; k++) {
    judgeTag(count, k, { ...parts, found: found.tags[k], last: found.newest[k] ?? null });
  }
  const eventsGone = judgeEvents(count, marks, { events: found.events, isOwed: owed !== 'told' });
  if (found.unaccounted !== 0) count.say('corrupt', `${found.unaccounted} values unaccounted for`);
  const youngLost = [...count.missing.values()].reduce((a, b) => a + b, 0);
  if (!isLossTold(count.missing, marks, { found, isTold, eventsGone })) {
    count.say('lost', `${youngLost} samples and ${eventsGone} events are gone and nothing was said`);
  }
  const ages = [...count.missing.keys()].map(b => marks.ageMs.get(b) ?? 0);
  const { lost, duplicated, corrupt, stale, samples, problems } = count;
  return {
    lost,
    duplicated,
    corrupt,
    stale,
    samples,
    problems,
    youngLost,
    youngLostMs: Math.max(0, ...ages),
  };
}

/** The next program that opened, or the one that lost it, must have said so; after damage whoever meets it. */
function isLossTold(
  missing: ReadonlyMap<number, number>,
  { lives }: Marks,
  { found, isTold, eventsGone }: { found: Found; isTold: Rules['isTold']; eventsGone: number },
): boolean {
  if (found.unread.length > 0) return true;
  if (eventsGone > 0 && !lives.some(({ told }) => told.some(isTold))) return false;
  return lives.every((life, i) => {
    if (!life.ticks.some(({ b }) => missing.has(b))) return true;
    const next = lives.slice(i + 1).find(later => later.isOpened);
    return [...life.told, ...(next?.told ?? [])].some(isTold);
  });
}

type Owes = (b: number) => boolean;

/** Not a sample but the fact that from here on nothing was recorded; the stream has no such quality. */
const isGapMark = ({ v, q }: FoundSamples, i: number): boolean => q[i] === NOT_RECORDED && Number.isNaN(v[i]);

interface TagParts {
  readonly marks: Marks;
  readonly found: FoundSamples | undefined;
  readonly last: number | null;
  readonly base: number;
  readonly owes: Owes;
  /** Files were damaged: the one that knows the newest samples, or those that hold them. */
  readonly isDamaged: boolean;
}

/** Nothing is known any more, or a sample that is gone from its file is still known as the newest. */
function isLeft(last: number | null, k: number, at: { marks: Marks; base: number; newest: number | null }): boolean {
  if (last === null) return true;
  const n = sampleAt(at.base, last);
  const b = orderOf(k, n);
  return at.marks.ageMs.has(b) && timeOf(at.base, k, n) === last && b > (at.newest ?? -1);
}

function judgeTag(count: Count, k: number, { marks, found, last, base, owes, isDamaged }: TagParts): void {
  const name = tagName(k);
  const seen = new Map<number, number>();
  const length = found?.t.length ?? 0;
  count.samples += length;
  let gap: { seq: number; t: number } | null = null;
  for (let i = 0; found !== undefined && i < length; i++) {
    if (isGapMark(found, i)) {
      if ((found.seq[i] ?? 0) > (gap?.seq ?? 0)) gap = { seq: found.seq[i] ?? 0, t: found.t[i] ?? 0 };
      continue;
    }
    const n = sampleAt(base, found.t[i] ?? Number.NaN);
    const b = orderOf(k, n);
    if (!marks.ageMs.has(b)) count.say('corrupt', `${name} has a sample at ${found.t[i]} that nobody recorded`);
    else if (seen.has(b)) count.say('duplicated', `${name} tick ${b}`);
    else {
      seen.set(b, found.seq[i] ?? Number.NaN);
      const wrong = difference(found, i, { k, n, base });
      if (wrong !== null) count.say('corrupt', `${name} tick ${b}: ${wrong}`);
    }
  }
  const newest = judgeOrder(count, name, { seen, ticks: marks.ticks });
  const expected = newest === null ? null : timeOf(base, k, orderOf(k, newest));
  // The mark of the gap since the last run may have been set before or after the newest samples were told.
  const isGap = gap !== null && last === gap.t && gap.seq > (seen.get(newest ?? -1) ?? 0);
  if (last !== expected && !isGap && !(isDamaged && isLeft(last, k, { marks, base, newest }))) {
    count.say('stale', `${name} has ${last} as its newest sample, not ${expected}`);
  }
  for (const b of marks.ticks) {
    if (seen.has(b)) continue;
    if (owes(b)) count.say('lost', `${name} tick ${b}, ${marks.ageMs.get(b)?.toFixed(0)} ms before the end`);
    else count.missing.set(b, (count.missing.get(b) ?? 0) + 1);
  }
}

/** Sequence numbers tell the order in which samples were handed over, whatever the clock did. Returns the newest tick. */
function judgeOrder(
  count: Count,
  name: string,
  { seen, ticks }: { seen: ReadonlyMap<number, number>; ticks: readonly number[] },
): number | null {
  let before = 0;
  let newest: number | null = null;
  for (const b of ticks) {
    const seq = seen.get(b);
    if (seq === undefined) continue;
    if (!(seq >= before)) count.say('corrupt', `${name} tick ${b}: sequence ${seq} after ${before}`);
    before = Math.max(before, seq);
    newest = b;
  }
  return newest;
}

function difference(found: FoundSamples, i: number, at: { k: number; n: number; base: number }): string | null {
  const known = knownValue(at.k, at.n);
  if (found.t[i] !== timeOf(at.base, at.k, at.n)) return `time ${found.t[i]}`;
  const words = new Uint32Array(found.v.buffer, found.v.byteOffset + 8 * i, 2);
  if (words[0] !== known.bits[0] || words[1] !== known.bits[1]) return `value ${found.v[i]}`;
  if (found.q[i] !== known.q) return `quality ${found.q[i]}, not ${known.q}`;
  const exact = found.exact.get(i) ?? null;
  if (exact !== (known.exact === null ? null : String(known.exact))) return `text ${exact?.slice(0, 40)}`;
  return null;
}

/** Returns how many are gone that need not be there. */
function judgeEvents(
  count: Count,
  marks: Marks,
  { events, isOwed }: { events: readonly number[]; isOwed: boolean },
): number {
  const there = new Set(events);
  const asked = new Set(marks.eventsAsked);
  const gone = marks.eventsDurable.filter(number => !there.has(number));
  if (isOwed) for (const number of gone) count.say('lost', `event ${number}`);
  for (const number of there) if (!asked.has(number)) count.say('corrupt', `event ${number} that nobody wrote`);
  const twice = events.length - there.size;
  if (twice > 0) count.say('duplicated', `${twice} events`, twice);
  const disorder = events.findIndex((number, i) => number < (events[i - 1] ?? 0));
  if (disorder >= 0) count.say('corrupt', `event ${events[disorder]} stands after ${events[disorder - 1]}`);
  return isOwed ? 0 : gone.length;
}
