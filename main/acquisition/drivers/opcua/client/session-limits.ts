/**
 * How many operations a server takes in one request, in the worker. node-opcua does not split requests, and a server that is
 * asked for too much refuses the whole of it (BadTooManyOperations). What a server says about itself is believed until it
 * refuses all the same; then the size is halved.
 */
import { AttributeIds, ReadRequest, ReadResponse, TimestampsToReturn } from 'node-opcua-client';
import { type Requests, ServiceFaultError } from './requests.ts';

/** What a server that says nothing takes: 100 is the smallest limit met in the field. */
const DEFAULT_SIZE = 100;
/** More in one request makes answers of several 100 kB, which delay everything behind them. */
const MOST = 1_000;

/** Server_ServerCapabilities_OperationLimits (Part 5, 6.3.11). */
const LIMIT_NODES = { read: 'i=11705', browse: 'i=11710', items: 'i=11714' } as const;
const NAMES = ['read', 'browse', 'items'] as const;

const TOO_MUCH =
  /BadTooManyOperations|BadEncodingLimitsExceeded|BadResponseTooLarge|BadRequestTooLarge|BadTcpMessageTooLarge/;

/** Size of one kind of request. */
export class ChunkSize {
  #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  get value(): number {
    return this.#size;
  }

  /** Runs `ask` on consecutive parts of `all`, one after the other; a part that is too much is halved and asked again. */
  async each<T>(all: readonly T[], ask: (part: readonly T[]) => Promise<void>): Promise<void> {
    for (let start = 0; start < all.length; ) {
      const part = all.slice(start, start + this.#size);
      try {
        await ask(part);
        start += part.length;
      } catch (error) {
        if (!(error instanceof ServiceFaultError) || !TOO_MUCH.test(error.status) || part.length === 1) throw error;
        this.#size = Math.ceil(part.length / 2);
      }
    }
  }
}

export type SessionLimits = Readonly<Record<(typeof NAMES)[number], ChunkSize>>;

/** 0 means "no limit" in the standard. */
function sizeOf(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) return DEFAULT_SIZE;
  return value === 0 ? MOST : Math.min(value, MOST);
}

/** Asks the server for its limits; a server without them gets requests of 100. Rejects when the link does. */
export async function readLimits(requests: Requests, limitMs: number): Promise<SessionLimits> {
  const request = new ReadRequest({
    nodesToRead: NAMES.map(name => ({ nodeId: LIMIT_NODES[name], attributeId: AttributeIds.Value })),
    timestampsToReturn: TimestampsToReturn.Neither,
  });
  const { results } = await requests.send(request, ReadResponse, limitMs);
  const size = (at: number): ChunkSize => new ChunkSize(sizeOf(results?.[at]?.value?.value));
  return { read: size(0), browse: size(1), items: size(2) };
}
