/**
 * One scan group as one subscription with its monitored items, in the worker. The publishing interval is the group's period,
 * and a keep-alive comes within two of them, so that unchanged values are confirmed before their deadline of three. Until the
 * first values are here it publishes faster: nobody is to wait an hour for the first value of an hourly tag.
 * The client handle of an item is the node's index. A group that is hastened publishes faster as a whole; only the hastened
 * items are sampled faster.
 */
import {
  AttributeIds,
  CreateMonitoredItemsRequest,
  CreateMonitoredItemsResponse,
  CreateSubscriptionRequest,
  CreateSubscriptionResponse,
  DataChangeNotification,
  DeleteMonitoredItemsRequest,
  DeleteMonitoredItemsResponse,
  ModifyMonitoredItemsRequest,
  ModifyMonitoredItemsResponse,
  ModifySubscriptionRequest,
  ModifySubscriptionResponse,
  MonitoringMode,
  type NotificationMessage,
  type Request,
  type Response,
  SetMonitoringModeRequest,
  SetMonitoringModeResponse,
  StatusChangeNotification,
  TimestampsToReturn,
} from 'node-opcua-client';
import type { OpcuaGroup } from '../../../../../project/types.ts';
import type { Failure } from '../../failure.ts';
import { queueSizeFor, samplingMsFor } from '../../group-defaults.ts';
import type { GrantedGroup } from '../../messages.ts';
import type { AnswerClass, Requests } from '../requests.ts';
import type { SessionLimits } from '../session-limits.ts';
import type { SampleSheet } from './sample-sheet.ts';

/** Keep-alive after this many empty publishing cycles; servers raise it to what they can (node-opcua: 2). */
const KEEP_ALIVE_COUNT = 1;
/** A keep-alive later than this many periods comes too close to the deadline of the values (three periods). */
const MOST_KEEP_ALIVE_PERIODS = 2;
/** Publishing interval until the first values have come, ms. */
const FIRST_MS = 250;
/** Without our publish requests the server drops the subscription after this, ms, and not before three keep-alives (Part 4). */
const LIFETIME_MS = 20_000;
const LEAST_LIFETIME_COUNT = 3;
/** Values of one publish response at most, so that no message grows beyond about 1 MB; the rest follows at once. */
const MOST_PER_PUBLISH = 20_000;

export interface Item {
  readonly index: number;
  /** With the namespace as the index that this server has given it. */
  readonly nodeId: string;
  /** Id that the server has given; null = there is no item. */
  id: number | null;
  /** Period that it is sampled for now, ms. */
  periodMs: number;
  isOn: boolean;
}

export interface GroupParts {
  readonly group: OpcuaGroup;
  readonly requests: Requests;
  readonly limits: SessionLimits;
  readonly sheet: SampleSheet;
  /** Deadline of one request, ms. */
  readonly limitMs: number;
  /** The server has granted something else than before. */
  readonly onGranted: (granted: GrantedGroup) => void;
}

/** The server will not monitor these. */
export interface Refusal {
  readonly items: readonly Item[];
  readonly detail: string;
}

export class GroupSubscription {
  readonly items: readonly Item[];
  id = 0;
  readonly #parts: GroupParts;
  /** As granted. */
  #publishingMs = FIRST_MS;
  #keepAliveCount = KEEP_ALIVE_COUNT;
  /** As asked for. */
  #periodMs: number;
  #sequence: number | null = null;
  /** Some item has just been made or switched on and has told nothing yet. */
  #isAwaited = true;

  constructor(parts: GroupParts, items: readonly Item[]) {
    this.#parts = parts;
    this.items = items;
    this.#periodMs = Math.min(FIRST_MS, parts.group.periodMs);
  }

  /** Time between two publish responses of a group whose values change, ms. */
  get cycleMs(): number {
    return this.#publishingMs;
  }

