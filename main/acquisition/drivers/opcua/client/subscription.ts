/**
 * The one subscription of a session and its monitored items, in the worker. Every publish response is reported, with values
 * or without: that the server still publishes is what keeps unchanged values good. Nodes that the server refuses are named
 * and asked for again at times, without disturbing the others.
 */
import {
  AttributeIds,
  ClientMonitoredItemGroup,
  type ClientSession,
  type ClientSubscription,
  type DataValue,
  TimestampsToReturn,
  VariantArrayType,
} from 'node-opcua-client';
import { type Failure, failureOf, oneLine } from '../failure.ts';
import type { ConnectOrder, WorkerReport } from '../messages.ts';
import { resolveNodeAddress } from './node-address.ts';
import { SampleBuffer } from './sample-buffer.ts';
import { decodeValue } from './value.ts';

export type Report = (message: WorkerReport, transfer?: readonly ArrayBuffer[]) => void;

/** Servers limit operations per call and node-opcua does not chunk; 100 is the smallest limit met in the field. */
const ITEMS_PER_CALL = 100;
/** A keep-alive after this many empty publishing cycles: the least that the library asks for. */
const KEEP_ALIVE_COUNT = 3;
/** Without our publish requests the server drops the subscription after this many cycles (Part 4: ≥ 3 × keep-alive). */
const LIFETIME_COUNT = 60;
/** A refused node may appear once the server has finished loading; asked for again this often, ms. */
const RETRY_NODES_MS = 30_000;
/** The library keeps a record of each group of items; a server that refuses for ever must not make it grow. */
const MOST_RETRIES = 20;

interface Item {
  readonly index: number;
  readonly nodeId: string;
  readonly samplingMs: number;
}

export interface SubscriptionOptions {
  readonly session: ClientSession;
  readonly order: ConnectOrder;
  readonly report: Report;
  readonly onLost: (failure: Failure) => void;
}

function decode(dataValue: DataValue) {
  const { value } = dataValue;
  return decodeValue({
    status: dataValue.statusCode.value,
    type: value.dataType,
    isArray: value.arrayType !== VariantArrayType.Scalar,
    value: value.value,
    sourceTime: dataValue.sourceTimestamp,
  });
}

