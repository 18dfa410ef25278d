/**
 * The contract between the station and everybody who looks at it. One entry per method; from it come the handler types
 * (main does not compile if one is missing), input validation, role and audit, and the typed client.
 * The renderer imports types from here only, so that zod stays out of its bundle.
 */
import { z } from 'zod';
import type { DeviceDiagnostics, DeviceStatus } from '../model/device.ts';
import type { StationEvent } from '../model/event.ts';
import type { FramePage } from '../model/frame.ts';
import {
  AGGREGATES,
  type AggregateSeries,
  type HistoryLastValues,
  type HistorySamples,
  type HistoryStates,
  type HistoryStatus,
  type SliceValue,
  type TrendSeries,
} from '../model/history.ts';
import type { BackupResult, CheckResult, VerifyResult } from '../model/history-care.ts';
import type { BrowsePage, ChannelCertificates } from '../model/opcua.ts';
import type { ServedScene } from '../model/scene.ts';
import type { SceneDescription, StationDescription } from '../model/station.ts';
import {
  type DeviceAttention,
  OVERRIDE_KINDS,
  type OverrideEntry,
  type SampleBatch,
  type TagDefinition,
  type TagDetail,
  type TagReading,
} from '../model/tag.ts';
import type { ServedSupport } from '../support/support.ts';
import { alarmContract } from './alarm-contract.ts';
import { command, nothing, person, query, reason, stream, tagName, time } from './entry.ts';
import { eventContract } from './event-contract.ts';
import { replayContract } from './replay-contract.ts';
import { trendContract } from './trend-contract.ts';

export type { Role } from './entry.ts';

const folderName = z.string().min(1).max(1_024);
const channelId = z.string().min(1).max(64);
/** SHA-1 or SHA-256 in hex, as people copy it: with colons or blanks, in either case. */
const thumbprint = z
  .string()
  .max(128)
  .regex(/^[0-9a-f]{2}(?:[ :]?[0-9a-f]{2}){19}(?:(?:[ :]?[0-9a-f]{2}){12})?$/i);
/** More names than any station has tags is a mistake or an attack. */
const tagNames = z.array(tagName).max(100_000);
/** The rows of the journal of alarms as well, each as a line of kind `alarm`. */
const withAlarms = z.boolean().default(false);
/** Of history: from ≤ t < to. */
const span = { from: time, to: time };

export interface RecentSeries {
  readonly tag: string;
  readonly t: Float64Array;
  /** NaN where there was no number. */
  readonly v: Float64Array;
  readonly q: Uint16Array;
  /** Time of the last sample that was made for the demo, epoch ms UTC; null without one. */
  readonly demoUntil: number | null;
}

/** A page of stored samples. */
export interface RawHistory {
  readonly samples: HistorySamples;
  /** One a sample: its place in `HISTORY_ORIGINS` (0 live, 1 brought in later, 2 made for the demo). */
  readonly origin: Uint8Array;
  /** `after` of the next page; null after the last one. */
  readonly next: { readonly t: number; readonly taken: number } | null;
}

/**
 * Samples plus, where a value is bad, the last good one (NaN where there never was one). Same length throughout. Of length 0 when
 * nothing has changed for some seconds: whoever acknowledges it still looks, and the tags asked for by name stay at their fast
 * period.
 */
export interface TagStreamItem extends Omit<SampleBatch, 'exact'> {
  readonly snapshot: boolean;
  readonly lastV: Float64Array;
  readonly lastT: Float64Array;
  /**
   * Position and what the number there cannot say: a text, or every digit of an integer beyond 2^53. It belongs to `v`, or to
   * `lastV` where the value is bad. Left out where there is nothing of it.
   */
  readonly exact?: readonly (readonly [position: number, text: string])[];
}

/** The screens of the station, and which of them are served anew since the item before: their files have been changed. */
export interface SceneNews {
  readonly scenes: readonly SceneDescription[];
  readonly changed: readonly string[];
}

