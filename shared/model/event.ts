/** One line of the station's event stream. Events are never coalesced and never dropped on the way to a client. */
import type { Text } from '../text/text.ts';

export const EVENT_KINDS = [
  'station',
  'device',
  'demo-field',
  'clock',
  'link',
  'operation',
  'configuration',
  'alarm',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export interface StationEvent {
  /**
   * Increases by one; a client that sees a gap asks `events.recent`. Lines of kind `alarm` are rows of the journal of alarms and have
   * its numbers: the two series are counted apart.
   */
  readonly sequence: number;
  /** Epoch ms UTC; of an alarm as its source tells it. */
  readonly time: number;
  /** It may have happened so much earlier or later, ms: the scan period of what it was seen by. Left out where nobody knows. */
  readonly uncertaintyMs?: number;
  readonly kind: EventKind;
  /** Device, channel, process or alarm the event is about. */
  readonly source: string;
  readonly text: Text;
}
