/**
 * What a person has to mend: a certificate that is not trusted, a login that is refused, a password that is not there. Knocking
 * again and again heals none of it, and servers lock accounts for it; so the attempts wait, until something has changed that a
 * person changes. Main thread; reads the secret and the names of the files in the certificate folder.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceCause } from '../../../../shared/model/device.ts';
import type { OpcuaChannel } from '../../../project/types.ts';
import type { ChannelContext } from '../../channel.ts';
import { pkiDirectory } from './certificates.ts';
import type { LoginOrder } from './messages.ts';

/** What a server says to a wrong password or an unknown user; other refusals may heal by themselves. */
const LOGIN_REFUSED = /BadUserAccessDenied|BadIdentityToken|BadUserSignatureInvalid/;
const FOLDERS = ['trusted/certs', 'issuers/certs', 'own/certs', 'user'] as const;

/** Whether this failure is a person's to mend. */
export function needsPerson(cause: DeviceCause, detail: string): boolean {
  if (cause === 'access-denied') return LOGIN_REFUSED.test(detail);
  return cause === 'certificate-untrusted' || cause === 'no-secret';
}

export class MendingDesk {
  readonly #config: Pick<OpcuaChannel, 'id' | 'login'>;
  readonly #context: Pick<ChannelContext, 'secret' | 'dataDirectory'>;

  constructor(config: Pick<OpcuaChannel, 'id' | 'login'>, context: Pick<ChannelContext, 'secret' | 'dataDirectory'>) {
    this.#config = config;
    this.#context = context;
  }

  /** Null: there is no password. A project that names a user never connects as anybody else. */
  login(): LoginOrder | null {
    const { login } = this.#config;
    if (login.kind !== 'user') return login;
    const password = this.#context.secret(`channel/${this.#config.id}`);
    return password === null ? null : { ...login, password };
  }

  /** Changes when a person has changed the password or a file among the certificates; tells nothing of either. */
  signature(): string {
    const pki = pkiDirectory(this.#context.dataDirectory);
    const files = FOLDERS.map(folder => listing(join(pki, folder)));
    const secret = this.#context.secret(`channel/${this.#config.id}`);
    return createHash('sha256')
      .update(JSON.stringify([secret, files]))
      .digest('base64');
  }
}

function listing(folder: string): readonly unknown[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map(name => [name, statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs]);
}
