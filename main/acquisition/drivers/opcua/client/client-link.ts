/**
 * One node-opcua client with a bounded end, in the worker. The library's goodbye waits for answers that a dead link never
 * gives; after a moment the socket is dropped under it. The library's own reconnect is off: see client-session.ts.
 */
import {
  type ClientSecureChannelLayer,
  type EndpointDescription,
  MessageSecurityMode,
  OPCUAClient,
  SecurityPolicy,
  UserTokenType,
} from 'node-opcua-client';
import type { OpcuaSecurity } from '../../../../project/types.ts';
import { periodProblem } from '../certificate-list.ts';
import { leafOf, noteSeen, thumbprintOf } from '../certificates.ts';
import { FailureError, oneLine } from '../failure.ts';
import type { ConnectOrder } from '../messages.ts';
import type { CertificateStore } from './application-certificate.ts';

/** A polite goodbye may take this long, ms. */
const GOODBYE_MS = 1_000;
/**
 * A server frees a session that went silent after this long, ms. Pings come several times as often. With 30 s a link that broke
 * every three seconds filled a server that allows ten sessions, and nobody got in until the first of them had run out.
 */
const SESSION_TIMEOUT_MS = 10_000;

const MODES = {
  None: MessageSecurityMode.None,
  Sign: MessageSecurityMode.Sign,
  SignAndEncrypt: MessageSecurityMode.SignAndEncrypt,
} as const;

export interface LinkOptions {
  readonly order: ConnectOrder;
  readonly store: CertificateStore;
  readonly security: OpcuaSecurity;
  readonly serverCertificate?: Buffer;
}

export class ClientLink {
  readonly client: OPCUAClient;
  /** Null before there is a connection. */
  channel: ClientSecureChannelLayer | null = null;

  constructor(options: LinkOptions) {
    const { order, store, security, serverCertificate } = options;
    this.client = OPCUAClient.create({
      applicationName: 'Citygate',
      applicationUri: store.applicationUri,
      clientCertificateManager: store.manager,
      certificateFile: store.certificateFile,
      privateKeyFile: store.privateKeyFile,
      connectionStrategy: { maxRetry: 0 },
      // A server behind another name or address still answers with its own; security and certificate decide, not the name.
      endpointMustExist: false,
      securityMode: MODES[security.mode],
      securityPolicy: SecurityPolicy[security.policy],
      keepSessionAlive: false,
      requestedSessionTimeout: SESSION_TIMEOUT_MS,
      transportTimeout: order.connectTimeoutMs,
      defaultTransactionTimeout: order.timeoutMs,
      ...(serverCertificate ? { serverCertificate } : {}),
    });
    this.client.on('secure_channel_created', channel => {
      this.channel = channel;
    });
  }

  /** Ends sessions and socket; resolves within about a second whatever the server does. Never rejects. */
  async end(): Promise<void> {
    const goodbye = this.client.disconnect().then(
      () => true,
      () => true,
    );
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>(resolve => {
      timer = setTimeout(resolve, GOODBYE_MS, false);
    });
    const isDone = await Promise.race([goodbye, late]);
    clearTimeout(timer);
    if (isDone) return;
    await new Promise<void>(resolve => {
      if (!this.channel) return resolve();
      this.channel.abortConnection(() => resolve());
      setTimeout(resolve, GOODBYE_MS / 4);
    });
  }
}

/** What asks a server for its endpoints: a link, of which nothing else is used. */
export interface Scout {
  readonly client: {
    connect(url: string): Promise<void>;
    getEndpoints(): Promise<readonly EndpointDescription[]>;
  };
}

/**
 * Asks the server for its endpoints over an unsecured connection and returns the one that fits the order, its certificate
 * checked against the trusted folder. Throws FailureError; nothing secret has been sent by then.
 */
export async function findEndpoint(scout: Scout, options: LinkOptions): Promise<EndpointDescription> {
  const { order, store } = options;
  await scout.client.connect(order.endpointUrl);
  const endpoints = await scout.client.getEndpoints();
  const { mode, policy } = order.security;
  const endpoint = endpoints.find(
    offer => offer.securityMode === MODES[mode] && offer.securityPolicyUri === SecurityPolicy[policy],
  );
  if (!endpoint) throw new FailureError({ cause: 'exception', detail: `the server offers no ${mode} ${policy}` });
  if (mode !== 'None') await checkTrust(endpoint.serverCertificate, store, order.pkiDirectory);
  if (order.login.kind === 'user') refuseClearText(endpoint, order.security);
  return endpoint;
}

async function checkTrust(chain: Buffer, store: CertificateStore, pki: string): Promise<void> {
  const leaf = leafOf(chain);
  if (!leaf) throw new FailureError({ cause: 'certificate-untrusted', detail: 'the server has shown no certificate' });
  const status = await store.manager.checkCertificate(leaf);
  noteSeen(pki, leaf);
  // Checked here as well, so that it hangs on no setting or version of the library: nobody here is to decide on an expired one.
  const period = periodProblem(leaf, Date.now());
  if (status.isGood() && period === null) return;
  const name = status.isGood() ? 'BadCertificateTimeInvalid' : status.name;
  const remedy =
    name === 'BadCertificateUntrusted'
      ? `to trust it, compare the thumbprint and put its file from ${pki}/rejected into ${pki}/trusted/certs`
      : 'it must be renewed on the server';
  const what = `server certificate with SHA-1 thumbprint ${thumbprintOf(leaf)}`;
  const detail = oneLine(`${name}: ${what}${period === null ? '' : ` ${period.en}`}; ${remedy}`);
  throw new FailureError({ cause: 'certificate-untrusted', detail });
}

/** A password may only leave this computer encrypted: by its token policy or by the channel. Throws FailureError. */
export function refuseClearText(endpoint: EndpointDescription, security: OpcuaSecurity): void {
  if (security.mode === 'SignAndEncrypt') return;
  const policies = (endpoint.userIdentityTokens ?? []).filter(token => token.tokenType === UserTokenType.UserName);
  const isClear = policies.some(
    token => (token.securityPolicyUri || SecurityPolicy[security.policy]) === SecurityPolicy.None,
  );
  if (!isClear && endpoint.serverCertificate?.length) return;
  const detail = `the server takes passwords only in clear text with ${security.mode}; use SignAndEncrypt`;
  throw new FailureError({ cause: 'access-denied', detail });
}
