import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MendingDesk, needsPerson } from '../../../../main/acquisition/drivers/opcua/mending.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';

const folder = useTemporaryFolders();

describe('what a person must mend', () => {
  test('is trust, a login and a missing password, not a server that is starting', () => {
    expect(needsPerson('certificate-untrusted', '')).toBe(true);
    expect(needsPerson('no-secret', '')).toBe(true);
    expect(needsPerson('access-denied', 'serviceResult = BadUserAccessDenied')).toBe(true);
    expect(needsPerson('access-denied', 'rejected by server: BadSecurityChecksFailed')).toBe(false);
    expect(needsPerson('timeout', '')).toBe(false);
  });

  test('is looked at again when the password or a file among the certificates has changed, and tells neither', () => {
    const dataDirectory = folder();
    const secrets = new Map<string, string>();
    const login = { kind: 'user', user: 'u' } as const;
    const desk = new MendingDesk({ id: 'gc', login }, { dataDirectory, secret: name => secrets.get(name) ?? null });
    expect(desk.login()).toBeNull();
    const before = desk.signature();
    expect(desk.signature()).toBe(before);
    secrets.set('channel/gc', 'hush');
    const withSecret = desk.signature();
    expect(withSecret).not.toBe(before);
    expect(desk.login()).toEqual({ ...login, password: 'hush' });
    mkdirSync(join(dataDirectory, 'pki', 'trusted', 'certs'), { recursive: true });
    writeFileSync(join(dataDirectory, 'pki', 'trusted', 'certs', 'x.der'), 'x');
    expect(desk.signature()).not.toBe(withSecret);
    expect(withSecret).not.toContain('hush');
  });

  test('needs no password with another kind of login', () => {
    const context = { dataDirectory: folder(), secret: () => null };
    for (const kind of ['anonymous', 'certificate'] as const) {
      expect(new MendingDesk({ id: 'gc', login: { kind } }, context).login()).toEqual({ kind });
    }
  });
});
