/**
 * What the OPC UA channel (main thread) and its worker say to each other: plain typed data, each message with the number of
 * the attempt that it belongs to, so that a late word of an abandoned client is recognised and dropped.
 * Both sides check what they receive (message-check.ts). Times that the two threads compare are `sharedMs()`: each thread's
 * `performance.now()` starts at another moment, and wall time may step.
 */
import type { DeviceCause } from '../../../../shared/model/device.ts';
import type { BrowsedNode } from '../../../../shared/model/opcua.ts';
import type { OpcuaGroup, OpcuaSecurity } from '../../../project/types.ts';
import type { WriteRefusal } from '../../channel.ts';

/** Monotonic ms on a clock that all threads of this process share. */
export function sharedMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** One node to watch; its position in the list is its index in every later message. */
export interface WatchedNode {
  readonly nodeId: string;
  /** Position of its scan group in `ConnectOrder.groups`. */
  readonly group: number;
}

/** Nodes that are to be read faster than their group for now; both arrays have the same length. */
export interface FastNodes {
  readonly index: Uint32Array;
  readonly periodMs: Float64Array;
}

export type LoginOrder =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'user'; readonly user: string; readonly password: string }
  | { readonly kind: 'certificate' };

export interface ConnectOrder {
  readonly kind: 'connect';
  readonly attempt: number;
  readonly endpointUrl: string;
  readonly security: OpcuaSecurity;
  readonly login: LoginOrder;
  readonly pkiDirectory: string;
  /** Deadline of the TCP connection and secure channel, ms. */
  readonly connectTimeoutMs: number;
  /** Deadline of one request, ms. */
  readonly timeoutMs: number;
  readonly pingMs: number;
  readonly groups: readonly OpcuaGroup[];
  readonly nodes: readonly WatchedNode[];
  readonly fast: FastNodes;
  /** Nodes of devices that are out of operation: asked nothing. */
  readonly off: Uint32Array;
  /** True: every chunk of bytes is reported. */
  readonly isTapped: boolean;
}

export interface WatchOrder {
  readonly kind: 'watch';
  readonly attempt: number;
  readonly fast: FastNodes;
  readonly off: Uint32Array;
}

export interface WriteNodeOrder {
  readonly kind: 'write';
  readonly attempt: number;
  readonly id: number;
  readonly index: number;
  readonly raw: number | bigint;
  /** `sharedMs()` after which nothing may leave any more. */
  readonly deadlineAt: number;
}

export interface BrowseOrder {
  readonly kind: 'browse';
  readonly attempt: number;
  readonly id: number;
  /** Null = the Objects folder. */
  readonly nodeId: string | null;
  /** Page to go on with, as an earlier answer named it. */
  readonly page: number | null;
}

export type WorkerOrder =
  | ConnectOrder
  | WatchOrder
  | WriteNodeOrder
  | BrowseOrder
  | { readonly kind: 'tap'; readonly attempt: number; readonly isOn: boolean }
  | { readonly kind: 'disconnect'; readonly attempt: number };

/** Values of one publish response or scan, in the order of the server; all arrays have the same length. */
export interface PublishedSamples {
  readonly index: Uint32Array;
  /** Source and server time, epoch ms; NaN where there is none that makes sense. */
  readonly sourceT: Float64Array;
  readonly serverT: Float64Array;
  readonly v: Float64Array;
  readonly q: Uint16Array;
  /** By position: what a double cannot carry. Null where there is nothing of it. */
  readonly exact: ReadonlyMap<number, bigint | string> | null;
}

export interface PublishedReport {
  readonly kind: 'published';
  readonly attempt: number;
  readonly group: number;
  /** `sharedMs()` of the receipt. */
  readonly heardAt: number;
  /** Epoch ms of the receipt. */
  readonly receivedAt: number;
  /** Time between two of these as it is meant now, ms. */
  readonly cycleMs: number;
  /** The server's clock minus ours, ms; NaN before enough is known. */
  readonly clockOffsetMs: number;
  /** Null = keep-alive. */
  readonly samples: PublishedSamples | null;
  /** One entry for each value that the server marked as the first after some that it had to throw away. */
  readonly overflowed: Uint32Array;
}

export interface PongReport {
  readonly kind: 'pong';
  readonly attempt: number;
  readonly roundTripMs: number;
  readonly clockOffsetMs: number;
  readonly replies: number;
  /** Answers that were service faults. */
  readonly faults: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

/** As granted by the server. */
export interface GrantedGroup {
  /** Longest silence of a group that lives, ms. */
  readonly keepAliveMs: number;
  /** Requests that one scan costs; 0 where the server sends by itself. */
  readonly requests: number;
}

export type WriteOutcome =
  | { readonly ok: true; readonly sentAt: number; readonly answeredAt: number }
  | { readonly ok: false; readonly why: WriteRefusal; readonly sentAt: number | null; readonly detail: string };

export type BrowseOutcome =
  | { readonly ok: true; readonly nodes: readonly ListedNode[]; readonly page: number | null }
  | { readonly ok: false; readonly detail: string };

/** A browsed node; `index` is its position among the watched nodes, or null. */
export interface ListedNode extends Omit<BrowsedNode, 'tag'> {
  readonly index: number | null;
}

export type WorkerReport =
  /** The library is loaded. */
  | { readonly kind: 'ready' }
  /** Session and subscriptions exist, every node has been asked for. Thumbprint (SHA-1) of the server, if it showed one. */
  | {
      readonly kind: 'online';
      readonly attempt: number;
      readonly groups: readonly GrantedGroup[];
      readonly clockOffsetMs: number;
      readonly server: string | null;
    }
  /** The server has granted a group something else than before. */
  | ({ readonly kind: 'granted'; readonly attempt: number; readonly group: number } & GrantedGroup)
  /** The server would not monitor these nodes, or has lost them. */
  | { readonly kind: 'refused-nodes'; readonly attempt: number; readonly index: Uint32Array; readonly detail: string }
  /** Items that the server had stopped to report were made anew. */
  | { readonly kind: 'renewed-nodes'; readonly attempt: number; readonly index: Uint32Array; readonly detail: string }
  | PublishedReport
  /** Answer to the worker's own read of the server's state. */
  | PongReport
  | { readonly kind: 'overrun'; readonly attempt: number; readonly group: number }
  | { readonly kind: 'written'; readonly attempt: number; readonly id: number; readonly outcome: WriteOutcome }
  | { readonly kind: 'browsed'; readonly attempt: number; readonly id: number; readonly outcome: BrowseOutcome }
  | {
      readonly kind: 'frame';
      readonly attempt: number;
      readonly direction: 'sent' | 'received';
      readonly bytes: Uint8Array;
    }
  /** The attempt is over: never got through, or lost. */
  | { readonly kind: 'failed'; readonly attempt: number; readonly cause: DeviceCause; readonly detail: string }
  /** The client of this attempt is gone. */
  | { readonly kind: 'closed'; readonly attempt: number };

/** Making the items of 100 nodes may take a slow server this long, ms. */
const ITEMS_MS = 500;

/** Longest a sound setup may take, ms: connection, session, subscriptions, items. The channel's own limit adds a margin. */
export function setupLimitMs(order: Pick<ConnectOrder, 'connectTimeoutMs' | 'timeoutMs' | 'nodes'>): number {
  return order.connectTimeoutMs + 4 * order.timeoutMs + Math.ceil(order.nodes.length / 100) * ITEMS_MS;
}
