/**
 * What a condition is made from: plain data, read from the project. Names are tags and devices; times are ms, limits and
 * deadbands in the unit of the tag. A new kind is a row here, an evaluator, and a case in `make-condition.ts`.
 */
import type { Text } from '../../../shared/text/text.ts';
import type { Delays } from './delay.ts';
import type { Precision, Side } from './limits/compare.ts';

/** A number, or the value of another tag. While that is bad its last good value goes on. */
export type LimitValue =
  | { readonly kind: 'fixed'; readonly value: number }
  | { readonly kind: 'bound'; readonly tag: string };

/** Month and day of the station's calendar. */
export interface MonthDay {
  readonly month: number;
  readonly day: number;
}

/** `to` is inclusive; a season may go over the turn of the year. */
export type ScheduleSpan =
  | { readonly kind: 'season'; readonly from: MonthDay; readonly to: MonthDay }
  | { readonly kind: 'mode'; readonly expression: string };

export interface ScheduleRow {
  readonly span: ScheduleSpan;
  readonly limit: LimitValue;
}

/** The first row whose span holds gives the limit, else `otherwise`. */
export interface LimitSource {
  readonly schedule: readonly ScheduleRow[];
  readonly otherwise: LimitValue;
}

/** What of a word or a state is the alarm. */
export type StateTest =
  | { readonly kind: 'bit'; readonly bit: number; readonly isSet: boolean }
  | { readonly kind: 'equals' | 'differs'; readonly value: number };

/** While the command has had this value, `feedback` must be other than 0; null = the command expects nothing. */
export interface Expectation {
  readonly command: number;
  readonly feedback: string | null;
}

/** Rising, falling, or both. */
export type RateDirection = 'rising' | 'falling' | 'either';

export type ConditionSpec =
  | {
      readonly kind: 'level';
      readonly tag: string;
      readonly side: Side;
      readonly limit: LimitSource;
      readonly deadband: number;
      /** Of the tag; left out: as a float32 is. */
      readonly precision?: Precision;
    }
  | {
      readonly kind: 'deviation';
      readonly tag: string;
      readonly other: string;
      readonly limit: LimitSource;
      readonly deadband: number;
      readonly precision?: Precision;
    }
  | {
      readonly kind: 'rate';
      readonly tag: string;
      readonly direction: RateDirection;
      /** In units per `perMs`, and so is the deadband. */
      readonly limit: number;
      readonly deadband: number;
      readonly perMs: number;
      readonly windowMs: number;
    }
  | { readonly kind: 'state'; readonly tag: string; readonly test: StateTest }
  | {
      readonly kind: 'discrepancy';
      readonly tag: string;
      /** Null: the feedback is a tag that must show the same value. */
      readonly expectations: readonly Expectation[] | null;
      readonly feedback: string | null;
      readonly travelMs: number;
    }
  | { readonly kind: 'stale'; readonly tag: string; readonly afterMs: number }
  | {
      readonly kind: 'frozen';
      readonly tag: string;
      readonly afterMs: number;
      /** A value that moves by no more than this has not moved. */
      readonly resolution: number;
      /** It should move while this is true; null = always. */
      readonly movesWhile: string | null;
    }
  | { readonly kind: 'bad-quality'; readonly tag: string }
  | { readonly kind: 'lost'; readonly device: string }
  /** A console that is open has no sound device. */
  | { readonly kind: 'no-sound' }
  | { readonly kind: 'expression'; readonly expression: string }
  /** Cannot be judged: stays unknown. */
  | { readonly kind: 'incomplete'; readonly tag: string; readonly needs: Text };

export interface DelayedConditionSpec {
  readonly condition: ConditionSpec;
  readonly delays: Delays;
}
