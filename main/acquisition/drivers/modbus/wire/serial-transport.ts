/**
 * Bytes over a serial port of this computer. The library's native part is loaded when the first serial channel opens, so that
 * a station without one does not depend on it.
 */
import type { SerialPort } from 'serialport';
import type { SerialPortSettings } from '../../../../project/types.ts';
import { LinkFault } from './fault.ts';
import type { Transport, TransportEvents } from './transport.ts';

/** A port that does not close within this time is tried all the same: then the system says who holds it; ms. */
const CLOSING_LIMIT_MS = 1_000;

/**
 * Ports of this process that are being closed, by path. The system locks a port until it is closed, so that one opened anew in
 * the same moment would be refused because of ourselves.
 */
const closing = new Map<string, Promise<void>>();

/** What the system says of an adapter that is not plugged in, EIO of one that was pulled out while the port was open. */
const NO_PORT = /ENOENT|No such file|File not found|ENXIO|ENODEV|EIO|I\/O error|Input\/output error/i;

function faultOfPort(error: Error, path: string): LinkFault {
  const text = error.message;
  if (NO_PORT.test(text)) return new LinkFault('no-port', `${path}: ${text}`);
  if (/EACCES|Permission|Access denied|lock/i.test(text)) return new LinkFault('port-busy', `${path}: ${text}`);
  return new LinkFault('internal', `${path}: ${text}`);
}

export class SerialTransport implements Transport {
  readonly #settings: SerialPortSettings;
  #port: SerialPort | null = null;
  #isEnded = false;
  #unsent = 0;

  constructor(settings: SerialPortSettings) {
    this.#settings = settings;
  }

  async open({ onData, onEnd }: TransportEvents): Promise<void> {
    const { path, baudRate, parity, dataBits, stopBits } = this.#settings;
    const { SerialPort: Port } = await import('serialport');
    await closing.get(path);
    if (this.#isEnded) throw new LinkFault('closed', 'given up while opening');
    const port = new Port({ path, baudRate, parity, dataBits, stopBits, autoOpen: false });
    await new Promise<void>((resolve, reject) => {
      port.open(error => (error ? reject(faultOfPort(error, path)) : resolve()));
    });
    this.#port = port;
    if (this.#isEnded) {
      this.#close(port);
      throw new LinkFault('closed', 'given up while opening');
    }
    port.on('data', onData);
    port.on('error', error => this.#end(faultOfPort(error, path), onEnd));
    port.on('close', () => this.#end(new LinkFault('no-port', `${path} is gone`), onEnd));
  }

  write(bytes: Uint8Array): void {
    const port = this.#port;
    if (port === null) return;
    this.#unsent++;
    if (this.#settings.raisesRts) port.set({ rts: true });
    port.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    port.drain(() => {
      this.#unsent--;
      if (this.#settings.raisesRts && port.isOpen && this.#unsent === 0) port.set({ rts: false });
    });
  }

  get isDrained(): boolean {
    return this.#unsent === 0;
  }

  destroy(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    if (this.#port !== null) this.#close(this.#port);
  }

  #end(fault: LinkFault, onEnd: TransportEvents['onEnd']): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    if (this.#port !== null) this.#close(this.#port);
    onEnd(fault);
  }

  #close(port: SerialPort): void {
    // A late error of a port that is being closed must not be thrown for want of a listener.
    port.removeAllListeners().on('error', () => undefined);
    if (!port.isOpen) return;
    const { path } = this.#settings;
    const closed = new Promise<void>(resolve => {
      const limit = setTimeout(resolve, CLOSING_LIMIT_MS);
      const end = (): void => {
        clearTimeout(limit);
        resolve();
      };
      // What the adapter has not sent yet must not leave after it was given up.
      port.flush(() => {
        if (port.isOpen) port.close(end);
        else end();
      });
    }).finally(() => {
      if (closing.get(path) === closed) closing.delete(path);
    });
    closing.set(path, closed);
  }
}
