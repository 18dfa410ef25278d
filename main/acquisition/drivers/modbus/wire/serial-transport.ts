/**
 * Bytes over a serial port of this computer. The library's native part is loaded when the first serial channel opens, so that
 * a station without one does not depend on it.
 */
import type { SerialPort } from 'serialport';
import type { SerialPortSettings } from '../../../../project/types.ts';
import { LinkFault } from './fault.ts';
import type { Transport, TransportEvents } from './transport.ts';

/** What the system says when the adapter is not plugged in or belongs to somebody else. */
function faultOfPort(error: Error, path: string): LinkFault {
  const text = error.message;
  if (/ENOENT|No such file|File not found|ENXIO|ENODEV/i.test(text))
    return new LinkFault('no-port', `${path}: ${text}`);
  if (/EACCES|Permission|Access denied|lock/i.test(text)) return new LinkFault('refused', `${path}: ${text}`);
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
    // What the adapter has not sent yet must not leave after it was given up.
    port.flush(() => {
      if (port.isOpen) port.close(() => undefined);
    });
  }
}
