/**
 * The certificate folder as a person looks at it: own and user certificate, who is trusted, who waits to be. Plain files, main
 * thread and worker. Reads only; changes are in certificates.ts.
 */
import { createHash, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import type { CertificateInfo, ChannelCertificates } from '../../../../shared/model/opcua.ts';
import type { Text } from '../../../../shared/text/text.ts';
import { type CertificateFile, certificatesIn, pkiDirectory, thumbprintOf } from './certificates.ts';

const DAY_LENGTH = 10;

/** Why a certificate is out of its time at `now` (epoch ms), or null. Throws if `der` is no certificate. */
export function periodProblem(der: Buffer, now: number): Text | null {
  const { validFrom, validTo } = new X509Certificate(der);
  const day = (date: string): string => new Date(date).toISOString().slice(0, DAY_LENGTH);
  if (now > Date.parse(validTo)) return { zh: `已于 ${day(validTo)} 过期`, en: `has expired on ${day(validTo)}` };
  if (now >= Date.parse(validFrom)) return null;
  return { zh: `自 ${day(validFrom)} 起才有效`, en: `is not valid before ${day(validFrom)}` };
}

/** What a person compares. `seenAt` epoch ms or null. Throws if `der` is no certificate. */
export function certificateInfo(der: Buffer, seenAt: number | null, now: number): CertificateInfo {
  const certificate = new X509Certificate(der);
  const names = (certificate.subjectAltName ?? '').split(', ');
  return {
    sha1: thumbprintOf(der),
    sha256: createHash('sha256').update(der).digest('hex').toUpperCase(),
    subject: certificate.subject.replaceAll('\n', ', '),
    issuer: certificate.issuer.replaceAll('\n', ', '),
    applicationUri: names.find(name => name.startsWith('URI:'))?.slice(4) ?? null,
    validFrom: Date.parse(certificate.validFrom),
    validTo: Date.parse(certificate.validTo),
    seenAt,
    problem: periodProblem(der, now),
  };
}

/** Everything in the folder of one channel at `now` (epoch ms). `inUse`: SHA-1 of the connected server, or null. */
export function listCertificates(
  { channel, dataDirectory, inUse }: { channel: string; dataDirectory: string; inUse: string | null },
  now: number,
): ChannelCertificates {
  const pki = pkiDirectory(dataDirectory);
  const list = (folder: string): CertificateInfo[] => newestFirst(certificatesIn(join(pki, folder)), now);
  const only = (folder: string, file: string): CertificateInfo | null => {
    const der = certificatesIn(join(pki, folder)).find(entry => entry.path.endsWith(file))?.der;
    return der ? certificateInfo(der, null, now) : null;
  };
  const trusted = list('trusted/certs');
  const isTrusted = new Set(trusted.map(info => info.sha1));
  const waiting = list('rejected').filter(info => !isTrusted.has(info.sha1));
  const own = only('own/certs', 'citygate.pem');
  return { channel, own, user: only('user', 'certificate.pem'), trusted, waiting, inUse };
}

function newestFirst(files: readonly CertificateFile[], now: number): CertificateInfo[] {
  const infos = files.flatMap(({ der, modifiedMs }) => (der ? [certificateInfo(der, modifiedMs, now)] : []));
  // A server certificate may lie there twice, under the library's name and under ours.
  const bySha1 = new Map(infos.sort((a, b) => (a.seenAt ?? 0) - (b.seenAt ?? 0)).map(info => [info.sha1, info]));
  return [...bySha1.values()].sort((a, b) => (b.seenAt ?? 0) - (a.seenAt ?? 0));
}
