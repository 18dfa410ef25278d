/** What engineers ask of an OPC UA channel: whom it trusts, and what the server offers. */
import type { Text } from '../text/text.ts';

/** One X.509 certificate as a person compares it. Times are epoch ms UTC. */
export interface CertificateInfo {
  /** Upper-case hex, as certificate tools print it. */
  readonly sha1: string;
  readonly sha256: string;
  readonly subject: string;
  readonly issuer: string;
  /** Null where the certificate names none. */
  readonly applicationUri: string | null;
  readonly validFrom: number;
  readonly validTo: number;
  /** When the peer showed it last; null for our own. For a trusted one: since when it is trusted. */
  readonly seenAt: number | null;
  /** What makes it unusable whether it is trusted or not; null = nothing. */
  readonly problem: Text | null;
}

export interface ChannelCertificates {
  readonly channel: string;
  /** Null until the first connection makes it. */
  readonly own: CertificateInfo | null;
  /** With a login by certificate; null until the first connection makes it. */
  readonly user: CertificateInfo | null;
  readonly trusted: readonly CertificateInfo[];
  /** Refused or never trusted, newest first: what a person may trust after comparing the thumbprint. */
  readonly waiting: readonly CertificateInfo[];
  /** SHA-1 of the certificate that the connected server shows; null while there is none. */
  readonly inUse: string | null;
}

export const NODE_CLASSES = ['object', 'variable', 'method'] as const;
export type NodeClassName = (typeof NODE_CLASSES)[number];

export const NODE_ACCESSES = ['none', 'read', 'write', 'read-write'] as const;
export type NodeAccess = (typeof NODE_ACCESSES)[number];

/** A node as browsed. `dataType`, `access` and `preview` are null for what is no variable. */
export interface BrowsedNode {
  /** As `tags.csv` takes it: `nsu=URI;s=NAME`, without namespace for the standard's own nodes. */
  readonly nodeId: string;
  readonly browseName: string;
  readonly displayName: string;
  readonly nodeClass: NodeClassName;
  readonly dataType: string | null;
  readonly access: NodeAccess | null;
  /** Its value at this moment as text, shortened; a bad one as the name of its status. */
  readonly preview: string | null;
  /** Tag of the project that reads it, or null. */
  readonly tag: string | null;
}

export interface BrowsePage {
  readonly nodes: readonly BrowsedNode[];
  /** Asks for the rest; null = that was all. Good for a minute, on the connection it came from. */
  readonly next: number | null;
}
