import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { certificateInfo } from '../../../../main/acquisition/drivers/opcua/certificate-list.ts';
import {
  noteSeen,
  pkiDirectory,
  settleRejected,
  trustServerCertificate,
} from '../../../../main/acquisition/drivers/opcua/certificates.ts';
import { openCertificateStore } from '../../../../main/acquisition/drivers/opcua/client/application-certificate.ts';
import { openUserCertificate } from '../../../../main/acquisition/drivers/opcua/client/user-certificate.ts';
import { TrustDesk } from '../../../../main/acquisition/drivers/opcua/trust-desk.ts';
import { systemClock } from '../../../../main/platform/clock.ts';

let data: string;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'citygate-pki-'));
});

afterEach(() => rmSync(data, { recursive: true, force: true }));

describe('certificates of the OPC UA client', () => {
  test('own certificate is made once, back-dated, long-lived, and names its application', async () => {
    const first = await openCertificateStore(pkiDirectory(data));
    await first.manager.dispose();
    const pem = readFileSync(first.certificateFile, 'utf8');
    const certificate = new X509Certificate(pem);
    expect(Date.now() - Date.parse(certificate.validFrom)).toBeGreaterThan(86_400_000);
    expect(Date.parse(certificate.validTo) - Date.now()).toBeGreaterThan(10 * 365 * 86_400_000);
    expect(certificate.subjectAltName).toContain(`URI:${first.applicationUri}`);
    const second = await openCertificateStore(pkiDirectory(data));
    await second.manager.dispose();
    expect(readFileSync(second.certificateFile, 'utf8')).toBe(pem);
    expect(readdirSync(join(pkiDirectory(data), 'own', 'certs'))).toEqual(['citygate.pem']);
  });

  test('trusting writes the DER under its thumbprint and forgets the rejection', async () => {
    const other = await openCertificateStore(join(data, 'server'));
    await other.manager.dispose();
    const der = new X509Certificate(readFileSync(other.certificateFile)).raw;
    const rejected = join(pkiDirectory(data), 'rejected');
    mkdirSync(rejected, { recursive: true });
    writeFileSync(join(rejected, 'server.pem'), readFileSync(other.certificateFile));
    const path = trustServerCertificate(data, der);
    expect(path).toContain(createHash('sha1').update(der).digest('hex').toUpperCase());
    expect(readFileSync(path)).toEqual(der);
    expect(existsSync(join(rejected, 'server.pem'))).toBe(false);
  });

  test('bytes that are no certificate are not trusted', () => {
    expect(() => trustServerCertificate(data, Buffer.from('hello'))).toThrow();
    expect(existsSync(join(pkiDirectory(data), 'trusted', 'certs'))).toBe(false);
  });

  test('rejected certificates are kept within a bound', () => {
    const rejected = join(data, 'rejected');
    mkdirSync(rejected, { recursive: true });
    for (let at = 0; at < 30; at++) writeFileSync(join(rejected, `${at}.pem`), 'x');
    settleRejected(data);
    expect(readdirSync(rejected)).toHaveLength(20);
  });
});

describe('what a person sees of the certificates', () => {
  async function serverCertificate(): Promise<Buffer> {
    const store = await openCertificateStore(join(data, 'server'));
    await store.manager.dispose();
    return new X509Certificate(readFileSync(store.certificateFile)).raw;
  }

  function waiting(der: Buffer): void {
    const rejected = join(pkiDirectory(data), 'rejected');
    mkdirSync(rejected, { recursive: true });
    writeFileSync(join(rejected, 'name-of-the-library.pem'), der);
  }

  const desk = () => new TrustDesk('gc', { dataDirectory: data, clock: systemClock });

  test('a refused certificate waits with both thumbprints, its application and when it was seen last', async () => {
    const der = await serverCertificate();
    waiting(der);
    const before = Date.now();
    utimesSync(join(pkiDirectory(data), 'rejected', 'name-of-the-library.pem'), 1, 1);
    noteSeen(pkiDirectory(data), der);
    const { waiting: waits, trusted, own, user } = desk().list();
    expect([waits.length, trusted, own, user]).toEqual([1, [], null, null]);
    expect(waits[0]).toMatchObject({
      sha1: createHash('sha1').update(der).digest('hex').toUpperCase(),
      sha256: createHash('sha256').update(der).digest('hex').toUpperCase(),
      applicationUri: expect.stringMatching(/^urn:.+:citygate$/),
      problem: null,
    });
    // File systems round times.
    expect(waits[0]?.seenAt).toBeGreaterThan(before - 2_000);
  });

  test('is trusted by either thumbprint however it is written, waits again when the trust is taken away', async () => {
    const der = await serverCertificate();
    waiting(der);
    const colons = desk()
      .list()
      .waiting[0]?.sha256.replaceAll(/(..)(?=.)/g, '$1:')
      .toLowerCase();
    expect(desk().trust('00'.repeat(20))).toBeNull();
    expect(desk().trust(colons ?? '')?.subject).toContain('Citygate');
    expect(desk().list()).toMatchObject({ waiting: [], trusted: [{ problem: null }] });
    const sha1 = desk().list().trusted[0]?.sha1 ?? '';
    expect(desk().distrust(sha1)?.sha1).toBe(sha1);
    expect(desk().distrust(sha1)).toBeNull();
    expect(desk().list()).toMatchObject({ waiting: [{ sha1 }], trusted: [] });
  });

  test('says in both languages when it is out of its time', async () => {
    const der = await serverCertificate();
    expect(certificateInfo(der, null, Date.now() + 30 * 365 * 86_400_000).problem?.en).toMatch(
      /^has expired on \d{4}-\d\d-\d\d$/,
    );
    expect(certificateInfo(der, null, 0).problem).toEqual({
      zh: expect.stringMatching(/^自 .+ 起才有效$/),
      en: expect.stringMatching(/^is not valid before/),
    });
  });

  test('own and user certificate are listed once they are made; the keys are for the owner only', async () => {
    const store = await openCertificateStore(pkiDirectory(data));
    await store.manager.dispose();
    const [first, second] = await Promise.all([
      openUserCertificate(pkiDirectory(data)),
      openUserCertificate(pkiDirectory(data)),
    ]);
    expect(second.privateKey).toBe(first.privateKey);
    const { own, user } = desk().list();
    expect(own?.applicationUri).toBe(store.applicationUri);
    expect(user?.sha1).toBe(createHash('sha1').update(first.der).digest('hex').toUpperCase());
    expect(new X509Certificate(first.der).checkPrivateKey(createPrivateKey(first.privateKey))).toBe(true);
    expect(statSync(join(pkiDirectory(data), 'user', 'key.pem')).mode & 0o077).toBe(0);
    expect(Date.now() - (user?.validFrom ?? 0)).toBeGreaterThan(86_400_000);
  });

  test('a key without its certificate is said, not replaced', async () => {
    mkdirSync(join(pkiDirectory(data), 'user'), { recursive: true });
    writeFileSync(join(pkiDirectory(data), 'user', 'key.pem'), 'x');
    await expect(openUserCertificate(pkiDirectory(data))).rejects.toThrow(/needs both/);
    expect(readdirSync(join(pkiDirectory(data), 'user'))).toEqual(['key.pem']);
  });
});
