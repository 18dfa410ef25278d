/** Whom the client deals with, and what it never sends: the choice of the endpoint, before anything secret leaves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EndpointDescription, MessageSecurityMode, SecurityPolicy, UserTokenType } from 'node-opcua-client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  type CertificateStore,
  openCertificateStore,
} from '../../../../main/acquisition/drivers/opcua/client/application-certificate.ts';
import { findEndpoint, refuseClearText } from '../../../../main/acquisition/drivers/opcua/client/client-link.ts';
import type { ConnectOrder, LoginOrder } from '../../../../main/acquisition/drivers/opcua/messages.ts';
import { ISSUED_EXPIRED, ISSUED_VALID, trustIssuer } from '../../../kit/opcua-issued.ts';

function offer(tokenPolicy: string | null, certificate = Buffer.from([1])): EndpointDescription {
  return new EndpointDescription({
    serverCertificate: certificate,
    securityMode: MessageSecurityMode.None,
    securityPolicyUri: SecurityPolicy.None,
    userIdentityTokens: [{ policyId: 'user', tokenType: UserTokenType.UserName, securityPolicyUri: tokenPolicy }],
  });
}
const none = { mode: 'None', policy: 'None' } as const;
const sign = { mode: 'Sign', policy: 'Basic256Sha256' } as const;
const encrypted = { mode: 'SignAndEncrypt', policy: 'Basic256Sha256' } as const;

describe('a password', () => {
  test('is never sent where the channel does not hide it and its own policy does not encrypt it', () => {
    expect(() => refuseClearText(offer(null), none)).toThrow(/clear text/);
    expect(() => refuseClearText(offer(SecurityPolicy.None), none)).toThrow(/clear text/);
    expect(() => refuseClearText(offer(SecurityPolicy.None), sign)).toThrow(/clear text/);
    expect(() => refuseClearText(offer(SecurityPolicy.Basic256Sha256, Buffer.alloc(0)), none)).toThrow(/clear text/);
  });

  test('is sent where either of them encrypts it', () => {
    expect(() => refuseClearText(offer(SecurityPolicy.Basic256Sha256), none)).not.toThrow();
    expect(() => refuseClearText(offer(null), sign)).not.toThrow();
    expect(() => refuseClearText(offer(SecurityPolicy.None), encrypted)).not.toThrow();
  });
});

describe('the endpoint of a server', () => {
  const pki = mkdtempSync(join(tmpdir(), 'citygate-link-'));
  let store: CertificateStore;
  beforeAll(async () => {
    trustIssuer(pki);
    store = await openCertificateStore(pki);
  });
  afterAll(async () => {
    await store.manager.dispose();
    rmSync(pki, { recursive: true, force: true });
  });

  /** What the client makes of a server that has this one endpoint. */
  function find(offered: EndpointDescription, security: ConnectOrder['security'], login: LoginOrder) {
    const order: ConnectOrder = {
      kind: 'connect',
      attempt: 1,
      endpointUrl: 'opc.tcp://127.0.0.1:4840',
      security,
      login,
      pkiDirectory: pki,
      connectTimeoutMs: 1_000,
      timeoutMs: 1_000,
      pingMs: 1_000,
      groups: [],
      nodes: [],
      fast: { index: new Uint32Array(), periodMs: new Float64Array() },
      off: new Uint32Array(),
      isTapped: false,
    };
    const client = { connect: () => Promise.resolve(), getEndpoints: () => Promise.resolve([offered]) };
    return findEndpoint({ client }, { order, store, security: none });
  }

  test('is refused where it would get the password in clear text', async () => {
    const user = { kind: 'user', user: 'citygate', password: 'correct horse' } as const;
    await expect(find(offer(SecurityPolicy.None), none, user)).rejects.toMatchObject({
      failure: { cause: 'access-denied', detail: expect.stringContaining('clear text') },
    });
    const hidden = offer(SecurityPolicy.Basic256Sha256);
    expect(await find(hidden, none, user)).toBe(hidden);
    const open = offer(SecurityPolicy.None);
    expect(await find(open, none, { kind: 'anonymous' })).toBe(open);
  });

  const secure = (serverCertificate: Buffer) =>
    new EndpointDescription({
      serverCertificate,
      securityMode: MessageSecurityMode.SignAndEncrypt,
      securityPolicyUri: SecurityPolicy.Basic256Sha256,
    });
  const anonymous = { kind: 'anonymous' } as const;
  const expired = {
    failure: { cause: 'certificate-untrusted', detail: expect.stringMatching(/has expired on 2019-01-01/) },
  };

  test('is taken with a certificate that a trusted issuer has signed, and refused with one out of its time', async () => {
    const valid = secure(ISSUED_VALID);
    expect(await find(valid, encrypted, anonymous)).toBe(valid);
    await expect(find(secure(ISSUED_EXPIRED), encrypted, anonymous)).rejects.toMatchObject(expired);
  });

  test('is refused with a certificate out of its time even if the library lets it pass', async () => {
    const { manager } = store;
    const verify = manager.verifyCertificate.bind(manager);
    const lenient = vi
      .spyOn(manager, 'verifyCertificate')
      .mockImplementation((chain, options) => verify(chain, { ...options, acceptOutdatedCertificate: true }));
    try {
      await expect(find(secure(ISSUED_EXPIRED), encrypted, anonymous)).rejects.toMatchObject(expired);
      expect(lenient).toHaveBeenCalledOnce();
    } finally {
      lenient.mockRestore();
    }
  });
});
