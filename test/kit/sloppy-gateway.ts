/**
 * A Modbus TCP gateway with one serial line behind it, as careless as real ones are: it asks one unit after the other, gives up
 * after a while, and takes a late answer on the line for the one to whatever it asks now, if unit and function fit.
 */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { replyPdu, requestOf, type SeenRequest, tcpFrame } from './modbus-frames.ts';

const GATEWAY_TARGET_FAILED = 0x0b;

export interface SloppyOptions {
  /** How long the gateway waits for a unit, ms. */
  readonly patienceMs: number;
  /** Answers 0x0B when it gives up; else it says nothing. */
  readonly tells: boolean;
  readonly hasTransactionIds: boolean;
}

interface Asked {
  readonly request: SeenRequest;
  readonly socket: Socket;
}

export class SloppyGateway {
  /** Answers that were given to a request that had not asked for them. */
  mixedUp = 0;
  delayMs: () => number = () => 10;
  readonly #options: SloppyOptions;
  readonly #waiting: Asked[] = [];
  #current: Asked | null = null;
  #patience: NodeJS.Timeout | undefined;
  /** A unit answers in the order asked: when it is done with all it was asked, ms. */
  readonly #busyUntil = new Map<number, number>();
  readonly #sockets = new Set<Socket>();
  readonly #server: Server = createServer({ noDelay: true }, socket => this.#accept(socket));

  constructor(options: SloppyOptions) {
    this.#options = options;
  }

  async listen(): Promise<number> {
    await new Promise<void>(resolve => void this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    // The client drops connections on purpose; a reset is part of the play.
    socket.on('error', () => socket.destroy());
    let pending: Buffer = Buffer.alloc(0);
    socket.on('data', bytes => {
      pending = Buffer.concat([pending, bytes]);
      while (pending.length >= 12) {
        const request = requestOf(pending[6] ?? 0, pending.subarray(7, 12), pending.readUInt16BE(0));
        pending = pending.subarray(12);
        this.#waiting.push({ request, socket });
      }
      this.#next();
    });
  }

  #next(): void {
    if (this.#current !== null) return;
    const asked = this.#waiting.shift() ?? null;
    this.#current = asked;
    if (asked === null) return;
    this.#patience = setTimeout(() => this.#giveUp(), this.#options.patienceMs);
    const { unit } = asked.request;
    const now = performance.now();
    const doneAt = Math.max(now, this.#busyUntil.get(unit) ?? 0) + this.delayMs();
    this.#busyUntil.set(unit, doneAt);
    setTimeout(() => this.#onLine(asked.request), doneAt - now);
  }

  /** A unit's answer has come over the line. */
  #onLine(answered: SeenRequest): void {
    const asked = this.#current;
    if (asked === null || asked.request.unit !== answered.unit || asked.request.code !== answered.code) return;
    if (asked.request !== answered) this.mixedUp++;
    this.#reply(
      asked,
      replyPdu(answered, (request, offset) => request.unit * 1_000 + offset),
    );
  }

  #giveUp(): void {
    const asked = this.#current;
    if (asked === null) return;
    if (this.#options.tells) return this.#reply(asked, Buffer.from([asked.request.code | 0x80, GATEWAY_TARGET_FAILED]));
    this.#done();
  }

  #reply({ request, socket }: Asked, pdu: Buffer): void {
    const transaction = this.#options.hasTransactionIds ? request.transaction : 0;
    if (!socket.destroyed) socket.write(tcpFrame({ transaction, unit: request.unit, pdu }));
    this.#done();
  }

  #done(): void {
    clearTimeout(this.#patience);
    this.#current = null;
    this.#next();
  }
}
