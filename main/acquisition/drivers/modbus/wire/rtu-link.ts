/**
 * RTU frames (MODBUS over Serial Line V1.02) on a serial port or through a serial server: one request on the way, silence
 * between frames, local echo taken off, every frame cut out by its own length and CRC. There is no transaction id, so what the
 * line still owes is remembered across links (late-replies.ts), thrown away when it comes, and nothing it could be taken for is
 * asked meanwhile. After noise the line is left to fall silent and goes on: one bad cable must not cost the other units their
 * connection.
 */
import { crc16 } from '../../../../platform/crc16.ts';
import type { ChannelContext } from '../../../channel.ts';
import { LinkFault } from './fault.ts';
import type { LateReplies } from './late-replies.ts';
import type { LineTiming } from './line-timing.ts';
import type { Exchange, Link, LinkEvents } from './link.ts';
import { answers, EXCEPTION, EXCEPTION_BYTES, faultIn, type ReplyShape, replyLength } from './pdu.ts';
import type { Transport } from './transport.ts';
import { UnpaidReplies } from './unpaid-replies.ts';

/** Unit that stands for all of a line (2.1): they act on what it is told, and none of them answers. */
export const BROADCAST = 0;
const CRC_BYTES = 2;
/** Requests in a row without a good answer after which the adapter or the serial server itself may be at fault. */
const MOST_FAILED = 5;
/** Bytes that nobody can have sent on purpose between two requests, after which the line is opened anew. */
const MOST_NOISE_BYTES = 4_096;

interface OnTheWay<E extends Exchange> {
  readonly exchange: E;
  readonly sentAt: number;
  /** Monotonic ms. */
  readonly dueAt: number;
  readonly timer: NodeJS.Timeout;
}

export interface RtuLinkOptions {
  readonly transport: Transport;
  readonly context: ChannelContext;
  readonly lateReplies: LateReplies;
  readonly timing: LineTiming;
  readonly hasEcho: boolean;
}

export class RtuLink<E extends Exchange> implements Link<E> {
  readonly #options: RtuLinkOptions;
  readonly #unpaid = new UnpaidReplies();
  #events: LinkEvents<E> | null = null;
  #onTheWay: OnTheWay<E> | null = null;
  #buffer: Buffer = Buffer.alloc(0);
  /** What of the last request has not come back yet as its echo. */
  #echo: Uint8Array = new Uint8Array();
  /** The line must be silent until then, monotonic ms. */
  #silentUntil = 0;
  #silence: NodeJS.Timeout | undefined;
  /** Bytes are being thrown away until the line is silent. */
  #isNoisy = false;
  #noise = 0;
  #failed = 0;
  /** Bytes are being taken apart: what else is among them was not asked for yet, so nothing is sent before they are done. */
  #isReceiving = false;
  #isEnded = false;
  #heardAt: number;

