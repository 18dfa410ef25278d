/**
 * The Electron bridge as a transport. A bridge has no open and no close of its own: it is open when the first message
 * comes and lost when the beats stop, which the client's link state sees.
 */
import type { CitygateBridge } from '../../shared/rpc/bridge.ts';
import { type Connect, isHostMessage } from './transport.ts';

declare global {
  interface Window {
    readonly citygate?: CitygateBridge;
  }
}

/** Connects over `bridge`. Throws nothing; a bridge without a main process behind it simply stays silent. */
export function connectBridge(bridge: CitygateBridge): Connect {
  return events => {
    let isOpen = false;
    const stop = bridge.listen(message => {
      if (!isHostMessage(message)) return;
      if (!isOpen) {
        isOpen = true;
        events.onOpen();
      }
      events.onMessage(message);
    });
    return { send: message => bridge.send(message), close: stop };
  };
}
