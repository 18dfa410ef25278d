/** What the trend screen says, by key; rules in ../catalog.ts. */
import type { DemoPastFailure } from '../../model/history.ts';
import type { TrendKeepTexts } from './keep.ts';
import type { TrendReadingTexts } from './reading.ts';

export interface TrendsTexts extends TrendReadingTexts {
  readonly title: string;
  /** Below the icon of the rail, where there is room for about six letters. */
  readonly rail: string;
  /** Button of the small trend: adds its tag as a pen and shows the screen. */
  readonly openHere: string;
  readonly mode: string;
  readonly live: string;
  readonly history: string;
  readonly returnsIn: string;
  readonly following: string;
  readonly held: string;
  readonly span: string;
  readonly spans: {
    readonly minutes10: string;
    readonly hour: string;
    readonly hours8: string;
    readonly day: string;
    readonly week: string;
    readonly month: string;
    readonly year: string;
  };
  readonly undo: string;
  readonly goTo: {
    readonly open: string;
    readonly title: string;
    readonly date: string;
    readonly time: string;
    readonly act: string;
    readonly monthBefore: string;
    readonly monthAfter: string;
    readonly problem: Record<'no-time' | 'letters' | 'future' | 'too-old', string>;
  };
  readonly plots: string;
  readonly loading: string;
  readonly failed: string;
  readonly noPens: string;
  readonly search: string;
  readonly noMatch: string;
  readonly add: string;
  readonly pens: string;
  readonly pensFull: string;
  readonly hide: string;
  readonly show: string;
  readonly remove: string;
  readonly unknownTag: string;
  readonly now: string;
  readonly column: {
    readonly tag: string;
    readonly name: string;
    readonly unit: string;
    readonly min: string;
    readonly max: string;
    readonly good: string;
    /** B minus A. */
    readonly difference: string;
    readonly average: string;
    readonly integral: string;
    /** What the figures are of. */
    readonly between: string;
    readonly shown: string;
    /** Above the figures, with `{span}`. */
    readonly ofBetween: string;
    readonly ofShown: string;
    readonly deviationHint: string;
    readonly partial: string;
  };
  readonly noData: string;
  readonly bad: string;
  readonly demoData: string;
  /** Where the demo's past is still missing. */
  readonly demoComing: string;
  /** Where the rest is missing for good, with `{why}`, and how to mend it; the short one where there is no room. */
  readonly demoStopped: string;
  readonly demoStoppedShort: string;
  readonly demoFailure: Record<DemoPastFailure, string>;
  readonly backfill: string;
  readonly keep: TrendKeepTexts;
}
