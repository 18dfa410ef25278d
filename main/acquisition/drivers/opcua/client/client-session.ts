/**
 * One attempt at a server, in the worker: session, subscriptions, and what is asked of them. Born for one connect order and
 * never reused; when it fails or is lost it says so exactly once and ends itself.
 * node-opcua's own reconnect is off (maxRetry 0) on purpose: it was measured to loop for ever against some servers, to leave
 * the last values looking fresh during an outage, and to execute queued requests long after. Building everything anew costs a
 * fraction of a second, frees the server's old session early, and is one path that every test walks.
 */
import { AttributeIds, ReadRequest, ReadResponse, TimestampsToReturn } from 'node-opcua-client';
import { type Failure, FailureError, failureOf } from '../failure.ts';
import {
  type BrowseOrder,
  type ConnectOrder,
  setupLimitMs,
  type WatchOrder,
  type WriteNodeOrder,
  type WriteOutcome,
} from '../messages.ts';
import { type CertificateStore, openCertificateStore } from './application-certificate.ts';
import { NodeBrowser } from './browse.ts';
import type { ClientLink } from './client-link.ts';
import { FrameTapper } from './frame-tapper.ts';
import { openSession } from './link-opening.ts';
import type { Report } from './report.ts';
import type { Requests } from './requests.ts';
import { readLimits } from './session-limits.ts';
import { NodeWatch } from './watch/node-watch.ts';
import { NodeWriter } from './write-node.ts';

/** Server_NamespaceArray and Server_ServerStatus_State (Part 5): small reads that every server answers. */
const NAMESPACE_ARRAY = 'i=2255';
const SERVER_STATE = 'i=2259';

interface Parts {
  readonly watch: NodeWatch;
  readonly writer: NodeWriter;
  readonly browser: NodeBrowser;
}

export class ClientSession {
  readonly #order: ConnectOrder;
  readonly #report: Report;
  readonly #tapper: FrameTapper;
  readonly #links: ClientLink[] = [];
  #store: CertificateStore | null = null;
  /** What was asked for last; it may change before there is anything to apply it to. */
  #wanted: Pick<WatchOrder, 'fast' | 'off'>;
  #parts: Parts | null = null;
  #pingTimer: NodeJS.Timeout | undefined;
  #isPinging = false;
  #isEnded = false;
  #closing: Promise<void> | null = null;

  constructor(order: ConnectOrder, report: Report) {
    this.#order = order;
    this.#report = report;
    this.#wanted = order;
    this.#tapper = new FrameTapper(order.attempt, report, order.isTapped);
  }

