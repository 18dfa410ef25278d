/**
 * Messages of one client session, the same over Electron IPC (structured clone) and WebSocket (see frame.ts).
 * The host sends `beat` every BEAT_MS; a client that has heard nothing for LINK_LOST_MS says so to the operator.
 * A stream item must be acknowledged before the next one is sent: a slow client gets fewer, newer items, and main holds
 * no queue for it. A gap in `seq` means that the client lost an item and must reopen the stream for a snapshot.
 */
import type { Envelope, ErrorBody } from './error.ts';

export const BEAT_MS = 500;
/** Operator is told ≤ 2 s after the link is gone (hmi.md 2.3, point 18): three missed beats. */
export const LINK_LOST_MS = 1_500;

export type ClientMessage =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly input: unknown }
  /** Nobody waits for the answer to the query `id` any more. It is answered all the same: `cancelled`, or what was found already. */
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'open'; readonly id: number; readonly method: string; readonly input: unknown }
  | { readonly kind: 'close'; readonly id: number }
  | { readonly kind: 'ack'; readonly id: number; readonly seq: number };

export type HostMessage =
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Envelope<unknown> }
  | { readonly kind: 'item'; readonly id: number; readonly seq: number; readonly item: unknown }
  | { readonly kind: 'ended'; readonly id: number; readonly error: ErrorBody }
  | { readonly kind: 'beat'; readonly now: number };
