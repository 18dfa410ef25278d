/**
 * Modbus TCP (MODBUS Messaging on TCP/IP V1.0b): several requests on the way, replies matched by all 16 bits of the transaction
 * id, a deadline on each. Bytes that are no Modbus end the link at once, because nothing after them can be trusted; a silent
 * device does not, because a late reply is told by its id and the device may only be slow.
 */
import type { ChannelContext } from '../../../channel.ts';
import { FloodFault, LinkFault } from './fault.ts';
import type { LateReplies } from './late-replies.ts';
import type { Exchange, Link, LinkEvents } from './link.ts';
import { faultIn, isAlike, type ReplyShape } from './pdu.ts';
import type { Transport } from './transport.ts';
import { UnpaidReplies } from './unpaid-replies.ts';

const MBAP_BYTES = 7;
/** Largest MBAP length field: unit + PDU of 253 bytes (3.1.3). */
const MAX_LENGTH = 254;
/** Given-up requests whose late replies are still known for what they are. */
const REMEMBERED = 64;
const LATE = 'late, thrown away';
/** Frames without an answer among them that nobody asked for, after which the other side is not to be believed. */
const MOST_STRAY = 64;

interface OnTheWay<E extends Exchange> {
  readonly exchange: E;
  readonly sentAt: number;
}

interface Settled<E extends Exchange> {
  readonly exchange: E;
  readonly body: Buffer;
  /** Null: it is the answer. */
  readonly fault: LinkFault | null;
  readonly roundTripMs: number;
}

export interface TcpLinkOptions {
  readonly transport: Transport;
  readonly context: ChannelContext;
  /** Requests on the way at most. */
  readonly inFlight: number;
  /**
   * The units stand on a serial line behind a gateway, which may take a unit's late answer for one to the next request and give
   * it that request's id: what the line owes is remembered there as on a line of our own.
   */
  readonly lateReplies: LateReplies | null;
  /** False: the gateway answers every request with id 0. Then one request is on the way, and only its shape tells the reply. */
  readonly hasTransactionIds: boolean;
}

export class TcpLink<E extends Exchange> implements Link<E> {
  readonly #options: TcpLinkOptions;
  /** By transaction id, in the order sent. */
  readonly #onTheWay = new Map<number, OnTheWay<E>>();
  /** Requests that were given up, by transaction id, oldest first. */
  readonly #givenUp = new Map<number, Exchange>();
  readonly #unpaid = new UnpaidReplies();
  /** What has come of the bytes of this moment and is not told yet. */
  #settled: Settled<E>[] = [];
  #events: LinkEvents<E> | null = null;
  #transaction = Math.floor(Math.random() * 0x1_0000);
  #rest: Buffer = Buffer.alloc(0);
  /** When the first byte of `#rest` came, monotonic ms. */
  #restAt = 0;
  #outgoing: Uint8Array[] = [];
  /** Frames since the last answer that nobody asked for. */
  #stray = 0;
  /**
   * Nothing is sent while bytes are taken apart, because what else is among them was not asked for yet; nor over a connection
   * that is about to end.
   */
  #isHeldBack = false;
  #timer: NodeJS.Timeout | undefined;
  #isEnded = false;
  #heardAt: number;
  readonly #flushSoon: () => void;

  constructor(options: TcpLinkOptions) {
    this.#options = options;
    this.#heardAt = options.context.clock.monotonic();
    this.#flushSoon = options.context.guard(() => this.#flush());
  }

