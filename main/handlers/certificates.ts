/** `certificates.*`: whom the OPC UA channels trust. A decision is a person's, and everybody hears of it. */
import type { ChannelCertificates } from '../../shared/model/opcua.ts';
import { trustDecided } from '../events/event-texts.ts';
import { by, type Caller, type ParsedInput, RequestError } from './handlers.ts';
import { channelOrFail } from './opcua.ts';
import type { StationParts } from './station-parts.ts';

export function listCertificates({ opcua }: Pick<StationParts, 'opcua'>): readonly ChannelCertificates[] {
  return [...opcua.values()].map(channel => channel.certificates());
}

export function setTrust(
  parts: Pick<StationParts, 'opcua' | 'events'>,
  input: ParsedInput<'certificates.trust'> & { readonly isTrusted: boolean },
  caller?: Caller,
): null {
  const { channel, thumbprint, isTrusted, who, why } = input;
  const own = channelOrFail(parts, channel);
  const info = isTrusted ? own.trust(thumbprint) : own.distrust(thumbprint);
  if (info === null) throw noSuchCertificate(input);
  const { subject, sha1 } = info;
  const text = trustDecided({ channel, subject, sha1, isTrusted, who, why });
  parts.events.add('operation', channel, text, by(who, caller));
  return null;
}

function noSuchCertificate({ channel, thumbprint, isTrusted }: Parameters<typeof setTrust>[1]): RequestError {
  const english = isTrusted ? 'No certificate waits to be trusted' : 'No certificate is trusted';
  const chinese = isTrusted ? '没有待信任的证书' : '没有已信任的证书';
  return new RequestError(
    'not-possible',
    {
      message: `${english} with the thumbprint ${thumbprint} in channel "${channel}".`,
      hint: 'certificates.list gives all of them.',
    },
    {
      message: `通道“${channel}”中${chinese}，指纹 ${thumbprint}。`,
      hint: '用 certificates.list 查看全部证书。',
    },
  );
}
