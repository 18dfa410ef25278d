/** What the sandboxed preload puts on `window.citygate`: a message pipe and nothing else. Node and Electron stay behind. */
import type { ClientMessage, HostMessage } from './protocol.ts';

export interface CitygateBridge {
  send(message: ClientMessage): void;
  /** Returns the function that stops listening: functions are re-wrapped at the bridge, so `off(fn)` could not work. */
  listen(listener: (message: HostMessage) => void): () => void;
}
