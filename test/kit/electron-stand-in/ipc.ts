/** Electron's `ipcMain`: events sent and calls invoked by a preload. */
import { EventEmitter } from 'node:events';

export interface IpcEvent {
  readonly sender: unknown;
  readonly senderFrame: unknown;
}
type InvokeHandler = (event: IpcEvent, ...values: unknown[]) => unknown;

export class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, InvokeHandler>();

  handle(channel: string, handler: InvokeHandler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  async call(channel: string, event: IpcEvent, values: readonly unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    return handler(event, ...values);
  }
}

export const ipcMain = new IpcMain().setMaxListeners(0);
