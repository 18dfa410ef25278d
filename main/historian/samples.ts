/**
 * The two halves of stored samples (pure types). An axis says when: time and sequence. It is stored once for all tags that were
 * heard together. A column says what one tag was: value, quality, and the exact texts that a double cannot carry.
 */
import { HISTORY_ORIGINS, type HistoryOrigin } from '../../shared/model/history.ts';

/** When: `t[i]` and `seq[i]` belong together; arrays have the same length. */
export interface Axis {
  /** Epoch ms UTC, not descending; any finite double. */
  readonly t: Float64Array;
  /** Number of the commit that stored the sample, a safe integer > 0: the true order. Not ascending where late data was sorted in. */
  readonly seq: Float64Array;
}

/** What: one tag over an axis. */
export interface Column {
  /** NaN where there is no number; every bit pattern comes back as it was. */
  readonly v: Float64Array;
  /** Quality words (shared/model/quality.ts); every 16-bit word comes back as it was. */
  readonly q: Uint16Array;
  /** Texts and integers beyond 2^53 by position; absent where there is none. */
  readonly exact?: ReadonlyMap<number, bigint | string>;
}

/** Samples of one tag, times not descending. */
export interface Samples extends Axis, Column {}

/** Where stored samples came from. The order is part of the storage format: append only. */
export const ORIGINS = HISTORY_ORIGINS;
export type Origin = HistoryOrigin;

/** How a value goes on between two samples: states step, measurements slope (OPC UA Part 13, `Stepped`). */
export type Interpolation = 'stepped' | 'sloped';
