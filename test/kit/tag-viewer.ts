/**
 * A client that looks at tags over WebSocket, as a screen does: it takes and acknowledges every item, so that the station reads
 * those tags with their fast period for as long as it looks.
 */
import { WsClient } from './ws-client.ts';

const STREAM = 1;

export class TagViewer {
  readonly #client: WsClient;

  private constructor(client: WsClient) {
    this.#client = client;
    client.listen(message => {
      if (message.kind === 'item') client.send({ kind: 'ack', id: STREAM, seq: message.seq });
    });
    // Nobody reads what was shown; kept messages would only grow.
    client.listen(() => void client.messages.splice(0));
  }

  /** @param url of the station, as its ready line says it */
  static async look(url: string, tags: readonly string[]): Promise<TagViewer> {
    const viewer = new TagViewer(await WsClient.connect(url));
    viewer.#client.send({ kind: 'open', id: STREAM, method: 'tags', input: { tags } });
    return viewer;
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}
