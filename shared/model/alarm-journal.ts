/** What people ask of the journal of alarms, and what they get: pages, figures of the alarm system, suggestions, what was kept around an alarm. */
import type { Text } from '../text/text.ts';
import type { AlarmEventKind, AlarmPriority, AlarmStateName, AlarmTransition } from './alarm.ts';

/** Which rows of the journal; all given parts must fit. Times are epoch ms UTC and of the station (`received`), from ≤ t < to. */
export interface AlarmJournalFilter {
  readonly from: number;
  readonly to: number;
  readonly ids?: readonly string[];
  readonly tags?: readonly string[];
  /** Parts of id or tag, one of which must be found: `pt-13` finds all of that group. Case does not matter. */
  readonly names?: readonly string[];
  readonly areas?: readonly string[];
  readonly priorities?: readonly AlarmPriority[];
  readonly events?: readonly AlarmEventKind[];
  readonly states?: readonly AlarmStateName[];
  /** Part of the name of the person. */
  readonly who?: string;
  /** Words that are all in id, message in either language (of then or of today), or comment; case does not matter. */
  readonly text?: string;
}

/** What an alarm was called when a row was written: a project that is changed later does not change what was. */
export interface AlarmWords {
  readonly message: Text;
  readonly areaName: Text;
  /** Of its tag; empty where there is none. */
  readonly unit: string;
}

/** A row without the whole state after it. */
export type AlarmJournalRow = Omit<AlarmTransition, 'after'> & {
  /** As the journal has it; missing in a row that has just been told, and where the journal has lost it. */
  readonly words?: AlarmWords;
};

export interface AlarmJournalPage {
  /** Newest first. */
  readonly rows: readonly AlarmJournalRow[];
  /** `before` of the next page; null after the last one. */
  readonly next: number | null;
}

/** Share of all activations. */
export interface AlarmShare {
  readonly id: string;
  readonly activations: number;
  readonly share: number;
}

export interface AlarmFlood {
  readonly from: number;
  /** Null while it lasts. */
  readonly to: number | null;
  /** Calls, with those within the ten minutes that made it one. */
  readonly activations: number;
}

/**
 * How well the alarm system itself works (ISA-18.2 clause 16, EEMUA 191): over [from, to). Rates, floods and priorities are of calls
 * (what sounded and asked for somebody); shares are of activations (each time a shown alarm came, those while it chattered too).
 */
export interface AlarmPerformance {
  /** Not before the first row of the journal, whatever was asked for: the days before it are not known. */
  readonly from: number;
  /** Not in the future, whatever was asked for. */
  readonly to: number;
  readonly calls: number;
  readonly activations: number;
  readonly perDay: number;
  readonly perHour: number;
  readonly per10Min: number;
  readonly peakPer10Min: number;
  /** Calls in each 10 minutes of the span; one entry a piece, the first begins at `from`. */
  readonly tenMinutes: Uint32Array;
  /** Share of 10-minute pieces with more than 10, and of hours with more than 30; 0 … 1. */
  readonly shareOver10: number;
  readonly shareOver30: number;
  readonly floods: readonly AlarmFlood[];
  /** Share of the time in flood; 0 … 1. */
  readonly floodShare: number;
  readonly top: readonly AlarmShare[];
  readonly topShare: number;
  readonly chattering: readonly AlarmShare[];
  /** Cleared within 10 s and without an action. */
  readonly fleeting: readonly AlarmShare[];
  /** Active for longer than 24 h at the end of the span: since when. */
  readonly stale: readonly { readonly id: string; readonly since: number }[];
  /** Calls by priority; index 0 is priority 1. */
  readonly byPriority: readonly number[];
  /** From call to acknowledgement, s, by priority; null where there was none. */
  readonly acknowledgeSeconds: readonly ({
    readonly count: number;
    readonly p50: number;
    readonly p95: number;
    readonly worst: number;
  } | null)[];
  /** Hours that alarms were hidden, by how. */
  readonly hiddenHours: { readonly shelved: number; readonly suppressed: number; readonly outOfService: number };
}

/** Deadband and delays that the past of an alarm's own tag suggests. */
export interface AlarmSuggestion {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly current: AlarmTuning;
  /** Null when nothing better was found. */
  readonly suggested: AlarmTuning | null;
  readonly before: number;
  readonly after: number;
  readonly removed: number;
  /** Excursions that lasted, and how many of them the suggestion would have missed. */
  readonly trueExcursions: number;
  readonly missed: number;
}

export interface AlarmTuning {
  /** Engineering units; null for states. */
  readonly deadband: number | null;
  readonly onDelayMs: number;
  readonly offDelayMs: number;
}

/** Kept with every call of priority 1 and 2: ±60 s of the tag and its relatives, whatever retention takes later. */
export interface AlarmContext {
  readonly sequence: number;
  readonly from: number;
  readonly to: number;
  /** The last minute is not over yet. */
  readonly isComplete: boolean;
  readonly series: readonly {
    readonly tag: string;
    readonly t: Float64Array;
    readonly v: Float64Array;
    readonly q: Uint16Array;
  }[];
}
