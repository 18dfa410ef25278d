/** Why a request failed, as data: the poller decides from it whether the device, the block or the connection is at fault. */
import type { DeviceCause } from '../../../../../shared/model/device.ts';

export class LinkFault extends Error {
  override readonly name = 'LinkFault';
  readonly reason: DeviceCause;
  /** Modbus exception code when somebody answered with one. The connection is fine then. */
  readonly exceptionCode: number | null;

  constructor(cause: DeviceCause, detail: string, exceptionCode: number | null = null) {
    super(detail);
    this.reason = cause;
    this.exceptionCode = exceptionCode;
  }

  /** The device itself has answered, and no gateway in its place. */
  get isOfDevice(): boolean {
    return this.exceptionCode !== null && this.reason !== 'gateway';
  }

  /** Acknowledge, or server device busy (V1.1b3, 7): it is worth asking again later. */
  get isBusy(): boolean {
    return this.exceptionCode === 5 || this.exceptionCode === 6;
  }
}

/** The other side sends replies without end that nobody asked for; that it also answers makes it no better. */
export class FloodFault extends LinkFault {
  constructor() {
    super('bad-frame', 'a flood of replies that nobody asked for');
  }
}

const BY_ERRNO: Record<string, DeviceCause> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ETIMEDOUT: 'timeout',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  EHOSTDOWN: 'unreachable',
};

/** A socket error in the words of `DeviceCause`. */
export function faultOfSocket(error: Error): LinkFault {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return new LinkFault(BY_ERRNO[code] ?? 'internal', code || error.message);
}
