/** What a start finds in `station.db` and tells of it (writer thread). */
import { lastEvents } from '../events/event-table.ts';
import type { OpenReport, StoredPosts } from '../messages.ts';
import type { ListedMonth } from '../store/month-list.ts';
import { SEALED_KEY } from './recovery.ts';
import type { StationState } from './writer-state.ts';

/** Events that the main thread gets back at start. */
const EVENTS_AT_START = 10_000;
/** Of a run that begins. */
const NO_POSTS: StoredPosts = { last: 0, sealed: 0, samples: new Map() };

export interface Opened {
  readonly isFirst: boolean;
  /** Samples that were replayed from the journal. */
  readonly replayed: number;
  readonly damage: { readonly rows: number; readonly samples: number };
  readonly posts: StoredPosts;
  readonly setAside: readonly string[];
  readonly missing: readonly ListedMonth[];
  /** Wall time, epoch ms. */
  readonly lastCommitAt: number;
}

/** When the station was last known to record, epoch ms. */
export function aliveBefore({ meta, journal }: StationState): number {
  // By sequence, not by the clock, which may have been set back between the two; nor by how the run ended, which a copy in a
  // backup and a start on a full disk do not know.
  const saidAt = meta.number('alive_seq') ?? meta.number(SEALED_KEY) ?? 0;
  return journal.lastSeq > saidAt ? journal.lastAt : (meta.number('alive') ?? 0);
}

/** Of this run of the program: ids start anew with each, and what was sealed before it began is of another. */
export function storedPosts({ meta, journal }: StationState, runFrom: number | null): StoredPosts {
  if (runFrom === null) return NO_POSTS;
  const sealed = (meta.number(SEALED_KEY) ?? 0) > runFrom ? (meta.number('last_post') ?? 0) : 0;
  const samples = journal.postsAfter(runFrom);
  return { last: Math.max(sealed, ...samples.keys()), sealed, samples };
}

export function openReport({ meta, db, sequence }: StationState, found: Opened): OpenReport {
  const { isFirst, replayed, damage, posts, setAside, missing, lastCommitAt } = found;
  const events = lastEvents(db, EVENTS_AT_START);
  return {
    isFirst,
    replayed,
    setAside,
    missing,
    damagedRows: damage.rows,
    lostSamples: damage.samples,
    lastCommitAt: isFirst ? null : lastCommitAt,
    wasClean: meta.number('clean') === 1,
    lastEventNumber: events.at(-1)?.number ?? 0,
    events,
    posts,
    seq: sequence.last,
  };
}