  get granted(): GrantedGroup {
    return { keepAliveMs: this.#publishingMs * this.#keepAliveCount, requests: 0 };
  }

  /** Publishes fast because first values are awaited. */
  get isAwaited(): boolean {
    return this.#isAwaited;
  }

  /** Creates the subscription, without items. */
  async open(): Promise<void> {
    const request = new CreateSubscriptionRequest({
      requestedPublishingInterval: this.#periodMs,
      requestedMaxKeepAliveCount: KEEP_ALIVE_COUNT,
      requestedLifetimeCount: this.#lifetimeCount(),
      maxNotificationsPerPublish: MOST_PER_PUBLISH,
      publishingEnabled: true,
      priority: 0,
    });
    const answer = await this.#ask(request, CreateSubscriptionResponse);
    this.id = answer.subscriptionId;
    this.#grant(answer);
    if (this.#divisor > 1) await this.#publishEvery(this.#periodMs);
  }

  /** Makes the items; resolves with those that the server refuses. */
  async create(items: readonly Item[]): Promise<Refusal> {
    const refused: Item[] = [];
    let detail = '';
    await this.#parts.limits.items.each(items, async part => {
      const request = new CreateMonitoredItemsRequest({
        subscriptionId: this.id,
        timestampsToReturn: TimestampsToReturn.Both,
        itemsToCreate: part.map(item => ({
          itemToMonitor: { nodeId: item.nodeId, attributeId: AttributeIds.Value },
          monitoringMode: item.isOn ? MonitoringMode.Reporting : MonitoringMode.Disabled,
          requestedParameters: this.#parametersOf(item),
        })),
      });
      const { results } = await this.#ask(request, CreateMonitoredItemsResponse);
      part.forEach((item, at) => {
        const result = results?.[at];
        item.id = result?.statusCode.isGoodish() ? result.monitoredItemId : null;
        if (item.id !== null) return;
        refused.push(item);
        detail ||= `${result?.statusCode.name ?? 'no answer'} at ${item.nodeId}`;
      });
    });
    return { items: refused, detail };
  }

