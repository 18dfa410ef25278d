/**
 * What the historian answers. Structure of arrays, times in epoch ms UTC, `v` NaN where there is no number. Aggregates carry
 * OPC UA Part 13 names and, with every value, the share of the time that was good.
 */
export interface HistorySamples {
  readonly t: Float64Array;
  readonly v: Float64Array;
  readonly q: Uint16Array;
  /** Number of the commit that stored each sample: the true order, also over steps of the clock. */
  readonly seq: Float64Array;
  /** Texts and integers beyond 2^53, by position. */
  readonly exact?: readonly (readonly [position: number, text: string])[];
}

/** Where a sample came from: read while it happened, brought in later, made for the demo. Append only: answers count in this order. */
export const HISTORY_ORIGINS = ['live', 'backfill', 'demo'] as const;
export type HistoryOrigin = (typeof HISTORY_ORIGINS)[number];

/** Equal steps of time from `from` on; a bucket is [start, start + stepMs). Every array has one place a bucket. */
export interface HistoryBuckets {
  readonly from: number;
  readonly stepMs: number;
  /** Of the samples inside; NaN when none has a value. */
  readonly min: Float64Array;
  readonly max: Float64Array;
  /** First and last sample inside, whatever its quality; NaN without a sample or a number. */
  readonly first: Float64Array;
  readonly last: Float64Array;
  /** Samples inside; the end of an import that nothing follows counts as one. */
  readonly count: Uint32Array;
  /** Worst quality word of the samples inside and of the one in force at the start; that one alone where there is no sample. */
  readonly worstQ: Uint16Array;
  /** Time during which a value was in force, 0 … 100. 0 = a gap. */
  readonly percentValid: Float64Array;
  /** Time during which a good value was in force, 0 … 100. */
  readonly percentGood: Float64Array;
}

/** One pen of a trend: samples while there are few, else buckets. */
export interface TrendSeries {
  readonly tag: string;
  readonly isStepped: boolean;
  /** With the sample before the span and the one after it, when there are such. */
  readonly samples: HistorySamples | null;
  readonly buckets: HistoryBuckets | null;
  /** Epoch ms until which the last sample is known to hold. */
  readonly knownUntil: number;
  /** Spans whose samples are not from the field: made for the demo, or brought in later. */
  readonly marks: readonly {
    readonly from: number;
    readonly to: number;
    readonly origin: Exclude<HistoryOrigin, 'live'>;
  }[];
}

/** OPC UA Part 13, 4.2.2.4 ff. */
export const AGGREGATES = [
  'Interpolative',
  'Average',
  'TimeAverage',
  'Total',
  'Minimum',
  'Maximum',
  'MinimumActualTime',
  'MaximumActualTime',
  'Range',
  'Count',
  'DurationInStateZero',
  'DurationInStateNonZero',
  'NumberOfTransitions',
  'Start',
  'End',
  'Delta',
  'DurationGood',
  'DurationBad',
  'PercentGood',
  'PercentBad',
  'WorstQuality',
  'StandardDeviationSample',
  'StandardDeviationPopulation',
  /** Not in Part 13: rise of a counter, roll-over and resets seen through. */
  'CounterIncrease',
] as const;
export type AggregateName = (typeof AGGREGATES)[number];

export interface AggregateSeries {
  readonly tag: string;
  readonly aggregate: AggregateName;
  readonly from: number;
  readonly stepMs: number;
  /** One a step. */
  readonly v: Float64Array;
  /** Quality of each value: bad without data, uncertain where part of the step is unknown or uncertain, else good. */
  readonly q: Uint16Array;
  readonly percentGood: Float64Array;
}

/** Value of one tag at one instant, for logs. */
export interface SliceValue {
  readonly tag: string;
  readonly value: number | null;
  readonly text?: string;
  readonly q: number;
  /** Time of the sample in force, epoch ms UTC; null when there is none. */
  readonly time: number | null;
  /** Instant − time, ms. */
  readonly ageMs: number | null;
}

/** How long a tag was in each of its states. */
export interface HistoryStates {
  /** In order of the state's value; only states with any time. */
  readonly states: readonly { readonly state: number; readonly ms: number }[];
  /** Of the span, with a good value, 0 … 100. */
  readonly percentGood: number;
}

/** Newest sample of every tag, of this run where there is one, else of the runs before. Arrays have one place a tag. */
export interface HistoryLastValues {
  readonly tags: readonly string[];
  readonly t: Float64Array;
  readonly v: Float64Array;
  readonly q: Uint16Array;
  /** 1: read since the station started; 0: from the history. */
  readonly isLive: Uint8Array;
  /** Texts and integers beyond 2^53, by position. */
  readonly exact?: readonly (readonly [position: number, text: string])[];
}

/** How the historian is doing, for the screen and for support. What the disk does not tell is null. Bytes and ms; counts since the station started unless said. */
export interface HistoryStatus {
  /** `paused`: the disk takes nothing; live samples wait in memory and then are lost, counted. */
  readonly state: 'recording' | 'paused' | 'failed';
  /** Why it is paused or failed, in one code (`disk-full`, `read-only`, `io-error`, `internal`); null while recording. */
  readonly trouble: string | null;
  /** Samples given to the historian. */
  readonly offered: number;
  /** Of these on disk. */
  readonly stored: number;
  /** On their way to the disk. */
  readonly pending: number;
  /** Given up, each told by an event. */
  readonly lost: number;
  /** offered − stored − pending − lost, plus what sealing could not account for. Anything but 0 is a bug. */
  readonly unaccounted: number;
  readonly lastCommitAt: number | null;
  /** Of the last commits, 99 % took at most this long. */
  readonly commitP99Ms: number | null;
  /** On disk since the history began. */
  readonly totalSamples: number | null;
  readonly totalBytes: number | null;
  /** Write-ahead logs beside them: up to 16 MB a file that is written, whatever there is of samples. */
  readonly logBytes: number | null;
  readonly oldestAt: number | null;
  readonly freeBytes: number | null;
  /** Of the last day, or of what there is of it. */
  readonly bytesPerDay: number | null;
  /** When the disk is full at that rate; null while it cannot be said. */
  readonly fullAt: number | null;
  /** Space kept back so that alarms and events can be written on a full disk; 0 while it is in use. */
  readonly reserveBytes: number | null;
  readonly lastBackup: { readonly at: number; readonly folder: string; readonly isVerified: boolean } | null;
  readonly lastCheck: { readonly at: number; readonly isDeep: boolean; readonly problems: number } | null;
  /** Samples made for the demo are among them. */
  readonly hasDemoData: boolean;
  /** What is done at the moment, by whomever; the next waits for its end. */
  readonly work: { readonly kind: HistoryWork; readonly since: number } | null;
  readonly demoPast: DemoPastProgress | null;
}

export type HistoryWork = 'check' | 'deep-check' | 'backup' | 'verify';

/**
 * Why the demo's past ended before its end: the historian refused a part of it, the historian ended, the thread that makes it
 * broke or could not begin.
 */
export type DemoPastFailure = 'refused' | 'closed' | 'broken';

/** The demo station's past while it is made, oldest first, and what is there of one that failed; else null. Epoch ms UTC. */
export interface DemoPastProgress {
  readonly from: number;
  readonly to: number;
  /** Samples from here to `to` are still missing; totals are until the end. */
  readonly doneTo: number;
  /** Nothing more comes before the next start; null while it goes on. */
  readonly failure: DemoPastFailure | null;
}