  constructor(options: RtuLinkOptions) {
    this.#options = options;
    this.#heardAt = options.context.clock.monotonic();
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
    if (this.#isEnded || this.#isReceiving || this.#onTheWay !== null) return 0;
    return this.#now() < this.#silentUntil ? 0 : 1;
  }

  get isIdle(): boolean {
    return this.#onTheWay === null;
  }

  get isDrained(): boolean {
    return this.#options.transport.isDrained;
  }

  get heardAt(): number {
    return this.#heardAt;
  }

  ambiguousForMs(reply: ReplyShape): number {
    return this.#options.lateReplies.ambiguousForMs(reply);
  }

  isSpoiltFor(reply: ReplyShape): boolean {
    return this.#unpaid.isAmbiguous(reply);
  }

  send(exchange: E): void {
    const { transport, context, timing, hasEcho } = this.#options;
    const { unit, pdu } = exchange.request;
    const frame = frameOf(unit, pdu);
    const sendingMs = timing.durationMs(frame.length);
    const patienceMs = sendingMs + (unit === BROADCAST ? timing.broadcastMs : exchange.timeoutMs);
    const timer = setTimeout(
      context.guard(() => this.#patienceEnds()),
      patienceMs,
    );
    const sentAt = this.#now();
    this.#onTheWay = { exchange, sentAt, dueAt: sentAt + patienceMs, timer };
    if (hasEcho) this.#echo = frame;
    if (context.tap.isOn(exchange.device)) {
      context.tap.frame({ direction: 'sent', device: exchange.device, bytes: frame, tags: exchange.tags });
    }
    transport.write(frame);
  }

  close(): readonly E[] {
    return this.#finish();
  }

  #now(): number {
    return this.#options.context.clock.monotonic();
  }

  #receive(bytes: Buffer): void {
    this.#expireOverdue();
    if (this.#isEnded) return;
    const { timing } = this.#options;
    if (this.#isNoisy) {
      this.#noise += bytes.length;
      this.#record(bytes, null, 'noise');
      if (this.#noise > MOST_NOISE_BYTES) this.#end(new LinkFault('bad-frame', 'the line does not fall silent'));
      else this.#hush(timing.afterNoiseMs);
      return;
    }
    const rest = this.#withoutEcho(bytes);
    if (rest.length === 0) return;
    this.#isReceiving = true;
    try {
      this.#buffer = this.#buffer.length === 0 ? rest : Buffer.concat([this.#buffer, rest]);
      for (let frame = this.#cut(); frame !== null && !this.#isEnded; frame = this.#cut()) this.#frame(frame);
    } finally {
      this.#isReceiving = false;
    }
    if (this.room > 0) this.#events?.onRoom();
  }

  /** Takes off what the adapter sends back of our own request. Anything else in its place is noise. */
  #withoutEcho(bytes: Buffer): Buffer {
    const length = Math.min(this.#echo.length, bytes.length);
    if (length === 0) return bytes;
    for (let i = 0; i < length; i++) {
      if (bytes[i] === this.#echo[i]) continue;
      this.#echo = new Uint8Array();
      this.#garbled(bytes, 'the echo is not what was sent');
      return Buffer.alloc(0);
    }
    this.#echo = this.#echo.subarray(length);
    return bytes.subarray(length);
  }

  /** The next whole frame, taken out of the buffer; null while it is not whole. What nobody waits for is noise. */
  #cut(): Buffer | null {
    const buffer = this.#buffer;
    if (buffer.length === 0) return null;
    const length = replyLength(buffer);
    if (!this.#isAwaited(length)) {
      this.#garbled(buffer, `${buffer.length} bytes that are no reply to what was asked`);
      return null;
    }
    if (length === null || buffer.length < length + CRC_BYTES) return null;
    this.#buffer = buffer.subarray(length + CRC_BYTES);
    return buffer.subarray(0, length + CRC_BYTES);
  }

  #isAwaited(length: number | null): boolean {
    const { lateReplies } = this.#options;
    const expected = this.#onTheWay?.exchange.request.reply;
    if (length === null) return expected !== undefined || !lateReplies.isEmpty || !this.#unpaid.isEmpty;
    const [unit = 0, code = 0] = this.#buffer;
    const shape = { unit, code, length };
    const isOwed = lateReplies.owes(shape) || this.#unpaid.owes(shape);
    return isOwed || (expected !== undefined && answers(shape, expected));
  }

  #frame(frame: Buffer): void {
    const { lateReplies, timing } = this.#options;
    const body = frame.subarray(0, -CRC_BYTES);
    if (crc16(body) !== frame.readUInt16LE(body.length)) return this.#garbled(frame, 'CRC error');
    this.#heardAt = this.#now();
    this.#hush(timing.betweenFramesMs);
    const isUnpaid = this.#unpaid.take(body);
    if (lateReplies.take(body) || isUnpaid) {
      this.#record(frame, null, 'late, thrown away');
      this.#giveUpBehind(body[0] ?? 0);
      this.#events?.onLate(body[0] ?? 0);
      return;
    }
    const known = this.#onTheWay;
    if (known === null) return this.#garbled(frame, `a reply of unit ${body[0]} that nobody asked for`);
    const fault = faultIn(body, known.exchange.request);
    if (fault?.reason === 'bad-frame') return this.#garbled(frame, fault.message);
    this.#record(frame, known.exchange.device);
    this.#settle(known);
    this.#failed = 0;
    this.#noise = 0;
    const { unit } = known.exchange.request;
    if (fault === null) {
      lateReplies.answered(unit, known.sentAt);
      this.#unpaid.answered(unit);
      known.exchange.answered(body, this.#heardAt - known.sentAt);
      return;
    }
    // A serial server that does not reach the unit answers in its place.
    if (fault.reason !== 'gateway') lateReplies.refused(unit);
    known.exchange.failed(fault);
  }

  /** The unit first answers all it was asked before: what is waited for would be lost among that, and is asked again afterwards. */
  #giveUpBehind(unit: number): void {
    const known = this.#onTheWay;
    if (known === null || known.exchange.request.unit !== unit || !this.#options.lateReplies.isCatchingUp(unit)) return;
    this.#settle(known);
    this.#unpaid.add(known.exchange.request.reply);
    known.exchange.failed(new LinkFault('timeout', 'the unit is answering older requests first'));
    this.#events?.onRoom();
  }

  /** This program may have stood still: an answer is late also when its timer is. */
  #expireOverdue(): void {
    if (this.#onTheWay === null || this.#now() <= this.#onTheWay.dueAt) return;
    this.#isReceiving = true;
    this.#patienceEnds();
    this.#isReceiving = false;
  }

  /** No answer, or the end of the pause that a broadcast needs. */
  #patienceEnds(): void {
    const known = this.#onTheWay;
    if (known === null) return;
    const { exchange } = known;
    this.#settle(known);
    if (exchange.request.unit === BROADCAST) {
      exchange.answered(new Uint8Array(), this.#now() - known.sentAt);
      this.#events?.onRoom();
      return;
    }
    this.#options.lateReplies.add(exchange.request.reply, 'silent');
    this.#unpaid.add(exchange.request.reply);
    const isCutOff = this.#buffer.length > 0;
    if (isCutOff) this.#record(this.#buffer, exchange.device, 'cut off');
    this.#buffer = Buffer.alloc(0);
    // Half a frame may be followed by its other half.
    if (isCutOff) this.#becomeNoisy();
    const detail = `no reply within ${exchange.timeoutMs} ms to function ${exchange.request.pdu[0]}`;
    this.#fail(exchange, new LinkFault('timeout', detail));
    this.#events?.onRoom();
  }

  /** Bytes that cannot be trusted. Unless they were the reply itself, spoilt, the answer may still come. */
  #garbled(bytes: Buffer, problem: string): void {
    const known = this.#onTheWay;
    this.#record(bytes, known?.exchange.device ?? null, problem);
    this.#buffer = Buffer.alloc(0);
    this.#echo = new Uint8Array();
    this.#noise += bytes.length;
    this.#becomeNoisy();
    if (known === null) return;
    this.#settle(known);
    const { reply } = known.exchange.request;
    if (!this.#wasReply(bytes, reply)) {
      this.#options.lateReplies.add(reply, 'broken');
      this.#unpaid.add(reply);
    }
    this.#fail(known.exchange, new LinkFault('bad-frame', problem));
  }

  /** As many bytes as the reply has, of its unit and function, when nothing else of these is owed that they may have been. */
  #wasReply(bytes: Buffer, { unit, code, length }: ReplyShape): boolean {
    if (bytes[0] !== unit || bytes[1] !== code || bytes.length !== length + CRC_BYTES) return false;
    // An exception answers whatever is owed of its unit and function.
    const exception = { unit, code: code | EXCEPTION, length: EXCEPTION_BYTES };
    return !this.#options.lateReplies.owes(exception) && !this.#unpaid.owes(exception);
  }

