/** `opcua.browse`: a look round in a server, for whoever writes the tags of a station. */
import type { BrowsePage } from '../../shared/model/opcua.ts';
import type { BrowseResult, OpcuaEngineering } from '../acquisition/drivers/opcua/engineering.ts';
import { type ParsedInput, RequestError } from './handlers.ts';
import type { StationParts } from './station-parts.ts';

export function channelOrFail({ opcua }: Pick<StationParts, 'opcua'>, channel: string): OpcuaEngineering {
  const own = opcua.get(channel);
  if (own !== undefined) return own;
  const names = [...opcua.keys()].join(', ');
  throw new RequestError(
    'not-possible',
    {
      message: `There is no OPC UA channel "${channel}".`,
      hint: `OPC UA channels of this station: ${names || 'none'}.`,
    },
    { message: `没有 OPC UA 通道“${channel}”。`, hint: `本站的 OPC UA 通道：${names || '无'}。` },
  );
}

export async function browseOpcua(
  parts: Pick<StationParts, 'opcua'>,
  { channel, node, page }: ParsedInput<'opcua.browse'>,
): Promise<BrowsePage> {
  const result = await channelOrFail(parts, channel).browse({ node: node ?? null, page: page ?? null });
  if (result.ok) return result.page;
  throw browseFailed(channel, result);
}

function browseFailed(channel: string, { why, detail }: Extract<BrowseResult, { ok: false }>): RequestError {
  if (why === 'not-connected') {
    return new RequestError(
      'not-possible',
      {
        message: `The channel "${channel}" has no connection to its server.`,
        hint: 'devices.status says why; browse again when its devices communicate.',
      },
      { message: `通道“${channel}”未与服务器连接。`, hint: '用 devices.status 查看原因，通信正常后再浏览。' },
    );
  }
  return new RequestError(
    'not-possible',
    {
      message: `The server of channel "${channel}" does not show this node: ${detail}.`,
      hint: 'Begin again at the top.',
    },
    { message: `通道“${channel}”的服务器未给出该节点：${detail}。`, hint: '请从顶层重新浏览。' },
  );
}