  async remove(items: readonly Item[]): Promise<void> {
    const known = items.filter(item => item.id !== null);
    await this.#parts.limits.items.each(known, async part => {
      const monitoredItemIds = part.map(item => item.id ?? 0);
      const request = new DeleteMonitoredItemsRequest({ subscriptionId: this.id, monitoredItemIds });
      // An item that the server has lost cannot be deleted; either way it is gone then.
      await this.#ask(request, DeleteMonitoredItemsResponse);
      for (const item of part) item.id = null;
    });
  }

  /** Brings periods and modes of the items to what is wanted now. */
  async adapt(periodOf: (index: number) => number, isOn: (index: number) => boolean): Promise<void> {
    const known = this.items.filter(item => item.id !== null);
    const switched = known.filter(item => item.isOn !== isOn(item.index));
    const changed = known.filter(item => item.periodMs !== periodOf(item.index));
    for (const item of this.items) {
      item.isOn = isOn(item.index);
      item.periodMs = periodOf(item.index);
    }
    if (switched.some(item => item.isOn)) this.#isAwaited = true;
    const slowestMs = this.#isAwaited ? FIRST_MS : this.#parts.group.periodMs;
    const periodMs = known.reduce((least, item) => Math.min(least, item.periodMs), slowestMs);
    if (periodMs < this.#periodMs) await this.#publishEvery(periodMs);
    await this.#resample(changed);
    for (const mode of [true, false]) await this.#setMode(switched, mode);
    if (periodMs > this.#periodMs) await this.#publishEvery(periodMs);
  }

  /** First values of these items are awaited. */
  async hurry(): Promise<void> {
    this.#isAwaited = true;
    if (this.#periodMs > FIRST_MS) await this.#publishEvery(FIRST_MS);
  }

  /** There is nothing to wait for. */
  settle(): void {
    this.#isAwaited = false;
  }

  /** Takes a notification. The reason why the subscription is of no use any more, or null. */
  notify({ sequenceNumber, notificationData }: NotificationMessage): Failure | null {
    const { sheet } = this.#parts;
    if (!notificationData?.length) return null;
    const last = this.#sequence;
    this.#sequence = sequenceNumber;
    this.#isAwaited = false;
    // What was lost may be the last value of something that does not change again: only a new start makes it right.
    // Nobody has closed anything: it is our watch that says so.
    if (last !== null && sequenceNumber !== next(last))
      return { cause: 'watchdog', detail: missed(last, sequenceNumber) };
    for (const notification of notificationData) {
      if (notification instanceof StatusChangeNotification) {
        return { cause: 'closed', detail: `subscription: ${notification.status.name}` };
      }
      if (!(notification instanceof DataChangeNotification)) continue;
      for (const { clientHandle, value } of notification.monitoredItems ?? []) sheet.tell(clientHandle, value);
    }
    return null;
  }

  /** Hands on what has been told; called after each notification. */
  publish(): void {
    this.#parts.sheet.publish(this.#publishingMs);
  }

  /** Divides the period where a server does not send keep-alives often enough. */
  get #divisor(): number {
    return Math.max(1, this.#keepAliveCount / MOST_KEEP_ALIVE_PERIODS);
  }

  #lifetimeCount(): number {
    return Math.max(LEAST_LIFETIME_COUNT, Math.ceil(LIFETIME_MS / this.#periodMs));
  }

  async #publishEvery(periodMs: number): Promise<void> {
    this.#periodMs = periodMs;
    const request = new ModifySubscriptionRequest({
      subscriptionId: this.id,
      requestedPublishingInterval: periodMs / this.#divisor,
      requestedMaxKeepAliveCount: KEEP_ALIVE_COUNT,
      requestedLifetimeCount: this.#lifetimeCount(),
      maxNotificationsPerPublish: MOST_PER_PUBLISH,
      priority: 0,
    });
    this.#grant(await this.#ask(request, ModifySubscriptionResponse));
    this.#parts.onGranted(this.granted);
  }

  #grant(answer: { revisedPublishingInterval: number; revisedMaxKeepAliveCount: number }): void {
    this.#publishingMs = answer.revisedPublishingInterval;
    this.#keepAliveCount = answer.revisedMaxKeepAliveCount;
  }

  #parametersOf(item: Item) {
    const { group } = this.#parts;
    const isHastened = item.periodMs < group.periodMs;
    return {
      clientHandle: item.index,
      samplingInterval: isHastened ? samplingMsFor(item.periodMs) : group.samplingMs,
      queueSize: isHastened
        ? Math.max(group.queueSize, queueSizeFor(item.periodMs, samplingMsFor(item.periodMs)))
        : group.queueSize,
      discardOldest: true,
    };
  }

  async #resample(items: readonly Item[]): Promise<void> {
    await this.#parts.limits.items.each(items, async part => {
      const request = new ModifyMonitoredItemsRequest({
        subscriptionId: this.id,
        timestampsToReturn: TimestampsToReturn.Both,
        itemsToModify: part.map(item => ({
          monitoredItemId: item.id ?? 0,
          requestedParameters: this.#parametersOf(item),
        })),
      });
      await this.#ask(request, ModifyMonitoredItemsResponse);
    });
  }

  async #setMode(switched: readonly Item[], isOn: boolean): Promise<void> {
    const items = switched.filter(item => item.isOn === isOn);
    await this.#parts.limits.items.each(items, async part => {
      const request = new SetMonitoringModeRequest({
        subscriptionId: this.id,
        monitoringMode: isOn ? MonitoringMode.Reporting : MonitoringMode.Disabled,
        monitoredItemIds: part.map(item => item.id ?? 0),
      });
      await this.#ask(request, SetMonitoringModeResponse);
    });
  }

  #ask<R extends Response>(request: Request, answer: AnswerClass<R>): Promise<R> {
    return this.#parts.requests.send(request, answer, this.#parts.limitMs);
  }
}

/** Sequence numbers go round from 2^32 − 1 to 1 (Part 4, 7.25). */
function next(sequence: number): number {
  return sequence === 0xffff_ffff ? 1 : sequence + 1;
}

function missed(last: number, sequence: number): string {
  return `notifications were missed: number ${sequence} follows ${last}`;
}