  #fail(exchange: Exchange, fault: LinkFault): void {
    this.#failed++;
    exchange.failed(fault);
    if (this.#failed >= MOST_FAILED) this.#end(fault);
  }

  #settle({ timer }: OnTheWay<E>): void {
    clearTimeout(timer);
    this.#onTheWay = null;
  }

  #becomeNoisy(): void {
    this.#isNoisy = true;
    this.#hush(this.#options.timing.afterNoiseMs);
  }

  /** Nothing is sent for so long; every byte that comes prolongs it. */
  #hush(ms: number): void {
    if (this.#isEnded || ms <= 0) return;
    this.#silentUntil = this.#now() + ms;
    clearTimeout(this.#silence);
    const end = this.#options.context.guard(() => {
      this.#silentUntil = 0;
      this.#isNoisy = false;
      this.#events?.onRoom();
    });
    // Timers know whole ms; a silence that is too short is none.
    this.#silence = setTimeout(end, Math.ceil(ms));
  }

  #record(bytes: Uint8Array, device: string | null, problem?: string): void {
    const { tap } = this.#options.context;
    if (!tap.isOn(device)) return;
    tap.frame({ direction: 'received', device, bytes, ...(problem === undefined ? {} : { problem }) });
  }

  #end(fault: LinkFault): void {
    if (this.#isEnded) return;
    const unsettled = this.#finish();
    this.#events?.onEnd(fault, unsettled);
  }

  #finish(): readonly E[] {
    this.#isEnded = true;
    clearTimeout(this.#silence);
    this.#options.transport.destroy();
    const known = this.#onTheWay;
    if (known === null) return [];
    this.#settle(known);
    this.#options.lateReplies.add(known.exchange.request.reply, 'broken');
    return [known.exchange];
  }
}

function frameOf(unit: number, pdu: Uint8Array): Uint8Array {
  const frame = Buffer.allocUnsafe(1 + pdu.length + CRC_BYTES);
  frame[0] = unit;
  frame.set(pdu, 1);
  frame.writeUInt16LE(crc16(frame.subarray(0, -CRC_BYTES)), pdu.length + 1);
  return frame;
}
