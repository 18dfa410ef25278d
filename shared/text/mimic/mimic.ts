/** Sentences of the mimic beside names and values: the set-point ladder, short words for states, charts, the overview board. */

/** Devices of the set-point ladder. */
export type LadderStepKind =
  | 'duty-worker'
  | 'standby-worker'
  | 'duty-monitor'
  | 'standby-monitor'
  | 'relief'
  | 'duty-slam-shut'
  | 'standby-slam-shut';

/** States that are printed under a symbol; what a longer sentence says of them stands in `symbolState`. */
export const SHORT_STATES = [
  'open',
  'closed',
  'travel',
  'armed',
  'tripped',
  'control',
  'wide',
  'locked',
  'seated',
  'lifted',
  'run',
  'stop',
] as const;
export type ShortState = (typeof SHORT_STATES)[number];

export interface MimicTexts {
  readonly ladder: Readonly<Record<LadderStepKind, string>>;
  readonly shortState: Readonly<Record<ShortState, string>>;
  /** Where a chart would be. */
  readonly readingHistory: string;
  readonly historyFailed: string;
  readonly nothingRecorded: string;
  /** Span of a chart. */
  readonly lastDays: string;
  readonly lastHours: string;
  readonly daysAgo: string;
  readonly hoursAgo: string;
}
