/**
 * A link over a connection that exists only in memory, under timers that only the test moves: what it writes is seen, what it
 * hears is said by the test, byte by byte if need be. Every request keeps what became of it and minds being told twice.
 */
import { vi } from 'vitest';
import type { ChannelContext, WireFrame } from '../../../../../main/acquisition/channel.ts';
import type { LinkFault } from '../../../../../main/acquisition/drivers/modbus/wire/fault.ts';
import { LateReplies } from '../../../../../main/acquisition/drivers/modbus/wire/late-replies.ts';
import type { Exchange, Link } from '../../../../../main/acquisition/drivers/modbus/wire/link.ts';
import { type Request, readRequest } from '../../../../../main/acquisition/drivers/modbus/wire/pdu.ts';
import { RtuLink, type RtuLinkOptions } from '../../../../../main/acquisition/drivers/modbus/wire/rtu-link.ts';
import { TcpLink, type TcpLinkOptions } from '../../../../../main/acquisition/drivers/modbus/wire/tcp-link.ts';
import type { Transport, TransportEvents } from '../../../../../main/acquisition/drivers/modbus/wire/transport.ts';
import { systemClock } from '../../../../../main/platform/clock.ts';
import { rtuFrame, tcpFrame } from '../../../../kit/modbus-frames.ts';
import { channelContext } from '../../../../kit/project-parts.ts';

export const TIMEOUT_MS = 100;
/** How long a line owes an answer, ms. */
export const OWED_MS = { silent: 1_000, broken: 1_000 + TIMEOUT_MS, quiet: TIMEOUT_MS, strange: 0 };

/** Timers and clocks stand still until `advance`. Call in `beforeEach`, and `vi.useRealTimers` in `afterEach`. */
export function stopTime(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
}

export const advance = (ms: number): void => void vi.advanceTimersByTime(ms);

export class MemoryTransport implements Transport {
  readonly written: Buffer[] = [];
  isDrained = true;
  isDestroyed = false;
  #events: TransportEvents | null = null;

  open(events: TransportEvents): Promise<void> {
    this.#events = events;
    return Promise.resolve();
  }

  write(bytes: Uint8Array): void {
    if (this.isDestroyed) throw new Error('written to after the end');
    this.written.push(Buffer.from(bytes));
  }

  destroy(): void {
    this.isDestroyed = true;
  }

  /** What the other side says; nothing after the end, as with a socket that was destroyed. */
  deliver(...pieces: readonly Uint8Array[]): void {
    for (const piece of pieces) if (!this.isDestroyed) this.#events?.onData(Buffer.from(piece));
  }

  fail(fault: LinkFault): void {
    this.#events?.onEnd(fault);
  }
}

export type Outcome = 'waiting' | 'handed back' | { readonly answer: string } | { readonly fault: LinkFault };

export class Asked implements Exchange {
  readonly request: Request;
  readonly timeoutMs: number;
  readonly isUrgent: boolean;
  readonly device = 'D';
  readonly tags = ['T-1'];
  outcome: Outcome = 'waiting';
  roundTripMs = Number.NaN;
  /** What else happens when it is settled. */
  onSettled: () => void = () => undefined;

  constructor(request: Request, { isUrgent = true, timeoutMs = TIMEOUT_MS } = {}) {
    this.request = request;
    this.isUrgent = isUrgent;
    this.timeoutMs = timeoutMs;
  }

  /** `answered`, `waiting`, `handed back`, or why it failed. */
  get how(): string {
    const { outcome } = this;
    if (typeof outcome === 'string') return outcome;
    return 'fault' in outcome ? outcome.fault.reason : 'answered';
  }

  /** Unit and PDU of the answer, hex. */
  get answer(): string {
    const { outcome } = this;
    return typeof outcome === 'object' && 'answer' in outcome ? outcome.answer : '';
  }

  /** Registers of the answer to a read. */
  get registers(): number[] {
    const data = Buffer.from(this.answer, 'hex').subarray(3);
    return Array.from({ length: data.length / 2 }, (_, i) => data.readUInt16BE(i * 2));
  }

  answered(body: Uint8Array, roundTripMs: number): void {
    this.roundTripMs = roundTripMs;
    this.settle({ answer: Buffer.from(body).toString('hex') });
  }

  failed(fault: LinkFault): void {
    this.settle({ fault });
  }

  settle(outcome: Outcome): void {
    if (this.outcome !== 'waiting') throw new Error(`settled twice: ${this.how}`);
    this.outcome = outcome;
    this.onSettled();
  }
}

