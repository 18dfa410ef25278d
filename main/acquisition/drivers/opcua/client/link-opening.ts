/**
 * From an address to a session, in the worker: asks for the endpoints without security, checks the certificate, connects again
 * as secured as the project wants, logs in. What could be learned of the password or of our identity by somebody who is not
 * the server is never sent before the check.
 */
import { type ClientSession as Session, type UserIdentityInfo, UserTokenType } from 'node-opcua-client';
import { leafOf, thumbprintOf } from '../certificates.ts';
import { type Failure, FailureError, failureOf } from '../failure.ts';
import type { ConnectOrder } from '../messages.ts';
import type { CertificateStore } from './application-certificate.ts';
import { ClientLink, findEndpoint, type LinkOptions } from './client-link.ts';
import { Requests } from './requests.ts';
import { openUserCertificate } from './user-certificate.ts';

export interface OpenedSession {
  readonly session: Session;
  readonly requests: Requests;
  /** SHA-1 thumbprint of the server's certificate, null without security. */
  readonly server: string | null;
}

export interface OpeningParts {
  readonly order: ConnectOrder;
  readonly store: CertificateStore;
  /** Each link is told before it connects, so that it can be ended whatever happens. Throws when the attempt is over. */
  readonly adopt: (link: ClientLink) => void;
  readonly onClosed: (failure: Failure) => void;
}

/**
 * The server's certificate has been checked before the secure channel is asked for: a complaint about certificates at that
 * point is the server's, about ours.
 */
function refusalOf(failure: Failure, certificateFile: string): Failure {
  if (failure.cause !== 'certificate-untrusted' && failure.cause !== 'access-denied') return failure;
  return { cause: 'access-denied', detail: `${failure.detail}; the server may have to trust ${certificateFile}` };
}

/** Throws FailureError, or what the library throws. */
export async function openSession({ order, store, adopt, onClosed }: OpeningParts): Promise<OpenedSession> {
  const open: LinkOptions = { order, store, security: { mode: 'None', policy: 'None' } };
  const scout = new ClientLink(open);
  adopt(scout);
  const endpoint = await findEndpoint(scout, open);
  await scout.end();
  const isSecured = order.security.mode !== 'None';
  const leaf = isSecured ? leafOf(endpoint.serverCertificate) : null;
  const link = new ClientLink({
    order,
    store,
    security: order.security,
    ...(leaf ? { serverCertificate: leaf } : {}),
  });
  adopt(link);
  link.client.on('close', error => onClosed(failureOf(error ?? new Error('connection closed'))));
  await link.client.connect(order.endpointUrl).catch((error: unknown) => {
    throw new FailureError(refusalOf(failureOf(error), store.certificateFile));
  });
  const session = await logIn(link, order);
  if (!link.channel) throw new FailureError({ cause: 'internal', detail: 'the library shows no secure channel' });
  session.on('session_closed', status => onClosed({ cause: 'closed', detail: `session: ${status.name}` }));
  const requests = new Requests(link.channel, session.authenticationToken);
  return { session, requests, server: leaf ? thumbprintOf(leaf) : null };
}

async function logIn({ client }: ClientLink, { login, pkiDirectory }: ConnectOrder): Promise<Session> {
  if (login.kind !== 'certificate') return client.createSession(identityOf(login));
  const { der, privateKey, certificateFile } = await openUserCertificate(pkiDirectory);
  const identity: UserIdentityInfo = { type: UserTokenType.Certificate, certificateData: der, privateKey };
  return client.createSession(identity).catch((error: unknown) => {
    throw new FailureError(refusalOf(failureOf(error), certificateFile));
  });
}

function identityOf(login: Exclude<ConnectOrder['login'], { kind: 'certificate' }>): UserIdentityInfo {
  return login.kind === 'user'
    ? { type: UserTokenType.UserName, userName: login.user, password: login.password }
    : { type: UserTokenType.Anonymous };
}
