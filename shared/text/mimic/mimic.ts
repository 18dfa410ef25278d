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
  /** Left end of a chart. */
  readonly daysAgo: string;
  readonly hoursAgo: string;
  /** Volume of the gas day. */
  readonly day: {
    readonly sameTime: string;
    readonly difference: string;
    readonly before: string;
    readonly forecast: string;
    readonly noForecast: string;
    /** How much of the span is recorded. */
    readonly part: string;
  };
  /** The read-out of a zoomed screen. */
  readonly zoom: {
    readonly title: string;
    readonly whole: string;
    /** Badges that nobody has acknowledged, and what a press there does. */
    readonly outOfView: string;
    readonly bringIn: string;
  };
  readonly board: {
    readonly openAlarms: string;
    readonly noAlarm: string;
    readonly shelved: string;
    readonly unjudged: string;
    readonly until: string;
    /** Line by line. */
    readonly noAccounts: readonly [string, string, string];
  };
}
