/**
 * What the OPC UA channel (main thread) and its worker say to each other: plain typed data, each message with the number of
 * the attempt that it belongs to, so that a late word of an abandoned client is recognised and dropped.
 * Both sides check what they receive: a worker runs a large library on bytes from the wire, and its word is not taken on trust.
 */
import { DEVICE_CAUSES, type DeviceCause } from '../../../../shared/model/device.ts';
import type { OpcuaSecurity } from '../../../project/types.ts';

/** One node to watch; its position in the list is its index in every later message. */
export interface WatchedNode {
  readonly nodeId: string;
  readonly samplingMs: number;
}

export interface ConnectOrder {
  readonly kind: 'connect';
  readonly attempt: number;
  readonly endpointUrl: string;
  readonly security: OpcuaSecurity;
  /** Null = anonymous. */
  readonly login: { readonly user: string; readonly password: string } | null;
  readonly pkiDirectory: string;
  /** Deadline of the TCP connection and secure channel, ms. */
  readonly connectTimeoutMs: number;
  /** Deadline of one request, ms. */
  readonly timeoutMs: number;
  readonly publishingMs: number;
  readonly pingMs: number;
  readonly nodes: readonly WatchedNode[];
}

export interface DisconnectOrder {
  readonly kind: 'disconnect';
  readonly attempt: number;
}

export type WorkerOrder = ConnectOrder | DisconnectOrder;

/** Values of one publish response; all arrays have the same length. `t` is NaN where the server gave no source time. */
export interface PublishedSamples {
  readonly index: Uint32Array;
  readonly t: Float64Array;
  readonly v: Float64Array;
  readonly q: Uint16Array;
}

export type WorkerReport =
  /** The library is loaded. */
  | { readonly kind: 'ready' }
  /** Session and subscription exist, every node has been asked for. */
  | { readonly kind: 'online'; readonly attempt: number; readonly keepAliveMs: number }
  /** The server would not monitor these nodes. */
  | { readonly kind: 'refused-nodes'; readonly attempt: number; readonly index: Uint32Array; readonly detail: string }
  /** A publish response: the subscription lives. Null samples = keep-alive. */
  | { readonly kind: 'published'; readonly attempt: number; readonly samples: PublishedSamples | null }
  /** Answer to the worker's own read of the server's state. */
  | { readonly kind: 'pong'; readonly attempt: number; readonly roundTripMs: number }
  /** The attempt is over: never got through, or lost. */
  | { readonly kind: 'failed'; readonly attempt: number; readonly cause: DeviceCause; readonly detail: string }
  /** The client of this attempt is gone. */
  | { readonly kind: 'closed'; readonly attempt: number };

const isObject = (data: unknown): data is Record<string, unknown> => typeof data === 'object' && data !== null;
const isCount = (data: unknown): data is number => typeof data === 'number' && Number.isInteger(data) && data >= 0;
const isMs = (data: unknown): data is number => typeof data === 'number' && Number.isFinite(data) && data >= 0;
const isCause = (data: unknown): data is DeviceCause => DEVICE_CAUSES.some(cause => cause === data);

function isIndex(data: unknown, nodeCount: number): data is Uint32Array {
  return data instanceof Uint32Array && data.every(index => index < nodeCount);
}

function parseSamples(data: unknown, nodeCount: number): PublishedSamples | null {
  if (!isObject(data)) return null;
  const { index, t, v, q } = data;
  if (!isIndex(index, nodeCount)) return null;
  if (!(t instanceof Float64Array) || !(v instanceof Float64Array) || !(q instanceof Uint16Array)) return null;
  const { length } = index;
  return t.length === length && v.length === length && q.length === length ? { index, t, v, q } : null;
}

/** A report of the worker, or null if it is none. `nodeCount` bounds the indices. */
export function parseReport(data: unknown, nodeCount: number): WorkerReport | null {
  if (!isObject(data)) return null;
  if (data.kind === 'ready') return { kind: 'ready' };
  const { kind, attempt, detail, cause } = data;
  if (!isCount(attempt)) return null;
  if (kind === 'closed') return { kind, attempt };
  if (kind === 'online' && isMs(data.keepAliveMs)) return { kind, attempt, keepAliveMs: data.keepAliveMs };
  if (kind === 'pong' && isMs(data.roundTripMs)) return { kind, attempt, roundTripMs: data.roundTripMs };
  if (kind === 'failed' && isCause(cause) && typeof detail === 'string') return { kind, attempt, cause, detail };
  if (kind === 'refused-nodes' && isIndex(data.index, nodeCount) && typeof detail === 'string') {
    return { kind, attempt, index: data.index, detail };
  }
  if (kind !== 'published') return null;
  if (data.samples === null) return { kind, attempt, samples: null };
  const samples = parseSamples(data.samples, nodeCount);
  return samples && { kind, attempt, samples };
}

function isLogin(data: unknown): data is ConnectOrder['login'] {
  return data === null || (isObject(data) && typeof data.user === 'string' && typeof data.password === 'string');
}

function isNodes(data: unknown): data is readonly WatchedNode[] {
  return (
    Array.isArray(data) &&
    data.every(node => isObject(node) && typeof node.nodeId === 'string' && isMs(node.samplingMs))
  );
}

function isConnectOrder(data: Record<string, unknown>): data is Record<string, unknown> & ConnectOrder {
  return (
    data.kind === 'connect' &&
    isCount(data.attempt) &&
    typeof data.endpointUrl === 'string' &&
    typeof data.pkiDirectory === 'string' &&
    isObject(data.security) &&
    isLogin(data.login) &&
    [data.connectTimeoutMs, data.timeoutMs, data.publishingMs, data.pingMs].every(isMs) &&
    isNodes(data.nodes)
  );
}

/** An order of the channel, or null if it is none. */
export function parseOrder(data: unknown): WorkerOrder | null {
  if (!isObject(data)) return null;
  if (data.kind === 'disconnect' && isCount(data.attempt)) return { kind: 'disconnect', attempt: data.attempt };
  return isConnectOrder(data) ? data : null;
}

/** Longest a sound setup may take, ms: connection, session, subscription, items. The channel's own limit adds a margin. */
export function setupLimitMs(order: Pick<ConnectOrder, 'connectTimeoutMs' | 'timeoutMs'>): number {
  return order.connectTimeoutMs + 4 * order.timeoutMs;
}
