/** What the main thread, the writer thread and the reader threads say to each other. Plain data, structured clone. */
import type { MessagePort } from 'node:worker_threads';
import type { EventAbout, EventKind } from '../../shared/model/event.ts';
import type { AggregateName } from '../../shared/model/history.ts';
import type { SignalClass } from '../../shared/model/tag.ts';
import type { AlarmOrder, AlarmReceipt } from './alarms/alarm-desk.ts';
import type { AlarmQuery } from './alarms/alarm-query.ts';
import type { StoredAlarms } from './alarms/stored-alarms.ts';
import type { LostPart } from './care/salvage-month.ts';
import type { EventSearch } from './events/event-search.ts';
import type { LoggingPolicy } from './policy/logging-policy.ts';
import type { Interpolation, Origin, Samples } from './samples.ts';
import type { HistorySettings } from './settings.ts';
import type { ListedMonth } from './store/month-list.ts';

/** A tag of the running project, as its history needs it. */
export interface HistorianTag {
  readonly handle: number;
  readonly name: string;
  readonly signalClass: SignalClass;
  readonly interpolation: Interpolation;
  readonly logging: LoggingPolicy;
  /** Raw value → value where that is linear. */
  readonly scaling: { readonly gain: number; readonly offset: number } | null;
  /** Of an analogue tag, in its unit: its values are likely to be steps of a converter over it. */
  readonly range: { readonly low: number; readonly high: number } | null;
}

/** Handed to the writer thread at its start. */
export interface WriterData {
  /** Holds `station.db`. */
  readonly folder: string;
  /** Holds the month files. */
  readonly monthFolder: string;
  readonly tags: readonly HistorianTag[];
  readonly reserveBytes: number;
  readonly retentionDays: HistorySettings['retentionDays'];
  /**
   * Null for the first thread of a run of the program. For one that replaces a thread that died: the sequence number at which the
   * run began; then there is no gap, and posts that are on disk are known by their ids.
   */
  readonly runFrom: number | null;
}

/**
 * Samples by handle, in the order in which they came. The arrays are shared memory: the sender leaves them alone until the post is
 * committed, the receiver only reads, and only until then.
 */
export interface SamplePost {
  readonly kind: 'samples';
  readonly id: number;
  readonly count: number;
  readonly handles: Uint32Array;
  readonly t: Float64Array;
  readonly v: Float64Array;
  readonly q: Uint16Array;
  readonly exact: ReadonlyMap<number, bigint | string> | null;
  /** Samples before these were given up: whatever was in force then is not known to have held since, epoch ms. */
  readonly gapAt: number | null;
}

export interface StoredEvent extends EventAbout {
  /** Its place in the stream of events, from 1 on without a hole. */
  readonly number: number;
  readonly time: number;
  readonly kind: EventKind;
  readonly source: string;
  readonly zh: string;
  readonly en: string;
}

export type ToWriter =
  | SamplePost
  | { readonly kind: 'events'; readonly id: number; readonly events: readonly StoredEvent[] }
  | AlarmOrder
  /** Everything that is in the journal becomes chunks, now. */
  | { readonly kind: 'seal'; readonly id: number }
  | { readonly kind: 'reader'; readonly port: MessagePort }
  | { readonly kind: 'import'; readonly port: MessagePort; readonly origin: Origin }
  | { readonly kind: 'stop' };

/** Which posts of a run are on disk. */
export interface StoredPosts {
  /** Id of the last one; 0 when there is none. */
  readonly last: number;
  /** Up to this one they are sealed, all of their samples. */
  readonly sealed: number;
  /** Samples of those in the journal, by id. */
  readonly samples: ReadonlyMap<number, number>;
}

/** What a start found, for a person to know. */
export interface OpenReport {
  /** Journal rows that the disk had damaged, and the samples in them. */
  readonly damagedRows: number;
  readonly lostSamples: number;
  /** Files that could not be used and were kept aside. */
  readonly setAside: readonly string[];
  /** Months that should have a file and have none; told by the first thread of a run. */
  readonly missing: readonly ListedMonth[];
  /** Wall time of the last commit of the run before, epoch ms; null at the first start. */
  readonly lastCommitAt: number | null;
  /** It was stopped, not killed. */
  readonly wasClean: boolean;
  readonly lastEventNumber: number;
  readonly events: readonly StoredEvent[];
  /** Samples that were replayed from the journal. */
  readonly replayed: number;
  readonly isFirst: boolean;
  /** Posts of this run of the program that are on disk. */
  readonly posts: StoredPosts;
  /** The highest sequence number in use. */
  readonly seq: number;
}

export interface LastValues {
  readonly tag: readonly string[];
  readonly t: Float64Array;
  readonly v: Float64Array;
  readonly q: Uint16Array;
  readonly exact: ReadonlyMap<number, bigint | string>;
}

/** Why nothing can be written, in one code. `internal`: the database refuses what it was told, which is no fault of the disk. */
export type DiskTrouble = 'disk-full' | 'read-only' | 'io-error' | 'damaged' | 'internal';

