/** A client of the session protocol over WebSocket, made for tests: keeps every message, can stop reading and send garbage. */
import { WebSocket } from 'ws';
import { decodeFrame, encodeFrame } from '../../shared/rpc/frame.ts';
import type { ClientMessage, HostMessage } from '../../shared/rpc/protocol.ts';
import { waitFor, within } from './wait-for.ts';

export interface WsClientOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
}

export class WsClient {
  readonly messages: HostMessage[] = [];
  readonly socket: WebSocket;
  closeCode: number | null = null;
  readonly #listeners = new Set<(message: HostMessage) => void>();

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.on('message', (data, isBinary) => {
      const message = decodeFrame(isBinary ? (data as ArrayBuffer) : String(data as Buffer)) as HostMessage;
      this.messages.push(message);
      for (const listener of this.#listeners) listener(message);
    });
    socket.on('close', code => {
      this.closeCode = code;
    });
    // A test drops connections on purpose; `close` follows and tells.
    socket.on('error', () => undefined);
  }

  /** Rejects with the HTTP status in the message when the upgrade is refused. */
  static async connect(url: string, { headers = {}, path = '/ws' }: WsClientOptions = {}): Promise<WsClient> {
    const socket = new WebSocket(`${url.replace('http:', 'ws:')}${path}`, { headers: { ...headers } });
    const client = new WsClient(socket);
    await within(
      'the WebSocket to open',
      new Promise<void>((resolve, reject) => {
        socket.once('open', resolve);
        socket.once('error', reject);
      }),
    );
    return client;
  }

  send(message: ClientMessage): void {
    this.socket.send(encodeFrame(message));
  }

  /** Anything at all, as text or as bytes. */
  sendRaw(data: string | Uint8Array): void {
    this.socket.send(data);
  }

  listen(listener: (message: HostMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** The first message of a kind that fits, waiting for it if need be. */
  next<K extends HostMessage['kind']>(
    kind: K,
    fits: (message: Extract<HostMessage, { kind: K }>) => boolean = () => true,
  ): Promise<Extract<HostMessage, { kind: K }>> {
    const isWanted = (m: HostMessage): m is Extract<HostMessage, { kind: K }> => m.kind === kind;
    return waitFor(`a message "${kind}"`, () => this.messages.filter(isWanted).find(fits));
  }

  async close(): Promise<void> {
    this.socket.terminate();
    await waitFor('the WebSocket to close', () => this.socket.readyState === WebSocket.CLOSED);
  }
}
