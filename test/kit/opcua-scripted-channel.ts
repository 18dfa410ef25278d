/**
 * The secure channel of an OPC UA client whose server is a function of the test: what a request gets, when, or never. For unit
 * tests of what sends requests; everything from `Requests` upwards is the real thing.
 */
import { NodeId, type Request, type Response } from 'node-opcua-client';
import { Requests } from '../../main/acquisition/drivers/opcua/client/requests.ts';

/** The answer to a request; a promise that never settles is a server that never answers. */
export type Script = (request: Request) => Response | Promise<Response>;

type SecureChannel = ConstructorParameters<typeof Requests>[0];
type Heard = Parameters<SecureChannel['performMessageTransaction']>[1];

export class ScriptedChannel {
  /** Everything that has left, in order. */
  readonly sent: Request[] = [];
  readonly requests: Requests;
  readonly #script: Script;

  constructor(script: Script) {
    this.#script = script;
    // Of the library's channel only what `Requests` uses.
    const channel = {
      bytesWritten: 0,
      bytesRead: 0,
      performMessageTransaction: (request: Request, heard: Heard) => void this.#perform(request, heard),
    };
    this.requests = new Requests(channel as SecureChannel, new NodeId());
  }

  async #perform(request: Request, heard: Heard): Promise<void> {
    this.sent.push(request);
    try {
      heard(null, await this.#script(request));
    } catch (error) {
      heard(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

/** A server that says nothing to this. */
export const silence = (): Promise<Response> => new Promise(() => undefined);
