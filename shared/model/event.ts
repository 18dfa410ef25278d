/**
 * One line of the station's event stream: alarms, what people did, devices, configuration, sessions, clock steps, forced values. Never
 * coalesced and never dropped on the way to a client. Times are epoch ms UTC.
 */
import type { Text } from '../text/text.ts';
import type { AlarmEventKind, AlarmPriority } from './alarm.ts';

/** Classes of events. They are stored as they stand here: a word never gets another meaning. */
export const EVENT_KINDS = [
  'alarm',
  /** What a person did at a screen: acknowledged, silenced, switched a device off. */
  'operation',
  /** An order to a device of the field. */
  'command',
  'device',
  'configuration',
  /** Somebody came or went: logins, roles. */
  'session',
  'clock',
  /** Substituted and forced values. */
  'override',
  /** Recording, care and backup of the history. */
  'history',
  'station',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/**
 * How far the time of an event may be from when it happened: it was no more than `earlierMs` before and `laterMs` after. `scan`: seen
 * by polling, so it happened between two scans. `device`: stamped by the device, whose clock is off as well. `step`: the station's clock
 * jumped. `unknown`: nobody can tell; both numbers are 0.
 */
export interface TimeUncertainty {
  readonly earlierMs: number;
  readonly laterMs: number;
  readonly from: UncertaintySource;
}

export const UNCERTAINTY_SOURCES = ['scan', 'device', 'step', 'unknown'] as const;
export type UncertaintySource = (typeof UNCERTAINTY_SOURCES)[number];

/** What an event is about and who is behind it; what does not apply is left out. */
export interface EventAbout {
  /** When the station heard of it; left out where that is its time. */
  readonly received?: number;
  /** Left out where the station saw it happen by its own clock. */
  readonly uncertainty?: TimeUncertainty;
  readonly tag?: string;
  readonly area?: string;
  readonly who?: string;
  /** Console or address from where it was done. */
  readonly where?: string;
}

/** What a line has that is a row of the journal of alarms. */
export interface AlarmOfEvent {
  readonly priority: AlarmPriority;
  readonly event: AlarmEventKind;
  readonly isHidden: boolean;
  readonly isFirstOut: boolean;
  /** Its first-out group; null for none, and for an alarm that the project no longer has. */
  readonly group: string | null;
}

export interface StationEvent extends EventAbout {
  /**
   * Increases by one; a client that sees a gap asks `events.recent`. Lines with `alarm` are rows of the journal of alarms and have its
   * numbers: the two series are counted apart.
   */
  readonly sequence: number;
  /** As its source tells it. */
  readonly time: number;
  readonly kind: EventKind;
  /** Device, channel, process or alarm the event is about. */
  readonly source: string;
  readonly text: Text;
  readonly alarm?: AlarmOfEvent;
}

/** Which events; all given parts must fit. Times are of the station (`received`), from ≤ t < to. */
export interface EventFilter {
  readonly from: number;
  readonly to: number;
  readonly kinds?: readonly EventKind[];
  readonly tags?: readonly string[];
  /** Parts of source or tag, one of which must be found; case does not matter. */
  readonly names?: readonly string[];
  readonly areas?: readonly string[];
  /** Part of the name of the person. */
  readonly who?: string;
  /** Words that are all in source, tag or text in either language; case does not matter. */
  readonly text?: string;
}

/** Where a page ended: numbers of the last event and of the last row of an alarm that were given. */
export interface EventCursor {
  readonly event: number;
  readonly alarm: number;
}

export interface EventPage {
  /** Newest first, as the station heard of them. */
  readonly events: readonly StationEvent[];
  /** `before` of the next page; null after the last one. */
  readonly next: EventCursor | null;
}
