/**
 * The certificate folder of the OPC UA client: `pki/` under the channel's data directory, in the layout of Part 12 that
 * node-opcua reads (own, trusted, issuers, rejected). Plain files, no node-opcua: the main thread and the worker both use it.
 * Trust is a file in `trusted/certs`, put there by a person or by the launcher of the demo, never by a connection.
 */
import { createHash, X509Certificate } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** A hostile server may show a new certificate at each attempt; the folder must not grow with it. */
const MOST_REJECTED = 20;
/** Larger than any chain of sensible certificates, bytes. */
const LARGEST_FILE = 65_536;

/** Folder of the client's certificates, shared by the OPC UA channels of a station. */
export function pkiDirectory(dataDirectory: string): string {
  return join(dataDirectory, 'pki');
}

/** SHA-1 thumbprint, upper-case hex, as certificate tools print it. Names a certificate; it is no proof of anything. */
export function thumbprintOf(der: Uint8Array): string {
  return createHash('sha1').update(der).digest('hex').toUpperCase();
}

/** The server's own certificate out of a DER chain (leaf first), or null if there is none. */
export function leafOf(chain: Uint8Array | null | undefined): Buffer | null {
  if (!chain || chain.length === 0) return null;
  try {
    return new X509Certificate(chain).raw;
  } catch {
    // Bytes from the wire that are no certificate are as good as none.
    return null;
  }
}

/** Where the certificate of a server must lie to be trusted, as told to a person. */
export function trustedCertificatePath(pki: string, der: Uint8Array): string {
  return join(pki, 'trusted', 'certs', `${thumbprintOf(der)}.der`);
}

/**
 * Trusts one server certificate: writes its DER under its thumbprint and forgets an earlier rejection. Safe to repeat.
 * Throws if `der` is no X.509 certificate or the folder is not writable. Returns the file's path.
 */
export function trustServerCertificate(dataDirectory: string, der: Uint8Array): string {
  const certificate = new X509Certificate(der).raw;
  const pki = pkiDirectory(dataDirectory);
  const path = trustedCertificatePath(pki, certificate);
  mkdirSync(join(pki, 'trusted', 'certs'), { recursive: true });
  // Written beside the folder and renamed: a scan never meets half a certificate.
  const part = join(pki, `${thumbprintOf(certificate)}.${process.pid}.part`);
  writeFileSync(part, certificate);
  renameSync(part, path);
  settleRejected(pki);
  return path;
}

/**
 * Drops from `rejected` what a person has put into `trusted` (node-opcua lets "rejected" win, so that copying a file would
 * not heal), and the oldest entries beyond a bound.
 */
export function settleRejected(pki: string): void {
  const trusted = new Set(certificatesIn(join(pki, 'trusted', 'certs')).map(entry => entry.thumbprint));
  const rejected = certificatesIn(join(pki, 'rejected')).sort((a, b) => b.modifiedMs - a.modifiedMs);
  let kept = 0;
  for (const entry of rejected) {
    if (!trusted.has(entry.thumbprint) && ++kept <= MOST_REJECTED) continue;
    rmSync(entry.path, { force: true });
  }
}

export interface CertificateFile {
  readonly path: string;
  /** Null if the file is none, or too large to be one. */
  readonly der: Buffer | null;
  /** Empty if the file is no certificate. */
  readonly thumbprint: string;
  readonly modifiedMs: number;
}

/** Certificates in a folder, DER or PEM; unreadable files get an empty thumbprint and are left to the bound. */
export function certificatesIn(directory: string): CertificateFile[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter(entry => entry.isFile())
    .flatMap(entry => {
      const path = join(directory, entry.name);
      // Another thread tidies the folder up as well: what is gone by now is no entry.
      const status = statSync(path, { throwIfNoEntry: false });
      if (!status) return [];
      const der = status.size > LARGEST_FILE ? null : leafOf(readFileSync(path));
      return [{ path, der, thumbprint: der ? thumbprintOf(der) : '', modifiedMs: status.mtimeMs }];
    });
}

/** The peer has shown this certificate now: its rejected file says when it was seen last. */
export function noteSeen(pki: string, der: Uint8Array): void {
  const thumbprint = thumbprintOf(der);
  const now = new Date();
  for (const entry of certificatesIn(join(pki, 'rejected'))) {
    if (entry.thumbprint === thumbprint) utimesSync(entry.path, now, now);
  }
}

/**
 * Takes trust away from one server certificate: its files leave `trusted` and it waits in `rejected` for another decision.
 * Returns its DER, or null if no such certificate is trusted.
 */
export function distrustServerCertificate(dataDirectory: string, thumbprint: string): Buffer | null {
  const pki = pkiDirectory(dataDirectory);
  const files = certificatesIn(join(pki, 'trusted', 'certs')).filter(entry => entry.thumbprint === thumbprint);
  const der = files[0]?.der ?? null;
  if (der === null) return null;
  mkdirSync(join(pki, 'rejected'), { recursive: true });
  writeFileSync(join(pki, 'rejected', `${thumbprint}.der`), der);
  for (const { path } of files) rmSync(path, { force: true });
  return der;
}

/** Trusts a certificate that waits in `rejected`, named by its SHA-1 thumbprint. Returns its DER, or null if there is none. */
export function trustRejectedCertificate(dataDirectory: string, thumbprint: string): Buffer | null {
  const folder = join(pkiDirectory(dataDirectory), 'rejected');
  const der = certificatesIn(folder).find(entry => entry.thumbprint === thumbprint)?.der ?? null;
  if (der !== null) trustServerCertificate(dataDirectory, der);
  return der;
}
