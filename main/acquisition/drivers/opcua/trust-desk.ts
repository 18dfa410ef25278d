/**
 * Whom one OPC UA channel trusts, as a person sees and changes it. Main thread; every answer is read from the folder, so that it
 * is true whoever has changed a file there.
 */
import type { CertificateInfo, ChannelCertificates } from '../../../../shared/model/opcua.ts';
import type { ChannelContext } from '../../channel.ts';
import { listCertificates } from './certificate-list.ts';
import { distrustServerCertificate, trustRejectedCertificate } from './certificates.ts';

export class TrustDesk {
  /** SHA-1 of the certificate that the connected server shows; null while there is none. */
  inUse: string | null = null;
  readonly #channel: string;
  readonly #context: Pick<ChannelContext, 'dataDirectory' | 'clock'>;

  constructor(channel: string, context: Pick<ChannelContext, 'dataDirectory' | 'clock'>) {
    this.#channel = channel;
    this.#context = context;
  }

  list(): ChannelCertificates {
    const { dataDirectory, clock } = this.#context;
    return listCertificates({ channel: this.#channel, dataDirectory, inUse: this.inUse }, clock.now());
  }

  /** Null: no such certificate waits. */
  trust(thumbprint: string): CertificateInfo | null {
    const found = named(this.list().waiting, thumbprint);
    return found && trustRejectedCertificate(this.#context.dataDirectory, found.sha1) ? found : null;
  }

  /** Null: no such certificate is trusted. */
  distrust(thumbprint: string): CertificateInfo | null {
    const found = named(this.list().trusted, thumbprint);
    return found && distrustServerCertificate(this.#context.dataDirectory, found.sha1) ? found : null;
  }
}

/** People copy thumbprints with colons, blanks and in either case. */
function named(infos: readonly CertificateInfo[], thumbprint: string): CertificateInfo | null {
  const plain = thumbprint.replaceAll(/[^0-9a-f]/gi, '').toUpperCase();
  return infos.find(info => info.sha1 === plain || info.sha256 === plain) ?? null;
}