export class NodeSubscription {
  readonly #options: SubscriptionOptions;
  readonly #buffer: SampleBuffer;
  #subscription: ClientSubscription | null = null;
  #refused: Item[] = [];
  #retries = 0;
  #retryTimer: NodeJS.Timeout | undefined;
  #flush: NodeJS.Immediate | undefined;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
    this.#buffer = new SampleBuffer(options.order.nodes.length);
  }

  /** Creates subscription and items; resolves with the keep-alive interval that the server granted, ms. */
  async open(): Promise<number> {
    const { session, order } = this.#options;
    const namespaces = await session.readNamespaceArray();
    const subscription = await session.createSubscription2({
      requestedPublishingInterval: order.publishingMs,
      requestedMaxKeepAliveCount: KEEP_ALIVE_COUNT,
      requestedLifetimeCount: LIFETIME_COUNT,
      maxNotificationsPerPublish: 0,
      publishingEnabled: true,
      priority: 1,
    });
    this.#subscription = subscription;
    this.#listen(subscription);
    await this.#monitor(this.#resolve(namespaces));
    this.#retryTimer = setTimeout(() => void this.#retryRefused(), RETRY_NODES_MS);
    return subscription.publishingInterval * subscription.maxKeepAliveCount;
  }

  /** Stops timers and reports. The session's end deletes the subscription on the server. */
  close(): void {
    clearTimeout(this.#retryTimer);
    clearImmediate(this.#flush);
    this.#subscription?.removeAllListeners();
    // An emitter without an error listener would throw at a late error of the library.
    this.#subscription?.on('error', () => undefined);
    this.#subscription = null;
  }

  #listen(subscription: ClientSubscription): void {
    const { onLost } = this.#options;
    subscription.on('raw_notification', () => this.#schedule());
    subscription.on('status_changed', status => onLost({ cause: 'closed', detail: `subscription: ${status.name}` }));
    subscription.on('terminated', () => onLost({ cause: 'closed', detail: 'the subscription has ended' }));
    subscription.on('error', error => onLost(failureOf(error)));
  }

  #resolve(namespaces: readonly string[]): Item[] {
    const items: Item[] = [];
    const wrong: number[] = [];
    let problem = '';
    this.#options.order.nodes.forEach(({ nodeId, samplingMs }, index) => {
      const address = resolveNodeAddress(nodeId, namespaces);
      if (address.ok) items.push({ index, nodeId: address.nodeId, samplingMs });
      else wrong.push(index);
      if (!address.ok) problem ||= address.problem;
    });
    this.#reportRefused(wrong, problem);
    return items;
  }

  async #monitor(items: readonly Item[]): Promise<void> {
    const bySampling = Map.groupBy(items, item => item.samplingMs);
    for (const [samplingMs, group] of bySampling) {
      for (let start = 0; start < group.length; start += ITEMS_PER_CALL) {
        await this.#monitorChunk(group.slice(start, start + ITEMS_PER_CALL), samplingMs);
      }
    }
  }

  /** The listener is on before the request leaves: the first values may share a segment with the answer. */
  async #monitorChunk(chunk: readonly Item[], samplingInterval: number): Promise<void> {
    if (!this.#subscription) return;
    const group = ClientMonitoredItemGroup.create(
      this.#subscription,
      chunk.map(({ nodeId }) => ({ nodeId, attributeId: AttributeIds.Value })),
      { samplingInterval, queueSize: 1, discardOldest: true },
      TimestampsToReturn.Both,
    );
    group.on('changed', (_item, dataValue, at) => {
      const item = chunk[at];
      if (item) this.#buffer.push(item.index, decode(dataValue));
      this.#schedule();
    });
    await new Promise<void>((resolve, reject) => {
      group.on('initialized', resolve);
      group.on('err', message => reject(new Error(message)));
      group.on('terminated', error => reject(error ?? new Error('the subscription has ended')));
    });
    this.#sweep(chunk, group);
  }

  /** A refused item makes no event of its own that can be relied on: only its status tells. */
  #sweep(chunk: readonly Item[], group: ClientMonitoredItemGroup): void {
    const refused = chunk.filter((_item, at) => !group.monitoredItems[at]?.statusCode.isGoodish());
    const first = refused[0];
    if (!first) return;
    this.#refused.push(...refused);
    const status = group.monitoredItems[chunk.indexOf(first)]?.statusCode.name;
    this.#reportRefused(
      refused.map(item => item.index),
      `${status} at ${first.nodeId}`,
    );
  }

  #reportRefused(index: readonly number[], detail: string): void {
    if (index.length === 0) return;
    const { report, order } = this.#options;
    report({ kind: 'refused-nodes', attempt: order.attempt, index: Uint32Array.from(index), detail: oneLine(detail) });
  }

  async #retryRefused(): Promise<void> {
    try {
      const found = await this.#readable(this.#refused);
      if (found.length > 0) {
        this.#retries += 1;
        this.#refused = this.#refused.filter(item => !found.includes(item));
        await this.#monitor(found);
      }
    } catch (error) {
      // A broken link is reported by whoever waits on it; a server that merely refuses is asked again.
      if (this.#subscription) this.#options.onLost(failureOf(error));
    }
    if (this.#subscription && this.#refused.length > 0 && this.#retries < MOST_RETRIES) {
      this.#retryTimer = setTimeout(() => void this.#retryRefused(), RETRY_NODES_MS);
    }
  }

  /** Those of the nodes that can be read by now. */
  async #readable(items: readonly Item[]): Promise<Item[]> {
    const found: Item[] = [];
    for (let start = 0; start < items.length; start += ITEMS_PER_CALL) {
      const chunk = items.slice(start, start + ITEMS_PER_CALL);
      const nodes = chunk.map(({ nodeId }) => ({ nodeId, attributeId: AttributeIds.Value }));
      const values = await this.#options.session.read(nodes);
      found.push(...chunk.filter((_item, at) => values[at]?.statusCode.isGoodish()));
    }
    return found;
  }

  #schedule(): void {
    this.#flush ??= setImmediate(() => {
      this.#flush = undefined;
      const { report, order } = this.#options;
      const taken = this.#buffer.take();
      report({ kind: 'published', attempt: order.attempt, samples: taken?.samples ?? null }, taken?.transfer);
    });
  }
}
