/**
 * A scripted Modbus device on a real socket (Modbus TCP, or RTU frames over TCP as a serial server passes them): answers
 * rightly until a test gives it a fault. Counts connections and requests, so that leaks and delays are seen from outside.
 */

import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import {
  type RegisterOf,
  replyPdu,
  requestOf,
  rtuFrame,
  rtuRequestLength,
  type SeenRequest,
  tcpFrame,
  WRITE_CODES,
  writtenBy,
} from './modbus-frames.ts';

export interface Exchange {
  readonly request: SeenRequest;
  readonly socket: Socket;
  readonly server: FakeModbusServer;
  /** Frame of the right answer. */
  readonly right: Buffer;
}

/** What the device does with one request. */
export type Behaviour = (exchange: Exchange) => void;

export class FakeModbusServer {
  readonly framing: 'tcp' | 'rtu';
  readonly requests: SeenRequest[] = [];
  readonly sockets = new Set<Socket>();
  /** Connections taken since the start. */
  accepted = 0;
  behave: Behaviour = faults.none();
  register: RegisterOf = (_request, offset) => offset;
  /** What writes have changed, by `table:address`, and each write in order. */
  readonly memory = new Map<string, number>();
  readonly writes: SeenRequest[] = [];
  /** False: answers every request with transaction id 0. */
  hasTransactionIds = true;
  /** Bytes sent as soon as somebody connects. */
  banner: Buffer | null = null;
  readonly #server: Server;
  #port = 0;

  constructor(framing: 'tcp' | 'rtu' = 'tcp') {
    this.framing = framing;
    this.#server = createServer({ noDelay: true }, socket => this.#accept(socket));
  }

  get port(): number {
    return this.#port;
  }

  async listen(port = 0): Promise<this> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    const address = this.#server.address() as AddressInfo;
    this.#port = address.port;
    return this;
  }

  /** Stops listening and cuts every connection. */
  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    if (this.#server.listening) await new Promise(resolve => this.#server.close(resolve));
  }

  /** Frame of a unit and PDU as this device's line carries it. */
  frame(request: SeenRequest, pdu: Buffer, unit = request.unit): Buffer {
    if (this.framing === 'rtu') return rtuFrame(unit, pdu);
    return tcpFrame({ transaction: request.transaction, unit, pdu });
  }

  /** PDU of the right answer. */
  answerOf(request: SeenRequest): Buffer {
    return replyPdu(request, this.#held);
  }

  #accept(socket: Socket): void {
    this.accepted++;
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    // The client drops connections on purpose; a reset is part of the play.
    socket.on('error', () => socket.destroy());
    if (this.banner !== null) socket.write(this.banner);
    let pending: Buffer = Buffer.alloc(0);
    socket.on('data', bytes => {
      pending = Buffer.concat([pending, bytes]);
      for (let size = this.#sizeOf(pending); size !== null && pending.length >= size; size = this.#sizeOf(pending)) {
        const request = this.#parse(pending.subarray(0, size));
        pending = pending.subarray(size);
        this.requests.push(request);
        if (WRITE_CODES.includes(request.code)) this.#write(request);
        const right = this.frame(request, this.answerOf(request));
        this.behave({ request, socket, server: this, right });
      }
    });
  }

  #held: RegisterOf = (request, offset) =>
    this.memory.get(`${tableOf(request.code)}:${offset}`) ?? this.register(request, offset);

  /** A device acts on what it is told, whatever becomes of its answer. */
  #write(request: SeenRequest): void {
    this.writes.push(request);
    for (const [offset, value] of writtenBy(request, at => this.#held(request, at))) {
      this.memory.set(`${tableOf(request.code)}:${offset}`, value);
    }
  }

  #sizeOf(pending: Buffer): number | null {
    if (this.framing === 'rtu') return rtuRequestLength(pending);
    return pending.length < 7 ? null : 6 + pending.readUInt16BE(4);
  }

  #parse(bytes: Buffer): SeenRequest {
    if (this.framing === 'rtu') return requestOf(bytes[0] ?? 0, bytes.subarray(1, -2));
    return requestOf(bytes[6] ?? 0, bytes.subarray(7), this.hasTransactionIds ? bytes.readUInt16BE(0) : 0);
  }
}

