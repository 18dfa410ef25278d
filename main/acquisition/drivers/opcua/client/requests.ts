/**
 * Requests of one session, in the worker, sent over its secure channel as they are. The session object of node-opcua is
 * passed by on purpose: it keeps requests back while a link is down and repeats them in a new session when the server has
 * forgotten the old one, so that a write could act long after it was asked. Here a request leaves once, at once, or not at all.
 * Every answer also tells the server's time.
 */
import type { ClientSecureChannelLayer, Request, Response, ResponseHeader } from 'node-opcua-client';
import { NodeId } from 'node-opcua-client';
import { FailureError, oneLine } from '../failure.ts';
import { ClockOffset } from './clock-offset.ts';

/** The server answered that it will not or cannot. */
export class ServiceFaultError extends Error {
  /** Name of the StatusCode, e.g. `BadTooManyOperations`. */
  readonly status: string;
  constructor(request: string, status: string) {
    super(`${status} to ${request}`);
    this.name = 'ServiceFaultError';
    this.status = status;
  }
}

/** Constructor of the expected answer. */
export type AnswerClass<R extends Response> = abstract new (...args: never[]) => R;

/** What the library hands over when the server has answered with a fault: an Error that carries the answer. */
function faultOf(error: Error): ResponseHeader | null {
  if (!('response' in error)) return null;
  const { response } = error;
  const isAnswer = typeof response === 'object' && response !== null && 'responseHeader' in response;
  return isAnswer ? (response.responseHeader as ResponseHeader) : null;
}

export class Requests {
  replies = 0;
  faults = 0;
  readonly clock = new ClockOffset();
  /** `performance.now()` when the youngest request left that has been answered: what left before it has reached the server. */
  provenAt = 0;
  readonly #channel: ClientSecureChannelLayer;
  readonly #token: NodeId;
  #roundTripMs = 0;

  /** `token` is the session's authentication token. */
  constructor(channel: ClientSecureChannelLayer, token: NodeId | undefined) {
    this.#channel = channel;
    this.#token = token ?? new NodeId();
  }

  get bytesSent(): number {
    return this.#channel.bytesWritten;
  }

  get bytesReceived(): number {
    return this.#channel.bytesRead;
  }

  /**
   * Sends now or fails; resolves with the answer, rejects with a `ServiceFaultError` (the server said no), a `FailureError`
   * of cause `timeout` after `limitMs`, or the library's error when the link is gone.
   */
  send<R extends Response>(request: Request, answer: AnswerClass<R>, limitMs: number): Promise<R> {
    const name = answer.name.replace(/Response$/, '');
    const isPolled = name !== 'Publish';
    request.requestHeader.authenticationToken = this.#token;
    request.requestHeader.timeoutHint = limitMs;
    const sentAt = Date.now();
    const startedAt = performance.now();
    return new Promise<R>((resolve, reject) => {
      const timer = setTimeout(() => reject(this.#late(name, limitMs)), limitMs);
      this.#channel.performMessageTransaction(request, (error, response) => {
        clearTimeout(timer);
        const header = response?.responseHeader ?? (error && faultOf(error));
        if (!header) return reject(error ?? new Error(`no answer to ${name}`));
        if (isPolled) this.#roundTripMs = performance.now() - startedAt;
        this.provenAt = Math.max(this.provenAt, startedAt);
        this.#noteAnswer(header, isPolled ? sentAt : null);
        const status = header.serviceResult;
        if (response instanceof answer && status.isGoodish()) return resolve(response);
        this.faults += 1;
        reject(new ServiceFaultError(name, oneLine(status.name)));
      });
    });
  }

  #late(name: string, limitMs: number): FailureError {
    return new FailureError({ cause: 'timeout', detail: `no answer to ${name} within ${Math.round(limitMs)} ms` });
  }

  /** A publish response was held back by the server until it had something to say: only its way back counts. */
  #noteAnswer(header: ResponseHeader, sentAt: number | null): void {
    const now = Date.now();
    this.replies += 1;
    const serverMs = header.timestamp?.getTime() ?? Number.NaN;
    this.clock.add(serverMs, sentAt ?? now - this.#roundTripMs, now);
  }
}
