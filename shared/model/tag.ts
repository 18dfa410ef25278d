/** A tag is a definition; a sample is a value. Names are for people and files, handles are for the machine. */
import type { Text } from '../text/text.ts';
import type { LoggingPolicy } from './logging.ts';
import type { QualityClass, QualityReason } from './quality.ts';

/** Dense index given at project load: 0 … tagCount − 1, then the derived points of scene expressions. */
export type Handle = number;

/**
 * Signal class as in an ISA-5.1 instrument index: field inputs and outputs, communicated values, calculated values;
 * SYS = what acquisition knows about itself (periods, jitter, round trips).
 */
export const SIGNAL_CLASSES = ['DI', 'DO', 'AI', 'AO', 'COM', 'CALC', 'SYS'] as const;
export type SignalClass = (typeof SIGNAL_CLASSES)[number];

/** Numeric alarm limits in engineering units; a missing one is not configured. */
export interface TagLimits {
  readonly LL?: number;
  readonly L?: number;
  readonly H?: number;
  readonly HH?: number;
}

export interface TagDefinition {
  readonly name: string;
  readonly handle: Handle;
  readonly description: Text;
  readonly area: string;
  readonly equipment: string;
  readonly signalClass: SignalClass;
  /** Unit as printed, UCUM-like, empty for states and words. */
  readonly unit: string;
  readonly decimals: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly limits: TagLimits;
  /** Device that the value comes from, or null for a calculated tag. */
  readonly device: string | null;
  /** Address as written in tags.csv, for people who look for a fault. */
  readonly address: string;
  /** Scan period in ms. */
  readonly periodMs: number;
  /** After this many ms without a fresh sample the value is stale. */
  readonly staleAfterMs: number;
  readonly writable: boolean;
  /** Which samples are kept for years, with the bound of what is not. */
  readonly logging: LoggingPolicy;
  /** Between two samples the value holds, as states do; else it goes from one to the next in a straight line. */
  readonly isStepped: boolean;
}

/** Values of many tags, structure of arrays; all arrays have the same length. `v` is NaN where there is no number. */
export interface SampleBatch {
  readonly handles: Uint32Array;
  /** Epoch ms UTC. */
  readonly t: Float64Array;
  readonly v: Float64Array;
  readonly q: Uint16Array;
  /** What a double cannot carry, by position in the arrays: integers beyond 2^53, texts. Absent where there is nothing of it. */
  readonly exact?: ReadonlyMap<number, bigint | string>;
}

/** One value as a script sees it (JSON has no NaN: no number is null). */
export interface TagReading {
  readonly tag: string;
  readonly value: number | null;
  /** What the number cannot say: a text, or every digit of an integer beyond 2^53, whose `value` is only near. */
  readonly text?: string;
  readonly quality: QualityClass;
  readonly reason?: QualityReason;
  /** Epoch ms UTC at which the value or its quality became so. */
  readonly time: number;
  /** What the device sent for the live value, before scaling; null where there is no number, or none that holds now. */
  readonly raw: number | null;
  /** Present while the value is bad: what was last known to be good, to be shown as old, never as current. */
  readonly lastGood?: { readonly value: number | null; readonly text?: string; readonly time: number };
}

/** `substitute`: stands in only while the live value is bad. `force`: replaces the live value, whatever it is. */
export const OVERRIDE_KINDS = ['substitute', 'force'] as const;
export type OverrideKind = (typeof OVERRIDE_KINDS)[number];

/** A value that a person has put in the place of the live one. It is shown and calculated with; no device hears of it. */
export interface TagOverride {
  readonly kind: OverrideKind;
  /** In engineering units. */
  readonly value: number;
  readonly who: string;
  readonly why: string;
  /** Epoch ms UTC. */
  readonly since: number;
  /** Epoch ms UTC at which it ends by itself. */
  readonly until: number;
}

/** An override as a person sees it in the register. */
export interface OverrideEntry extends TagOverride {
  readonly tag: string;
  /** False for a substitute that waits: the live value is usable and is shown. */
  readonly isInForce: boolean;
  /** What would be shown without it. */
  readonly live: TagReading;
}

/** Everything that is known about the value of one tag. Times are epoch ms UTC, null where there is none. */
export interface TagDetail {
  readonly tag: string;
  /** What everybody is shown. */
  readonly shown: TagReading;
  /** What would be shown without an override. */
  readonly live: TagReading;
  /** The newest value as the device sent it: a number, a text, or every digit of an integer beyond 2^53. */
  readonly raw: number | string | null;
  readonly receivedAt: number | null;
  /** As the device told it, believed or not. */
  readonly sourceTime: number | null;
  /** Of a server behind the device. */
  readonly serverTime: number | null;
  /** For how long the raw value has been heard without the least change, ms; null for a tag that is not watched for that. */
  readonly unchangedMs: number | null;
  readonly override: TagOverride | null;
}

/** Tags of one device that somebody should look at, by name. */
export interface DeviceAttention {
  /** Null for the calculated tags. */
  readonly device: string | null;
  /** False while the device is lost or disabled: its tags are then bad for that reason and in none of the lists but the last. */
  readonly isCommunicating: boolean;
  /** Raw values that have not moved for too long. */
  readonly frozen: readonly string[];
  /** Nothing at all comes from them, though the device communicates. */
  readonly silent: readonly string[];
  readonly outOfRange: readonly string[];
  /** Substituted or forced, in force or waiting. */
  readonly overridden: readonly string[];
}