export interface Bench {
  readonly link: Link<Asked>;
  readonly transport: MemoryTransport;
  readonly lateReplies: LateReplies;
  /** Why the link has ended by itself, as often as it said so. */
  readonly ends: LinkFault[];
  /** Units of which an answer came that had been given up. */
  readonly late: number[];
  /** How often it said that there is room. */
  readonly rooms: () => number;
  /** Frames as the flight recorder saw them. */
  readonly frames: (WireFrame & { readonly hex: string })[];
  ask(request: Request, options?: { readonly isUrgent?: boolean; readonly timeoutMs?: number }): Asked;
  /** What was written last. */
  last(): Buffer;
}

interface Common {
  readonly lateReplies?: LateReplies;
  readonly isRecorded?: boolean;
  /** Called at every `onRoom`. */
  readonly onRoom?: (bench: Bench) => void;
}

async function bench(make: (parts: LinkParts) => Link<Asked>, common: Common): Promise<Bench> {
  const { lateReplies = new LateReplies(OWED_MS, systemClock), isRecorded = true } = common;
  const transport = new MemoryTransport();
  const frames: Bench['frames'] = [];
  const context = channelContext({
    tap: {
      isOn: () => isRecorded,
      frame: frame => void frames.push({ ...frame, hex: Buffer.from(frame.bytes).toString('hex') }),
      mark: () => undefined,
      peer: () => undefined,
    },
  });
  const link = make({ transport, context, lateReplies });
  let rooms = 0;
  const own: Bench = {
    link,
    transport,
    lateReplies,
    ends: [],
    late: [],
    rooms: () => rooms,
    frames,
    ask(request, options) {
      const asked = new Asked(request, options);
      link.send(asked);
      return asked;
    },
    last: () => transport.written.at(-1) ?? Buffer.alloc(0),
  };
  await link.open({
    onEnd: (fault, unsettled) => {
      own.ends.push(fault);
      for (const asked of unsettled) asked.settle('handed back');
    },
    onRoom: () => {
      rooms++;
      common.onRoom?.(own);
    },
    onLate: unit => void own.late.push(unit),
  });
  return own;
}

interface LinkParts {
  readonly transport: Transport;
  readonly context: ChannelContext;
  readonly lateReplies: LateReplies;
}

/** `isGateway`: a serial line stands behind the connection, and what it owes is remembered. */
export function tcpBench({
  isGateway = false,
  ...options
}: Partial<Pick<TcpLinkOptions, 'inFlight' | 'hasTransactionIds'>> & Common & { isGateway?: boolean } = {}) {
  const { inFlight = 1, hasTransactionIds = true } = options;
  return bench(
    ({ lateReplies, ...parts }) =>
      new TcpLink<Asked>({ ...parts, inFlight, hasTransactionIds, lateReplies: isGateway ? lateReplies : null }),
    options,
  );
}

export function rtuBench(options: { timing?: Partial<RtuLinkOptions['timing']>; hasEcho?: boolean } & Common = {}) {
  const timing = { durationMs: () => 0, betweenFramesMs: 0, afterNoiseMs: 50, broadcastMs: 150, ...options.timing };
  return bench(parts => new RtuLink<Asked>({ ...parts, timing, hasEcho: options.hasEcho ?? false }), options);
}

/** A read of so many holding registers; `unit` and `offset` tell the requests of a test apart. */
export const reading = (count: number, unit = 1, offset = 0): Request =>
  readRequest({ unit, table: 'holding', offset, count });

/** PDU of an answer with these registers. */
export function registersPdu(...words: readonly number[]): Buffer {
  return Buffer.from([3, words.length * 2, ...words.flatMap(w => [w >> 8, w & 0xff])]);
}

/** The answer over TCP to the request whose MBAP frame this is. */
export const tcpAnswer = (frame: Buffer, pdu: Buffer, unit = frame[6] ?? 0): Buffer =>
  tcpFrame({ transaction: frame.readUInt16BE(0), unit, pdu });

export const rtuAnswer = (unit: number, ...words: readonly number[]): Buffer => rtuFrame(unit, registersPdu(...words));

/** The bytes in two pieces, cut at each place, and one by one. */
export function* cuts(bytes: Buffer): Generator<Buffer[]> {
  for (let at = 1; at < bytes.length; at++) yield [bytes.subarray(0, at), bytes.subarray(at)];
  yield [...bytes].map(byte => Buffer.of(byte));
}
