import { describe, expect, test } from 'vitest';
import { FailureError, failureOf } from '../../../../main/acquisition/drivers/opcua/failure.ts';

describe('cause of a failure', () => {
  test('is what a technician would look for', () => {
    const cases = {
      'connect ECONNREFUSED 127.0.0.1:4840': 'refused',
      'The connection may have been rejected by server,\n Err = (read ECONNRESET)': 'reset',
      'The connection may have been rejected by server,\n Err = (Timeout waiting)': 'timeout',
      'The connection has been rejected by server: BadSecurityChecksFailed (0x80130000)': 'access-denied',
      'getaddrinfo ENOTFOUND gc.local': 'unreachable',
      'serviceResult = BadUserAccessDenied (0x801f0000)': 'access-denied',
      'Cannot find Certificate (X509) user token policy in end point description': 'access-denied',
      'BadSessionIdInvalid to Read': 'closed',
      'serviceResult = BadTooManySessions (0x80560000)': 'exception',
      'Connection Break': 'closed',
      'x is not a function': 'internal',
    } as const;
    for (const [text, cause] of Object.entries(cases))
      expect([text, failureOf(new Error(text)).cause]).toEqual([text, cause]);
  });

  test('says what to do where the runtime refuses an old policy', () => {
    const failure = failureOf(new Error('RSA_PKCS1_PADDING is no longer supported for private decryption'));
    expect(failure.cause).toBe('exception');
    expect(failure.detail).toContain('choose a newer policy');
  });

  test('is kept where it is known, on one bounded line', () => {
    expect(failureOf(new FailureError({ cause: 'no-secret', detail: 'x' }))).toEqual({
      cause: 'no-secret',
      detail: 'x',
    });
    expect(failureOf(new Error(`a\n${'b'.repeat(999)}`)).detail).toMatch(/^a b{298}$/);
  });
});
