/**
 * The client's own key and certificate, in the worker: created once, kept for the life of the installation, because every
 * server administrator who trusted it would have to trust a new one.
 * Back-dated, since a server whose clock is behind would refuse a certificate that is "not yet valid" (measured: −2 h is
 * enough) and the client would only see "may have been rejected by server". Key readable by the owner only.
 */
import { X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, linkSync, readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { OPCUACertificateManager } from 'node-opcua-certificate-manager';
import { settleRejected } from '../certificates.ts';

const DAY_MS = 86_400_000;
const BACK_DATED_DAYS = 2;
/** 20 years: longer than the station's computer, shorter than 2050 where X.509 changes its date format. */
const VALIDITY_DAYS = 20 * 365;

export interface CertificateStore {
  readonly manager: OPCUACertificateManager;
  readonly certificateFile: string;
  readonly privateKeyFile: string;
  readonly applicationUri: string;
}

/** Period of a certificate that is made now. */
export function validityOfNew(): { readonly notBefore: Date; readonly validity: number } {
  return { notBefore: new Date(Date.now() - BACK_DATED_DAYS * DAY_MS), validity: VALIDITY_DAYS };
}

/** Opens the store, creating key and certificate at the first use. Dispose of `manager` when done. */
export async function openCertificateStore(pki: string): Promise<CertificateStore> {
  settleRejected(pki);
  const manager = new OPCUACertificateManager({
    rootFolder: pki,
    name: 'citygate',
    automaticallyAcceptUnknownCertificate: false,
    keySize: 2048,
    // Each attempt opens the store anew and so sees every change; watchers would only hold handles.
    disableFileWatchers: true,
  });
  await manager.initialize();
  const certificateFile = join(pki, 'own', 'certs', 'citygate.pem');
  if (!existsSync(certificateFile)) await createCertificate(manager, certificateFile);
  const applicationUri = uriOf(certificateFile);
  return { manager, certificateFile, privateKeyFile: manager.privateKey, applicationUri };
}

async function createCertificate(manager: OPCUACertificateManager, certificateFile: string): Promise<void> {
  chmodSync(manager.privateKey, 0o600);
  const { notBefore, validity } = validityOfNew();
  const part = `${certificateFile}.${process.pid}-${threadId}.part`;
  await manager.createSelfSignedCertificate({
    applicationUri: `urn:${hostname()}:citygate`,
    dns: [hostname()],
    outputFile: part,
    subject: `/CN=Citygate@${hostname()}`.slice(0, 64),
    startDate: notBefore,
    validity,
  });
  try {
    // Two channels may get here at once; a link never replaces the certificate that the other one already uses.
    if (!existsSync(certificateFile)) linkSync(part, certificateFile);
  } finally {
    rmSync(part, { force: true });
  }
}

/** The application URI that servers have trusted: the certificate's, even if the host has been renamed since. */
function uriOf(certificateFile: string): string {
  const names = new X509Certificate(readFileSync(certificateFile)).subjectAltName ?? '';
  const uri = names
    .split(', ')
    .find(name => name.startsWith('URI:'))
    ?.slice(4);
  if (!uri) throw new Error(`${certificateFile} names no application URI`);
  return uri;
}
