/**
 * One attempt at a server, in the worker: discovery, trust, secure channel, session, subscription. Born for one connect order
 * and never reused; when it fails or is lost it says so exactly once and ends itself.
 * node-opcua's own reconnect is off (maxRetry 0) on purpose: it was measured to loop for ever against some servers, to leave
 * the last values looking fresh during an outage, and to execute queued requests long after. Building everything anew costs a
 * fraction of a second, frees the server's old session early, and is one path that every test walks.
 */
import { AttributeIds, type ClientSession as Session, UserTokenType } from 'node-opcua-client';
import { leafOf } from '../certificates.ts';
import { type Failure, FailureError, failureOf } from '../failure.ts';
import { type ConnectOrder, setupLimitMs } from '../messages.ts';
import { type CertificateStore, openCertificateStore } from './application-certificate.ts';
import { ClientLink, findEndpoint, type LinkOptions } from './client-link.ts';
import { NodeSubscription, type Report } from './subscription.ts';

/** Server_ServerStatus_State (Part 5): one small read that every server answers. */
const SERVER_STATE = 'i=2259';

/**
 * The server's certificate has been checked before the secure channel is asked for: a complaint about certificates at that
 * point is the server's, about ours.
 */
function refusalOf(failure: Failure, certificateFile: string): Failure {
  if (failure.cause !== 'certificate-untrusted' && failure.cause !== 'access-denied') return failure;
  return { cause: 'access-denied', detail: `${failure.detail}; the server may have to trust ${certificateFile}` };
}

export class ClientSession {
  readonly #order: ConnectOrder;
  readonly #report: Report;
  readonly #links: ClientLink[] = [];
  #store: CertificateStore | null = null;
  #subscription: NodeSubscription | null = null;
  #pingTimer: NodeJS.Timeout | undefined;
  #isEnded = false;
  #closing: Promise<void> | null = null;

  constructor(order: ConnectOrder, report: Report) {
    this.#order = order;
    this.#report = report;
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

  /** Ends everything within about a second; safe to call twice. Never rejects. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    this.#isEnded = true;
    clearInterval(this.#pingTimer);
    this.#subscription?.close();
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

  #link(options: LinkOptions): ClientLink {
    if (this.#isEnded) throw new FailureError({ cause: 'closed', detail: 'closed while connecting' });
    const link = new ClientLink(options);
    this.#links.push(link);
    return link;
  }

  async #establish(store: CertificateStore): Promise<void> {
    const order = this.#order;
    const open: LinkOptions = { order, store, security: { mode: 'None', policy: 'None' } };
    const scout = this.#link(open);
    const endpoint = await findEndpoint(scout, open);
    await scout.end();
    const leaf = leafOf(endpoint.serverCertificate);
    const isSecured = order.security.mode !== 'None';
    const { client } = this.#link({
      order,
      store,
      security: order.security,
      ...(isSecured && leaf ? { serverCertificate: leaf } : {}),
    });
    client.on('close', error => this.#fail(failureOf(error ?? new Error('connection closed'))));
    await client.connect(order.endpointUrl).catch((error: unknown) => {
      throw new FailureError(refusalOf(failureOf(error), store.certificateFile));
    });
    const session = await client.createSession(
      order.login
        ? { type: UserTokenType.UserName, userName: order.login.user, password: order.login.password }
        : { type: UserTokenType.Anonymous },
    );
    session.on('session_closed', status => this.#fail({ cause: 'closed', detail: `session: ${status.name}` }));
    await this.#subscribe(session);
  }

  async #subscribe(session: Session): Promise<void> {
    const onLost = (failure: Failure): void => this.#fail(failure);
    const order = this.#order;
    this.#subscription = new NodeSubscription({ session, order, report: this.#report, onLost });
    const keepAliveMs = await this.#subscription.open();
    if (this.#isEnded) return;
    this.#report({ kind: 'online', attempt: order.attempt, keepAliveMs });
    this.#startPing(session);
  }

  /** Proves the link between publish responses and measures it; one read in flight at most. */
  #startPing(session: Session): void {
    let isWaiting = false;
    const ping = async (): Promise<void> => {
      if (isWaiting) return;
      isWaiting = true;
      const startedAt = performance.now();
      try {
        await session.read({ nodeId: SERVER_STATE, attributeId: AttributeIds.Value });
        const roundTripMs = performance.now() - startedAt;
        if (!this.#isEnded) this.#report({ kind: 'pong', attempt: this.#order.attempt, roundTripMs });
      } catch (error) {
        this.#fail(failureOf(error));
      }
      isWaiting = false;
    };
    this.#pingTimer = setInterval(() => void ping(), this.#order.pingMs);
    void ping();
  }
}
