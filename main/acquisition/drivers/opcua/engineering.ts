/** What an OPC UA channel offers engineers beside its values: whom it trusts, and a look round in the server. Main thread. */
import type { BrowsePage, CertificateInfo, ChannelCertificates } from '../../../../shared/model/opcua.ts';

export interface BrowseRequest {
  /** NodeId as in `tags.csv`; null = the Objects folder. */
  readonly node: string | null;
  /** Page to go on with, as an earlier answer named it. */
  readonly page: number | null;
}

export type BrowseResult =
  | { readonly ok: true; readonly page: BrowsePage }
  /** In English, as the library or the server said it. */
  | { readonly ok: false; readonly why: 'not-connected' | 'refused'; readonly detail: string };

export interface OpcuaEngineering {
  readonly id: string;
  /** Reads the certificate folder. */
  certificates(): ChannelCertificates;
  /** Trusts a waiting certificate, named by SHA-1 or SHA-256; the channel connects at once. Null: there is none such. */
  trust(thumbprint: string): CertificateInfo | null;
  /** Takes the trust away; a connection to whoever shows this certificate ends. Null: there is none such. */
  distrust(thumbprint: string): CertificateInfo | null;
  /** Never rejects. */
  browse(request: BrowseRequest): Promise<BrowseResult>;
}
