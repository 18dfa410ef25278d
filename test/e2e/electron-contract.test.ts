/**
 * The contract over Electron's IPC: the same suite as over HTTP and WebSocket, spoken from inside the page through the preload's
 * bridge. All sessions of a window share one pipe, so each gets ids of its own.
 */
import type { Page } from 'playwright-core';
import type { CitygateBridge } from '../../shared/rpc/bridge.ts';
import type { ClientMessage, HostMessage } from '../../shared/rpc/protocol.ts';
import { type ContractSession, type ContractTransport, describeContract } from '../kit/contract-suite.ts';
import { callFromPage, createDesk, DesktopApp } from '../kit/electron-app.ts';
import { sleep } from '../kit/wait-for.ts';

/** Ids of one session, far above those of the page's own client. */
const IDS_PER_SESSION = 1_000_000;
const COLLECT_EVERY_MS = 20;

/** Functions that run in the page see this. */
type PageWindow = Window & typeof globalThis & { citygate: CitygateBridge; contractMessages?: string[] };

class BridgeSession implements ContractSession {
  readonly messages: HostMessage[] = [];
  readonly #page: Page;
  readonly #firstId: number;
  readonly #opened = new Set<number>();
  #isClosed = false;
  readonly #collecting: Promise<void>;

  constructor(page: Page, firstId: number) {
    this.#page = page;
    this.#firstId = firstId;
    this.#collecting = this.#collect();
  }

  async send(message: ClientMessage): Promise<void> {
    if (message.kind === 'open') this.#opened.add(message.id);
    await this.#post(message);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const id of this.#opened) await this.#post({ kind: 'close', id });
    await this.#collecting;
  }

  async #post(message: ClientMessage): Promise<void> {
    const own = { ...message, id: message.id + this.#firstId };
    await this.#page.evaluate(m => (window as PageWindow).citygate.send(m), own);
  }

  /** Each session reads from its own place in what the page has gathered. */
  async #collect(): Promise<void> {
    let seen = 0;
    while (!this.#isClosed) {
      const news = await this.#page.evaluate(from => (window as PageWindow).contractMessages?.slice(from) ?? [], seen);
      seen += news.length;
      for (const text of news) {
        const message = JSON.parse(text) as HostMessage;
        if (message.kind === 'beat') this.messages.push(message);
        else if (Math.floor(message.id / IDS_PER_SESSION) * IDS_PER_SESSION === this.#firstId) {
          this.messages.push({ ...message, id: message.id - this.#firstId });
        }
      }
      await sleep(COLLECT_EVERY_MS);
    }
  }
}

/** Makes the page gather every message of the bridge as JSON. */
async function gather(page: Page): Promise<void> {
  await page.evaluate(() => {
    const view = window as PageWindow;
    const gathered: string[] = [];
    view.contractMessages = gathered;
    const plain = (_key: string, value: unknown) =>
      ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
    view.citygate.listen(message => gathered.push(JSON.stringify(message, plain)));
  });
}

describeContract('Electron IPC', async ({ projectDirectory, dataDirectory }): Promise<ContractTransport> => {
  const desk = createDesk();
  const app = await DesktopApp.launch(desk, ['--project', projectDirectory, '--data', dataDirectory]);
  const page = await app.firstWindow();
  await gather(page);
  let sessions = 0;
  return {
    call: (method, input) => callFromPage(page, method, input),
    open: async () => new BridgeSession(page, ++sessions * IDS_PER_SESSION),
    stop: async () => {
      await app.quit();
      desk.remove();
    },
  };
});
