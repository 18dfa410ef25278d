import { EndpointDescription, SecurityPolicy, UserTokenType } from 'node-opcua-client';
import { describe, expect, test } from 'vitest';
import { refuseClearText } from '../../../../main/acquisition/drivers/opcua/client/client-link.ts';

function offer(tokenPolicy: string | null, certificate = Buffer.from([1])): EndpointDescription {
  return new EndpointDescription({
    serverCertificate: certificate,
    userIdentityTokens: [{ policyId: 'user', tokenType: UserTokenType.UserName, securityPolicyUri: tokenPolicy }],
  });
}
const none = { mode: 'None', policy: 'None' } as const;
const sign = { mode: 'Sign', policy: 'Basic256Sha256' } as const;

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
    const encrypted = { mode: 'SignAndEncrypt', policy: 'Basic256Sha256' } as const;
    expect(() => refuseClearText(offer(SecurityPolicy.None), encrypted)).not.toThrow();
  });
});
