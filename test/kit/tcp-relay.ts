/**
 * A TCP relay between a client and a server on 127.0.0.1 that can freeze: connections stay open, bytes are taken and kept, none
 * is passed on, as through a firewall that has lost its table. Thawed, it passes on what it kept. It can freeze at a given
 * message, before or after that has been passed on.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export class TcpRelay {
  /** Connections taken since the start. */
  accepted = 0;
  readonly #server: Server;
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  #port = 0;
  #isFrozen = false;
  #freezesAt: { readonly marker: Buffer; readonly isPassedOn: boolean; readonly done: () => void } | null = null;

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer(client => this.#accept(client));
  }

  /** Listens on a free port and passes on to `target`. */
  static async to(target: number): Promise<TcpRelay> {
    const relay = new TcpRelay(target);
    await relay.accept();
    relay.#port = (relay.#server.address() as AddressInfo).port;
    return relay;
  }

  get port(): number {
    return this.#port;
  }

  /** Connections of clients that are open. */
  get connections(): number {
    return this.#sockets.size / 2;
  }

  freeze(): void {
    this.#isFrozen = true;
    for (const socket of this.#sockets) socket.pause();
  }

  /** Ends every connection; new ones are taken. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Resolves when bytes with `marker` have come from the client; from then on the relay is frozen, with or without them. */
  freezeAt(marker: Buffer, isPassedOn: boolean): Promise<void> {
    return new Promise(done => {
      this.#freezesAt = { marker, isPassedOn, done };
    });
  }

  thaw(): void {
    this.#isFrozen = false;
    for (const socket of this.#sockets) socket.resume();
  }

  /** Ends every connection and takes none. */
  async refuse(): Promise<void> {
    this.cut();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** Takes connections again, at the same port. */
  async accept(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  close(): Promise<void> {
    return this.refuse();
  }

  #accept(client: Socket): void {
    this.accepted++;
    const server = connect(this.#target, '127.0.0.1');
    this.#join(client, server);
    this.#join(server, client);
  }

  #join(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.on('data', bytes => {
      const stop = this.#freezesAt;
      const isStop = stop !== null && bytes.includes(stop.marker);
      if (!isStop || stop.isPassedOn) to.write(bytes);
      if (!isStop) return;
      this.#freezesAt = null;
      this.freeze();
      stop.done();
    });
    if (this.#isFrozen) from.pause();
    // An end or a reset is for the other side to see as well.
    from.on('error', () => from.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