  async open(events: LinkEvents<E>): Promise<void> {
    this.#events = events;
    const { transport, context } = this.#options;
    await transport.open({
      onData: context.guard(bytes => this.#receive(bytes)),
      onEnd: context.guard(fault => this.#end(fault)),
    });
    this.#heardAt = context.clock.monotonic();
  }

  get room(): number {
    if (this.#isEnded || this.#isHeldBack) return 0;
    const most = this.#options.hasTransactionIds ? this.#options.inFlight : 1;
    return most - this.#onTheWay.size;
  }

  get isIdle(): boolean {
    return this.#onTheWay.size === 0;
  }

  get isDrained(): boolean {
    return this.#outgoing.length === 0 && this.#options.transport.isDrained;
  }

  get heardAt(): number {
    return this.#heardAt;
  }

  /**
   * A transaction id is never used for two requests within 65,536: without a line behind a gateway nothing is ambiguous. With one,
   * what is on the way counts as well: should its answer be late, the gateway could take it for one to the next.
   */
  ambiguousForMs(reply: ReplyShape): number {
    const { lateReplies, context } = this.#options;
    if (lateReplies === null) return 0;
    const now = context.clock.monotonic();
    const alike = [...this.#onTheWay.values()].filter(({ exchange }) => isAlike(exchange.request.reply, reply));
    const pending = alike.map(({ exchange, sentAt }) => Math.max(1, sentAt + exchange.timeoutMs - now));
    return Math.max(lateReplies.ambiguousForMs(reply), ...pending);
  }

  /** With transaction ids an old answer is told from a new one. */
  isSpoiltFor(reply: ReplyShape): boolean {
    return !this.#options.hasTransactionIds && this.#unpaid.isAmbiguous(reply);
  }

  send(exchange: E): void {
    const { context } = this.#options;
    const transaction = this.#nextTransaction();
    const frame = frameOf(transaction, exchange);
    const sentAt = context.clock.monotonic();
    this.#onTheWay.set(transaction, { exchange, sentAt });
    if (context.tap.isOn(exchange.device)) {
      context.tap.frame({ direction: 'sent', device: exchange.device, bytes: frame, tags: exchange.tags });
    }
    // Requests of one moment leave in one segment.
    if (this.#outgoing.push(frame) === 1 && !exchange.isUrgent) queueMicrotask(this.#flushSoon);
    if (exchange.isUrgent) this.#flush();
    this.#arm();
  }

  close(): readonly E[] {
    return this.#finish();
  }

  #nextTransaction(): number {
    do this.#transaction = (this.#transaction + 1) & 0xffff;
    while (this.#onTheWay.has(this.#transaction));
    this.#givenUp.delete(this.#transaction);
    return this.#transaction;
  }

  #flush(): void {
    const frames = this.#outgoing;
    this.#outgoing = [];
    if (this.#isEnded || frames.length === 0) return;
    this.#options.transport.write(frames.length === 1 ? (frames[0] ?? Buffer.alloc(0)) : Buffer.concat(frames));
  }

  #receive(bytes: Buffer): void {
    this.#isHeldBack = true;
    // This program may have stood still: an answer is late also when its timer is.
    if (this.#isOverdue) this.#expire();
    const problem = this.#isEnded ? null : this.#take(bytes);
    this.#isHeldBack = problem !== null;
    if (problem === null && this.room > 0) {
      // The next requests leave before the replies are decoded: the device works meanwhile.
      this.#events?.onRoom();
      this.#flush();
    }
    for (let next = this.#settled.shift(); next !== undefined; next = this.#settled.shift()) {
      if (next.fault === null) next.exchange.answered(next.body, next.roundTripMs);
      else next.exchange.failed(next.fault);
    }
    if (problem !== null) this.#end(problem);
  }

  /** Takes whole frames off the front of what has come. Returns why nothing of the stream can be trusted any more, or null. */
  #take(bytes: Buffer): LinkFault | null {
    let buffer = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    while (buffer.length >= MBAP_BYTES && !this.#isEnded) {
      const protocol = buffer.readUInt16BE(2);
      const length = buffer.readUInt16BE(4);
      if (protocol !== 0) return this.#garbage(buffer, `protocol id ${protocol} is not Modbus`);
      if (length < 3 || length > MAX_LENGTH) return this.#garbage(buffer, `impossible length field ${length}`);
      if (buffer.length < 6 + length) break;
      const problem = this.#frame(buffer.subarray(0, 6 + length));
      if (problem !== null) return problem;
      buffer = buffer.subarray(6 + length);
    }
    if (buffer.length > 0 && (this.#rest.length === 0 || buffer.length < bytes.length)) {
      this.#restAt = this.#options.context.clock.monotonic();
    }
    this.#rest = buffer;
    return null;
  }

  #frame(frame: Buffer): LinkFault | null {
    const { lateReplies, hasTransactionIds, context } = this.#options;
    const body = frame.subarray(6);
    if (!hasTransactionIds && this.#isOld(body)) {
      this.#late(frame, body[0] ?? 0);
      return null;
    }
    const transaction = hasTransactionIds ? frame.readUInt16BE(0) : (this.#onTheWay.keys().next().value ?? -1);
    const known = this.#onTheWay.get(transaction);
    if (known === undefined) {
      return this.#unasked(transaction, frame);
    }
    const { exchange, sentAt } = known;
    const fault = faultIn(body, exchange.request);
    this.#onTheWay.delete(transaction);
    this.#stray = 0;
    const now = context.clock.monotonic();
    this.#settled.push({ exchange, body, fault, roundTripMs: now - sentAt });
    if (fault?.reason === 'bad-frame') {
      this.#record(frame, exchange.device, fault.message);
      lateReplies?.add(exchange.request.reply, 'broken');
      // It alone was lied to; what else is on the way is handed back.
      return fault;
    }
    this.#heardAt = now;
    this.#record(frame, exchange.device);
    this.#remember(known, fault);
    return null;
  }

  /** What an answer says of the line behind the gateway. */
  #remember({ exchange, sentAt }: OnTheWay<E>, fault: LinkFault | null): void {
    const { lateReplies } = this.#options;
    const { unit, reply } = exchange.request;
    if (fault === null) {
      lateReplies?.answered(unit, sentAt);
      this.#unpaid.answered(unit);
    }
    // The gateway has given the unit up, but the unit may still be at work on its answer.
    else if (fault.reason === 'gateway') lateReplies?.add(reply, 'silent');
    else lateReplies?.refused(unit);
  }

  /** Without transaction ids: the answer to a request that was given up. */
  #isOld(body: Buffer): boolean {
    const isUnpaid = this.#unpaid.take(body);
    return this.#options.lateReplies?.take(body) === true || isUnpaid;
  }

  /** Late, repeated or never asked for: whoever sent it lives, and no request takes it for its own. A flood of it is no Modbus. */
  #unasked(transaction: number, frame: Buffer): LinkFault | null {
    const exchange = this.#givenUp.get(transaction);
    if (exchange === undefined) {
      this.#record(frame, null, 'nobody asked for it');
      return ++this.#stray > MOST_STRAY ? new FloodFault() : null;
    }
    this.#options.lateReplies?.take(frame.subarray(6));
    this.#givenUp.delete(transaction);
    this.#late(frame, exchange.request.unit, exchange.device);
    return null;
  }

  #late(frame: Buffer, unit: number, device: string | null = null): void {
    this.#record(frame, device, LATE);
    this.#heardAt = this.#options.context.clock.monotonic();
    this.#events?.onLate(unit);
  }

  #garbage(bytes: Buffer, problem: string): LinkFault {
    this.#record(bytes, null, problem);
    return new LinkFault('bad-frame', problem);
  }