/** Samples of a class that were past their time. */
export interface Retired {
  readonly signalClass: string;
  readonly samples: number;
  /** They were older than this, epoch ms. */
  readonly before: number;
}

/** What looking after the files has done, or why it does not. */
export type UpkeepNews =
  | { readonly kind: 'retired'; readonly retired: readonly Retired[] }
  /** The files cannot be looked after; it is tried again. */
  | { readonly kind: 'upkeep-failed'; readonly why: string }
  /** The clock has jumped: nothing is removed until it has stood for a while. */
  | { readonly kind: 'retention-held' }
  | {
      readonly kind: 'salvaged';
      readonly file: string;
      /** Size of the file. */
      readonly bytes: number;
      readonly samples: number;
      readonly lost: readonly LostPart[];
    };

export type FromWriter =
  | UpkeepNews
  | { readonly kind: 'last-values'; readonly values: LastValues }
  /** Of the start of the program. */
  | { readonly kind: 'alarms-found'; readonly alarms: StoredAlarms }
  | { readonly kind: 'opened'; readonly report: OpenReport }
  /** Every post up to `id` is on disk. */
  | {
      /** Posts up to `id` are durable, `samples` more samples than with the commit before. */
      readonly kind: 'committed';
      readonly id: number;
      readonly samples: number;
      readonly at: number;
      readonly ms: number;
    }
  | { readonly kind: 'events-stored'; readonly id: number }
  | AlarmReceipt
  | { readonly kind: 'sealed'; readonly id: number | null; readonly samples: number; readonly unaccounted: number }
  /** Null: it is over. */
  | { readonly kind: 'trouble'; readonly trouble: DiskTrouble | null; readonly detail: string }
  | { readonly kind: 'set-aside'; readonly file: string; readonly lostSamples: number | null }
  | { readonly kind: 'stopped' };

/** Between a reader thread and the writer thread. */
export interface TailQuestion {
  readonly id: number;
  readonly tags: readonly string[];
  /** Only what is in force then is asked for, epoch ms; null: everything. */
  readonly instant: number | null;
}

/** Samples of tag `k` are those from `ends[k − 1]` to before `ends[k]`: one piece for all tags is sent at once. */
export interface Tails {
  readonly samples: Samples;
  readonly ends: Uint32Array;
}

export interface TailAnswer {
  readonly id: number;
  /** What is not in month files yet, or was not when this was answered; of each tag in order of time. */
  readonly tails: Tails;
  /** Until when the last sample of a tag that is being recorded is known to hold: the last commit, epoch ms. */
  readonly aliveAt: number;
  readonly recorded: readonly boolean[];
  /** Null for a tag that is not in the running project. */
  readonly interpolation: readonly (Interpolation | null)[];
}

/** A question to a reader thread. `cancel[0]` turns 1 when nobody waits for the answer any more. */
export interface ReaderQuestion {
  readonly kind: 'question';
  readonly id: number;
  readonly query: HistoryQuery | AlarmQuery | EventSearch;
  readonly cancel: Int32Array;
}

export type HistoryQuery =
  | {
      readonly name: 'trend';
      readonly tags: readonly string[];
      readonly from: number;
      readonly to: number;
      readonly columns: number;
    }
  | { readonly name: 'raw'; readonly tag: string; readonly query: RawRequest }
  | {
      readonly name: 'aggregate';
      readonly tags: readonly string[];
      readonly aggregates: readonly AggregateName[];
      readonly steps: StepRequest;
    }
  | { readonly name: 'states'; readonly tag: string; readonly from: number; readonly to: number }
  | { readonly name: 'slice'; readonly tags: readonly string[]; readonly at: number }
  /** Up to where samples of an origin reach. */
  | {
      readonly name: 'reached';
      readonly tags: readonly string[];
      readonly origin: Exclude<Origin, 'live'>;
      readonly from: number;
      readonly to: number;
    };

export interface RawRequest {
  readonly from: number;
  readonly to: number;
  readonly bounds: boolean;
  readonly limit?: number;
  readonly after?: { readonly t: number; readonly taken: number };
  /** Also what later samples at the same time have corrected. */
  readonly keepVersions?: boolean;
}

export interface StepRequest {
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
  /** Value at which a counter starts again from 0; null when it does not. */
  readonly counterModulus?: number | null;
}

export type ToReader =
  | { readonly kind: 'writer'; readonly port: MessagePort }
  | ReaderQuestion
  /** Ends the thread when the question under way is answered. */
  | { readonly kind: 'stop' };

export type FromReader =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly why: string;
      /** Given up, or without a writer thread for the moment: then it can be asked again. */
      readonly reason: 'cancelled' | 'no-writer' | 'other';
    }
  /** A month file has something that cannot be read; told once a file. */
  | { readonly kind: 'damaged'; readonly file: string; readonly why: string };
