import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  pkiDirectory,
  settleRejected,
  trustServerCertificate,
} from '../../../../main/acquisition/drivers/opcua/certificates.ts';
import { openCertificateStore } from '../../../../main/acquisition/drivers/opcua/client/application-certificate.ts';

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