  /** Connects and subscribes; the outcome is a report. Never rejects. */
  async open(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    try {
      // Outside the limit: the first start makes a key pair, which may take seconds.
      this.#store = await openCertificateStore(this.#order.pkiDirectory);
      const limitMs = setupLimitMs(this.#order);
      const late = new Promise<never>((_resolve, reject) => {
        const failure: Failure = { cause: 'timeout', detail: `no session within ${limitMs} ms` };
        timer = setTimeout(() => reject(new FailureError(failure)), limitMs);
      });
      await Promise.race([this.#establish(this.#store), late]);
    } catch (error) {
      this.#fail(failureOf(error));
    } finally {
      clearTimeout(timer);
    }
  }

  /** What is to be read faster, and what not at all, from now on. */
  set(wanted: WatchOrder): void {
    this.#wanted = wanted;
    this.#parts?.watch.set(wanted.fast, wanted.off);
  }

  tap(isOn: boolean): void {
    this.#tapper.isOn = isOn;
  }

  /** One write; the outcome is a report. Never rejects. */
  async write(order: WriteNodeOrder): Promise<void> {
    const outcome = await this.#write(order);
    this.#report({ kind: 'written', attempt: order.attempt, id: order.id, outcome });
  }

  /** The outcome is a report. Never rejects. */
  async browse(order: BrowseOrder): Promise<void> {
    const outcome = this.#parts
      ? await this.#parts.browser.browse(order)
      : { ok: false as const, detail: 'there is no session' };
    this.#report({ kind: 'browsed', attempt: order.attempt, id: order.id, outcome });
  }

  /** Ends everything within about a second; safe to call twice. Never rejects. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    this.#isEnded = true;
    clearInterval(this.#pingTimer);
    this.#parts?.watch.close();
    this.#parts?.browser.close();
    await Promise.all(this.#links.map(link => link.end()));
    // Disposing twice throws in the library; a store that is gone already is what we want.
    await this.#store?.manager.dispose().catch(() => undefined);
    this.#report({ kind: 'closed', attempt: this.#order.attempt });
  }

  #fail(failure: Failure): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#report({ kind: 'failed', attempt: this.#order.attempt, ...failure });
    void this.close();
  }

  #adopt(link: ClientLink): void {
    this.#links.push(link);
    if (this.#isEnded) {
      void link.end();
      throw new FailureError({ cause: 'closed', detail: 'closed while connecting' });
    }
    link.client.on('secure_channel_created', channel => this.#tapper.listen(channel));
  }

  async #establish(store: CertificateStore): Promise<void> {
    const order = this.#order;
    const { requests, server } = await openSession({
      order,
      store,
      adopt: link => this.#adopt(link),
      onClosed: failure => this.#fail(failure),
    });
    const namespaces = await this.#readNamespaces(requests);
    const limits = await readLimits(requests, order.timeoutMs);
    const onLost = (failure: Failure): void => this.#fail(failure);
    const { fast, off } = this.#wanted;
    const wanted = { ...order, fast, off };
    const watch = new NodeWatch({ order: wanted, requests, limits, namespaces, report: this.#report, onLost });
    const writer = new NodeWriter({ requests, limitMs: order.timeoutMs, onLost });
    const browsing = { requests, limits, namespaces, watched: watch.nodeIds, limitMs: order.timeoutMs };
    this.#parts = { watch, writer, browser: new NodeBrowser(browsing) };
    if (this.#isEnded) return watch.close();
    const groups = await watch.open();
    if (this.#isEnded) return;
    const clockOffsetMs = requests.clock.medianMs;
    this.#report({ kind: 'online', attempt: order.attempt, groups, clockOffsetMs, server });
    this.#pingTimer = setInterval(() => void this.#ping(requests), order.pingMs);
    void this.#ping(requests);
  }

  async #readNamespaces(requests: Requests): Promise<readonly string[]> {
    const answer = await this.#read(requests, NAMESPACE_ARRAY);
    const names: unknown = answer.results?.[0]?.value.value;
    return Array.isArray(names) ? names.map(String) : [];
  }

  #read(requests: Requests, nodeId: string): Promise<ReadResponse> {
    const request = new ReadRequest({
      timestampsToReturn: TimestampsToReturn.Neither,
      nodesToRead: [{ nodeId, attributeId: AttributeIds.Value }],
    });
    return requests.send(request, ReadResponse, this.#order.timeoutMs);
  }

  /** Proves the link between publish responses and measures it; one read in flight at most. */
  async #ping(requests: Requests): Promise<void> {
    if (this.#isPinging || this.#isEnded) return;
    this.#isPinging = true;
    const startedAt = performance.now();
    try {
      await this.#read(requests, SERVER_STATE);
      this.#pong(requests, performance.now() - startedAt);
      this.#parts?.watch.audit(this.#order.pingMs);
    } catch (error) {
      this.#fail(failureOf(error));
    }
    this.#isPinging = false;
  }

  #pong(requests: Requests, roundTripMs: number): void {
    if (this.#isEnded) return;
    const { replies, faults, bytesSent, bytesReceived } = requests;
    const figures = { replies, faults, bytesSent, bytesReceived };
    const clockOffsetMs = requests.clock.medianMs;
    this.#report({ kind: 'pong', attempt: this.#order.attempt, roundTripMs, clockOffsetMs, ...figures });
  }

  async #write(order: WriteNodeOrder): Promise<WriteOutcome> {
    const nodeId = this.#parts?.watch.nodeIds[order.index];
    if (this.#isEnded || !this.#parts) {
      return { ok: false, why: 'not-connected', sentAt: null, detail: 'there is no session' };
    }
    if (!nodeId)
      return { ok: false, why: 'not-writable', sentAt: null, detail: 'the address is no node of this server' };
    return this.#parts.writer.write(nodeId, order);
  }
}
