/** What carries the frames of a channel: which link, and to where. */
import type { Clock } from '../../../../platform/clock.ts';
import type { ModbusChannel, NetworkAddress } from '../../../../project/types.ts';
import type { ChannelContext } from '../../../channel.ts';
import { LateReplies } from './late-replies.ts';
import { timingOf } from './line-timing.ts';
import type { Exchange, Link } from './link.ts';
import { RtuLink } from './rtu-link.ts';
import { SerialTransport } from './serial-transport.ts';
import { SocketTransport } from './socket-transport.ts';
import { TcpLink } from './tcp-link.ts';

function addressesOf(config: Exclude<ModbusChannel, { protocol: 'modbus-rtu' }>): readonly NetworkAddress[] {
  return config.backup === null ? [config] : [config, config.backup];
}

export interface Endpoint {
  /** For people. */
  readonly place: string;
  /** Null: a serial port. */
  readonly host: string | null;
}

/** Where the channel may be found, in the order in which it is looked for. */
export function endpointsOf(config: ModbusChannel): readonly Endpoint[] {
  if (config.protocol === 'modbus-rtu') return [{ place: config.serial.path, host: null }];
  return addressesOf(config).map(({ host, port }) => ({ place: `${host}:${port}`, host }));
}

/**
 * What the line of this channel owes; null where every answer has an id of its own and no line stands behind. It belongs to the line
 * and outlives the driver: one that is started again must know what the one before it was not answered.
 * @param isStrange nobody knows what the line was asked before, see `LateWindow.strange`
 */
export function lateRepliesOf(
  config: ModbusChannel,
  clock: Pick<Clock, 'monotonic'>,
  { isStrange }: { readonly isStrange: boolean },
): LateReplies | null {
  const isLine = config.protocol !== 'modbus-tcp' || config.isGateway || !config.hasTransactionIds;
  if (!isLine) return null;
  const { lateReplyMs, timeoutMs } = config;
  const longest = timeoutMs + lateReplyMs;
  const window = { silent: lateReplyMs, broken: longest, quiet: timeoutMs, strange: isStrange ? longest : 0 };
  return new LateReplies(window, clock);
}

export interface LinkSurroundings {
  readonly context: ChannelContext;
  /** The memory of the line, where there is one; it outlives the links. */
  readonly lateReplies: LateReplies | null;
}

/** A link that is not open yet, to the endpoint of this number. */
export function createLink<E extends Exchange>(
  config: ModbusChannel,
  endpoint: number,
  { context, lateReplies }: LinkSurroundings,
): Link<E> {
  if (config.protocol === 'modbus-rtu') {
    return rtu<E>(config, new SerialTransport(config.serial), { context, lateReplies });
  }
  const address = addressesOf(config)[endpoint] ?? config;
  const transport = new SocketTransport(address, config.connectTimeoutMs);
  if (config.protocol === 'modbus-rtu-tcp') return rtu<E>(config, transport, { context, lateReplies });
  const { inFlight, hasTransactionIds } = config;
  return new TcpLink<E>({ transport, context, inFlight, hasTransactionIds, lateReplies });
}

function rtu<E extends Exchange>(
  config: Exclude<ModbusChannel, { protocol: 'modbus-tcp' }>,
  transport: SocketTransport | SerialTransport,
  { context, lateReplies }: LinkSurroundings,
): RtuLink<E> {
  if (lateReplies === null) throw new Error(`the line of channel ${config.id} has no memory`);
  return new RtuLink<E>({ transport, context, lateReplies, timing: timingOf(config), hasEcho: config.hasEcho });
}
