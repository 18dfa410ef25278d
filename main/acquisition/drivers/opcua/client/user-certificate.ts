/**
 * Key and certificate of a login by certificate, in the worker: `pki/user/key.pem` and `certificate.pem`, made on the first
 * use unless a person has put their own there, and kept, because the server has to be told whom it lets in.
 */
import { X509Certificate } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { crypto_utils } from 'node-opcua-client';
import { FailureError } from '../failure.ts';
import { validityOfNew } from './application-certificate.ts';

const KEY_BITS = 2048;

export interface UserCertificate {
  readonly der: Buffer;
  /** PEM. */
  readonly privateKey: string;
  readonly certificateFile: string;
}

/** Two attempts that overlap must not make a key and a certificate that do not belong together. */
let making: Promise<void> = Promise.resolve();

/** Reads the pair, making it where there is none. Throws FailureError when only one of the two is there. */
export async function openUserCertificate(pki: string): Promise<UserCertificate> {
  const folder = join(pki, 'user');
  const certificateFile = join(folder, 'certificate.pem');
  const keyFile = join(folder, 'key.pem');
  making = making.catch(() => undefined).then(() => create(folder, certificateFile, keyFile));
  await making;
  if (!existsSync(certificateFile) || !existsSync(keyFile)) {
    const detail = `a login by certificate needs both ${certificateFile} and ${keyFile}`;
    throw new FailureError({ cause: 'no-secret', detail });
  }
  const der = new X509Certificate(readFileSync(certificateFile)).raw;
  return { der, privateKey: readFileSync(keyFile, 'utf8'), certificateFile };
}

async function create(folder: string, certificateFile: string, keyFile: string): Promise<void> {
  if (existsSync(certificateFile) || existsSync(keyFile)) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { privateKey } = await crypto_utils.generateKeyPair(KEY_BITS);
  const { privPem } = await crypto_utils.privateKeyToPEM(privateKey);
  const { cert } = await crypto_utils.createSelfSignedCertificate({
    privateKey,
    ...validityOfNew(),
    subject: `/CN=Citygate user@${hostname()}`.slice(0, 64),
    applicationUri: `urn:${hostname()}:citygate:user`,
    purpose: crypto_utils.CertificatePurpose.ForUserAuthentication,
  });
  keep(keyFile, privPem);
  keep(certificateFile, cert);
}

/** Written beside and linked: never half a file, never over one that is there. The owner alone may read it. */
function keep(file: string, content: string): void {
  const part = `${file}.${process.pid}-${threadId}.part`;
  writeFileSync(part, content, { mode: 0o600 });
  try {
    if (!existsSync(file)) linkSync(part, file);
  } finally {
    rmSync(part, { force: true });
  }
}
