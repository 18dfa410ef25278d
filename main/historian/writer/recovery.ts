/**
 * What a start finds on disk: the samples that are not in month files yet go back into memory, each exactly once, however the
 * program ended (writer thread). Nothing is written here.
 */
import type Database from 'better-sqlite3';
import { NOT_RECORDED } from '../../../shared/model/quality.ts';
import { bitsOf } from '../sample-bits.ts';
import { pickSamples } from '../sort-samples.ts';
import type { Journal, JournalDamage } from '../store/journal.ts';
import { decodeJournal, type JournalSamples } from '../store/journal-blob.ts';
import { monthOf } from '../store/months.ts';
import { Newest } from './newest.ts';
import type { Arrivals } from './slab.ts';
import type { Tail } from './tail.ts';

/** `meta` key: the journal up to this commit is in month files or carried over. */
export const SEALED_KEY = 'sealed_through';

/** Up to which commit the live samples of a tag are in the file of a month; 0 when none are. */
export type Marks = (month: number, tag: number) => number;

export interface Replay {
  /** Whether a tag id has a name; samples of one that has none are counted as damaged. */
  readonly isKnown: (tag: number) => boolean;
  readonly journal: Journal;
  readonly sealedThrough: number;
  readonly marks: Marks;
  readonly damage: JournalDamage;
}

/** Fills `tail` and `newest` in the order in which the samples came. Returns how many there were. */
export function replay(
  { journal, sealedThrough, marks, damage, isKnown }: Replay,
  to: { tail: Tail; newest: Newest },
): number {
  for (const samples of journal.carried(damage))
    take(samples, samples.seq ?? new Float64Array(), { marks, isKnown, damage, ...to });
  for (const { seq, samples } of journal.rows(damage)) {
    if (seq > sealedThrough)
      take(samples, new Float64Array(samples.count).fill(seq), { marks, isKnown, damage, ...to });
  }
  return to.tail.total;
}

interface Taking extends Pick<Replay, 'marks' | 'isKnown' | 'damage'> {
  readonly tail: Tail;
  readonly newest: Newest;
}

function take(samples: JournalSamples, seq: Float64Array, { marks, isKnown, damage, tail, newest }: Taking): void {
  const from = arrivalsOf(samples);
  const isOpen = (i: number): boolean => {
    if (!isKnown(samples.tag[i] ?? 0)) {
      damage.samples++;
      return false;
    }
    newest.set(samples.tag[i] ?? 0, from, { i, seq: seq[i] ?? 0 });
    return (seq[i] ?? 0) > marks(monthOf(samples.t[i] ?? 0), samples.tag[i] ?? 0);
  };
  const open = Uint32Array.from({ length: samples.count }, (_, i) => i).filter(isOpen);
  if (open.length === samples.count) return tail.add(samples.tag, from, seq);
  const { t, v, q, exact, seq: picked } = pickSamples({ ...samples, seq }, open);
  tail.add(
    open.map(i => samples.tag[i] ?? 0),
    { t, q, exact, bits: bitsOf(v) },
    picked,
  );
}

export const arrivalsOf = ({ t, v, q, exact }: JournalSamples): Arrivals => ({ t, q, exact, bits: bitsOf(v) });

/**
 * The newest sample of every tag without replaying the journal: the table that was saved with the last seal or at the end, and of
 * the commits after it the newest first, until each tag has been met.
 */
export function readNewest(db: Database.Database, journal: Journal, wanted: ReadonlySet<number>): Newest {
  const newest = new Newest();
  const saved = readSaved(db);
  if (saved !== null) addAll(newest, saved, i => saved.seq?.[i] ?? 0);
  const savedThrough = saved?.seq?.reduce((a, b) => Math.max(a, b), 0) ?? 0;
  const unmet = new Uint8Array([...wanted].reduce((most, id) => Math.max(most, id), 0) + 1);
  for (const id of wanted) unmet[id] = 1;
  let left = wanted.size;
  for (const { seq, samples } of journal.newestRows(savedThrough, unmet)) {
    addAll(newest, samples, () => seq);
    for (let i = 0; i < samples.count; i++) {
      const id = samples.tag[i] ?? 0;
      if (samples.q[i] === NOT_RECORDED || unmet[id] !== 1) continue;
      unmet[id] = 0;
      left--;
    }
    if (left === 0) break;
  }
  return newest;
}

function readSaved(db: Database.Database): JournalSamples | null {
  const data = db.prepare<[], Buffer>('SELECT data FROM last_values').pluck().get();
  if (data === undefined) return null;
  try {
    return decodeJournal(data);
  } catch (error) {
    // The journal and the files have the same values; only a tag that has been silent for long is missing then.
    if (error instanceof Error) return null;
    throw error;
  }
}

function addAll(newest: Newest, samples: JournalSamples, seqOf: (i: number) => number): void {
  const from = arrivalsOf(samples);
  for (let i = 0; i < samples.count; i++) newest.set(samples.tag[i] ?? 0, from, { i, seq: seqOf(i) });
}
