/** Where the rows of the alarms are kept for years (main thread side). Append-only; the engine knows nothing of files. */
import type { AlarmTransition } from '../../../shared/model/alarm.ts';

export interface AlarmJournal {
  /** Resolves when the rows are durable; rejects when none of them is. Called with one batch at a time, in order. */
  append(rows: readonly AlarmTransition[]): Promise<void>;
}

/** A row that called: when the station heard of it (epoch ms) and in which area. */
export type AnnouncedRow = Pick<AlarmTransition, 'received' | 'area'>;

/** What the journal gives back at a start. */
export interface AlarmSnapshot {
  /** Number of the last row; 0 = empty. */
  readonly lastSequence: number;
  /** The last row of each alarm, in any order. */
  readonly last: readonly AlarmTransition[];
  /** The announced rows of the last ten minutes, oldest first. */
  readonly announced: readonly AnnouncedRow[];
  /** Number of the newest row around which samples are kept; 0 = of none. */
  readonly lastContext: number;
}

export const EMPTY_SNAPSHOT: AlarmSnapshot = { lastSequence: 0, last: [], announced: [], lastContext: 0 };
