/**
 * What the channel asks of one connection, whatever carries the frames. A link is used once; to reconnect a new one is made.
 * Every request that is sent is settled exactly once: answered, failed, or handed back when the link ends.
 */
import type { LinkFault } from './fault.ts';
import type { ReplyShape, Request } from './pdu.ts';

/** One request on its way. */
export interface Exchange {
  readonly request: Request;
  /** How long the reply may take, ms. */
  readonly timeoutMs: number;
  /** A write: it leaves at once, so that the deadline that was just checked is the one at which it leaves. */
  readonly isUrgent: boolean;
  /** Device it is for and tags it concerns: for the flight recorder. */
  readonly device: string;
  readonly tags: readonly string[];
  /**
   * The reply has come and is right: `body` is unit and PDU, valid during the call only. A broadcast is answered by nobody: its
   * body is empty.
   */
  answered(body: Uint8Array, roundTripMs: number): void;
  /** There is no usable reply; none that comes later will be taken for one. */
  failed(fault: LinkFault): void;
}

export interface LinkEvents<E extends Exchange> {
  /** The link has ended by itself; told once. What was on the way is handed back: it has neither been answered nor failed. */
  readonly onEnd: (fault: LinkFault, unsettled: readonly E[]) => void;
  /** Something may be sent now that could not before. */
  readonly onRoom: () => void;
  /** An answer of this unit came that had been given up: the unit lives. */
  readonly onLate: (unit: number) => void;
}

export interface Link<E extends Exchange> {
  /** Rejects with a `LinkFault`; nothing is left open then. */
  open(events: LinkEvents<E>): Promise<void>;
  /** Requests that may be sent now. */
  readonly room: number;
  /** Nothing is on the way. */
  readonly isIdle: boolean;
  /** How long a request with this reply must still wait because an older answer could be taken for its own, ms; 0 = not at all. */
  ambiguousForMs(reply: ReplyShape): number;
  /** True when a request with this reply must not be sent on this link any more, only on a new one. */
  isSpoiltFor(reply: ReplyShape): boolean;
  /** True when what is sent now leaves this computer now. */
  readonly isDrained: boolean;
  /** Monotonic ms at which a whole frame was last received; the time of opening before that. */
  readonly heardAt: number;
  /** Only while there is room. */
  send(exchange: E): void;
  /** Ends at once and hands back what was on the way; `onEnd` is not told. Safe to call twice. */
  close(): readonly E[];
}
