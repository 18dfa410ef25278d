/** What a start has found, for the main thread (writer thread): the figures of the recovery and the newest events. */
import type { OpenReport, StoredEvent } from '../messages.ts';
import type { StationState } from './writer-state.ts';

/** Events that the main thread gets back at start. */
const EVENTS_AT_START = 10_000;

export interface Recovered {
  readonly isFirst: boolean;
  readonly replayed: number;
  readonly damage: { readonly rows: number; readonly samples: number };
  readonly setAside: readonly string[];
  /** Wall time of the last commit, epoch ms. */
  readonly aliveAt: number;
  readonly lastPost: number;
}

export function openReport({ meta, db, sequence }: StationState, recovered: Recovered): OpenReport {
  const { isFirst, replayed, damage, setAside, aliveAt, lastPost } = recovered;
  const events = db
    .prepare<[number], StoredEvent>('SELECT number, time, kind, source, zh, en FROM event ORDER BY number DESC LIMIT ?')
    .all(EVENTS_AT_START)
    .toReversed();
  return {
    ...{ isFirst, replayed, setAside, lastPost, events },
    damagedRows: damage.rows,
    lostSamples: damage.samples,
    lastCommitAt: isFirst ? null : aliveAt,
    wasClean: meta.number('clean') === 1,
    lastEventNumber: events.at(-1)?.number ?? 0,
    seq: sequence.last,
  };
}