export const contract = {
  ...alarmContract,
  ...eventContract,
  ...trendContract,
  ...replayContract,
  'station.describe': query<StationDescription>()(nothing),
  'tags.list': query<readonly TagDefinition[]>()(nothing),
  'tags.read': query<readonly TagReading[]>()(z.strictObject({ tags: tagNames })),
  'tags.detail': query<TagDetail>()(z.strictObject({ tag: tagName })),
  /** Every substituted or forced value. */
  'tags.overrides': query<readonly OverrideEntry[]>()(nothing),
  /** Frozen, silent, out of range, overridden: all devices in the order of the project, then the calculated tags. */
  'tags.attention': query<readonly DeviceAttention[]>()(nothing),
  /**
   * Shows and calculates with `value` in the place of the live one, until `until` (epoch ms UTC, at most 30 days). Writes nothing
   * to any device. Replaces an earlier override of the tag.
   */
  'tags.override': command<null>()(
    'operator',
    z.strictObject({
      tag: tagName,
      kind: z.enum(OVERRIDE_KINDS),
      /** engineering units */ value: z.number(),
      /** the value may lie beyond the range of the tag */ isBeyondRange: z.boolean().default(false),
      until: z.number(),
      who: person,
      why: reason,
    }),
  ),
  /** Brings the live value back. */
  'tags.release': command<null>()('operator', z.strictObject({ tag: tagName, who: person, why: reason })),
  'devices.status': query<readonly DeviceStatus[]>()(nothing),
  'devices.diagnostics': query<readonly DeviceDiagnostics[]>()(nothing),
  /**
   * Takes a device out of operation or puts it back: while it is out it is asked nothing and takes no writes. Answered when the
   * decision is kept for the next start, refused when it cannot be; of a device that is so already nothing changes.
   */
  'devices.setEnabled': command<null>()(
    'engineer',
    z.strictObject({ device: z.string().min(1).max(64), isEnabled: z.boolean(), who: person, why: reason }),
  ),
  /**
   * What the flight recorder has of a channel, newest first; `before` goes on where a page ended. Times are epoch ms UTC, both
   * inclusive. For engineers: frames are raw, and some protocols log in with them.
   */
  'frames.read': query<FramePage>('engineer')(
    z.strictObject({
      channel: z.string().min(1).max(64),
      device: z.string().min(1).max(64).optional(),
      before: z.int().nonnegative().optional(),
      from: z.number().optional(),
      to: z.number().optional(),
      onlyProblems: z.boolean().default(false),
      limit: z.int().min(1).max(500).default(100),
    }),
  ),
  /** Switches the flight recorder on or off for a device; kept over restarts. */
  'frames.setRecorded': command<null>()(
    'engineer',
    z.strictObject({ device: z.string().min(1).max(64), isRecorded: z.boolean(), who: person, why: reason }),
  ),
  /** Of every OPC UA channel: own certificate, whom it trusts, who waits to be trusted. */
  'certificates.list': query<readonly ChannelCertificates[]>()(nothing),
  /** Trusts a waiting certificate whose thumbprint a person has compared; the channel connects at once. */
  'certificates.trust': command<null>()(
    'engineer',
    z.strictObject({ channel: channelId, thumbprint, who: person, why: reason }),
  ),
  /** Takes the trust away; a connection to whoever shows this certificate ends. */
  'certificates.distrust': command<null>()(
    'engineer',
    z.strictObject({ channel: channelId, thumbprint, who: person, why: reason }),
  ),
  /** Children of a node of an OPC UA server, the Objects folder without `node`; `page` goes on where an answer named a next. */
  'opcua.browse': query<BrowsePage>()(
    z.strictObject({
      channel: channelId,
      node: z.string().min(1).max(4_200).optional(),
      page: z.int().min(1).optional(),
    }),
  ),
  /**
   * The last ones, oldest first; with `alarms` those and a line for each row of the journal of alarms, by time. `source`: of this
   * source alone, and no alarms.
   */
  'events.recent': query<readonly StationEvent[]>()(
    z.strictObject({
      limit: z.int().min(1).max(10_000).default(200),
      source: z.string().max(200).optional(),
      alarms: withAlarms,
    }),
  ),
  /** The last samples of each tag, for small charts: two hours at most. */
  'history.recent': query<readonly RecentSeries[]>()(
    z.strictObject({
      tags: tagNames.max(64),
      /** epoch ms UTC; default: an hour before `to` */ from: time.optional(),
      /** Past that is looked at, epoch ms UTC; default: now, and what devices with a clock ahead have told. */
      to: time.optional(),
    }),
  ),
  /**
   * Pens of a chart over [from, to), epoch ms UTC: every sample while there are fewer than four a column, else one bucket a column.
   */
  'history.trend': query<readonly TrendSeries[]>()(
    z.strictObject({
      tags: tagNames.max(16),
      ...span,
      columns: z.int().min(10).max(4_096),
    }),
  ),
  /** Stored samples of a tag over [from, to) in pages; `bounds` adds the one before and the one after. */
  'history.raw': query<RawHistory>()(
    z.strictObject({
      tag: tagName,
      ...span,
      bounds: z.boolean().default(false),
      limit: z.int().min(1).max(65_536).default(10_000),
      /** `next` of the page before */
      after: z.strictObject({ t: time, taken: z.int().nonnegative() }).optional(),
      /** `all`: also what later samples at the same time have corrected */
      versions: z.enum(['newest', 'all']).default('newest'),
    }),
  ),
  /** One value a step for each tag and aggregate: OPC UA Part 13, and the rise of counters. 1,000,000 values at most. */
  'history.aggregate': query<readonly AggregateSeries[]>()(
    z.strictObject({
      tags: tagNames.min(1).max(64),
      aggregates: z.array(z.enum(AGGREGATES)).min(1).max(AGGREGATES.length),
      ...span,
      stepMs: z.number().min(1),
      /** a counter starts again from 0 there: 65,536 for 16 bits; null: never */
      counterModulus: z.number().positive().nullable().default(null),
    }),
  ),
  /** How long a tag of states was in each of them over [from, to). */
  'history.states': query<HistoryStates>()(z.strictObject({ tag: tagName, ...span })),
  /** Values in force at one instant, with the times of their samples. */
  'history.slice': query<readonly SliceValue[]>()(z.strictObject({ tags: tagNames.max(10_000), at: time })),
  /** The newest sample of every tag, of tags that are no longer in the project too. */
  'history.lastValues': query<HistoryLastValues>()(nothing),
  'history.status': query<HistoryStatus>()(nothing),
  /**
   * Copies the whole history to `folder` (absolute, on this computer; without it that of the project), while recording goes on.
   * Answered when the copy is complete; `history.verifyBackup` proves that it can be restored.
   */
  'history.backup': command<BackupResult>()('engineer', z.strictObject({ folder: folderName.optional() })),
  /** Restores a backup beside itself, reads all of it and compares it with what was copied. */
  'history.verifyBackup': command<VerifyResult>()('engineer', z.strictObject({ folder: folderName.optional() })),
  /** Reads the newest files, or with `isDeep` every sample there is. */
  'history.check': command<CheckResult>()('engineer', z.strictObject({ isDeep: z.boolean().default(false) })),
  /** Emergency cards and the interlock matrix of the project. */
  'support.read': query<ServedSupport>()(nothing),
  'scenes.read': query<ServedScene>()(z.strictObject({ id: z.string().min(1).max(128) })),
  /** The list now, and again whenever a screen's file has been changed and can be used. */
  scenes: stream<SceneNews>()(nothing),
  /** `tags` left out means every tag. Coalesced to ≤ 4 Hz, newest wins, acknowledged. */
  tags: stream<TagStreamItem>()(z.strictObject({ tags: tagNames.optional() })),
  /** From now on, in order, none left out; rows of the journal of alarms only for whoever asks for them. */
  events: stream<readonly StationEvent[]>()(z.strictObject({ alarms: withAlarms })),
} as const;

export type Contract = typeof contract;
export type MethodName = keyof Contract;
export type QueryName = { [N in MethodName]: Contract[N]['kind'] extends 'query' ? N : never }[MethodName];
export type CommandName = { [N in MethodName]: Contract[N]['kind'] extends 'command' ? N : never }[MethodName];
/** What is asked once and answered once. */
export type CallName = QueryName | CommandName;
export type StreamName = { [N in MethodName]: Contract[N]['kind'] extends 'stream' ? N : never }[MethodName];
/** What a caller sends; defaults may be left out. */
export type InputOf<N extends MethodName> = z.input<Contract[N]['input']>;
export type OutputOf<N extends MethodName> = Exclude<Contract[N]['output'], undefined>;
