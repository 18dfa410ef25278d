/** WebSocket to the headless host at `/ws` of the page's own origin. One message, one frame (shared/rpc/frame.ts). */
import { decodeFrame, encodeFrame, FrameError } from '../../shared/rpc/frame.ts';
import { type Connect, isHostMessage } from './transport.ts';

/** The address of the host's socket for a page served by that host. */
export function socketAddress(page: Pick<Location, 'protocol' | 'host'>): string {
  return `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}/ws`;
}

/** Connects to `address`. A frame that cannot be read closes the socket: after it nothing on the line can be trusted. */
export function connectWebSocket(address: string): Connect {
  return events => {
    const socket = new WebSocket(address);
    socket.binaryType = 'arraybuffer';
    let isClosed = false;
    const end = () => {
      if (isClosed) return;
      isClosed = true;
      socket.close();
      events.onClose();
    };
    socket.addEventListener('open', () => {
      if (!isClosed) events.onOpen();
    });
    socket.addEventListener('close', end);
    socket.addEventListener('error', end);
    socket.addEventListener('message', event => {
      if (isClosed) return;
      const message = read(event.data);
      if (message === undefined) end();
      else events.onMessage(message);
    });
    return {
      send: message => {
        if (socket.readyState === WebSocket.OPEN) socket.send(encodeFrame(message));
      },
      close: () => {
        isClosed = true;
        socket.close();
      },
    };
  };
}

function read(data: unknown) {
  if (typeof data !== 'string' && !(data instanceof ArrayBuffer)) return undefined;
  try {
    const message = decodeFrame(data);
    return isHostMessage(message) ? message : undefined;
  } catch (error) {
    if (error instanceof FrameError) return undefined;
    throw error;
  }
}