const tableOf = (code: number): string =>
  code === 1 || code === 5 || code === 15 ? 'coil' : code === 2 ? 'discrete' : 'register';

const HTTP = Buffer.from('HTTP/1.1 400 Bad Request\r\nServer: lighttpd\r\nConnection: close\r\n\r\n');

/** Changes one frame before it is sent. */
const spoil =
  (change: (exchange: Exchange) => Buffer): Behaviour =>
  exchange =>
    void exchange.socket.write(change(exchange));

const pduOf = ({ right, server }: Exchange): Buffer =>
  Buffer.from(server.framing === 'tcp' ? right.subarray(7) : right.subarray(1, -2));

const withPdu = (change: (pdu: Buffer) => Buffer): Behaviour => spoil(x => x.server.frame(x.request, change(pduOf(x))));

/** In the middle of an answer: whatever a device says next waits for its end, however slow the machine is. */
const talking = new WeakSet<Socket>();

export const isTalking = (socket: Socket): boolean => talking.has(socket);

/** Faults of protocols.md §4. Each makes a fresh behaviour, so that counters are not shared. */
export const faults = {
  none:
    (): Behaviour =>
    ({ socket, right }) =>
      void socket.write(right),
  silence: (): Behaviour => () => undefined,
  late:
    (ms: number): Behaviour =>
    ({ socket, right }) =>
      void setTimeout(() => socket.destroyed || socket.write(right), ms),
  wrongTransaction: (): Behaviour =>
    spoil(({ request, right }) => {
      const frame = Buffer.from(right);
      frame.writeUInt16BE((request.transaction + 7) & 0xffff, 0);
      return frame;
    }),
  zeroTransaction: (): Behaviour =>
    spoil(({ right }) => {
      const frame = Buffer.from(right);
      frame.writeUInt16BE(0, 0);
      return frame;
    }),
  /** The reply of 256 transactions ago: a master that compares 8 bits takes it. */
  transactionModulo256: (): Behaviour =>
    spoil(x => {
      const { transaction, unit } = x.request;
      const pdu = pduOf(x);
      pdu.fill(0x5a, 2);
      return tcpFrame({ transaction: transaction + 256, unit, pdu });
    }),
  /** What another unit holds at the same place, in its name. */
  wrongUnit: (): Behaviour =>
    spoil(({ server, request }) => {
      const other = { ...request, unit: (request.unit + 1) & 0xff };
      return server.frame(request, server.answerOf(other), other.unit);
    }),
  wrongFunction: (): Behaviour =>
    withPdu(pdu => {
      pdu[0] = pdu[0] === 3 ? 4 : 3;
      return pdu;
    }),
  protocolId: (id = 0x1234): Behaviour =>
    spoil(x => tcpFrame({ transaction: x.request.transaction, unit: x.request.unit, pdu: pduOf(x), protocol: id })),
  mbapLength: (length: number): Behaviour =>
    spoil(x => tcpFrame({ transaction: x.request.transaction, unit: x.request.unit, pdu: pduOf(x), length })),
  /** Fewer registers than asked, consistent in itself. */
  tooFew: (): Behaviour =>
    withPdu(pdu => {
      const short = pdu.subarray(0, 4);
      short[1] = 2;
      return short;
    }),
  /** One register more than asked, consistent in itself. */
  tooMany: (): Behaviour =>
    withPdu(pdu => {
      pdu[1] = (pdu[1] ?? 0) + 2;
      return Buffer.concat([pdu, Buffer.from([0x5a, 0x5a])]);
    }),
  /** The byte count contradicts the length of the frame. */
  byteCount: (by: number): Behaviour =>
    withPdu(pdu => {
      pdu[1] = ((pdu[1] ?? 0) + by) & 0xff;
      return pdu;
    }),
  badCrc: (): Behaviour =>
    spoil(({ right }) => {
      const frame = Buffer.from(right);
      const last = frame.length - 1;
      frame[last] = (frame[last] ?? 0) ^ 0xff;
      return frame;
    }),
  flippedBit: (): Behaviour =>
    spoil(({ right }) => {
      const frame = Buffer.from(right);
      frame[4] = (frame[4] ?? 0) ^ 0x10;
      return frame;
    }),
  /** Only the first half of the frame, then nothing. */
  cutShort: (): Behaviour => spoil(({ right }) => right.subarray(0, right.length >> 1)),
  resetMidFrame:
    (): Behaviour =>
    ({ socket, right }) =>
      void socket.write(right.subarray(0, right.length >> 1), () => socket.resetAndDestroy()),
  finMidFrame:
    (): Behaviour =>
    ({ socket, right }) =>
      void socket.end(right.subarray(0, right.length >> 1)),
  byteWise:
    (): Behaviour =>
    ({ socket, right }) => {
      let sent = 0;
      talking.add(socket);
      const next = () => {
        if (socket.destroyed || sent >= right.length) return void talking.delete(socket);
        socket.write(right.subarray(sent, ++sent));
        setTimeout(next, 1);
      };
      next();
    },
  /** The reply before this one comes again, in one segment with the right one. */
  concatenated: (): Behaviour => {
    let before: Buffer = Buffer.alloc(0);
    return ({ socket, right }) => {
      socket.write(Buffer.concat([before, right]));
      before = right;
    };
  },
  duplicate: (): Behaviour => spoil(({ right }) => Buffer.concat([right, right])),
  httpBanner: (): Behaviour => spoil(() => HTTP),
  garbage: (): Behaviour => spoil(() => Buffer.from(Array.from({ length: 64 }, (_, i) => (i * 73 + 11) & 0xff))),
  /** The request comes back first: an RS-485 adapter without echo suppression. */
  echo: (): Behaviour => spoil(({ request, right }) => Buffer.concat([rtuFrame(request.unit, request.pdu), right])),
  exception: (code: number): Behaviour =>
    spoil(x => x.server.frame(x.request, Buffer.from([x.request.code | 0x80, code]))),
  exceptionOfWrongUnit: (code = 2): Behaviour =>
    spoil(x => x.server.frame(x.request, Buffer.from([x.request.code | 0x80, code]), x.request.unit + 1)),
  /** Confirms another value (functions 5 and 6), address or quantity than the one written. */
  lyingEcho: (at: 'address' | 'value'): Behaviour =>
    withPdu(pdu => {
      const byte = at === 'address' ? 2 : 4;
      pdu[byte] = (pdu[byte] ?? 0) ^ 1;
      return pdu;
    }),
  /** So many bytes more or fewer, with a length and a checksum that agree. */
  resized: (by: number): Behaviour =>
    withPdu(pdu => (by < 0 ? pdu.subarray(0, by) : Buffer.concat([pdu, Buffer.alloc(by, 0x5a)]))),
  /** The answer to a read of one register, whatever was asked. */
  readInstead: (): Behaviour => withPdu(() => Buffer.from([3, 2, 0x5a, 0x5a])),
  closeAfterReply:
    (): Behaviour =>
    ({ socket, right }) =>
      void socket.end(right),
  closeAtOnce:
    (): Behaviour =>
    ({ socket }) =>
      void socket.destroy(),
  resetAtOnce:
    (): Behaviour =>
    ({ socket }) =>
      void socket.resetAndDestroy(),
} as const;

/** `fault` for the first `times` requests, then right answers. */
export function first(times: number, fault: Behaviour): Behaviour {
  const right = faults.none();
  let left = times;
  return exchange => (left-- > 0 ? fault(exchange) : right(exchange));
}

/** `fault` for one unit behind the line, right answers for the others. */
export function forUnit(unit: number, fault: Behaviour): Behaviour {
  const right = faults.none();
  return exchange => (exchange.request.unit === unit ? fault(exchange) : right(exchange));
}

/** On a line whose adapter sends back what it was given before the device answers. */
export function echoed(behaviour: Behaviour): Behaviour {
  return exchange => {
    exchange.socket.write(rtuFrame(exchange.request.unit, exchange.request.pdu));
    behaviour(exchange);
  };
}
