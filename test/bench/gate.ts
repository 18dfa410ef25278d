/** A door between a station and a slave, in the bench's process: it can be shut, left hanging, or have its connections cut. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export class Gate {
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #port = 0;
  #isHanging = false;

  private constructor(target: number) {
    this.#target = target;
  }

  /** An open gate on a free port of 127.0.0.1. */
  static async to(target: number): Promise<Gate> {
    const gate = new Gate(target);
    await gate.open();
    return gate;
  }

  get port(): number {
    return this.#port;
  }

  /** Lets through, whatever it did before. */
  async open(): Promise<void> {
    this.#isHanging = false;
    for (const socket of this.#sockets) socket.resume();
    if (this.#server !== null) return;
    const server = createServer({ noDelay: true }, client => this.#accept(client));
    this.#server = server;
    await new Promise<void>(resolve => void server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Connections stay open and nothing comes through any more, as behind a firewall that has lost its table. */
  hang(): void {
    this.#isHanging = true;
    for (const socket of this.#sockets) socket.pause();
  }

  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Nobody listens: connections are refused. */
  async shut(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    this.cut();
    if (server !== null) await new Promise(resolve => server.close(resolve));
  }

  #accept(client: Socket): void {
    const slave = connect({ port: this.#target, host: '127.0.0.1', noDelay: true });
    this.#join(client, slave);
    this.#join(slave, client);
  }

  #join(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.on('data', bytes => to.write(bytes));
    if (this.#isHanging) from.pause();
    from.on('error', () => from.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
