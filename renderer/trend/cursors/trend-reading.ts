/** How a person reads the trend screen: where the cursors are and with what is compared. Kept while another screen is looked at. */
import type { Compare } from '../compare/compare.ts';
import { type Cursors, NO_CURSORS } from './cursors.ts';

export interface TrendReading {
  readonly cursors: Cursors;
  readonly compare: Compare | null;
}

export const FIRST_READING: TrendReading = { cursors: NO_CURSORS, compare: null };
