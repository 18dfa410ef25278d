/** Bytes over TCP, with a deadline on the connect and no half-open zombie left behind. */
import { Socket } from 'node:net';
import type { NetworkAddress } from '../../../../project/types.ts';
import { faultOfSocket, LinkFault } from './fault.ts';
import type { Transport, TransportEvents } from './transport.ts';

export class SocketTransport implements Transport {
  readonly #address: NetworkAddress;
  readonly #connectTimeoutMs: number;
  readonly #socket = new Socket();
  #isEnded = false;

  constructor(address: NetworkAddress, connectTimeoutMs: number) {
    this.#address = address;
    this.#connectTimeoutMs = connectTimeoutMs;
  }

  async open({ onData, onEnd }: TransportEvents): Promise<void> {
    const socket = this.#socket;
    const { host, port } = this.#address;
    socket.setNoDelay(true);
    await new Promise<void>((resolve, reject) => {
      const fail = (fault: LinkFault): void => {
        clearTimeout(timer);
        this.#isEnded = true;
        socket.destroy();
        reject(fault);
      };
      const timer = setTimeout(
        () => fail(new LinkFault('timeout', `no answer from ${host}:${port}`)),
        this.#connectTimeoutMs,
      );
      socket.once('error', error => fail(faultOfSocket(error)));
      // Destroyed while it connects: by whoever owns it, who must not wait for the deadline.
      socket.once('close', () => fail(new LinkFault('closed', 'given up while connecting')));
      socket.connect({ host, port }, () => {
        clearTimeout(timer);
        resolve();
      });
    });
    socket.removeAllListeners('error').removeAllListeners('close');
    socket.on('data', onData);
    socket.on('error', error => this.#end(faultOfSocket(error), onEnd));
    socket.on('close', () => this.#end(new LinkFault('closed', 'the device closed the connection'), onEnd));
  }

  write(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  get isDrained(): boolean {
    return this.#socket.writableLength === 0;
  }

  destroy(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    // A plain close leaves unsent bytes with the kernel, which goes on trying to deliver them for minutes. A reset does not.
    if (this.#socket.connecting) this.#socket.destroy();
    else this.#socket.resetAndDestroy();
  }

  #end(fault: LinkFault, onEnd: TransportEvents['onEnd']): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#socket.destroy();
    onEnd(fault);
  }
}
