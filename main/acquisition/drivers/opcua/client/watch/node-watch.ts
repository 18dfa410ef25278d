/**
 * All nodes of a session, in the worker: each scan group as a subscription or as reads, the publish loop that serves them, and
 * the audit that goes round the items. Owns what is wanted (faster, switched off) and brings the server to it, one change at a
 * time. Whatever breaks is told once by `onLost`; the session ends then.
 */
import {
  AttributeIds,
  type NotificationMessage,
  ReadRequest,
  ReadResponse,
  TimestampsToReturn,
} from 'node-opcua-client';
import { systemClock } from '../../../../../platform/clock.ts';
import { Scheduler } from '../../../../scheduler.ts';
import { type Failure, failureOf, oneLine } from '../../failure.ts';
import type { ConnectOrder, FastNodes, GrantedGroup } from '../../messages.ts';
import { resolveNodeAddress } from '../node-address.ts';
import type { Report } from '../report.ts';
import type { Requests } from '../requests.ts';
import type { SessionLimits } from '../session-limits.ts';
import { type GroupParts, GroupSubscription, type Item, type Refusal } from './group-subscription.ts';
import { ItemAudit, type Verdict } from './item-audit.ts';
import { PublishLoop } from './publish-loop.ts';
import { ReadGroup } from './read-group.ts';
import { decode, SampleSheet } from './sample-sheet.ts';

/** Every item is looked at once in this time, ms … */
const AUDIT_ROUND_MS = 10_000;
/** … unless that were more reads a second than this: a tenth of what a subscription of as many changing items costs. */
const AUDIT_MOST_PER_S = 500;
/** Changes that a busy server tells late, ms. */
const AUDIT_SLACK_MS = 2_000;
/** Setting up may take a slow server longer than a request of a session that runs, ms. */
const SETUP_LIMIT_MS = 5_000;

export interface NodeWatchOptions {
  readonly order: ConnectOrder;
  readonly requests: Requests;
  readonly limits: SessionLimits;
  readonly namespaces: readonly string[];
  readonly report: Report;
  readonly onLost: (failure: Failure) => void;
}

export class NodeWatch {
  /** Node ids as this server has them, by index; null where the address is none. */
  readonly nodeIds: readonly (string | null)[];
  readonly #options: NodeWatchOptions;
  /** Period that a node is read with now, ms. */
  readonly #periodOf = (index: number): number => {
    const { nodes, groups } = this.#options.order;
    const periodMs = groups[nodes[index]?.group ?? 0]?.periodMs ?? 0;
    return Math.min(periodMs, this.#fast.get(index) ?? periodMs);
  };
  readonly #items: readonly Item[];
  readonly #subscriptions: (GroupSubscription | null)[] = [];
  readonly #reads: (ReadGroup | null)[] = [];
  readonly #audit: ItemAudit;
  readonly #loop: PublishLoop;
  readonly #scheduler = new Scheduler(systemClock);
  readonly #byId = new Map<number, GroupSubscription>();
  #fast: ReadonlyMap<number, number>;
  #off: ReadonlySet<number>;
  /** Changes at the server follow one another. */
  #work: Promise<void> = Promise.resolve();
  readonly #isOn = (index: number): boolean => !this.#off.has(index);
  #auditAt = 0;
  #isAuditing = false;
  #isClosed = false;

  constructor(options: NodeWatchOptions) {
    const { order, requests, namespaces, onLost } = options;
    this.#options = options;
    this.#fast = mapOf(order.fast);
    this.#off = new Set(order.off);
    this.#audit = new ItemAudit(order.nodes.length);
    const addresses = order.nodes.map(node => resolveNodeAddress(node.nodeId, namespaces));
    this.nodeIds = addresses.map(address => (address.ok ? address.nodeId : null));
    this.#items = this.nodeIds.flatMap((nodeId, index) => (nodeId === null ? [] : [this.#itemOf(index, nodeId)]));
    const wrong = addresses.flatMap((address, index) => (address.ok ? [] : [index]));
    this.#refuse(wrong, addresses.find(address => !address.ok)?.problem ?? '');
    this.#loop = new PublishLoop({ requests, onLost, onMessage: (id, message) => this.#notify(id, message) });
  }

