/** One line of the station's event stream. Events are never coalesced and never dropped on the way to a client. */
import type { Text } from '../text/text.ts';

export const EVENT_KINDS = ['station', 'device', 'demo-field', 'clock', 'link', 'operation'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export interface StationEvent {
  /** Increases by one; a client that sees a gap asks `events.recent`. */
  readonly sequence: number;
  /** Epoch ms UTC. */
  readonly time: number;
  readonly kind: EventKind;
  /** Device, channel or process the event is about. */
  readonly source: string;
  readonly text: Text;
}