  #record(bytes: Uint8Array, device: string | null, problem?: string): void {
    const { tap } = this.#options.context;
    if (!tap.isOn(device)) return;
    tap.frame({ direction: 'received', device, bytes, ...(problem === undefined ? {} : { problem }) });
  }

  /** One timer for the oldest request; they all have the same patience, so the others are not due before it. */
  #arm(): void {
    if (this.#timer !== undefined) return;
    const oldest = this.#onTheWay.values().next().value;
    if (oldest === undefined) return;
    const { clock, guard } = this.#options.context;
    const left = oldest.sentAt + oldest.exchange.timeoutMs - clock.monotonic();
    this.#timer = setTimeout(
      guard(() => this.#expire()),
      Math.max(0, left),
    );
  }

  /** The oldest request has waited for longer than it may. */
  get #isOverdue(): boolean {
    const oldest = this.#onTheWay.values().next().value;
    return oldest !== undefined && oldest.sentAt + oldest.exchange.timeoutMs < this.#options.context.clock.monotonic();
  }

  #expire(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const now = this.#options.context.clock.monotonic();
    let hasRoom = false;
    for (const [transaction, { exchange, sentAt }] of this.#onTheWay) {
      // Timers may fire a fraction of a ms early.
      if (sentAt + exchange.timeoutMs > now + 0.5) break;
      this.#onTheWay.delete(transaction);
      this.#keepGivenUp(transaction, exchange);
      hasRoom = true;
      const { pdu, reply } = exchange.request;
      this.#options.lateReplies?.add(reply, 'silent');
      // With transaction ids nothing asks for these any more, and the connection may live for months.
      if (!this.#options.hasTransactionIds) this.#unpaid.add(reply);
      exchange.failed(new LinkFault('timeout', `no reply within ${exchange.timeoutMs} ms to function ${pdu[0]}`));
      if (this.#isEnded) return;
      if (this.#isCutOff(now, exchange.timeoutMs)) return this.#end(this.#garbage(this.#rest, 'cut off'));
    }
    this.#arm();
    if (hasRoom) this.#events?.onRoom();
  }

  /** Half a frame that has not been completed for long: where the next one begins is not known any more. */
  #isCutOff(now: number, timeoutMs: number): boolean {
    return this.#rest.length > 0 && now - this.#restAt > timeoutMs / 2;
  }

  #keepGivenUp(transaction: number, exchange: Exchange): void {
    this.#givenUp.set(transaction, exchange);
    const [oldest] = this.#givenUp.keys();
    if (this.#givenUp.size > REMEMBERED && oldest !== undefined) this.#givenUp.delete(oldest);
  }

  #end(fault: LinkFault): void {
    if (this.#isEnded) return;
    const unsettled = this.#finish();
    this.#events?.onEnd(fault, unsettled);
  }

  #finish(): readonly E[] {
    this.#isEnded = true;
    clearTimeout(this.#timer);
    this.#outgoing = [];
    this.#options.transport.destroy();
    const unsettled = [...this.#settled, ...this.#onTheWay.values()].map(({ exchange }) => exchange);
    this.#settled = [];
    this.#onTheWay.clear();
    for (const { request } of unsettled) this.#options.lateReplies?.add(request.reply, 'broken');
    return unsettled;
  }
}

/** MBAP header (3.1.3), unit and PDU. */
function frameOf(transaction: number, { request }: Exchange): Uint8Array {
  const { unit, pdu } = request;
  const frame = Buffer.allocUnsafe(MBAP_BYTES + pdu.length);
  frame.writeUInt16BE(transaction, 0);
  frame.writeUInt16BE(0, 2);
  frame.writeUInt16BE(pdu.length + 1, 4);
  frame[6] = unit;
  frame.set(pdu, MBAP_BYTES);
  return frame;
}
