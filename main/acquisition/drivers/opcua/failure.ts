/**
 * Error texts of node-opcua and of the socket to the cause a field technician understands. Pure; runs in the worker.
 * The library gives most failures as text only, so order matters: what is specific comes before what wraps it
 * ("may have been rejected by server" wraps timeouts and resets too).
 */
import type { DeviceCause } from '../../../../shared/model/device.ts';

export interface Failure {
  readonly cause: DeviceCause;
  readonly detail: string;
}

/** An error whose cause we know already. */
export class FailureError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.detail);
    this.name = 'FailureError';
    this.failure = failure;
  }
}

const PATTERNS: readonly (readonly [RegExp, DeviceCause])[] = [
  [/ECONNREFUSED/, 'refused'],
  [/EHOSTUNREACH|ENETUNREACH|ENETDOWN|EHOSTDOWN|ENOTFOUND|EAI_AGAIN|EADDRNOTAVAIL/, 'unreachable'],
  [/BadUserAccessDenied|BadIdentityToken|BadUserSignatureInvalid|user token policy/, 'access-denied'],
  [/ETIMEDOUT|[Tt]ime ?-?out|BadTimeout|BadRequestTimeout|timed out/, 'timeout'],
  [/ECONNRESET|EPIPE|ECONNABORTED/, 'reset'],
  [/Certificate verification failed|BadCertificate(?!UseNotAllowed)/, 'certificate-untrusted'],
  [/BadSecurityChecksFailed|rejected by server/, 'access-denied'],
  [
    /Channel Closed|[Cc]onnection [Bb]reak|disconnect|BadConnectionClosed|BadSecureChannelClosed|BadSession(?:Closed|IdInvalid)|closed/,
    'closed',
  ],
  [/Bad[A-Z]\w+|Cannot find an Endpoint|RSA_PKCS1_PADDING/, 'exception'],
];

/** What a runtime says that no longer decrypts with PKCS#1 v1.5 (CVE-2023-46809), in the words of whoever sets the policy. */
const OLD_PADDING = /RSA_PKCS1_PADDING/;
const OLD_PADDING_ADVICE = 'this computer refuses the old padding of Basic128Rsa15, choose a newer policy';

const LONGEST_DETAIL = 300;

/** One line, bounded: it goes to a table cell and to the log. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_DETAIL);
}

/** Cause and detail of anything thrown; `internal` if no pattern fits. */
export function failureOf(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  const text = error instanceof Error ? error.message : String(error);
  const cause = PATTERNS.find(([pattern]) => pattern.test(text))?.[1] ?? 'internal';
  return { cause, detail: oneLine(OLD_PADDING.test(text) ? `${OLD_PADDING_ADVICE}: ${text}` : text) };
}
