/** Bytes over TCP, with a deadline on the connect and no half-open zombie left behind. */
import { type LookupFunction, Socket } from 'node:net';
import type { NetworkAddress } from '../../../../project/types.ts';
import { faultOfSocket, LinkFault } from './fault.ts';
import { type NameLookup, PATIENCE_MS, processNames, unresolved } from './name-lookup.ts';
import type { Transport, TransportEvents } from './transport.ts';

export class SocketTransport implements Transport {
  readonly #address: NetworkAddress;
  readonly #connectTimeoutMs: number;
  readonly #names: NameLookup;
  readonly #socket = new Socket();
  #isEnded = false;

  constructor(address: NetworkAddress, connectTimeoutMs: number, names: NameLookup = processNames) {
    this.#address = address;
    this.#connectTimeoutMs = connectTimeoutMs;
    this.#names = names;
  }

  async open({ onData, onEnd }: TransportEvents): Promise<void> {
    const socket = this.#socket;
    socket.setNoDelay(true);
    await this.#connect();
    socket.removeAllListeners('error').removeAllListeners('close');
    socket.on('data', onData);
    socket.on('error', error => this.#end(faultOfSocket(error), onEnd));
    socket.on('close', () => this.#end(new LinkFault('closed', 'the device closed the connection'), onEnd));
  }

  #connect(): Promise<void> {
    const socket = this.#socket;
    const { host, port } = this.#address;
    return new Promise<void>((resolve, reject) => {
      /** Set while the name is being looked up. */
      let giveUpLookup: (() => void) | null = null;
      const fail = (fault: LinkFault): void => {
        clearTimeout(timer);
        giveUpLookup?.();
        this.#isEnded = true;
        socket.destroy();
        reject(fault);
      };
      const timer = setTimeout(() => {
        if (giveUpLookup === null) fail(new LinkFault('timeout', `no answer from ${host}:${port}`));
        else fail(unresolved(host, 'no answer from the name server in time'));
      }, this.#connectTimeoutMs);
      // Asked for names only, never for IP addresses.
      const lookup: LookupFunction = (name, _options, callback) => {
        // Half of the time is left to the connect.
        const patienceMs = Math.min(PATIENCE_MS, this.#connectTimeoutMs / 2);
        giveUpLookup = this.#names.find(name, patienceMs, found => {
          giveUpLookup = null;
          if (found instanceof LinkFault) fail(found);
          else callback(null, [...found]);
        });
      };
      socket.once('error', error => fail(faultOfSocket(error)));
      // Destroyed while it connects: by whoever owns it, who must not wait for the deadline.
      socket.once('close', () => fail(new LinkFault('closed', 'given up while connecting')));
      // Said although it is the default: with it, and only then, a lookup answers with a list.
      socket.connect({ host, port, lookup, autoSelectFamily: true }, () => {
        clearTimeout(timer);
        resolve();
      });
    });
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
