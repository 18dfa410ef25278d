/**
 * One guarded connection: own socket, one request in flight, a deadline on everything. modbus-serial is used as the codec
 * through its port interface, never bare. After a bad frame, and on TCP after a timeout, the connection is dropped; on a serial
 * line the late reply is remembered and thrown away. A link is used once; the channel makes a new one to reconnect.
 */
import { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import ModbusRTU from 'modbus-serial';
import { MAX_READ } from './blocks.ts';
import { faultOfSocket, LinkFault } from './fault.ts';
import { type Framing, type ReadRequest, RtuFraming, TcpFraming } from './framing.ts';
import type { LateReplies } from './late-replies.ts';

export interface LinkOptions {
  readonly host: string;
  readonly port: number;
  readonly connectTimeoutMs: number;
  readonly timeoutMs: number;
  /**
   * Present: RTU frames through a serial server, with the memory of that line, shared by its links one after the other. Absent:
   * Modbus TCP.
   */
  readonly serialLine?: LateReplies;
}

/** The port as modbus-serial sees it: opened already, one transaction, frames checked before they get in. */
class GuardedPort extends EventEmitter {
  /** The library keeps replies by these; with one request in flight one slot is enough. */
  _transactionIdRead = 1;
  _transactionIdWrite = 1;
  isOpen = true;
  readonly #send: (rtuFrame: Buffer) => void;

  constructor(send: (rtuFrame: Buffer) => void) {
    super();
    this.#send = send;
  }

  open(done: (error?: Error) => void): void {
    done();
  }

  close(done: () => void): void {
    this.isOpen = false;
    done();
  }

  write(rtuFrame: Buffer): void {
    this.#send(rtuFrame);
  }
}

/** A serial line on which nobody answers this often is connected anew: the serial server itself may be at fault. */
const MOST_UNANSWERED = 5;

interface Pending {
  readonly resolve: (data: Buffer) => void;
  readonly reject: (fault: LinkFault) => void;
  readonly timer: NodeJS.Timeout;
}

export class ModbusLink {
  readonly #options: LinkOptions;
  readonly #socket = new Socket();
  readonly #framing: Framing;
  readonly #port: GuardedPort;
  readonly #codec: ModbusRTU;
  #pending: Pending | null = null;
  #fault: LinkFault | null = null;
  /** Requests in a row without an answer, on a link that goes on. */
  #unanswered = 0;
  #onClosed: (fault: LinkFault) => void = () => undefined;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#framing = options.serialLine === undefined ? new TcpFraming() : new RtuFraming(options.serialLine);
    this.#port = new GuardedPort(frame => void this.#socket.write(this.#framing.encode(frame)));
    this.#codec = new ModbusRTU(this.#port);
    this.#codec.open();
    this.#socket.setNoDelay(true);
    this.#socket.on('data', bytes => this.#receive(bytes));
    this.#socket.on('error', error => this.#end(faultOfSocket(error)));
    this.#socket.on('close', () => this.#end(new LinkFault('closed', 'the device closed the connection')));
  }

  /** Called once when an open link ends for whatever reason. */
  set onClosed(handler: (fault: LinkFault) => void) {
    this.#onClosed = handler;
  }

  /** Rejects with a `LinkFault`; no socket is left behind then. */
  async connect(): Promise<void> {
    const { host, port, connectTimeoutMs } = this.#options;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => this.#end(new LinkFault('timeout', `no answer from ${host}:${port}`)),
        connectTimeoutMs,
      );
      const settle = (fault?: LinkFault) => {
        clearTimeout(timer);
        if (fault === undefined) resolve();
        else reject(fault);
      };
      this.#onClosed = settle;
      this.#socket.connect({ host, port }, () => settle());
    });
    this.#onClosed = () => undefined;
  }

  /**
   * Data bytes of the reply. Rejects with a `LinkFault`. After an exception, or the silence of one unit of a serial line, the
   * link goes on; after anything else it is closed.
   */
  read({ unit, table, offset, count }: ReadRequest): Promise<Buffer> {
    if (this.#fault !== null) return Promise.reject(this.#fault);
    if (this.#pending !== null) return Promise.reject(new LinkFault('internal', 'a request is in flight already'));
    if (count < 1 || count > MAX_READ[table] || offset + count > 65_536) {
      return Promise.reject(new LinkFault('internal', `${count} items at ${table}:${offset} cannot be one request`));
    }
    return new Promise<Buffer>((resolve, reject) => {
      const detail = `no reply within ${this.#options.timeoutMs} ms to ${table}:${offset}`;
      const timer = setTimeout(() => this.#timedOut(new LinkFault('timeout', detail)), this.#options.timeoutMs);
      this.#pending = { resolve, reject, timer };
      const done = (error: Error | null, reply?: { buffer: Buffer }) => this.#answered(error, reply?.buffer);
      if (table === 'coil') this.#codec.writeFC1(unit, offset, count, done);
      else if (table === 'discrete') this.#codec.writeFC2(unit, offset, count, done);
      else if (table === 'holding') this.#codec.writeFC3(unit, offset, count, done);
      else this.#codec.writeFC4(unit, offset, count, done);
    });
  }

  close(): void {
    this.#end(new LinkFault('closed', 'closed by Citygate'));
  }

  #timedOut(fault: LinkFault): void {
    const pending = this.#pending;
    if (pending === null) return;
    this.#unanswered++;
    if (!this.#framing.abandon('silent') || this.#unanswered >= MOST_UNANSWERED) {
      this.#end(fault);
      return;
    }
    this.#pending = null;
    pending.reject(fault);
  }

  #receive(bytes: Buffer): void {
    try {
      const frame = this.#framing.decode(bytes);
      if (frame !== null) this.#port.emit('data', frame);
    } catch (error) {
      this.#end(error instanceof LinkFault ? error : new LinkFault('bad-frame', String(error)));
    }
  }

  #answered(error: Error | null, data: Buffer | undefined): void {
    const pending = this.#pending;
    if (pending === null) return;
    const code = error !== null && 'modbusCode' in error ? Number(error.modbusCode) : null;
    if (code === null && data === undefined) {
      this.#end(new LinkFault('bad-frame', error?.message ?? 'empty reply'));
      return;
    }
    this.#pending = null;
    this.#unanswered = 0;
    clearTimeout(pending.timer);
    if (data !== undefined) pending.resolve(data);
    else pending.reject(new LinkFault('exception', error?.message ?? '', code));
  }

  #end(fault: LinkFault): void {
    if (this.#fault !== null) return;
    this.#fault = fault;
    this.#socket.destroy();
    const pending = this.#pending;
    this.#pending = null;
    if (pending !== null) {
      this.#framing.abandon('broken');
      clearTimeout(pending.timer);
      pending.reject(fault);
    }
    this.#onClosed(fault);
  }
}
