/** How messages get to the host and back. Two ways exist (Electron bridge, WebSocket); the client does not know which. */
import type { ClientMessage, HostMessage } from '../../shared/rpc/protocol.ts';

export interface TransportEvents {
  /** Messages may be sent from now on. */
  onOpen(): void;
  onMessage(message: HostMessage): void;
  /** The way is gone; the transport is dead and a new one must be made. Never called after `close()`. */
  onClose(): void;
}

export interface Transport {
  send(message: ClientMessage): void;
  close(): void;
}

export type Connect = (events: TransportEvents) => Transport;

/** The host is our own program, but a frame is judged by its shape before anything trusts it. */
export function isHostMessage(value: unknown): value is HostMessage {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  switch (value.kind) {
    case 'beat':
      return 'now' in value && typeof value.now === 'number';
    case 'reply':
      return 'id' in value && typeof value.id === 'number' && 'reply' in value && typeof value.reply === 'object';
    case 'item':
      return 'id' in value && typeof value.id === 'number' && 'seq' in value && typeof value.seq === 'number';
    case 'ended':
      return 'id' in value && typeof value.id === 'number' && 'error' in value;
    default:
      return false;
  }
}