  /** Creates subscriptions and items; resolves with what the server granted to each group. */
  open(): Promise<readonly GrantedGroup[]> {
    const opening = this.#open();
    // Changes wait until there is something to change; that it failed is told to whoever opens.
    this.#work = opening.then(
      () => undefined,
      () => undefined,
    );
    return opening;
  }

  async #open(): Promise<readonly GrantedGroup[]> {
    const { order, requests, limits, report } = this.#options;
    const limitMs = Math.max(order.timeoutMs, SETUP_LIMIT_MS);
    for (const [at, group] of order.groups.entries()) {
      const items = this.#items.filter(item => order.nodes[item.index]?.group === at);
      const nodes = new Set(items.map(item => item.index));
      const sheet = new SampleSheet({ attempt: order.attempt, group: at, nodes, audit: this.#audit, requests, report });
      const onGranted = (granted: GrantedGroup): void =>
        report({ kind: 'granted', attempt: order.attempt, group: at, ...granted });
      const parts = { group, requests, limits, sheet, limitMs, onGranted };
      if (group.mode === 'read') this.#openReads(at, parts, items);
      else await this.#subscribe(at, new GroupSubscription(parts, items));
    }
    return order.groups.map((_group, at) => {
      const granted = this.#subscriptions[at]?.granted ?? this.#reads[at]?.granted;
      return granted ?? { keepAliveMs: 0, requests: 0 };
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#loop.close();
    this.#scheduler.stop();
    for (const reads of this.#reads) reads?.close();
  }

  /** What is to be read faster, and what not at all, from now on. */
  set(fast: FastNodes, off: Uint32Array): void {
    this.#fast = mapOf(fast);
    this.#off = new Set(off);
    this.#enqueue(async () => {
      for (const reads of this.#reads) reads?.adapt(this.#periodOf, this.#isOn);
      for (const subscription of this.#subscriptions) await subscription?.adapt(this.#periodOf, this.#isOn);
    });
  }

  /** Looks at the next items of the round; called in a steady beat. */
  audit(beatMs: number): void {
    if (this.#isAuditing || this.#isClosed) return;
    this.#isAuditing = true;
    this.#enqueue(async () => {
      try {
        await this.#auditSome(beatMs);
      } finally {
        this.#isAuditing = false;
      }
    });
  }

  #itemOf(index: number, nodeId: string): Item {
    return { index, nodeId, id: null, periodMs: this.#periodOf(index), isOn: this.#isOn(index) };
  }

  #enqueue(change: () => Promise<void>): void {
    this.#work = this.#work.then(async () => {
      if (this.#isClosed) return;
      try {
        await change();
      } catch (error) {
        if (!this.#isClosed) this.#options.onLost(failureOf(error));
      }
    });
  }

  #openReads(at: number, parts: GroupParts, items: readonly Item[]): void {
    const { order, report, onLost } = this.#options;
    const onOverrun = (): void => report({ kind: 'overrun', attempt: order.attempt, group: at });
    const limitMs = order.timeoutMs;
    const reads = new ReadGroup({ ...parts, limitMs, scheduler: this.#scheduler, onOverrun, onLost }, items);
    this.#reads[at] = reads;
    this.#subscriptions[at] = null;
    reads.open();
  }

  async #subscribe(at: number, subscription: GroupSubscription): Promise<void> {
    this.#subscriptions[at] = subscription;
    await subscription.open();
    this.#byId.set(subscription.id, subscription);
    this.#loop.add(subscription.granted.keepAliveMs);
    this.#refuseItems(await subscription.create(subscription.items));
    // What has a value to tell slows down when it has told it; where there is nothing to wait for, nobody hurries.
    if (!subscription.items.some(item => item.id !== null && item.isOn)) subscription.settle();
    await subscription.adapt(this.#periodOf, this.#isOn);
  }

  #notify(id: number, message: NotificationMessage): void {
    const subscription = this.#byId.get(id);
    if (!subscription || this.#isClosed) return;
    const wasAwaited = subscription.isAwaited;
    const trouble = subscription.notify(message);
    if (trouble !== null) return this.#options.onLost(trouble);
    subscription.publish();
    if (wasAwaited && !subscription.isAwaited) this.#enqueue(() => subscription.adapt(this.#periodOf, this.#isOn));
  }

  #refuseItems({ items, detail }: Refusal): void {
    this.#refuse(
      items.map(item => item.index),
      detail,
    );
  }

  #refuse(index: readonly number[], detail: string): void {
    if (index.length === 0) return;
    const { report, order } = this.#options;
    report({ kind: 'refused-nodes', attempt: order.attempt, index: Uint32Array.from(index), detail: oneLine(detail) });
  }

  async #auditSome(beatMs: number): Promise<void> {
    const { order, requests, limits } = this.#options;
    const all = this.#items;
    const perS = Math.min(AUDIT_MOST_PER_S, all.length / (AUDIT_ROUND_MS / 1_000));
    const count = Math.min(all.length, Math.ceil((perS * beatMs) / 1_000));
    const part = Array.from({ length: count }, (_none, at) => all[(this.#auditAt + at) % all.length]);
    this.#auditAt = (this.#auditAt + count) % Math.max(1, all.length);
    const items = part.filter(item => item !== undefined).filter(item => item.isOn && this.#subscriptionOf(item));
    const found = new Map<Verdict, Item[]>();
    await limits.read.each(items, async chunk => {
      const request = new ReadRequest({
        timestampsToReturn: TimestampsToReturn.Neither,
        nodesToRead: chunk.map(item => ({ nodeId: item.nodeId, attributeId: AttributeIds.Value })),
      });
      const { results } = await requests.send(request, ReadResponse, order.timeoutMs);
      chunk.forEach((item, at) => {
        const value = results?.[at];
        if (!value) return;
        const reading = { value: decode(value), hasItem: item.id !== null, now: performance.now() };
        const verdict = this.#audit.judge(item.index, { ...reading, patienceMs: this.#patienceMs(item) });
        found.set(verdict, [...(found.get(verdict) ?? []), item]);
      });
    });
    await this.#mend(found);
  }

  #subscriptionOf(item: Item): GroupSubscription | null {
    return this.#subscriptions[this.#options.order.nodes[item.index]?.group ?? 0] ?? null;
  }

  #patienceMs(item: Item): number {
    const cycleMs = this.#subscriptionOf(item)?.cycleMs ?? 0;
    const samplingMs = this.#options.order.groups[this.#options.order.nodes[item.index]?.group ?? 0]?.samplingMs ?? 0;
    return 2 * (cycleMs + samplingMs) + AUDIT_SLACK_MS;
  }

  async #mend(found: ReadonlyMap<Verdict, readonly Item[]>): Promise<void> {
    const gone = found.get('gone') ?? [];
    await this.#perSubscription(gone, (subscription, items) => subscription.remove(items));
    this.#refuseItems({ items: gone, detail: `there is no ${gone[0]?.nodeId} any more` });
    const mute = found.get('mute') ?? [];
    const dead = [...mute, ...(found.get('back') ?? [])];
    await this.#perSubscription(dead, (subscription, items) => subscription.remove(items));
    const wanted = [...dead, ...(found.get('missing') ?? [])];
    for (const item of [...gone, ...wanted]) this.#audit.forget(item.index);
    await this.#perSubscription(wanted, async (subscription, items) => {
      await subscription.hurry();
      this.#refuseItems(await subscription.create(items));
      if (items.some(item => item.id !== null)) return;
      subscription.settle();
      await subscription.adapt(this.#periodOf, this.#isOn);
    });
    if (mute.length === 0) return;
    const { report, order } = this.#options;
    const index = Uint32Array.from(mute, item => item.index);
    report({
      kind: 'renewed-nodes',
      attempt: order.attempt,
      index,
      detail: `${mute[0]?.nodeId} had changed unreported`,
    });
  }

  async #perSubscription(
    items: readonly Item[],
    change: (subscription: GroupSubscription, items: readonly Item[]) => Promise<void>,
  ): Promise<void> {
    for (const [subscription, own] of Map.groupBy(items, item => this.#subscriptionOf(item))) {
      if (subscription) await change(subscription, own);
    }
  }
}

function mapOf({ index, periodMs }: FastNodes): ReadonlyMap<number, number> {
  return new Map(Array.from(index, (at, position) => [at, periodMs[position] ?? 0]));
}
