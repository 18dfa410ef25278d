/**
 * A Modbus TCP slave on one port for one device: raw sockets, pipelined and split frames, one write per received segment. Simulator
 * process. A frame that is not Modbus ends its connection; nothing a client sends may throw.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import type { DeviceBehaviour } from './device-behaviour.ts';
import { answer, exception, type Slave } from './modbus-pdu.ts';

const HEADER = 7;
/** Longest ADU, bytes (Modbus messaging on TCP/IP V1.0b, 4.1). */
const LONGEST = 260;
const GATEWAY_TARGET_FAILED = 0x0b;
/** "Not significant" on a device that is addressed by its IP address alone. */
const ANY_UNIT = 0xff;
const MOST_CONNECTIONS = 32;

export interface FieldServer {
  readonly host: string;
  readonly port: number;
  /** Acts on a change of behaviour: an offline device drops its connections and stops listening. */
  setBehaviour(behaviour: DeviceBehaviour): Promise<void>;
  close(): Promise<void>;
}

interface TcpServerOptions {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly serve: (socket: Socket) => void;
}

/** Listens, keeps its port across an offline phase, knows its sockets. */
export class TcpListener {
  readonly #options: TcpServerOptions;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  port: number;

  constructor(options: TcpServerOptions) {
    this.#options = options;
    this.port = options.port;
  }

  /** Connections that are open now. */
  get sockets(): ReadonlySet<Socket> {
    return this.#sockets;
  }

  /** @throws the listen error, e.g. EADDRINUSE */
  async open(): Promise<void> {
    if (this.#server !== null) return;
    const server = createServer({ noDelay: true }, socket => this.#accept(socket));
    server.maxConnections = MOST_CONNECTIONS;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, this.#options.host, () => {
        server.off('error', reject);
        resolve();
      });
    });
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.port = address.port;
    this.#server = server;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
    if (server !== null) await new Promise<void>(resolve => server.close(() => resolve()));
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    // A client that resets its connection is ordinary; 'close' follows and is handled above.
    socket.on('error', () => socket.destroy());
    this.#options.serve(socket);
  }
}

/** Who gets a reply: at once who asked; late whoever is connected when it comes out of the device. */
export interface ReplyPath {
  readonly now: Socket;
  readonly later: () => Iterable<Socket>;
}

/** Sends now or after the device's delay; order is kept because the delay is the same for all. */
export function sendReply(path: ReplyPath, reply: Buffer, behaviour: DeviceBehaviour): void {
  if (behaviour.silent) return;
  const bytes = behaviour.garbage ? randomBytes(8 + Math.floor(Math.random() * 24)) : reply;
  if (behaviour.delayMs <= 0) {
    if (!path.now.destroyed) path.now.write(bytes);
    return;
  }
  setTimeout(() => {
    for (const socket of path.later()) if (!socket.destroyed) socket.write(bytes);
  }, behaviour.delayMs);
}

/** The path back to a client that has the device for itself: a late reply dies with its connection. */
export const backTo = (socket: Socket): ReplyPath => ({ now: socket, later: () => [socket] });

/** Reply frame to one whole request frame. */
function replyTo(slave: Slave, frame: Buffer): Buffer {
  const unit = frame[6] ?? 0;
  const pdu = frame.subarray(HEADER);
  const known = unit === slave.unit || unit === ANY_UNIT;
  const body = known ? answer(slave, pdu) : exception(pdu[0] ?? 0, GATEWAY_TARGET_FAILED);
  const reply = Buffer.allocUnsafe(HEADER + body.length);
  frame.copy(reply, 0, 0, 4);
  reply.writeUInt16BE(body.length + 1, 4);
  reply[6] = unit;
  body.copy(reply, HEADER);
  return reply;
}

/** Takes whole frames off the front of `input`. Null = this is no Modbus. */
function takeFrames(slave: Slave, input: Buffer): { replies: Buffer[]; rest: Buffer } | null {
  const replies: Buffer[] = [];
  let rest = input;
  while (rest.length >= HEADER + 1) {
    const length = rest.readUInt16BE(4);
    if (rest.readUInt16BE(2) !== 0 || length < 2 || length + 6 > LONGEST) return null;
    if (rest.length < 6 + length) break;
    replies.push(replyTo(slave, rest.subarray(0, 6 + length)));
    rest = rest.subarray(6 + length);
  }
  return { replies, rest };
}

export class ModbusTcpServer implements FieldServer {
  readonly host: string;
  readonly #listener: TcpListener;
  readonly #slave: Slave;
  readonly #behaviour: () => DeviceBehaviour;

  constructor(options: { host: string; port: number; slave: Slave; behaviour: () => DeviceBehaviour }) {
    this.host = options.host;
    this.#slave = options.slave;
    this.#behaviour = options.behaviour;
    this.#listener = new TcpListener({ host: options.host, port: options.port, serve: socket => this.#serve(socket) });
  }

  get port(): number {
    return this.#listener.port;
  }

  open(): Promise<void> {
    return this.#listener.open();
  }

  close(): Promise<void> {
    return this.#listener.close();
  }

  setBehaviour(behaviour: DeviceBehaviour): Promise<void> {
    return behaviour.offline ? this.#listener.close() : this.#listener.open();
  }

  #serve(socket: Socket): void {
    let pending: Buffer = Buffer.alloc(0);
    socket.on('data', chunk => {
      const behaviour = this.#behaviour();
      if (behaviour.silent) return;
      const taken = takeFrames(this.#slave, pending.length === 0 ? chunk : Buffer.concat([pending, chunk]));
      if (taken === null) {
        socket.destroy();
        return;
      }
      pending = taken.rest;
      const { replies } = taken;
      if (replies.length === 0) return;
      sendReply(
        backTo(socket),
        replies.length === 1 ? (replies[0] ?? Buffer.alloc(0)) : Buffer.concat(replies),
        behaviour,
      );
    });
  }
}
